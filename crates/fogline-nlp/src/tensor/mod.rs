//! The arithmetic: packed matrices, the kernels over them, convolution with layer normalisation.

mod conv;
mod kernel;
mod packed;

pub(crate) use conv::{Buffers, Layer, Norm, Region, TILE};
pub use kernel::Isa;
pub(crate) use kernel::{matmul, norm, sum_max};
pub(crate) use packed::{Packed, Pieces, pad16};
