//! The arithmetic: packed matrices, the kernels over them, convolution with layer normalisation.

mod conv;
mod dispatch;
mod kernel;
mod packed;

pub(crate) use conv::{Buffers, Layer, Norm, Region, TILE};
pub use dispatch::Isa;
pub(crate) use dispatch::{matmul, norm, sum_max};
pub(crate) use packed::{MOST_PIECES, Packed, Pieces, pad16};
