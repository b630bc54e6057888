//! Names of places for the server: the gazetteer, opened when it is first needed.

use std::{path::PathBuf, sync::OnceLock};

use fogline::gazetteer::Gazetteer;
use fogline_server::{Atlas, Fault};

use crate::gazetteers;

/// The gazetteer with the files that it is opened from.
pub(crate) struct OnDemand {
    files: Vec<PathBuf>,
    open: OnceLock<Option<Gazetteer>>,
}

impl OnDemand {
    /// Nothing is opened yet; without files those are that are found.
    pub(crate) fn new(files: Vec<PathBuf>) -> Self {
        Self { files, open: OnceLock::new() }
    }
}

impl Atlas for OnDemand {
    fn gazetteer(&self) -> Result<&Gazetteer, Fault> {
        if self.open.get().is_none() {
            let open = gazetteers::open(&self.files).map_err(|error| Fault::Unread(format!("{error:#}")))?;
            let _ = self.open.set(open);
        }
        self.open.get().and_then(Option::as_ref).ok_or(Fault::NoGazetteer)
    }
}
