//! Words of English, Russian and Ukrainian as full-text search sees them: folded, without their endings.

mod fold;
mod query;
mod stem;

pub(crate) use fold::{Token, tokens};
pub(crate) use query::Query;
pub(crate) use stem::{rules, stem};

use crate::veil::Veil;

/// A text as the index takes it: the stem of every word, in order, each as it may be seen.
pub(crate) fn indexed(text: &str, veil: &Veil) -> String {
    let mut out = String::with_capacity(text.len());
    for token in tokens(text) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&veil.word(&stem(&token.folded)));
    }
    out
}
