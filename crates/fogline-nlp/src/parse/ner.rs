//! Named entities: the BILUO transition system (begin, in, last, unit, out).

use super::{
    moves::{Moves, Run},
    scorer::{ScorerScratch, StateScorer},
};
use crate::{
    labels::{Label, LabelsBuilder},
    model::ThincFile,
    tensor::Isa,
};

const BEGIN: u8 = 1;
const IN: u8 = 2;
const LAST: u8 = 3;
const UNIT: u8 = 4;
const OUT: u8 = 5;

/// An entity: tokens from `start` to before `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EntitySpan {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) label: Label,
}

/// An entity recognizer.
pub(crate) struct EntityRecognizer {
    pub(crate) scorer: StateScorer,
    moves: Moves,
}

impl EntityRecognizer {
    /// Decodes a recognizer's `moves` file.
    pub(crate) fn moves(file: &[u8], labels: &mut LabelsBuilder) -> Result<Moves, String> {
        let keep = |action: u8, label: &str| (BEGIN..=OUT).contains(&action) && (action != OUT || label.is_empty());
        Ok(Moves::decode(file, keep, labels)?.cut_by_label(&[IN, LAST]))
    }

    /// Builds a recognizer from its model file and moves.
    pub(crate) fn new(model: &mut ThincFile, moves: Moves, width: usize, isa: Isa) -> Result<Self, String> {
        // Only the next token's part is needed at every step: the others belong to an entity that is under way.
        let scorer = StateScorer::new(model, moves.len(), &[1, 3, 6], 1, width, isa)?;
        Ok(Self { scorer, moves })
    }

    /// Finds the entities of a document from its tokens' hidden inputs; `starts` are sentence starts.
    pub(crate) fn find(
        &self,
        inputs: &[f32],
        starts: &[bool],
        space: &[bool],
        scratch: &mut ScorerScratch,
    ) -> Vec<EntitySpan> {
        scratch.begin();
        let mut found = Vec::new();
        let mut open = None::<(usize, Label)>;
        let mut tokens = [None; 6];
        for (token, is_space) in space.iter().copied().enumerate() {
            let (last, before_start) = (token + 1 == starts.len(), starts.get(token + 1).copied().unwrap_or(false));
            let continues = !last && !before_start;
            let valid = |run: &Run| {
                let label = self.moves.labels[run.classes.start];
                let same = open.is_some_and(|(_, open)| open == label);
                match run.action {
                    BEGIN => open.is_none() && continues && !is_space && label != Label::default(),
                    IN => same && continues,
                    LAST => same,
                    UNIT => open.is_none() && !is_space && label != Label::default(),
                    _ => open.is_none(),
                }
            };
            let tokens = &mut tokens[..self.scorer.roles()];
            let scratch = &mut *scratch;
            let best = self.moves.best(valid, || {
                roles(token, open.map(|(start, _)| start), tokens);
                self.scorer.scores(inputs, tokens, scratch)
            });
            let Some((action, class)) = best else { continue };
            let label = self.moves.labels[class];
            let span = |start: usize| EntitySpan { start: start as u32, end: token as u32 + 1, label };
            match (action, open) {
                (BEGIN, _) => open = Some((token, label)),
                (LAST, Some((start, _))) => {
                    found.push(span(start));
                    open = None;
                }
                (UNIT, _) => found.push(span(token)),
                _ => {}
            }
        }
        found
    }
}

/// The tokens in the roles that the network looks at.
fn roles(token: usize, start: Option<usize>, tokens: &mut [Option<usize>]) {
    tokens.fill(None);
    tokens[0] = Some(token);
    if let (3, Some(start)) = (tokens.len(), start) {
        tokens[1..].copy_from_slice(&[Some(start), Some(token - 1)]);
    } else if let Some(start) = start {
        for (role, inside) in tokens[1..].iter_mut().zip(start..token) {
            *role = Some(inside);
        }
    }
}
