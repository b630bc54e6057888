//! Packs: one conflict each, described by data files alone.

use std::{borrow::Cow, collections::BTreeMap};

/// A pack's files, as they are.
#[derive(Debug, Clone, Default)]
pub struct Pack {
    /// Name of the pack, as `donbas-2022`.
    pub id: String,
    /// Contents by file name.
    pub files: BTreeMap<String, Cow<'static, str>>,
}
