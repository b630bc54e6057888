//! One module per command: its arguments and a `run` that reads top to bottom.

pub(crate) mod annotate;
pub(crate) mod gazetteer;
pub(crate) mod model;
pub(crate) mod read;
pub(crate) mod why_read;
