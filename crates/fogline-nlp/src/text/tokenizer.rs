//! spaCy's rule tokenizer: chunks between spaces, special cases, prefixes and suffixes stripped in turn, URLs kept
//! whole, infixes split, and a last pass that finds special cases over several tokens.

use hashbrown::{HashMap, HashSet};
use rmpv::ValueRef;

use super::{
    LexId,
    hash::string_id,
    lexicon::{Features, Lexicon},
    pattern::{Beginning, Pattern},
    python,
};
use crate::model::msgpack::{self, get, items, text};

/// Tokens of one text, as parallel columns; offsets are bytes.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) lex: Vec<LexId>,
    pub(crate) start: Vec<u32>,
    pub(crate) end: Vec<u32>,
    /// Whether the first token was put in place by the last pass, after which spaCy no longer takes it for granted that
    /// a sentence begins there.
    pub(crate) first_replaced: bool,
}

impl Tokens {
    pub(crate) fn len(&self) -> usize {
        self.lex.len()
    }

    /// Whether a space follows token `i` that belongs to no token.
    pub(crate) fn space_after(&self, i: usize, text: &str) -> bool {
        self.start.get(i + 1).map_or(text.len(), |next| *next as usize) > self.end[i] as usize
    }

    fn clear(&mut self) {
        self.lex.clear();
        self.start.clear();
        self.end.clear();
        self.first_replaced = false;
    }

    fn push(&mut self, lex: LexId, start: usize, length: usize) {
        self.lex.push(lex);
        self.start.push(start as u32);
        self.end.push((start + length) as u32);
    }
}

/// One token of a special case: its text's length in bytes and the norm given to it.
#[derive(Debug, Clone, Copy)]
struct Part {
    length: usize,
    norm: Option<u64>,
}

/// A stretch of a chunk that becomes a token.
struct Piece<'t> {
    text: &'t str,
    norm: Option<u64>,
}

/// A pipeline's tokenization rules.
pub(crate) struct Tokenizer {
    prefix: Option<Pattern>,
    suffix: Option<Pattern>,
    infix: Option<Pattern>,
    /// Chunks, stripped of affixes, that stay whole.
    whole: Option<Beginning>,
    /// As `whole`, and tried before affixes are stripped too.
    token: Option<Beginning>,
    specials: HashMap<Box<str>, Box<[Part]>>,
    longest_special: usize,
    /// Special cases as the affix rules alone would split them, by their first token's id.
    sequences: HashMap<u64, Vec<Box<[u64]>>>,
}

impl Tokenizer {
    /// Decodes a pipeline's `tokenizer` file.
    pub(crate) fn decode(file: &[u8]) -> Result<Self, String> {
        let value = msgpack::decode(file)?;
        let mut tokenizer = Self {
            prefix: compile(&value, "prefix_search", Pattern::new)?,
            suffix: compile(&value, "suffix_search", Pattern::new)?,
            infix: compile(&value, "infix_finditer", Pattern::new)?,
            whole: compile(&value, "url_match", Beginning::new)?,
            token: compile(&value, "token_match", Beginning::new)?,
            specials: HashMap::new(),
            longest_special: 0,
            sequences: HashMap::new(),
        };
        for (chunk, parts) in get(&value, "exceptions").map(msgpack::entries).unwrap_or_default() {
            let chunk = text(chunk).ok_or("has an exception that is not text")?;
            let parts = special(chunk, parts).ok_or(format!("exception `{chunk}` does not match its parts"))?;
            tokenizer.specials.insert(chunk.into(), parts);
        }
        tokenizer.longest_special = tokenizer.specials.keys().map(|chunk| chunk.len()).max().unwrap_or(0);
        let faster = !matches!(get(&value, "faster_heuristics"), Some(ValueRef::Boolean(false)));
        tokenizer.sequences = tokenizer.special_sequences(faster);
        Ok(tokenizer)
    }

    /// First tokens of the special cases that the last pass looks for.
    pub(crate) fn special_starts(&self) -> HashSet<u64> {
        self.sequences.keys().copied().collect()
    }

    /// Splits a text of less than 4 GiB.
    pub(crate) fn tokenize(&self, source: &str, features: &Features, lexicon: &mut Lexicon, out: &mut Tokens) {
        out.clear();
        for (start, chunk) in chunks(source) {
            self.tokenize_chunk(chunk, start, features, lexicon, out);
        }
        if out.lex.iter().any(|lex| lexicon.get(*lex).starts_special) {
            self.apply_specials(source, features, lexicon, out);
        }
    }

    fn tokenize_chunk(&self, chunk: &str, start: usize, features: &Features, lexicon: &mut Lexicon, out: &mut Tokens) {
        let mut at = start;
        if let Some(pieces) = lexicon.chunk(chunk) {
            for (lex, length) in pieces {
                out.push(*lex, at, *length as usize);
                at += *length as usize;
            }
            return;
        }
        let first = out.len();
        self.split(chunk, true, &mut |piece: Piece| {
            let lex = match piece.norm {
                Some(norm) => lexicon.intern_with_norm(features, piece.text, norm),
                None => lexicon.intern(features, piece.text),
            };
            out.push(lex, at, piece.text.len());
            at += piece.text.len();
        });
        let pieces = (first..out.len()).map(|i| (out.lex[i], out.end[i] - out.start[i]));
        lexicon.keep_chunk(chunk, pieces);
    }

    fn special(&self, chunk: &str) -> Option<&[Part]> {
        if chunk.len() > self.longest_special { None } else { self.specials.get(chunk).map(AsRef::as_ref) }
    }

    /// Gives the pieces of one chunk in order.
    fn split<'t>(&self, chunk: &'t str, with_specials: bool, emit: &mut impl FnMut(Piece<'t>)) {
        let special = |chunk: &str| if with_specials { self.special(chunk) } else { None };
        let plain = |text| Piece { text, norm: None };
        let (mut rest, mut suffixes) = (chunk, Vec::new());
        let mut last_length = usize::MAX;
        while !rest.is_empty() && rest.len() != last_length {
            if self.token.as_ref().is_some_and(|token| token.is_of(rest)) || special(rest).is_some() {
                break;
            }
            last_length = rest.len();
            let (before, inner) = cut(rest, length_of(self.prefix.as_ref(), rest));
            if !before.is_empty() && special(inner).is_some() {
                emit(plain(before));
                rest = inner;
                break;
            }
            let suffix = length_of(self.suffix.as_ref(), inner);
            let (shorter, after) = cut(rest, rest.len() - suffix);
            if !after.is_empty() && !shorter.is_empty() && special(shorter).is_some() {
                suffixes.push(after);
                rest = shorter;
                break;
            }
            if !before.is_empty() {
                emit(plain(before));
                rest = inner;
            }
            if !after.is_empty() {
                suffixes.push(after);
                rest = cut(rest, rest.len() - after.len()).0;
            }
        }
        if let Some(parts) = special(rest) {
            let mut rest = rest;
            for part in parts {
                let (text, after) = cut(rest, part.length);
                emit(Piece { text, norm: part.norm });
                rest = after;
            }
        } else if !rest.is_empty() {
            let whole = [&self.token, &self.whole].into_iter().flatten().any(|pattern| pattern.is_of(rest));
            if whole { emit(plain(rest)) } else { self.split_infixes(rest, |text| emit(plain(text))) }
        }
        suffixes.into_iter().rev().for_each(|text| emit(plain(text)));
    }

    fn split_infixes<'t>(&self, text: &'t str, mut emit: impl FnMut(&'t str)) {
        let (mut done, mut from) = (0, 0);
        while let Some(found) =
            self.infix.as_ref().filter(|_| from <= text.len()).and_then(|infix| infix.find(text, from))
        {
            // An empty match would be found again at the same place.
            let step = text.get(found.end..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            from = if found.is_empty() { found.end + step } else { found.end };
            if found.start == 0 {
                continue;
            }
            [text.get(done..found.start), text.get(found.clone())]
                .into_iter()
                .flatten()
                .filter(|s| !s.is_empty())
                .for_each(&mut emit);
            done = found.end;
        }
        text.get(done..).into_iter().filter(|rest| !rest.is_empty()).for_each(emit);
    }

    /// The special cases that affix rules would take apart, as those rules split them.
    fn special_sequences(&self, faster: bool) -> HashMap<u64, Vec<Box<[u64]>>> {
        let mut sequences = HashMap::<u64, Vec<Box<[u64]>>>::new();
        let mut specials: Vec<&str> = self.specials.keys().map(AsRef::as_ref).collect();
        specials.sort_unstable();
        for special in specials {
            let touched =
                |pattern: &Option<Pattern>| pattern.as_ref().is_some_and(|pattern| pattern.find(special, 0).is_some());
            if faster
                && !touched(&self.prefix)
                && !touched(&self.infix)
                && !touched(&self.suffix)
                && !special.contains(' ')
            {
                continue;
            }
            let mut ids = Vec::new();
            for (_, chunk) in chunks(special) {
                self.split(chunk, false, &mut |piece: Piece| ids.push(string_id(piece.text)));
            }
            if let Some(first) = ids.first() {
                sequences.entry(*first).or_default().push(ids.into());
            }
        }
        sequences
    }

    /// Replaces stretches of tokens that together spell a special case.
    fn apply_specials(&self, source: &str, features: &Features, lexicon: &mut Lexicon, tokens: &mut Tokens) {
        let orth = |i: usize| tokens.lex.get(i).map(|lex| lexicon.get(*lex).orth);
        let mut spans = Vec::new();
        for start in (0..tokens.len()).filter(|i| lexicon.get(tokens.lex[*i]).starts_special) {
            let candidates = orth(start).and_then(|first| self.sequences.get(&first)).into_iter().flatten();
            let found = candidates.filter(|ids| ids.iter().enumerate().all(|(k, id)| orth(start + k) == Some(*id)));
            spans.extend(found.map(|ids| (start, start + ids.len())));
        }
        // The longest first, then the leftmost; a span that begins or ends within an earlier one is dropped, but
        // still keeps later ones away, as in spaCy.
        spans.sort_unstable_by_key(|(start, end)| (std::cmp::Reverse(end - start), *start));
        let mut seen = vec![false; tokens.len()];
        spans.retain(|(start, end)| {
            let free = !seen[*start] && !seen[*end - 1];
            seen[*start..*end].fill(true);
            free
        });
        spans.sort_unstable();
        let mut out = Tokens::default();
        let mut next = 0;
        let keep = |out: &mut Tokens, from: usize, to: usize| {
            out.lex.extend(&tokens.lex[from..to]);
            out.start.extend(&tokens.start[from..to]);
            out.end.extend(&tokens.end[from..to]);
        };
        for (start, end) in spans {
            keep(&mut out, next, start);
            next = end;
            let mut at = tokens.start[start] as usize;
            let text = source.get(at..tokens.end[end - 1] as usize).unwrap_or_default();
            let Some(parts) = self.special(text) else {
                keep(&mut out, start, end);
                continue;
            };
            out.first_replaced |= start == 0;
            for part in parts {
                let text = source.get(at..at + part.length).unwrap_or_default();
                let lex = match part.norm {
                    Some(norm) => lexicon.intern_with_norm(features, text, norm),
                    None => lexicon.intern(features, text),
                };
                out.push(lex, at, part.length);
                at += part.length;
            }
        }
        keep(&mut out, next, tokens.len());
        *tokens = out;
    }
}

/// Compiles the expression that a `tokenizer` file has under a name, if it has one.
fn compile<P>(file: &ValueRef<'_>, name: &str, new: impl Fn(&str) -> Result<P, String>) -> Result<Option<P>, String> {
    match get(file, name) {
        None | Some(ValueRef::Nil) => Ok(None),
        Some(regex) => {
            let regex = text(regex).ok_or(format!("`{name}` is not text"))?;
            new(regex).map(Some).map_err(|error| format!("`{name}` is not a regular expression: {error}"))
        }
    }
}

/// Splits at a byte position that lies on a character border.
fn cut(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// Length of the leftmost match, 0 for none.
fn length_of(pattern: Option<&Pattern>, text: &str) -> usize {
    pattern.and_then(|pattern| pattern.find(text, 0)).map_or(0, |found| found.len())
}

/// Runs of whitespace and of other characters in turn, each with its byte offset; a single space after either belongs
/// to none.
fn chunks(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let mut in_space = text.chars().next().is_some_and(python::is_space);
    let borders = text.char_indices().filter_map(move |(index, c)| {
        if python::is_space(c) == in_space {
            return None;
        }
        in_space = !in_space;
        let chunk = (start, index);
        start = if c == ' ' { index + 1 } else { index };
        Some(chunk)
    });
    // The last chunk's start is wherever the last border left it; recompute it from the text's end.
    let last = last_chunk(text);
    borders
        .chain(last)
        .filter(|(start, end)| start < end)
        .filter_map(|(start, end)| Some((start, text.get(start..end)?)))
}

/// The run that the text ends in, less the single space that parts it from the run before.
fn last_chunk(text: &str) -> Option<(usize, usize)> {
    let in_space = python::is_space(text.chars().next_back()?);
    let border = text.char_indices().rev().find(|(_, c)| python::is_space(*c) != in_space);
    let start = border.map_or(0, |(index, c)| index + c.len_utf8());
    let joined = start > 0 && text.get(start..).is_some_and(|run| run.starts_with(' '));
    Some((start + usize::from(joined), text.len()))
}

/// The parts of a special case, if their texts together are its text.
fn special(chunk: &str, parts: &ValueRef<'_>) -> Option<Box<[Part]>> {
    const ORTH: i64 = 65;
    const NORM: i64 = 67;
    let field = |part: &ValueRef<'_>, id: i64, name: &str| {
        let found =
            msgpack::entries(part).iter().find(|(key, _)| msgpack::int(key) == Some(id) || text(key) == Some(name));
        found.and_then(|(_, value)| text(value).map(str::to_owned))
    };
    let mut rest = chunk;
    let parts = items(parts).iter().map(|part| {
        let orth = field(part, ORTH, "ORTH")?;
        rest = rest.strip_prefix(orth.as_str()).filter(|_| !orth.is_empty())?;
        Some(Part { length: orth.len(), norm: field(part, NORM, "NORM").map(|norm| string_id(&norm)) })
    });
    let parts: Box<[Part]> = parts.collect::<Option<_>>()?;
    rest.is_empty().then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_part_at_single_spaces() {
        let split = |text| chunks(text).map(|(start, chunk)| (start, chunk.to_owned())).collect::<Vec<_>>();
        let own = |list: &[(usize, &str)]| {
            list.iter().map(|(start, chunk)| (*start, (*chunk).to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(split("a b"), own(&[(0, "a"), (2, "b")]));
        assert_eq!(split("a  b"), own(&[(0, "a"), (2, " "), (3, "b")]));
        assert_eq!(split(" a"), own(&[(0, " "), (1, "a")]));
        assert_eq!(split("a "), own(&[(0, "a")]));
        assert_eq!(split("a  "), own(&[(0, "a"), (2, " ")]));
        assert_eq!(split("a\n b"), own(&[(0, "a"), (1, "\n "), (3, "b")]));
        assert_eq!(split("a \n"), own(&[(0, "a"), (2, "\n")]));
        assert_eq!(split(" "), own(&[(0, " ")]));
        assert_eq!(split(""), own(&[]));
    }

    #[test]
    fn special_parts_must_spell_the_case() {
        use ValueRef::{Array, Map};
        let part = |orth| Map(vec![(ValueRef::from(65), ValueRef::from(orth))]);
        assert_eq!(special("can't", &Array(vec![part("ca"), part("n't")])).unwrap().len(), 2);
        assert!(special("can't", &Array(vec![part("can"), part("n't")])).is_none());
    }
}
