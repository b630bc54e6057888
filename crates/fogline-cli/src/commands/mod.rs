//! One module per command: its arguments and a `run` that reads top to bottom.

pub(crate) mod annotate;
pub(crate) mod brief;
pub(crate) mod commitments;
pub(crate) mod copies;
pub(crate) mod correct;
pub(crate) mod diff;
pub(crate) mod erase;
pub(crate) mod export;
pub(crate) mod gazetteer;
pub(crate) mod incident;
pub(crate) mod incidents;
pub(crate) mod ingest;
pub(crate) mod init;
pub(crate) mod model;
pub(crate) mod narratives;
pub(crate) mod new;
pub(crate) mod observer;
pub(crate) mod read;
pub(crate) mod reread;
pub(crate) mod responses;
pub(crate) mod retractions;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod stats;
pub(crate) mod verify;
pub(crate) mod why_read;
