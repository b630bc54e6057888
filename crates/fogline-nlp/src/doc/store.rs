//! A document as bytes: columns of small numbers, compressed. The text is not among them.

use std::{collections::BTreeMap, io::Read, sync::Arc};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use sha2::{Digest, Sha256};

use super::{Columns, Doc, Layers, Pos, Strings};
use crate::{
    labels::{Label, Labels},
    model::ModelId,
    parse::EntitySpan,
};

const MAGIC: [u8; 4] = *b"FNA1";

/// Why stored annotations cannot be read back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Not written by [`Doc::to_bytes`], or by a later version.
    #[error("these bytes are not stored annotations of a version that is understood")]
    Unknown,
    /// Cut short or altered.
    #[error("the stored annotations are damaged: {0}")]
    Damaged(&'static str),
    /// The annotations belong to another text.
    #[error("the stored annotations were made for another text")]
    OtherText,
}

impl Doc {
    /// The annotations without the text: five to six bytes a token of a report.
    pub fn to_bytes(&self) -> Vec<u8> {
        let columns = &self.columns;
        let mut out = Writer::default();
        for string in [&self.model.name, &self.model.version, &self.model.lang] {
            out.string(string);
        }
        out.bytes.extend(self.model.sha256);
        out.bytes.extend(Sha256::digest(self.text.as_bytes()));
        let Layers { sentences, entities, universal } = self.layers;
        out.bytes.push(u8::from(sentences) | u8::from(entities) << 1 | u8::from(universal) << 2);
        out.number(self.len());
        for (start, end) in columns.start.iter().zip(&columns.end) {
            out.number((end - start) as usize);
        }
        let before = std::iter::once(&0).chain(&columns.end);
        out.bytes.extend(before.zip(&columns.start).map(|(end, start)| u8::from(start > end)));
        let used = self.used_labels();
        let mut numbers = BTreeMap::new();
        out.number(used.len());
        for (number, label) in used.iter().enumerate() {
            out.string(self.labels.get(*label));
            numbers.insert(*label, number);
        }
        for column in [&columns.tag, &columns.morph, &columns.dep] {
            for label in column {
                out.number(numbers[label]);
            }
        }
        out.bytes.extend(columns.pos.iter().map(|pos| pos.index()));
        for (token, head) in columns.head.iter().enumerate() {
            // Twice the distance, and one more where the head comes first.
            let (token, head) = (token, *head as usize);
            out.number(2 * head.abs_diff(token) + usize::from(head < token));
        }
        out.bytes.extend(columns.begins.iter().map(|begins| begins.map_or(0, |begins| 1 + u8::from(begins))));
        self.write_lemmas(&mut out);
        out.number(self.entities.len());
        for span in &self.entities {
            out.number(span.start as usize);
            out.number((span.end - span.start) as usize);
            out.number(numbers[&span.label]);
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend((out.bytes.len() as u64).to_le_bytes());
        let mut encoder = ZlibEncoder::new(bytes, Compression::default());
        let written = std::io::Write::write_all(&mut encoder, &out.bytes);
        // Writing to memory cannot fail.
        written.and_then(|()| encoder.finish()).unwrap_or_default()
    }

    /// Reads annotations back for the text they were made for.
    pub fn from_bytes(bytes: &[u8], text: Arc<str>) -> Result<Self, StoreError> {
        let (length, packed) =
            bytes.strip_prefix(&MAGIC).and_then(<[u8]>::split_first_chunk).ok_or(StoreError::Unknown)?;
        let length = u64::from_le_bytes(*length);
        // No annotation is nearly as long; a false length must not fill the memory.
        if length > (1 << 16) + 256 * text.len() as u64 {
            return Err(StoreError::Damaged("it is too long for its text"));
        }
        let mut unpacked = Vec::new();
        let read = ZlibDecoder::new(packed).take(length.saturating_add(1)).read_to_end(&mut unpacked);
        if read.ok().map(|read| read as u64) != Some(length) {
            return Err(StoreError::Damaged("the compressed data is cut short or altered"));
        }
        let mut reader = Reader(&unpacked);
        let doc = reader.doc(text)?;
        if reader.0.is_empty() { Ok(doc) } else { Err(StoreError::Damaged("there is more data than tokens")) }
    }

    /// Lemmas numbered as they first come: 0 for a new one, 1 for none, or two more than an earlier one's number. Then
    /// the new ones, each as what it shares with its first token's text, in small letters or not, and the rest.
    fn write_lemmas(&self, out: &mut Writer) {
        let mut numbers = vec![None; self.lemmas.len()];
        numbers[0] = Some(1);
        let mut first_tokens = Vec::new();
        for (token, lemma) in self.columns.lemma.iter().enumerate() {
            let number = &mut numbers[*lemma as usize];
            out.number(number.unwrap_or(0));
            if number.is_none() {
                *number = Some(first_tokens.len() + 2);
                first_tokens.push(token);
            }
        }
        for token in first_tokens {
            let (text, lemma) = (self.token(token).text(), self.token(token).lemma());
            let lower = text.to_lowercase();
            let (as_is, small) = (shared(text, lemma), shared(&lower, lemma));
            out.number(2 * as_is.max(small) + usize::from(small > as_is));
            out.string(lemma.get(as_is.max(small)..).unwrap_or_default());
        }
    }

    fn used_labels(&self) -> Vec<Label> {
        let columns = &self.columns;
        let all = [&columns.tag, &columns.morph, &columns.dep].into_iter().flatten();
        let mut used: Vec<_> = all.copied().chain(self.entities.iter().map(|span| span.label)).collect();
        used.push(Label::default());
        used.sort_unstable();
        used.dedup();
        used
    }
}

/// Bytes of the beginning that two texts share, in whole characters.
fn shared(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum()
}

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// A number, seven bits a byte, the lowest first (LEB128).
    fn number(&mut self, mut number: usize) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    fn string(&mut self, string: &str) {
        self.number(string.len());
        self.bytes.extend(string.as_bytes());
    }
}

struct Reader<'b>(&'b [u8]);

impl Reader<'_> {
    fn doc(&mut self, text: Arc<str>) -> Result<Doc, StoreError> {
        const STRAY: &str = "a part of the text belongs to no token";
        let damaged = StoreError::Damaged;
        let [name, version, lang] = [self.string()?, self.string()?, self.string()?];
        let model = Arc::new(ModelId { name, version, lang, sha256: self.array()? });
        if self.array::<32>()? != <[u8; 32]>::from(Sha256::digest(text.as_bytes())) {
            return Err(StoreError::OtherText);
        }
        let [layers] = self.array()?;
        let layers = Layers { sentences: layers & 1 != 0, entities: layers & 2 != 0, universal: layers & 4 != 0 };
        let length = self.count(2)?;
        let lengths: Vec<usize> = (0..length).map(|_| self.number()).collect::<Result<_, _>>()?;
        let gaps = self.take(length)?;
        let mut columns = Columns::default();
        let mut end = 0usize;
        for (token, (length, gap)) in lengths.into_iter().zip(gaps).enumerate() {
            let start = end + usize::from(*gap != 0);
            if *gap > 1 || start > end && (token == 0 || text.get(end..start) != Some(" ")) {
                return Err(damaged(STRAY));
            }
            end = start.checked_add(length).ok_or(damaged("an offset is out of range"))?;
            if text.get(start..end).is_none_or(str::is_empty) {
                return Err(damaged("a token lies outside of the text"));
            }
            columns.start.push(start as u32);
            columns.end.push(end as u32);
        }
        if text.len() > end && (end == 0 || text.get(end..) != Some(" ")) {
            return Err(damaged(STRAY));
        }
        let count = self.count(1)?;
        let labels: Vec<Box<str>> = (0..count).map(|_| self.string().map(Into::into)).collect::<Result<_, _>>()?;
        let label = |number: usize| {
            if number < labels.len().min(usize::from(u16::MAX)) {
                Ok(Label(number as u16))
            } else {
                Err(damaged("a label is missing"))
            }
        };
        for column in [&mut columns.tag, &mut columns.morph, &mut columns.dep] {
            *column = (0..length).map(|_| self.number().and_then(label)).collect::<Result<_, _>>()?;
        }
        let pos = |byte| Pos::from_index(byte).ok_or(damaged("a part of speech is unknown"));
        columns.pos = self.take(length)?.iter().map(|byte| pos(*byte)).collect::<Result<_, _>>()?;
        for token in 0..length {
            let folded = self.number()?;
            let head = if folded % 2 == 1 { token.checked_sub(folded / 2) } else { token.checked_add(folded / 2) };
            let head = head.filter(|head| *head < length).ok_or(damaged("a head lies outside of the text"))?;
            columns.head.push(head as u32);
        }
        let begins = |byte: &u8| match byte {
            0 => Ok(None),
            1 | 2 => Ok(Some(*byte == 2)),
            _ => Err(damaged("a sentence start is neither true nor false")),
        };
        columns.begins = self.take(length)?.iter().map(begins).collect::<Result<_, _>>()?;
        let lemmas = self.lemmas(&text, &mut columns)?;
        let mut entities = Vec::<EntitySpan>::new();
        for _ in 0..self.count(3)? {
            let (start, size, label) = (self.number()?, self.number()?, label(self.number()?)?);
            let end = start.saturating_add(size);
            if size == 0 || end > length || entities.last().is_some_and(|last| start < last.end as usize) {
                return Err(damaged("an entity lies outside of the text or over another"));
            }
            entities.push(EntitySpan { start: start as u32, end: end as u32, label });
        }
        Ok(Doc { text, model, labels: Arc::new(Labels::new(labels)), columns, lemmas, entities, layers })
    }

    /// What `write_lemmas` writes.
    fn lemmas(&mut self, text: &str, columns: &mut Columns) -> Result<Strings, StoreError> {
        const MISSING: StoreError = StoreError::Damaged("a lemma is missing");
        let (mut lemmas, mut first_tokens) = (Strings::default(), Vec::new());
        for token in 0..columns.start.len() {
            let lemma = match self.number()? {
                0 => {
                    first_tokens.push(token);
                    first_tokens.len()
                }
                number => Some(number - 1).filter(|number| *number <= first_tokens.len()).ok_or(MISSING)?,
            };
            columns.lemma.push(lemma as u32);
        }
        for token in first_tokens {
            let from = text.get(columns.start[token] as usize..columns.end[token] as usize).unwrap_or_default();
            let number = self.number()?;
            let from = if number % 2 == 1 { from.to_lowercase() } else { from.to_owned() };
            let beginning = from.get(..number / 2).ok_or(MISSING)?;
            lemmas.push(&(beginning.to_owned() + &self.string()?));
        }
        Ok(lemmas)
    }

    fn take(&mut self, count: usize) -> Result<&[u8], StoreError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(StoreError::Damaged("it ends too early"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], StoreError> {
        self.take(N)?.try_into().map_err(|_| StoreError::Damaged("it ends too early"))
    }

    fn number(&mut self) -> Result<usize, StoreError> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return usize::try_from(number).map_err(|_| StoreError::Damaged("a number is too large"));
            }
        }
        Err(StoreError::Damaged("a number is too large"))
    }

    /// A number of things that take at least `size` bytes each.
    fn count(&mut self, size: usize) -> Result<usize, StoreError> {
        let count = self.number()?;
        if count > self.0.len() / size { Err(StoreError::Damaged("it ends too early")) } else { Ok(count) }
    }

    fn string(&mut self) -> Result<String, StoreError> {
        let length = self.number()?;
        let bytes = self.take(length)?.to_vec();
        String::from_utf8(bytes).map_err(|_| StoreError::Damaged("a string is not UTF-8"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pipeline;

    fn packed(plain: &[u8]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend((plain.len() as u64).to_le_bytes());
        let mut encoder = ZlibEncoder::new(bytes, Compression::default());
        std::io::Write::write_all(&mut encoder, plain).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_length_out_of_proportion_to_the_text_is_refused() {
        let error = Doc::from_bytes(&packed(&vec![0; 1 << 20]), "Two shells.".into()).unwrap_err();
        assert_eq!(error, StoreError::Damaged("it is too long for its text"));
    }

    #[test]
    fn a_sentence_start_is_true_false_or_unknown() {
        let wheel = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/pipelines/mini_parse-0.1.0-py3-none-any.whl");
        let mut doc = Pipeline::load(wheel.as_ref()).unwrap().annotate("Two shells.");
        doc.columns.begins = vec![Some(true), Some(false), None];
        let bytes = doc.to_bytes();
        assert_eq!(Doc::from_bytes(&bytes, doc.text.clone()).unwrap().columns.begins, doc.columns.begins);
        let mut plain = Vec::new();
        ZlibDecoder::new(&bytes[12..]).read_to_end(&mut plain).unwrap();
        let at = (0..plain.len() - 2).rfind(|at| plain[*at..*at + 3] == [2, 1, 0]).unwrap();
        plain[at + 1] = 3;
        let error = Doc::from_bytes(&packed(&plain), doc.text.clone()).unwrap_err();
        assert_eq!(error, StoreError::Damaged("a sentence start is neither true nor false"));
    }
}
