//! From text to tokens: spaCy's hashes and lexical features, Python's notion of characters, the tokenizer.

pub(crate) mod hash;
mod lexicon;
mod pattern;
pub(crate) mod python;
mod tokenizer;

pub(crate) use lexicon::{Features, LexId, Lexicon};
pub(crate) use pattern::Pattern;
pub(crate) use tokenizer::{Tokenizer, Tokens};
