//! Reading a model package: the wheel or folder, its configuration, weights and tables.
//!
//! Everything here turns bytes of a package into plain data and knows nothing of how a text is annotated.

mod config;
mod error;
mod id;
pub(crate) mod msgpack;
pub mod package;
mod thinc;
mod vectors;

pub(crate) use config::{Config, Section};
pub use error::ModelError;
pub use id::ModelId;
pub(crate) use thinc::{Tensor, ThincFile};
pub(crate) use vectors::Vectors;
