//! Model packages on disk: where they lie, which are known by their content, whether they are sound.

mod check;
mod folders;
mod locate;
mod meta;
mod pins;
mod wheel;

pub(crate) use check::{Check, check, pin_of};
pub(crate) use folders::Folders;
pub(crate) use locate::{Wanted, candidates, locate};
pub(crate) use meta::Meta;
pub(crate) use pins::{Pin, pins};
pub(crate) use wheel::{WheelName, hash_file};
