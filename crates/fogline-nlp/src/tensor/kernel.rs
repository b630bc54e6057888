//! The inner loops: plain functions over slices, in which each output is one chain of fused multiply-adds in a fixed
//! order. [`super::dispatch`] compiles them for several instruction sets; being the same operations in the same order,
//! they give the same bits on all.

#![expect(clippy::inline_always, reason = "the bodies must be compiled as part of each entry, with its instructions")]

use super::{
    conv::{BATCH, Layer, Norm, PARTS, TILE},
    packed::Matrix,
};

/// Numbers that one step of a kernel works on.
pub(crate) const LANES: usize = 16;
/// Rows that the matrix kernel works on at once: 6 x 16 sums fill the vector registers.
const ROWS: usize = 6;
/// Most panels that it works on at once for a single row, to have enough independent sums in flight.
const PANELS: usize = 7;

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
pub(super) fn matmul_body(matrix: Matrix<'_>, rows: &[f32], stride: usize, count: usize, out: &mut [f32]) {
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
    // A single row takes as many panels at once as divide them most evenly.
    let share = panels.div_ceil(panels.div_ceil(PANELS).max(1));
    while row < count {
        let mut panel = 0;
        while panel < panels {
            let (weights, bias) = (&matrix.panels[panel * size..], &matrix.bias[panel * LANES..]);
            let (rows, out) = (&rows[row * stride..], &mut out[row * columns + panel * LANES..]);
            let taken = share.min(panels - panel);
            match taken {
                1 => tile::<1, 1>(rows, stride, inputs, weights, bias, out, columns),
                2 => tile::<1, 2>(rows, stride, inputs, weights, bias, out, columns),
                3 => tile::<1, 3>(rows, stride, inputs, weights, bias, out, columns),
                4 => tile::<1, 4>(rows, stride, inputs, weights, bias, out, columns),
                5 => tile::<1, 5>(rows, stride, inputs, weights, bias, out, columns),
                6 => tile::<1, 6>(rows, stride, inputs, weights, bias, out, columns),
                _ => tile::<1, PANELS>(rows, stride, inputs, weights, bias, out, columns),
            }
            panel += taken;
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
pub(super) fn sum_max_body(rows: &[&[f32]], bias: &[f32], out: &mut [f32]) {
    let pieces = bias.len() / out.len();
    for (group, out) in out.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
        let mut most = [f32::NEG_INFINITY; LANES];
        for piece in 0..pieces {
            let at = (group * pieces + piece) * LANES;
            let mut sums = *lanes(bias, at);
            for row in rows {
                sums = plus(&sums, 1.0, lanes(row, at));
            }
            for lane in 0..LANES {
                most[lane] = greater(most[lane], sums[lane]);
            }
        }
        *out = most;
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
pub(super) fn norm_body(norm: &Norm, residual: &[f32], row: &mut [f32]) {
    let (gain, bias) = (norm.gain.as_chunks::<LANES>().0, norm.bias.as_chunks::<LANES>().0);
    let width = norm.width as f32;
    let row = row.as_chunks_mut::<LANES>().0;
    let mut sums = [0.0; LANES];
    for values in &*row {
        sums = plus(&sums, 1.0, values);
    }
    let mean = fold(sums) / width;
    let mut squares = [0.0; LANES];
    for (values, mask) in row.iter().zip(norm.mask.as_chunks::<LANES>().0) {
        for lane in 0..LANES {
            let off = (values[lane] - mean) * mask[lane];
            squares[lane] = off.mul_add(off, squares[lane]);
        }
    }
    let scale = 1.0 / (fold(squares) / width + Norm::EPSILON).sqrt();
    for (((row, gain), bias), residual) in row.iter_mut().zip(gain).zip(bias).zip(residual.as_chunks::<LANES>().0) {
        for lane in 0..LANES {
            row[lane] = ((row[lane] - mean) * scale).mul_add(gain[lane], bias[lane]) + residual[lane];
        }
    }
}

#[inline(always)]
pub(super) fn conv_rows_body(layer: &Layer, x: &[f32], first: usize, count: usize, sums: &mut [f32], y: &mut [f32]) {
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
                        tile::<1, 1>(
                            &x[from + row * stride..],
                            stride,
                            inputs,
                            weights,
                            bias,
                            &mut out[row * LANES..],
                            LANES,
                        );
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
    for at in (first..first + count).map(|row| row * stride) {
        norm_body(norm, &x[at..at + stride], &mut y[at..at + stride]);
    }
}

#[inline(always)]
pub(super) fn conv_tiles_body(
    layer: &Layer,
    x: &[f32],
    tiles: &[u32],
    inputs: &mut [f32],
    sums: &mut [f32],
    y: &mut [f32],
) {
    let (stride, pieces) = (layer.stride, layer.pieces);
    let size = stride * LANES;
    for tiles in tiles.chunks(BATCH) {
        let rows = tiles.len().next_multiple_of(ROWS);
        for (index, tile) in tiles.iter().enumerate() {
            transform_inputs(x, *tile as usize, stride, index, inputs);
        }
        for group in 0..stride / LANES {
            // A part's inputs stay in the first-level cache while every piece is multiplied with them.
            for (part, piece) in (0..PARTS).flat_map(|part| (0..pieces).map(move |piece| (part, piece))) {
                let index = piece * PARTS + part;
                let weights = &layer.tiled[(group * pieces * PARTS + index) * size..];
                for row in (0..rows).step_by(ROWS) {
                    let input = &inputs[(part * BATCH + row) * stride..];
                    let out = &mut sums[(index * BATCH + row) * LANES..];
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

/// The 16 numbers at an index.
#[inline(always)]
fn lanes(numbers: &[f32], at: usize) -> &[f32; LANES] {
    // The slice has as many numbers as the array.
    numbers[at..at + LANES].as_array().unwrap_or(&[0.0; LANES])
}

/// `a + scale * b`, rounded twice.
#[inline(always)]
fn plus(a: &[f32; LANES], scale: f32, b: &[f32; LANES]) -> [f32; LANES] {
    let mut out = [0.0; LANES];
    for lane in 0..LANES {
        out[lane] = a[lane] + scale * b[lane];
    }
    out
}

/// The six inputs of a tile from the six rows around it (B^T of F(4, 3)).
#[inline(always)]
fn transform_inputs(x: &[f32], tile: usize, stride: usize, index: usize, inputs: &mut [f32]) {
    for group in (0..stride).step_by(LANES) {
        let d: [&[f32; LANES]; PARTS] = std::array::from_fn(|row| lanes(x, (tile + row - 1) * stride + group));
        let (even, odd) = (plus(d[4], -4.0, d[2]), plus(d[3], -4.0, d[1]));
        let (even2, odd2) = (plus(d[4], -1.0, d[2]), plus(d[3], -1.0, d[1]));
        let out = [
            plus(&plus(d[4], -5.0, d[2]), 4.0, d[0]),
            plus(&even, 1.0, &odd),
            plus(&even, -1.0, &odd),
            plus(&even2, 2.0, &odd2),
            plus(&even2, -2.0, &odd2),
            plus(&plus(d[5], -5.0, d[3]), 4.0, d[1]),
        ];
        for (part, out) in out.iter().enumerate() {
            let at = (part * BATCH + index) * stride + group;
            inputs[at..at + LANES].copy_from_slice(out);
        }
    }
}

/// The four output rows of a tile from its six sums, the greatest over pieces (A^T of F(4, 3)).
#[inline(always)]
fn transform_outputs(sums: &[f32], index: usize, pieces: usize, bias: &[f32], stride: usize, y: &mut [f32]) {
    let mut most = [[f32::NEG_INFINITY; LANES]; TILE];
    for piece in 0..pieces {
        let m: [&[f32; LANES]; PARTS] =
            std::array::from_fn(|part| lanes(sums, ((piece * PARTS + part) * BATCH + index) * LANES));
        let bias = lanes(bias, piece * LANES);
        let (sum, difference) = (plus(m[1], 1.0, m[2]), plus(m[1], -1.0, m[2]));
        let (sum2, difference2) = (plus(m[3], 1.0, m[4]), plus(m[3], -1.0, m[4]));
        let (sum, difference) = (plus(&sum, 1.0, bias), plus(&difference, 1.0, bias));
        let rows = [
            plus(&plus(&sum, 1.0, &sum2), 1.0, m[0]),
            plus(&difference, 2.0, &difference2),
            plus(&sum, 4.0, &sum2),
            plus(&plus(&difference, 8.0, &difference2), 1.0, m[5]),
        ];
        for (most, row) in most.iter_mut().zip(&rows) {
            for lane in 0..LANES {
                most[lane] = greater(most[lane], row[lane]);
            }
        }
    }
    for (row, most) in most.iter().enumerate() {
        y[row * stride..row * stride + LANES].copy_from_slice(most);
    }
}
