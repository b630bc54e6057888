//! Tagger, morphologizer and sentence recognizer: one linear layer over token vectors, the best class taken.

use crate::{
    model::ThincFile,
    tensor::{Isa, Packed, matmul, pad16},
};

/// Tokens classified together.
const BLOCK: usize = 48;

/// A linear classifier of tokens.
pub(crate) struct Classifier {
    weights: Packed,
    classes: usize,
    isa: Isa,
}

impl Classifier {
    /// Builds a classifier from its model file; `width` is the encoder's.
    pub(crate) fn new(model: &mut ThincFile, classes: usize, width: usize, isa: Isa) -> Result<Self, String> {
        let (w, b) = (model.take("softmax", 0, "W", 2)?, model.take("softmax", 0, "b", 1)?);
        if w.shape != [classes, width] || b.shape != [classes] || classes == 0 {
            return Err(format!("output layer has shape {:?} for {classes} labels and vectors of {width}", w.shape));
        }
        let weight = |c: usize, i: usize| if c < classes && i < width { w.data[c * width + i] } else { 0.0 };
        let weights = Packed::new(classes, pad16(width), weight, |c| b.data.get(c).copied().unwrap_or(0.0));
        Ok(Self { weights, classes, isa })
    }

    /// Appends the class of each token row; the first of equally good ones.
    pub(crate) fn classify(&self, rows: &[f32], stride: usize, out: &mut Vec<u16>) {
        let columns = self.weights.columns();
        let mut scores = vec![0.0; BLOCK * columns];
        for block in rows.chunks(BLOCK * stride) {
            let count = block.len() / stride;
            matmul(self.isa, self.weights.all(), block, stride, count, &mut scores);
            for scores in scores.chunks_exact(columns).take(count) {
                let best =
                    scores[..self.classes].iter().enumerate().fold((0, f32::NEG_INFINITY), |best, (class, score)| {
                        if *score > best.1 { (class, *score) } else { best }
                    });
                out.push(best.0 as u16);
            }
        }
    }
}
