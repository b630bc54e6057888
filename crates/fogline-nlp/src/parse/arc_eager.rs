//! Arc-eager dependency parsing (Nivre 2003) in spaCy's variant: non-monotonic (Honnibal and Johnson 2015), with a
//! transition that ends sentences, and pseudo-projective labels.

use super::{
    moves::{Moves, Run},
    projective,
    scorer::{ScorerScratch, StateScorer},
};
use crate::{
    labels::{Label, LabelsBuilder},
    model::ThincFile,
    tensor::Isa,
};

const SHIFT: u8 = 0;
const REDUCE: u8 = 1;
const LEFT: u8 = 2;
const RIGHT: u8 = 3;
const BREAK: u8 = 4;

/// A dependency parser.
pub(crate) struct ArcEager {
    pub(crate) scorer: StateScorer,
    moves: Moves,
    root: Label,
    projective: projective::Labels,
}

/// A document's tree: parallel columns by token.
#[derive(Debug, Default)]
pub(crate) struct Parse {
    /// The head, or the token itself at a root.
    pub(crate) heads: Vec<u32>,
    pub(crate) labels: Vec<Label>,
    pub(crate) starts: Vec<bool>,
}

impl ArcEager {
    /// Decodes a parser's `moves` file.
    pub(crate) fn moves(file: &[u8], labels: &mut LabelsBuilder) -> Result<Moves, String> {
        Moves::decode(file, |action, _| action <= BREAK, labels)
    }

    /// Builds a parser from its model file and moves.
    pub(crate) fn new(
        model: &mut ThincFile,
        moves: Moves,
        labels: &mut LabelsBuilder,
        width: usize,
        isa: Isa,
    ) -> Result<Self, String> {
        let scorer = StateScorer::new(model, moves.len(), &[2, 8, 13], usize::MAX, width, isa)?;
        Ok(Self { scorer, moves, root: labels.intern("ROOT"), projective: projective::Labels::new(labels) })
    }

    /// Parses a document of `preset.len()` tokens from their hidden inputs. `preset` holds the sentence starts already
    /// decided, `space` which tokens are whitespace.
    pub(crate) fn parse(
        &self,
        inputs: &[f32],
        preset: &[Option<bool>],
        space: &[bool],
        scratch: &mut ScorerScratch,
    ) -> Parse {
        scratch.begin();
        let mut state = State::new(preset);
        let mut tokens = [None; 13];
        while !state.is_final() {
            let tokens = &mut tokens[..self.scorer.roles()];
            let scratch = &mut *scratch;
            let best = self.moves.best(
                |run| state.is_valid(run),
                || {
                    state.roles(tokens);
                    self.scorer.scores(inputs, tokens, scratch)
                },
            );
            // Some action is always valid: an empty stack can be shifted onto, an empty buffer lets it be reduced.
            let Some((action, class)) = best else { break };
            state.apply(action, self.moves.labels[class]);
        }
        let mut parse = Parse { heads: (0..preset.len() as u32).collect(), ..Parse::default() };
        parse.labels.resize(preset.len(), self.root);
        for arc in state.left.arcs.iter().chain(&state.right.arcs).filter(|arc| arc.kept) {
            parse.heads[arc.child as usize] = arc.head;
            parse.labels[arc.child as usize] = arc.label;
        }
        for (token, label) in parse.labels.iter_mut().enumerate() {
            if parse.heads[token] == token as u32 {
                *label = self.root;
            }
        }
        self.projective.restore(&mut parse, space);
        parse
    }
}

/// Arcs in one direction, each linked to the one its head got before.
#[derive(Debug, Default)]
struct Arcs {
    arcs: Vec<Arc>,
    /// By head, the index after its latest arc; 0 for none.
    last: Vec<u32>,
}

#[derive(Debug)]
struct Arc {
    head: u32,
    child: u32,
    label: Label,
    before: u32,
    kept: bool,
}

impl Arcs {
    fn add(&mut self, head: usize, child: usize, label: Label) {
        self.arcs.push(Arc { head: head as u32, child: child as u32, label, before: self.last[head], kept: true });
        self.last[head] = self.arcs.len() as u32;
    }

    /// Takes back an arc if it is its head's latest; spaCy leaves any other in place.
    fn remove(&mut self, head: usize, child: usize) {
        if let Some(arc) = self.last[head].checked_sub(1).and_then(|last| self.arcs.get_mut(last as usize))
            && arc.child as usize == child
        {
            arc.kept = false;
            self.last[head] = arc.before;
        }
    }

    /// The child that a head got last (`back` = 0), or before (1).
    fn child(&self, head: Option<usize>, back: usize) -> Option<usize> {
        let mut arc = self.arcs.get(self.last[head?].checked_sub(1)? as usize)?;
        for _ in 0..back {
            arc = self.arcs.get(arc.before.checked_sub(1)? as usize)?;
        }
        Some(arc.child as usize)
    }
}

/// A state of the parse.
struct State<'p> {
    stack: Vec<u32>,
    /// Tokens put back onto the buffer; they come before the rest of it.
    returned: Vec<u32>,
    next: usize,
    heads: Vec<Option<u32>>,
    left: Arcs,
    right: Arcs,
    unshiftable: Vec<bool>,
    starts: Vec<bool>,
    preset: &'p [Option<bool>],
}

impl<'p> State<'p> {
    fn new(preset: &'p [Option<bool>]) -> Self {
        let length = preset.len();
        let arcs = || Arcs { arcs: Vec::with_capacity(length), last: vec![0; length] };
        Self {
            stack: Vec::new(),
            returned: Vec::new(),
            next: 0,
            heads: vec![None; length],
            left: arcs(),
            right: arcs(),
            unshiftable: vec![false; length],
            starts: preset.iter().map(|start| *start == Some(true)).collect(),
            preset,
        }
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffered() == 0
    }

    fn buffered(&self) -> usize {
        self.preset.len() - self.next + self.returned.len()
    }

    fn stacked(&self, depth: usize) -> Option<usize> {
        let index = self.stack.len().checked_sub(depth + 1)?;
        Some(self.stack[index] as usize)
    }

    fn buffer(&self, index: usize) -> Option<usize> {
        match self.returned.len().checked_sub(index + 1) {
            Some(index) => Some(self.returned[index] as usize),
            None => Some(self.next + index - self.returned.len()).filter(|token| *token < self.preset.len()),
        }
    }

    /// The tokens in the roles that the network looks at.
    fn roles(&self, tokens: &mut [Option<usize>]) {
        let (b0, s0) = (self.buffer(0), self.stacked(0));
        match tokens.len() {
            2 => tokens.copy_from_slice(&[b0, s0]),
            8 => tokens.copy_from_slice(&[
                b0,
                self.buffer(1),
                s0,
                self.stacked(1),
                self.stacked(2),
                self.left.child(b0, 0),
                self.left.child(s0, 0),
                self.right.child(s0, 0),
            ]),
            _ => {
                let s1 = self.stacked(1);
                tokens.copy_from_slice(&[
                    b0,
                    self.buffer(1),
                    s0,
                    s1,
                    self.stacked(2),
                    self.left.child(s0, 0),
                    // spaCy fills this role twice, last with the right child.
                    self.right.child(s0, 0),
                    self.left.child(b0, 0),
                    self.right.child(s0, 1),
                    self.left.child(s1, 0),
                    self.left.child(s1, 1),
                    self.right.child(s1, 0),
                    self.right.child(s1, 1),
                ]);
            }
        }
    }

    fn is_start(&self, token: Option<usize>) -> bool {
        token.is_some_and(|token| self.starts[token])
    }

    fn cannot_start(&self, token: Option<usize>) -> bool {
        token.is_some_and(|token| self.preset[token] == Some(false))
    }

    fn is_valid(&self, run: &Run) -> bool {
        let (b0, s0) = (self.buffer(0), self.stacked(0));
        let near = || !run.subtok || s0.map(|s0| s0 + 1) == b0;
        match run.action {
            SHIFT => {
                s0.is_none() || self.buffered() >= 2 && !self.is_start(b0) && !b0.is_some_and(|b0| self.unshiftable[b0])
            }
            REDUCE => s0.is_some() && (b0.is_none() || self.stack.len() > 1 || !self.cannot_start(b0)),
            LEFT | RIGHT => s0.is_some() && b0.is_some() && !self.is_start(b0) && near(),
            _ => match (b0, self.buffer(1)) {
                (Some(b0), Some(b1)) => b1 == b0 + 1 && !self.starts[b1] && !self.cannot_start(Some(b1)),
                _ => false,
            },
        }
    }

    fn apply(&mut self, action: u8, label: Label) {
        match (action, self.buffer(0), self.stacked(0)) {
            (SHIFT, Some(_), _) => self.push(),
            (REDUCE, _, Some(s0)) => {
                self.stack.pop();
                if self.heads[s0].is_none() && !self.stack.is_empty() {
                    self.unshiftable[s0] = true;
                    self.returned.push(s0 as u32);
                }
            }
            (LEFT, Some(b0), Some(s0)) => {
                self.attach(b0, s0, label);
                self.unshiftable[b0] = false;
                self.stack.pop();
            }
            (RIGHT, Some(b0), Some(s0)) => {
                self.attach(s0, b0, label);
                self.push();
            }
            _ => {
                if let Some(b1) = self.buffer(1) {
                    self.starts[b1] = true;
                }
            }
        }
    }

    fn push(&mut self) {
        let token = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            (self.next - 1) as u32
        });
        self.stack.push(token);
    }

    fn attach(&mut self, head: usize, child: usize, label: Label) {
        if let Some(old) = self.heads[child] {
            let arcs = if old as usize > child { &mut self.left } else { &mut self.right };
            arcs.remove(old as usize, child);
        }
        let arcs = if head > child { &mut self.left } else { &mut self.right };
        arcs.add(head, child, label);
        self.heads[child] = Some(head as u32);
    }
}
