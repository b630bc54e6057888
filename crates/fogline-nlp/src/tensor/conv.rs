//! The encoder's layer: a convolution over the rows (tokens) of a document, maxout, layer normalisation, residual.
//!
//! Windows of three rows, the usual size, are computed four output rows at a time by the minimal filtering algorithm
//! F(4, 3) (Winograd 1980; Lavin and Gray 2016, arXiv:1509.09308): six products of matrices in place of twelve, on
//! inputs and weights that are fixed linear combinations of the rows and of the window's three matrices. Other window
//! sizes are computed directly.
//!
//! The tiles of four rows begin at a fixed place in each document, so that a token's bits depend on its document
//! alone: not on the batch, on where a long document is cut, or on the number of threads.

use super::dispatch::{self, Isa};
use super::kernel::LANES;
use super::packed::pad16;

/// Output rows of a tile.
pub(crate) const TILE: usize = 4;
/// Matrix products of a tile.
pub(super) const PARTS: usize = TILE + 2;
/// Tiles worked on together, so that inputs and sums stay in the second-level cache. A multiple of the kernel's rows.
pub(super) const BATCH: usize = 48;

/// Layer normalisation: `(v - mean) / sqrt(variance + epsilon) * gain + bias` over the first `width` numbers.
#[derive(Debug, Clone)]
pub(crate) struct Norm {
    pub(super) width: usize,
    /// 1 for the row's own numbers, 0 for its padding.
    pub(super) mask: Vec<f32>,
    pub(super) gain: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

impl Norm {
    pub(super) const EPSILON: f32 = 1e-8;

    pub(crate) fn new(gain: &[f32], bias: &[f32]) -> Self {
        let padded = |numbers: &[f32]| {
            let mut row = numbers.to_vec();
            row.resize(pad16(numbers.len()), 0.0);
            row
        };
        Self { width: gain.len(), mask: padded(&vec![1.0; gain.len()]), gain: padded(gain), bias: padded(bias) }
    }
}

impl Norm {
    /// Numbers in a row.
    pub(crate) fn width(&self) -> usize {
        self.width
    }
}

/// One layer's weights, in the order the kernels take them.
#[derive(Debug)]
pub(crate) struct Layer {
    pub(super) window: usize,
    pub(super) pieces: usize,
    pub(super) stride: usize,
    /// Panels by group of 16 outputs and piece, with inputs over the whole window; empty where tiles are used.
    pub(super) direct: Vec<f32>,
    /// Panels by group, piece and part; empty where windows are not of three rows.
    pub(super) tiled: Vec<f32>,
    /// By group and piece.
    pub(super) bias: Vec<f32>,
    pub(super) norm: Norm,
}

impl Layer {
    /// Packs a Maxout's `weights[width, pieces, (2 * window + 1) * width]` and `bias[width, pieces]`.
    pub(crate) fn new(weights: &[f32], bias: &[f32], window: usize, pieces: usize, norm: Norm) -> Self {
        let (width, stride) = (norm.width, norm.gain.len());
        let span = 2 * window + 1;
        let weight = |out: usize, piece: usize, offset: usize, input: usize| {
            if out < width && input < width {
                weights[(out * pieces + piece) * span * width + offset * width + input]
            } else {
                0.0
            }
        };
        let (mut direct, mut tiled, mut biases) = (Vec::new(), Vec::new(), Vec::new());
        for group in (0..stride).step_by(LANES) {
            for piece in 0..pieces {
                let outs = group..group + LANES;
                biases.extend(outs.clone().map(|out| if out < width { bias[out * pieces + piece] } else { 0.0 }));
                if window == 1 {
                    for part in 0..PARTS {
                        for input in 0..stride {
                            let window = |out| std::array::from_fn(|offset| weight(out, piece, offset, input));
                            tiled.extend(outs.clone().map(|out| transform_weight(part, window(out))));
                        }
                    }
                } else {
                    for (offset, input) in (0..span).flat_map(|offset| (0..stride).map(move |input| (offset, input))) {
                        direct.extend(outs.clone().map(|out| weight(out, piece, offset, input)));
                    }
                }
            }
        }
        Self { window, pieces, stride, direct, tiled, bias: biases, norm }
    }

    /// Computes the rows of the regions from `x` into `y`, both laid out as [`Region`] says.
    pub(crate) fn run(&self, isa: Isa, regions: &[Region], buffers: &mut Buffers, x: &[f32], y: &mut [f32]) {
        buffers.sums.resize(self.pieces * PARTS * BATCH * LANES, 0.0);
        if self.window == 1 {
            buffers.inputs.resize(PARTS * BATCH * self.stride, 0.0);
            buffers.tiles.clear();
            buffers.tiles.extend(regions.iter().flat_map(|region| region.rows().step_by(TILE)).map(|row| row as u32));
            dispatch::conv_tiles(isa, self, x, &buffers.tiles, &mut buffers.inputs, &mut buffers.sums, y);
        } else {
            for region in regions {
                dispatch::conv_rows(isa, self, x, region.first, region.count, &mut buffers.sums, y);
            }
        }
    }
}

/// One weight of a tile's part (G of F(4, 3)), computed in double precision.
fn transform_weight(part: usize, window: [f32; 3]) -> f32 {
    let [a, b, c] = window.map(f64::from);
    let weight = match part {
        0 => a / 4.0,
        1 => -(a + b + c) / 6.0,
        2 => -(a - b + c) / 6.0,
        3 => (a + 2.0 * b + 4.0 * c) / 24.0,
        4 => (a - 2.0 * b + 4.0 * c) / 24.0,
        _ => c,
    };
    weight as f32
}

/// Rows of a batch that belong together: `first` and on, a multiple of [`TILE`] in number. Between regions, and before
/// and after them all, lie as many rows of zeros as a window reaches.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Region {
    pub(crate) first: usize,
    pub(crate) count: usize,
}

impl Region {
    pub(crate) fn rows(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.count
    }
}

/// Room for a layer's intermediate results.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    tiles: Vec<u32>,
    inputs: Vec<f32>,
    sums: Vec<f32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers in -1..1 that look random and are the same everywhere.
    fn noise(count: usize, seed: u64) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / 8_388_608.0 - 1.0
        };
        (0..count).map(|_| next()).collect()
    }

    /// The layer by its definition, in double precision.
    fn by_definition(
        x: &[f32],
        w: &[f32],
        b: &[f32],
        norm: &Norm,
        window: usize,
        pieces: usize,
        row: usize,
    ) -> Vec<f64> {
        let (width, stride) = (norm.width, norm.gain.len());
        let inputs: Vec<f64> = (row - window..=row + window)
            .flat_map(|row| x[row * stride..row * stride + width].iter().map(|n| f64::from(*n)))
            .collect();
        let most = |out: usize| {
            let sums = (0..pieces).map(|piece| {
                let at = out * pieces + piece;
                let weights = &w[at * inputs.len()..(at + 1) * inputs.len()];
                f64::from(b[at]) + weights.iter().zip(&inputs).map(|(w, x)| f64::from(*w) * x).sum::<f64>()
            });
            sums.fold(f64::MIN, f64::max)
        };
        let values: Vec<f64> = (0..width).map(most).collect();
        let mean = values.iter().sum::<f64>() / width as f64;
        let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / width as f64;
        let unit = |v: f64| (v - mean) / (variance + 1e-8).sqrt();
        (0..width)
            .map(|j| {
                unit(values[j]) * f64::from(norm.gain[j]) + f64::from(norm.bias[j]) + f64::from(x[row * stride + j])
            })
            .collect()
    }

    #[test]
    fn every_layer_computes_its_definition_with_the_same_bits_on_every_isa() {
        for (width, window, pieces, count) in
            [(96, 1, 3, 332), (16, 1, 2, 8), (24, 2, 2, 12), (40, 3, 3, 28), (96, 1, 1, 4)]
        {
            let stride = pad16(width);
            let weights = noise(width * pieces * (2 * window + 1) * width, 1);
            let bias = noise(width * pieces, 2);
            let norm = Norm::new(&noise(width, 3), &noise(width, 4));
            let layer = Layer::new(&weights, &bias, window, pieces, norm.clone());
            let region = Region { first: window, count };
            let mut x = vec![0.0; (count + 2 * window) * stride];
            for row in region.rows() {
                x[row * stride..row * stride + width].copy_from_slice(&noise(width, row as u64 + 9));
            }
            let run = |isa| {
                let mut y = vec![0.0; x.len()];
                layer.run(isa, &[region], &mut Buffers::default(), &x, &mut y);
                y
            };
            let y = run(Isa::PORTABLE);
            for row in region.rows() {
                let expected = by_definition(&x, &weights, &bias, &norm, window, pieces, row);
                for (j, expected) in expected.iter().enumerate() {
                    let got = f64::from(y[row * stride + j]);
                    assert!((got - expected).abs() < 2e-5, "width {width} window {window} row {row}: {got} {expected}");
                }
                assert!(y[row * stride + width..(row + 1) * stride].iter().all(|pad| *pad == 0.0));
            }
            let bits = |y: Vec<f32>| y.into_iter().map(f32::to_bits).collect::<Vec<_>>();
            assert_eq!(bits(y), bits(run(Isa::detect())));
        }
    }

    #[test]
    fn products_and_sums_have_the_same_bits_on_every_isa() {
        use super::super::{
            Packed,
            dispatch::{matmul, sum_max},
        };
        for (columns, inputs, rows) in [(112, 64, 13), (50, 96, 1), (5, 3, 7), (1024, 64, 48)] {
            let weights = noise(columns * inputs, 5);
            let at =
                |column: usize, input: usize| if column < columns { weights[column * inputs + input] } else { 0.0 };
            let matrix = Packed::new(columns, inputs, at, |column| column as f32);
            let x = noise(inputs * rows, 6);
            let run = |isa| {
                let mut out = vec![0.0; rows * matrix.columns()];
                matmul(isa, matrix.all(), &x, inputs, rows, &mut out);
                let mut most = vec![0.0; matrix.columns()];
                sum_max(isa, &[&out], &vec![0.5; matrix.columns()], &mut most);
                assert_eq!(most[0].to_bits(), (out[0] + 0.5).to_bits());
                out.iter().chain(&most).map(|n| n.to_bits()).collect::<Vec<_>>()
            };
            assert_eq!(run(Isa::PORTABLE), run(Isa::detect()));
            // A row's bits do not depend on how many rows are computed with it.
            let mut one = vec![0.0; matrix.columns()];
            matmul(Isa::detect(), matrix.all(), &x[(rows - 1) * inputs..], inputs, 1, &mut one);
            let last = run(Isa::detect());
            let last = &last[(rows - 1) * matrix.columns()..rows * matrix.columns()];
            assert_eq!(one.iter().map(|n| n.to_bits()).collect::<Vec<_>>(), last);
        }
    }
}
