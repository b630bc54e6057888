//! The inner loops, written once and compiled twice.
//!
//! Every kernel is a plain function over slices, in which each output is one chain of fused multiply-adds in a fixed
//! order. It is compiled for the processor the build targets and, on x86-64, once more with AVX2 and FMA switched on,
//! which the compiler turns into vector code. Rust never reorders floating-point operations and a fused multiply-add
//! has one correct result, so both give the same bits; without FMA instructions it is slow, not different.

use super::{
    conv::{BATCH, Layer, MAX_STRIDE, Norm, PARTS, TILE},
    packed::Matrix,
};

/// Numbers that one step of a kernel works on.
pub(crate) const LANES: usize = 16;
/// Rows that the matrix kernel works on at once: 6 x 16 sums fill the vector registers.
const ROWS: usize = 6;
/// Panels that it works on at once for a single row, to have enough independent sums in flight.
const PANELS: usize = 4;

/// Which compilation of the kernels to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Isa(Set);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2Fma,
}

impl Isa {
    /// The build's own target, for any processor that it runs on.
    pub const PORTABLE: Self = Self(Set::Portable);

    /// The fastest that this processor has.
    pub fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            return Self(Set::Avx2Fma);
        }
        Self::PORTABLE
    }

    /// Its name, for reports.
    pub fn name(self) -> &'static str {
        match self.0 {
            Set::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Set::Avx2Fma => "avx2+fma",
        }
    }
}

/// Makes the entry to a kernel, which picks the compilation. This is the crate's only `unsafe`.
macro_rules! entry {
    ($(#[$doc:meta])* $name:ident = $body:ident($($argument:ident: $type:ty),* $(,)?)) => {
        $(#[$doc])*
        #[expect(clippy::too_many_arguments, reason = "kernels take plain slices and sizes")]
        #[expect(unsafe_code, reason = "calls the AVX2 compilation after the processor was asked for AVX2")]
        pub(crate) fn $name(isa: Isa, $($argument: $type),*) {
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,fma")]
            fn avx2_fma($($argument: $type),*) {
                $body($($argument),*);
            }
            match isa.0 {
                Set::Portable => $body($($argument),*),
                // SAFETY: the one thing this call needs is a processor with AVX2 and FMA. `Set::Avx2Fma` is private to
                // this module and made in one place, `Isa::detect`, after both were found.
                #[cfg(target_arch = "x86_64")]
                Set::Avx2Fma => unsafe { avx2_fma($($argument),*) },
            }
        }
    };
}

entry! {
    /// `out = rows * matrix + bias`: `count` rows of `matrix.inputs` numbers, the first at `rows[0]` and each `stride`
    /// after the one before, give rows of `matrix.bias.len()` numbers.
    matmul = matmul_body(matrix: Matrix<'_>, rows: &[f32], stride: usize, count: usize, out: &mut [f32])
}
entry! {
    /// `out[j] = max over pieces p of bias[p, j] + the sum over rows of row[p, j]`, with `bias` and every row laid out
    /// piece after piece, `out.len()` numbers (a multiple of 16) each.
    sum_max = sum_max_body(rows: &[&[f32]], bias: &[f32], out: &mut [f32])
}
entry! {
    /// Layer normalisation of `values`, added to `residual`; see [`Norm`].
    norm = norm_body(norm: &Norm, values: &[f32], residual: &[f32], out: &mut [f32])
}
entry! {
    /// One convolution over windows of any size; see [`super::conv`].
    conv_rows = conv_rows_body(layer: &Layer, x: &[f32], first: usize, count: usize, sums: &mut [f32], y: &mut [f32])
}
entry! {
    /// One convolution over windows of three rows, four output rows a tile; see [`super::conv`].
    conv_tiles = conv_tiles_body(layer: &Layer, x: &[f32], tiles: &[u32], inputs: &mut [f32], sums: &mut [f32], y: &mut [f32])
}

/// `R` rows times `P` panels. Every sum starts at its bias and takes its products in the order of the inputs.
#[inline(always)]
fn tile<const R: usize, const P: usize>(
    rows: &[f32],
    stride: usize,
    inputs: usize,
    panels: &[f32],
    bias: &[f32],
    out: &mut [f32],
    out_stride: usize,
) {
    let mut sums = [[[0.0; LANES]; P]; R];
    for row in &mut sums {
        for (panel, sums) in row.iter_mut().enumerate() {
            sums.copy_from_slice(&bias[panel * LANES..(panel + 1) * LANES]);
        }
    }
    let rows: [&[f32]; R] = std::array::from_fn(|row| &rows[row * stride..row * stride + inputs]);
    let size = inputs * LANES;
    let panels: [&[[f32; LANES]]; P] =
        std::array::from_fn(|panel| &panels[panel * size..(panel + 1) * size].as_chunks().0[..inputs]);
    for input in 0..inputs {
        for row in 0..R {
            let x = rows[row][input];
            for panel in 0..P {
                for lane in 0..LANES {
                    sums[row][panel][lane] = x.mul_add(panels[panel][input][lane], sums[row][panel][lane]);
                }
            }
        }
    }
    for (row, sums) in sums.iter().enumerate() {
        for (panel, sums) in sums.iter().enumerate() {
            let at = row * out_stride + panel * LANES;
            out[at..at + LANES].copy_from_slice(sums);
        }
    }
}

#[inline(always)]
fn matmul_body(matrix: Matrix<'_>, rows: &[f32], stride: usize, count: usize, out: &mut [f32]) {
    let (inputs, columns) = (matrix.inputs, matrix.bias.len());
    let size = inputs * LANES;
    let panels = columns / LANES;
    let mut row = 0;
    while row + ROWS <= count {
        for panel in 0..panels {
            let (weights, bias) = (&matrix.panels[panel * size..], &matrix.bias[panel * LANES..]);
            let out = &mut out[row * columns + panel * LANES..];
            tile::<ROWS, 1>(&rows[row * stride..], stride, inputs, weights, bias, out, columns);
        }
        row += ROWS;
    }
    while row < count {
        let mut panel = 0;
        while panel < panels {
            let (weights, bias) = (&matrix.panels[panel * size..], &matrix.bias[panel * LANES..]);
            let (rows, out) = (&rows[row * stride..], &mut out[row * columns + panel * LANES..]);
            match panels - panel {
                1 => tile::<1, 1>(rows, stride, inputs, weights, bias, out, columns),
                2 => tile::<1, 2>(rows, stride, inputs, weights, bias, out, columns),
                3 => tile::<1, 3>(rows, stride, inputs, weights, bias, out, columns),
                _ => tile::<1, PANELS>(rows, stride, inputs, weights, bias, out, columns),
            }
            panel += PANELS;
        }
        row += 1;
    }
}

/// The greater number; for two equal ones (0 and -0) the second, on every processor.
#[inline(always)]
fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

#[inline(always)]
fn sum_max_body(rows: &[&[f32]], bias: &[f32], out: &mut [f32]) {
    let width = out.len();
    let pieces = bias.len() / width;
    for (group, out) in out.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
        for piece in 0..pieces {
            let at = piece * width + group * LANES;
            let mut sums = [0.0; LANES];
            sums.copy_from_slice(&bias[at..at + LANES]);
            for row in rows {
                let row = &row[at..at + LANES];
                for lane in 0..LANES {
                    sums[lane] += row[lane];
                }
            }
            for lane in 0..LANES {
                out[lane] = if piece == 0 { sums[lane] } else { greater(out[lane], sums[lane]) };
            }
        }
    }
}

/// The sum of 16 numbers, halves first.
#[inline(always)]
fn fold(mut lanes: [f32; LANES]) -> f32 {
    for half in [8, 4, 2, 1] {
        for lane in 0..half {
            lanes[lane] += lanes[lane + half];
        }
    }
    lanes[0]
}

#[inline(always)]
fn norm_body(norm: &Norm, values: &[f32], residual: &[f32], out: &mut [f32]) {
    let values = values.as_chunks::<LANES>().0;
    let (mask, gain, bias) = (norm.mask.as_chunks().0, norm.gain.as_chunks().0, norm.bias.as_chunks().0);
    let mut sums = [0.0; LANES];
    for values in values {
        for lane in 0..LANES {
            sums[lane] += values[lane];
        }
    }
    let mean = fold(sums) / norm.width;
    let mut squares = [0.0; LANES];
    for (values, mask) in values.iter().zip(mask) {
        let mask: &[f32; LANES] = mask;
        for lane in 0..LANES {
            let off = (values[lane] - mean) * mask[lane];
            squares[lane] = off.mul_add(off, squares[lane]);
        }
    }
    let scale = 1.0 / (fold(squares) / norm.width + Norm::EPSILON).sqrt();
    let rows = values.iter().zip(gain).zip(bias).zip(residual.as_chunks::<LANES>().0).zip(out.as_chunks_mut::<LANES>().0);
    for ((((values, gain), bias), residual), out) in rows {
        let (gain, bias): (&[f32; LANES], &[f32; LANES]) = (gain, bias);
        for lane in 0..LANES {
            out[lane] = ((values[lane] - mean) * scale).mul_add(gain[lane], bias[lane]) + residual[lane];
        }
    }
}

#[inline(always)]
fn conv_rows_body(layer: &Layer, x: &[f32], first: usize, count: usize, sums: &mut [f32], y: &mut [f32]) {
    let (stride, pieces) = (layer.stride, layer.pieces);
    let inputs = (2 * layer.window + 1) * stride;
    let size = inputs * LANES;
    let mut done = 0;
    while done < count {
        let rows = ROWS.min(count - done);
        let from = (first + done - layer.window) * stride;
        for group in 0..stride / LANES {
            for piece in 0..pieces {
                let index = group * pieces + piece;
                let (weights, bias) = (&layer.direct[index * size..], &layer.bias[index * LANES..]);
                let out = &mut sums[piece * ROWS * LANES..];
                if rows == ROWS {
                    tile::<ROWS, 1>(&x[from..], stride, inputs, weights, bias, out, LANES);
                } else {
                    for row in 0..rows {
                        tile::<1, 1>(&x[from + row * stride..], stride, inputs, weights, bias, &mut out[row * LANES..], LANES);
                    }
                }
            }
            for row in 0..rows {
                let at = (first + done + row) * stride + group * LANES;
                for lane in 0..LANES {
                    let mut most = sums[row * LANES + lane];
                    for piece in 1..pieces {
                        most = greater(most, sums[(piece * ROWS + row) * LANES + lane]);
                    }
                    y[at + lane] = most;
                }
            }
        }
        done += rows;
    }
    add_norms(&layer.norm, x, first, count, y);
}

/// Turns the convolution's sums in `y` into `x` plus their normalisation.
#[inline(always)]
fn add_norms(norm: &Norm, x: &[f32], first: usize, count: usize, y: &mut [f32]) {
    let stride = norm.gain.len();
    let mut row = [0.0; MAX_STRIDE];
    for at in (first..first + count).map(|row| row * stride) {
        row[..stride].copy_from_slice(&y[at..at + stride]);
        norm_body(norm, &row[..stride], &x[at..at + stride], &mut y[at..at + stride]);
    }
}

#[inline(always)]
fn conv_tiles_body(layer: &Layer, x: &[f32], tiles: &[u32], inputs: &mut [f32], sums: &mut [f32], y: &mut [f32]) {
    let (stride, pieces) = (layer.stride, layer.pieces);
    let size = stride * LANES;
    for tiles in tiles.chunks(BATCH) {
        let rows = tiles.len().next_multiple_of(ROWS);
        for (index, tile) in tiles.iter().enumerate() {
            transform_inputs(x, *tile as usize, stride, index, inputs);
        }
        for group in 0..stride / LANES {
            for part in 0..pieces * PARTS {
                let weights = &layer.tiled[(group * pieces * PARTS + part) * size..];
                for row in (0..rows).step_by(ROWS) {
                    let input = &inputs[((part % PARTS) * BATCH + row) * stride..];
                    let out = &mut sums[(part * BATCH + row) * LANES..];
                    tile::<ROWS, 1>(input, stride, stride, weights, &[0.0; LANES], out, LANES);
                }
            }
            let bias = &layer.bias[group * pieces * LANES..(group + 1) * pieces * LANES];
            for (index, tile) in tiles.iter().enumerate() {
                let at = *tile as usize * stride + group * LANES;
                transform_outputs(sums, index, pieces, bias, stride, &mut y[at..]);
            }
        }
        for tile in tiles {
            add_norms(&layer.norm, x, *tile as usize, TILE, y);
        }
    }
}

/// The six inputs of a tile from the six rows around it (B^T of F(4, 3)).
#[inline(always)]
fn transform_inputs(x: &[f32], tile: usize, stride: usize, index: usize, inputs: &mut [f32]) {
    let rows: [&[f32]; PARTS] = std::array::from_fn(|row| &x[(tile + row - 1) * stride..(tile + row) * stride]);
    for group in (0..stride).step_by(LANES) {
        let mut out = [[0.0; LANES]; PARTS];
        for lane in 0..LANES {
            let d: [f32; PARTS] = std::array::from_fn(|row| rows[row][group + lane]);
            let (even, odd) = (d[4] - 4.0 * d[2], d[3] - 4.0 * d[1]);
            let (even2, odd2) = (d[4] - d[2], 2.0 * (d[3] - d[1]));
            out[0][lane] = 4.0 * d[0] - 5.0 * d[2] + d[4];
            out[1][lane] = even + odd;
            out[2][lane] = even - odd;
            out[3][lane] = even2 + odd2;
            out[4][lane] = even2 - odd2;
            out[5][lane] = 4.0 * d[1] - 5.0 * d[3] + d[5];
        }
        for (part, out) in out.iter().enumerate() {
            let at = (part * BATCH + index) * stride + group;
            inputs[at..at + LANES].copy_from_slice(out);
        }
    }
}

/// The four output rows of a tile from its six sums, the greatest over pieces (A^T of F(4, 3)).
#[inline(always)]
fn transform_outputs(sums: &[f32], index: usize, pieces: usize, bias: &[f32], stride: usize, y: &mut [f32]) {
    let mut most = [[0.0; LANES]; TILE];
    for piece in 0..pieces {
        let part = |part: usize| -> &[f32] { &sums[((piece * PARTS + part) * BATCH + index) * LANES..][..LANES] };
        let m: [&[f32]; PARTS] = std::array::from_fn(part);
        for lane in 0..LANES {
            let (sum, difference) = (m[1][lane] + m[2][lane], m[1][lane] - m[2][lane]);
            let (sum2, difference2) = (m[3][lane] + m[4][lane], m[3][lane] - m[4][lane]);
            let bias = bias[piece * LANES + lane];
            let rows = [
                m[0][lane] + sum + sum2 + bias,
                difference + 2.0 * difference2 + bias,
                sum + 4.0 * sum2 + bias,
                difference + 8.0 * difference2 + m[5][lane] + bias,
            ];
            for row in 0..TILE {
                most[row][lane] = if piece == 0 { rows[row] } else { greater(most[row][lane], rows[row]) };
            }
        }
    }
    for (row, most) in most.iter().enumerate() {
        y[row * stride..row * stride + LANES].copy_from_slice(most);
    }
}
