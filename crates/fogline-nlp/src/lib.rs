//! Runs trained spaCy v3 CNN pipelines natively: tokens, tags, dependency parse, lemmas and named entities, with the
//! same output as spaCy and without Python.
//!
//! A [`Pipeline`] is loaded from the wheel or folder that spaCy packages it in and turns texts into [`Doc`]s.

mod classify;
mod doc;
mod encode;
mod labels;
mod lemmatize;
mod model;
mod parse;
mod pipeline;
mod ruler;
pub mod syntax;
mod tensor;
mod text;

pub use doc::{Doc, Entity, Pos, StoreError, Token};
pub use model::{ModelError, ModelId, package};
pub use pipeline::{LONGEST_TEXT, LoadOptions, Pipeline};
pub use tensor::Isa;
