use super::kernel::LANES;

/// The next multiple of the kernels' width.
pub(crate) fn pad16(n: usize) -> usize {
    n.next_multiple_of(LANES)
}

/// Pieces that a maxout may have; spaCy's have two or three. Without a limit the product of two small tables could be a
/// very large one.
pub(crate) const MOST_PIECES: usize = 16;

/// How the pieces of a maxout lie in a row: 16 outputs of the first piece, the same outputs of the second and so on,
/// then the next 16 outputs. Sums over rows are then read from front to back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pieces {
    count: usize,
    /// Numbers in a row, padding included.
    pub(crate) row: usize,
}

impl Pieces {
    /// The layout of `outputs`, padded, times `count` pieces.
    pub(crate) fn new(outputs: usize, count: usize) -> Self {
        Self { count, row: pad16(outputs) * count }
    }

    /// The piece and output that a place in a row stands for.
    pub(crate) fn at(self, place: usize) -> (usize, usize) {
        (place / LANES % self.count, place / (LANES * self.count) * LANES + place % LANES)
    }
}

/// A matrix laid out for the kernels: panels of 16 output columns, each panel `inputs` x 16, one after the other.
///
/// Output columns beyond the matrix's own are zero.
#[derive(Debug, Clone)]
pub(crate) struct Packed {
    /// Numbers in an input row.
    inputs: usize,
    panels: Vec<f32>,
    /// One number a column, with which its sum begins.
    bias: Vec<f32>,
}

impl Packed {
    /// Packs the matrix that has `weight(column, input)`; columns and inputs it does not have must give 0.
    pub(crate) fn new(
        columns: usize,
        inputs: usize,
        weight: impl Fn(usize, usize) -> f32,
        bias: impl Fn(usize) -> f32,
    ) -> Self {
        let columns = pad16(columns);
        let mut panels = Vec::with_capacity(columns * inputs);
        for panel in (0..columns).step_by(LANES) {
            for input in 0..inputs {
                panels.extend((panel..panel + LANES).map(|column| weight(column, input)));
            }
        }
        Self { inputs, panels, bias: (0..columns).map(bias).collect() }
    }

    /// Output columns, a multiple of 16.
    pub(crate) fn columns(&self) -> usize {
        self.bias.len()
    }

    /// The whole matrix.
    pub(crate) fn all(&self) -> Matrix<'_> {
        self.part(0, self.columns())
    }

    /// The `count` columns from `first` on, both multiples of 16.
    pub(crate) fn part(&self, first: usize, count: usize) -> Matrix<'_> {
        let panels = &self.panels[first * self.inputs..(first + count) * self.inputs];
        Matrix { inputs: self.inputs, panels, bias: &self.bias[first..first + count] }
    }
}

/// Columns of a [`Packed`] matrix, as the kernels take them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Matrix<'m> {
    pub(super) inputs: usize,
    pub(super) panels: &'m [f32],
    pub(super) bias: &'m [f32],
}
