//! spaCy's `TransitionBasedParser`: scores for a state from a few of its tokens.
//!
//! What a token gives to the hidden layer in each role (top of the stack, front of the buffer ...) does not depend on
//! the state and is computed a block of tokens at a time, just ahead of the buffer. Only the latest blocks are kept;
//! a token further back is computed again when it is asked for.

use crate::{
    model::ThincFile,
    tensor::{Isa, MOST_PIECES, Packed, Pieces, matmul, pad16, sum_max},
};

/// Tokens computed together.
const BLOCK: usize = 48;
/// Tokens kept.
const KEPT: usize = 4 * BLOCK;
/// Most roles a state has.
const MOST_ROLES: usize = 13;

/// The network behind a parser or an entity recognizer.
pub(crate) struct StateScorer {
    /// Token vector to hidden input.
    input: Packed,
    /// Hidden input to every role's part, the roles' columns one after the other.
    lower: Packed,
    roles: usize,
    /// Roles whose parts are computed ahead for every token; those behind are filled too seldom.
    ahead: usize,
    /// What an unfilled role gives.
    missing: Vec<f32>,
    bias: Vec<f32>,
    /// Hidden layer to classes; without it the hidden layer is the scores.
    upper: Option<Packed>,
    relu: bool,
    hidden: usize,
    isa: Isa,
}

/// A document's parts and the buffers of its scoring.
#[derive(Debug, Default)]
pub(crate) struct ScorerScratch {
    /// Parts of the latest tokens, by token number modulo [`KEPT`].
    kept: Vec<f32>,
    /// Tokens computed so far.
    ready: usize,
    /// By role, the token last computed outside of the blocks, and its part.
    single: Vec<f32>,
    single_of: [Option<usize>; MOST_ROLES],
    hidden: Vec<f32>,
    scores: Vec<f32>,
}

impl ScorerScratch {
    /// Begins a new document.
    pub(crate) fn begin(&mut self) {
        self.ready = 0;
        self.single_of = [None; MOST_ROLES];
    }
}

impl StateScorer {
    /// Builds the network from a model file with the given number of classes; `width` is the encoder's.
    pub(super) fn new(
        file: &mut ThincFile,
        classes: usize,
        roles: &[usize],
        ahead: usize,
        width: usize,
        isa: Isa,
    ) -> Result<Self, String> {
        // Breadth first, the output layer, where there is one, comes before the layer under the hidden one.
        let has_upper = file.count("linear") > 1;
        let below = usize::from(has_upper);
        let (w, b) = (file.take("linear", below, "W", 2)?, file.take("linear", below, "b", 1)?);
        let (lower, bias) =
            (file.take("precomputable_affine", 0, "W", 4)?, file.take("precomputable_affine", 0, "b", 2)?);
        let missing = file.take("precomputable_affine", 0, "pad", 4)?;
        let [count, outs, pieces, ins] = lower.shape[..] else { return Err("has a malformed hidden layer".into()) };
        if !roles.contains(&count) {
            return Err(format!("looks at {count} tokens of a state; supported: {roles:?}"));
        }
        let fits = w.shape == [ins, width] && b.shape == [ins];
        let fits = fits && outs > 0 && ins > 0 && (1..=MOST_PIECES).contains(&pieces);
        if !fits || bias.shape != [outs, pieces] || missing.shape != [1, count, outs, pieces] {
            let shapes = [&w.shape, &b.shape, &lower.shape, &bias.shape, &missing.shape];
            return Err(format!("hidden layers have shapes {shapes:?}, which do not fit each other or the encoder"));
        }
        let upper = if has_upper {
            let (w, b) = (file.take("linear", 0, "W", 2)?, file.take("linear", 0, "b", 1)?);
            if w.shape != [classes, outs] || b.shape != [classes] {
                return Err(format!("output layer has shape {:?}, not [{classes}, {outs}]", w.shape));
            }
            let weight = |c: usize, i: usize| if c < classes && i < outs { w.data[c * outs + i] } else { 0.0 };
            Some(Packed::new(classes, pad16(outs), weight, |c| b.data.get(c).copied().unwrap_or(0.0)))
        } else if outs == classes {
            None
        } else {
            return Err(format!("gives {outs} scores for {classes} classes"));
        };
        let (input_width, hidden) = (pad16(ins), pad16(outs));
        let layout = Pieces::new(outs, pieces);
        let row = layout.row;
        let weight = |column: usize, input: usize| {
            let (role, (piece, out)) = (column / row, layout.at(column % row));
            if out < outs && input < ins {
                lower.data[((role * outs + out) * pieces + piece) * ins + input]
            } else {
                0.0
            }
        };
        let by_column = |data: &[f32], column: usize| {
            let (role, (piece, out)) = (column / row, layout.at(column % row));
            if out < outs { data[(role * outs + out) * pieces + piece] } else { 0.0 }
        };
        Ok(Self {
            input: Packed::new(
                ins,
                pad16(width),
                |c, i| if c < ins && i < width { w.data[c * width + i] } else { 0.0 },
                |c| b.data.get(c).copied().unwrap_or(0.0),
            ),
            lower: Packed::new(count * row, input_width, weight, |_| 0.0),
            roles: count,
            ahead: ahead.min(count),
            missing: (0..count * row).map(|column| by_column(&missing.data, column)).collect(),
            bias: (0..row).map(|column| by_column(&bias.data, column)).collect(),
            relu: pieces == 1 && upper.is_none(),
            upper,
            hidden,
            isa,
        })
    }

    /// Roles of a state.
    pub(super) fn roles(&self) -> usize {
        self.roles
    }

    /// Numbers in a row of hidden input.
    fn width(&self) -> usize {
        self.input.columns()
    }

    /// Appends the hidden inputs of token rows given by the encoder.
    pub(crate) fn project(&self, rows: &[f32], stride: usize, out: &mut Vec<f32>) {
        let (count, done) = (rows.len() / stride, out.len());
        out.resize(done + count * self.width(), 0.0);
        matmul(self.isa, self.input.all(), rows, stride, count, &mut out[done..]);
    }

    /// Scores of the classes in the state with these tokens in its roles.
    pub(super) fn scores<'s>(
        &self,
        inputs: &[f32],
        tokens: &[Option<usize>],
        scratch: &'s mut ScorerScratch,
    ) -> &'s [f32] {
        let row = self.bias.len();
        let ahead = self.ahead * row;
        scratch.single.resize(self.roles * row, 0.0);
        for (role, token) in tokens.iter().enumerate() {
            let Some(token) = *token else { continue };
            if role < self.ahead {
                while token >= scratch.ready {
                    self.compute_block(inputs, scratch);
                }
                if token + KEPT >= scratch.ready {
                    continue;
                }
            }
            if scratch.single_of[role] != Some(token) {
                let part = self.lower.part(role * row, row);
                let input = &inputs[token * self.width()..(token + 1) * self.width()];
                matmul(self.isa, part, input, input.len(), 1, &mut scratch.single[role * row..(role + 1) * row]);
                scratch.single_of[role] = Some(token);
            }
        }
        let mut parts = [&self.missing[..0]; MOST_ROLES];
        for (role, (token, part)) in tokens.iter().zip(&mut parts).enumerate() {
            *part = match *token {
                None => &self.missing[role * row..(role + 1) * row],
                Some(token) if role < self.ahead && token + KEPT >= scratch.ready => {
                    let from = token % KEPT * ahead + role * row;
                    &scratch.kept[from..from + row]
                }
                Some(_) => &scratch.single[role * row..(role + 1) * row],
            };
        }
        scratch.hidden.resize(self.hidden, 0.0);
        sum_max(self.isa, &parts[..self.roles], &self.bias, &mut scratch.hidden);
        if self.relu {
            for number in scratch.hidden.iter_mut().filter(|number| **number < 0.0) {
                *number = 0.0;
            }
        }
        let Some(upper) = &self.upper else { return &scratch.hidden };
        scratch.scores.resize(upper.columns(), 0.0);
        matmul(self.isa, upper.all(), &scratch.hidden, self.hidden, 1, &mut scratch.scores);
        &scratch.scores
    }

    fn compute_block(&self, inputs: &[f32], scratch: &mut ScorerScratch) {
        let (width, columns) = (self.width(), self.ahead * self.bias.len());
        let count = BLOCK.min(inputs.len() / width - scratch.ready);
        scratch.kept.resize(KEPT * columns, 0.0);
        let from = scratch.ready % KEPT * columns;
        let inputs = &inputs[scratch.ready * width..];
        let out = &mut scratch.kept[from..from + count * columns];
        matmul(self.isa, self.lower.part(0, columns), inputs, width, count, out);
        scratch.ready += count;
    }
}
