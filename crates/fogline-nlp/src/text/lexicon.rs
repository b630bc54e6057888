//! Words seen so far with their lexical features: a bounded cache, which no result depends on.

use hashbrown::{HashMap, HashSet};

use super::{
    hash::{self, string_id},
    python,
};

/// A word form together with its norm.
pub(crate) type LexId = u32;

/// What the embedding tables and the rules know of a word.
#[derive(Debug, Clone)]
pub(crate) struct Lexeme {
    pub(crate) orth: u64,
    pub(crate) norm: u64,
    pub(crate) lower: u64,
    pub(crate) prefix: u64,
    pub(crate) suffix: u64,
    pub(crate) shape: u64,
    pub(crate) is_space: bool,
    /// Whether some special case that is found over several tokens begins with this one.
    pub(crate) starts_special: bool,
}

/// What decides a word's features besides its letters.
#[derive(Debug, Default)]
pub(crate) struct Features {
    /// Norm by word, both as string ids.
    norms: HashMap<u64, u64>,
    /// First tokens of the special cases found over several tokens.
    special_starts: HashSet<u64>,
}

impl Features {
    /// The base norms, overridden by the pipeline's own table of string ids to norms.
    pub(crate) fn new(own: impl Iterator<Item = (u64, u64)>, special_starts: HashSet<u64>) -> Self {
        let base = hash::table(include_str!("../../data/base_norms.tsv"))
            .map(|(text, norm)| (string_id(text), string_id(norm)));
        Self { norms: base.chain(own).collect(), special_starts }
    }

    fn lexeme(&self, text: &str) -> Lexeme {
        let orth = string_id(text);
        let lower = string_id(&text.to_lowercase());
        let first = text.chars().next().map_or(0, char::len_utf8);
        Lexeme {
            orth,
            norm: self.norms.get(&orth).copied().unwrap_or(lower),
            lower,
            prefix: string_id(text.get(..first).unwrap_or_default()),
            suffix: string_id(python::last_chars(text, 3)),
            shape: string_id(&python::shape(text)),
            is_space: !text.is_empty() && text.chars().all(python::is_space),
            starts_special: self.special_starts.contains(&orth),
        }
    }
}

/// Lexemes by text, and the tokens of chunks (text between spaces) met before.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    lexemes: Vec<Lexeme>,
    by_text: HashMap<Box<str>, LexId>,
    by_norm: HashMap<(u64, u64), LexId>,
    chunks: HashMap<Box<str>, (u32, u32)>,
    pieces: Vec<(LexId, u32)>,
}

impl Lexicon {
    /// Entries held before the lexicon asks to be cleared: some 15 MB.
    pub(crate) const ENOUGH: usize = 1 << 16;
    /// Longer texts are met once; keeping them would only fill memory.
    const LONGEST_KEPT: usize = 64;

    /// Whether it is time to begin anew.
    pub(crate) fn is_full(&self) -> bool {
        self.lexemes.len() > Self::ENOUGH || self.chunks.len() > Self::ENOUGH
    }

    /// The features of a word.
    pub(crate) fn get(&self, id: LexId) -> &Lexeme {
        &self.lexemes[id as usize]
    }

    /// How many lexemes there are; ids are below this.
    pub(crate) fn len(&self) -> usize {
        self.lexemes.len()
    }

    /// The lexeme of a text, with its own norm.
    pub(crate) fn intern(&mut self, features: &Features, text: &str) -> LexId {
        if let Some(id) = self.by_text.get(text) {
            return *id;
        }
        let id = self.push(features.lexeme(text));
        if text.len() <= Self::LONGEST_KEPT {
            self.by_text.insert(text.into(), id);
        }
        id
    }

    /// The lexeme of a text under the norm that a special case gives it.
    pub(crate) fn intern_with_norm(&mut self, features: &Features, text: &str, norm: u64) -> LexId {
        let plain = self.intern(features, text);
        let lexeme = self.get(plain);
        if lexeme.norm == norm {
            return plain;
        }
        let (key, lexeme) = ((lexeme.orth, norm), Lexeme { norm, ..lexeme.clone() });
        if let Some(id) = self.by_norm.get(&key) {
            return *id;
        }
        let id = self.push(lexeme);
        self.by_norm.insert(key, id);
        id
    }

    /// The tokens of a chunk met before, each with its length in bytes.
    pub(crate) fn chunk(&self, text: &str) -> Option<&[(LexId, u32)]> {
        let (start, end) = *self.chunks.get(text)?;
        self.pieces.get(start as usize..end as usize)
    }

    /// Remembers the tokens of a chunk.
    pub(crate) fn keep_chunk(&mut self, text: &str, pieces: impl Iterator<Item = (LexId, u32)>) {
        if text.len() <= Self::LONGEST_KEPT {
            let start = self.pieces.len() as u32;
            self.pieces.extend(pieces);
            self.chunks.insert(text.into(), (start, self.pieces.len() as u32));
        }
    }

    fn push(&mut self, lexeme: Lexeme) -> LexId {
        self.lexemes.push(lexeme);
        (self.lexemes.len() - 1) as LexId
    }
}
