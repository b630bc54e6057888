//! Fields that records of every format may have, read alike. What cannot be used is noted and counts as not known.

use super::{Unusable, dates};
use crate::{
    document::{OutletKind, Published, PublishedBasis},
    time::Moment,
};

/// When a record says that it was published.
pub(super) fn published(date: String, unusable: &mut Vec<Unusable>) -> Option<Published> {
    let at = or_note(dates::written(&date), "published", date, unusable)?;
    Some(by_field(at))
}

/// A day or an instant that a record's own field gives.
pub(super) fn by_field(at: Moment) -> Published {
    Published { at, basis: PublishedBasis::RecordField }
}

/// The language that a record names.
pub(super) fn lang(code: String, unusable: &mut Vec<Unusable>) -> Option<String> {
    let is_code = code
        .split(['-', '_'])
        .next()
        .is_some_and(|code| (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphabetic()));
    or_note(is_code.then(|| code.clone()), "lang", code, unusable)
}

/// The class of outlet that a record names.
pub(super) fn outlet_kind(name: String, unusable: &mut Vec<Unusable>) -> Option<OutletKind> {
    or_note(OutletKind::named(&name), "outlet_kind", name, unusable)
}

fn or_note<T>(known: Option<T>, field: &'static str, value: String, unusable: &mut Vec<Unusable>) -> Option<T> {
    if known.is_none() {
        unusable.push(Unusable { field, value });
    }
    known
}
