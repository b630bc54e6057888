//! The entries to the kernels, which pick their compilation. The crate's only `unsafe` is here.
//!
//! Every kernel is compiled for the processor that the build targets and, on x86-64, once more with AVX2 and FMA
//! switched on, which the compiler turns into vector code. Rust never reorders floating-point operations, and a fused
//! multiply-add has one correct result: without the instruction it is slow, not different.

use super::{
    conv::{Layer, Norm},
    kernel::{conv_rows_body, conv_tiles_body, matmul_body, norm_body, sum_max_body},
    packed::Matrix,
};

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

/// Makes the entry to a kernel.
macro_rules! entry {
    ($(#[$doc:meta])* $name:ident = $body:ident($($argument:ident: $type:ty),* $(,)?)) => {
        $(#[$doc])*
        #[cfg_attr(
            target_arch = "x86_64",
            expect(unsafe_code, reason = "calls the AVX2 compilation after the processor was asked for AVX2")
        )]
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
    /// `out[j] = max over pieces p of bias[p, j] + the sum over rows of row[p, j]`, with `bias` and every row laid out as
    /// [`super::Pieces`] says.
    sum_max = sum_max_body(rows: &[&[f32]], bias: &[f32], out: &mut [f32])
}
entry! {
    /// Layer normalisation of a row in place, plus `residual`; see [`Norm`].
    norm = norm_body(norm: &Norm, residual: &[f32], row: &mut [f32])
}
entry! {
    /// One convolution over windows of any size; see [`super::conv`].
    conv_rows = conv_rows_body(layer: &Layer, x: &[f32], first: usize, count: usize, sums: &mut [f32], y: &mut [f32])
}
entry! {
    /// One convolution over windows of three rows, four output rows a tile; see [`super::conv`].
    conv_tiles = conv_tiles_body(layer: &Layer, x: &[f32], tiles: &[u32], inputs: &mut [f32], sums: &mut [f32], y: &mut [f32])
}
