//! What is kept of a report to find its copies, in some 2 to 4 KB.

use serde::{Deserialize, Serialize};

use super::{
    credits,
    translated::{self, Anchors},
    versions,
    words::{self, Word, combine},
};
use crate::report::{self, Report};

/// Runs of words that are kept; of a longer text, a sample.
const GRAMS: usize = 768;
/// Words in a run.
const RUN: usize = 3;
/// Words with which a text begins: its lead, a quarter of it within these bounds.
const LEAD: (usize, usize) = (8, 24);
/// Words in a run that a text is looked up by: longer ones, as runs of three are in everybody's mouth.
const KEY_RUN: usize = 5;
/// Of these runs, one in `2^KEYS` is kept.
const KEYS: u32 = 3;
/// And one in `2^SHORT_KEYS` of a short text's.
const SHORT_KEYS: u32 = 1;
/// Up to how many words a text is short.
const SHORT: usize = 160;
/// Keys that are kept; of a longer text, fewer than one in `2^KEYS`.
const MOST_KEYS: usize = 256;
/// Figures and names that are kept with the words around them.
const SLOTS: usize = 48;

/// A report as far as its copies can be told by it: hashes of its words, nothing that could be read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Signature {
    /// Words of headline, body and captions.
    pub words: u32,
    /// Hash of all of them in order, folded.
    pub same: u64,
    /// Seconds since 1970, UTC.
    pub published: Option<i64>,
    /// Language, as `en`.
    pub lang: Option<String>,
    /// Stands for the outlet.
    pub outlet: Option<u32>,
    /// Stand for the agencies that it credits.
    pub credits: Vec<u32>,
    /// Whether it says that it corrects or updates an earlier version.
    pub later_version: bool,
    /// Of the runs of words, those whose hash ends in at least so many zero bits are kept.
    pub(super) scale: u8,
    /// How many of the runs that are kept are not quoted.
    pub(super) told: u16,
    /// Runs of words, in order of their hashes; see [`Gram`].
    #[serde(with = "packed")]
    pub(super) grams: Vec<u32>,
    /// Hashes of the longer runs that it is looked up by, in order.
    #[serde(with = "packed")]
    keys: Vec<u32>,
    /// Figures: hash of the words around each, and its own, in order.
    #[serde(with = "packed")]
    pub(super) figures: Vec<u32>,
    /// Names, likewise.
    #[serde(with = "packed")]
    pub(super) names: Vec<u32>,
    /// What does not change in a translation.
    pub(super) anchors: Anchors,
}

/// A run of three words: 30 bits of its hash, then whether it stands in the lead, then whether all of it is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gram(pub(super) u32);

impl Gram {
    pub(super) fn hash(self) -> u32 {
        self.0 >> 2
    }

    pub(super) fn in_lead(self) -> bool {
        self.0 & 2 != 0
    }

    pub(super) fn is_quoted(self) -> bool {
        self.0 & 1 != 0
    }

    /// How finely a sample must be taken to hold it.
    pub(super) fn zeros(self) -> u32 {
        self.hash().trailing_zeros()
    }
}

impl Signature {
    /// The signature of a report. Its headline, body and captions count, whatever language they are in.
    pub fn of(report: &Report) -> Self {
        let document = &report.document;
        let parts = Parts::of(report);
        let text = parts.read.as_str();
        let words = words::words(text);
        let mut signature = Self {
            words: u32::try_from(words.len()).unwrap_or(u32::MAX),
            same: combine(words.iter().map(|word| word.hash)),
            published: document.published.as_deref().and_then(report::seconds),
            lang: document.lang.clone(),
            outlet: document.outlet.as_deref().map(credits::outlet),
            credits: credits::credits(text, &words, &parts.credits),
            later_version: versions::is_marked(document.title.as_deref(), text),
            anchors: translated::anchors(text, &words),
            ..Self::default()
        };
        (signature.scale, signature.grams) = grams(&words);
        signature.told = signature.grams.iter().filter(|gram| !Gram(**gram).is_quoted()).count() as u16;
        signature.keys = keys(&words);
        signature.figures = slots(&words, |word| word.figure);
        signature.names = slots(&words, |word| word.capital && !word.first && !word.figure);
        signature
    }

    /// What to look it up by: two reports are candidates if they share enough of these. A function of the report alone.
    /// Copies in one language share the first kind, a report and its translation the second.
    pub fn keys(&self) -> Vec<u64> {
        let spoken = self.keys.iter().map(|key| u64::from(*key));
        let anchors = self.anchors.keys.iter().filter(|_| self.lang.is_some());
        spoken.chain(anchors.map(|key| ANCHOR | u64::from(*key))).collect()
    }

    /// What an index needs of it, under a name that no other report has.
    pub fn keyed(&self, name: &str) -> super::index::Keyed {
        super::index::Keyed {
            order: (self.published.unwrap_or(i64::MAX), name.to_owned()),
            lang: self.lang.as_deref().map_or(0, words::hash_of),
            coarse: self.coarse_keys(),
            keys: self.keys(),
        }
    }

    /// How many of its keys a text of any length would have.
    pub(super) fn coarse_keys(&self) -> usize {
        self.keys.iter().filter(|key| key.trailing_zeros() >= KEYS).count()
    }
}

/// Marks the keys that translations share.
pub(super) const ANCHOR: u64 = 1 << 32;

/// The runs of words of a text, and by how many zero bits they were sampled. A run that is both quoted and told counts as
/// told, one that stands in the lead and elsewhere as in the lead.
fn grams(words: &[Word]) -> (u8, Vec<u32>) {
    let lead = (words.len() / 4).clamp(LEAD.0, LEAD.1);
    let mut grams: Vec<u32> = words
        .windows(RUN)
        .enumerate()
        .map(|(number, run)| {
            let hash = combine(run.iter().map(|word| word.hash)) as u32;
            let in_lead = u32::from(number + RUN <= lead) << 1;
            let quoted = u32::from(run.iter().all(|word| word.quoted));
            (hash & !3) | in_lead | quoted
        })
        .collect();
    grams.sort_unstable();
    grams.dedup_by(|next, kept| {
        let same = Gram(*next).hash() == Gram(*kept).hash();
        if same {
            *kept = (*kept & !3) | ((*kept | *next) & 2) | (*kept & *next & 1);
        }
        same
    });
    let mut scale = 0;
    while grams.len() > GRAMS {
        scale += 1;
        grams.retain(|gram| Gram(*gram).zeros() >= u32::from(scale));
    }
    (scale, grams)
}

/// The runs that a text is looked up by, chosen by their hash alone, so that any two texts choose the same of those they
/// share; of short texts more, of very long ones fewer.
fn keys(words: &[Word]) -> Vec<u32> {
    let mut zeros = if words.len() <= SHORT { SHORT_KEYS } else { KEYS };
    let runs = words.windows(KEY_RUN).map(|run| combine(run.iter().map(|word| word.hash)) as u32);
    let mut keys: Vec<u32> = runs.filter(|key| key.trailing_zeros() >= zeros).collect();
    keys.sort_unstable();
    keys.dedup();
    while keys.len() > MOST_KEYS {
        zeros += 1;
        keys.retain(|key| key.trailing_zeros() >= zeros);
    }
    keys
}

/// Figures or names with the words around them: pairs of hashes, in order. Of many, those whose context's hash is least:
/// two texts that share contexts keep the same.
fn slots(words: &[Word], fills: impl Fn(&Word) -> bool) -> Vec<u32> {
    let mut slots: Vec<(u32, u32)> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let length = words.iter().skip(at).take_while(|word| fills(word)).count();
        if length > 0 {
            let around = |index: Option<usize>| match index.and_then(|index| words.get(index)) {
                Some(word) if fills(word) => 1,
                Some(word) => word.hash,
                None => 0,
            };
            let context = [at.checked_sub(2), at.checked_sub(1), Some(at + length)].map(around);
            let value = combine(words.iter().skip(at).take(length).map(|word| word.hash));
            slots.push((combine(context) as u32, value as u32));
        }
        at += length.max(1);
    }
    slots.sort_unstable();
    slots.dedup();
    slots.truncate(SLOTS);
    slots.into_iter().flat_map(|(context, value)| [context, value]).collect()
}

/// The parts of a report's text that matter here.
struct Parts<'r> {
    /// Headline, body and captions, a part a line.
    read: String,
    /// Lines of credit.
    credits: Vec<&'r str>,
}

impl<'r> Parts<'r> {
    fn of(report: &'r Report) -> Self {
        let document = &report.document;
        let text = document.text.as_str();
        if document.segments.is_empty() {
            return Self { read: text.to_owned(), credits: Vec::new() };
        }
        let mut parts = Self { read: String::with_capacity(text.len()), credits: Vec::new() };
        let mut cuts = Cuts { text, chars: 0, bytes: 0 };
        for segment in &document.segments {
            let (start, end) = (cuts.byte(segment.start), cuts.byte(segment.end));
            let part = text.get(start..end).unwrap_or_default();
            match segment.kind.as_str() {
                "headline" | "dateline" | "body" | "caption" => {
                    parts.read.push('\n');
                    parts.read.push_str(part);
                }
                "credit" => parts.credits.push(part),
                _ => {}
            }
        }
        parts
    }
}

/// From code points to bytes, going forward.
struct Cuts<'t> {
    text: &'t str,
    chars: usize,
    bytes: usize,
}

impl Cuts<'_> {
    fn byte(&mut self, code_point: usize) -> usize {
        if code_point < self.chars {
            (self.chars, self.bytes) = (0, 0);
        }
        let rest = self.text.get(self.bytes..).unwrap_or_default();
        let step = code_point - self.chars;
        let length = rest.char_indices().nth(step).map_or(rest.len(), |(at, _)| at);
        (self.chars, self.bytes) = (code_point, self.bytes + length);
        self.bytes
    }
}

/// Hashes as bytes: a number that fills its 32 bits takes five as a variable-length one.
mod packed {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(hashes: &[u32], serializer: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect();
        serializer.serialize_bytes(&bytes)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Vec<u32>, D::Error> {
        let bytes = Vec::<u8>::deserialize(deserializer)?;
        let (hashes, rest) = bytes.as_chunks::<4>();
        if rest.is_empty() {
            Ok(hashes.iter().map(|hash| u32::from_le_bytes(*hash)).collect())
        } else {
            Err(D::Error::custom("a list of hashes is cut short"))
        }
    }
}
