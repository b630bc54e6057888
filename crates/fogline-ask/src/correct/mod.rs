//! What people change, recorded beside what was read and never in its place.

mod build;
mod chosen;
mod list;
pub(crate) mod named;
mod record;

pub use self::{
    build::{AddEvent, AddStatement, AnswerSought, Edit, OfRow, Pair, Part, Redact, Relabel, What},
    chosen::Chosen,
    list::{Listed, list, list_of},
    record::{Effect, Wish, correct},
};
