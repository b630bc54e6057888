/// Universal part of speech, with spaCy's additions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pos(u8);

impl Pos {
    /// In the order of spaCy's numbers, which begin at 84 for `ADJ`; the first stands for "not set".
    const NAMES: [&'static str; 21] = [
        "", "ADJ", "ADP", "ADV", "AUX", "CONJ", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
        "PUNCT", "SCONJ", "SYM", "VERB", "X", "EOL", "SPACE",
    ];
    const BEFORE_FIRST: i64 = 83;

    /// The name, as `NOUN`; empty where none was set.
    pub fn name(self) -> &'static str {
        Self::NAMES.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    /// The part of speech of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().position(|known| known.eq_ignore_ascii_case(name)).map(|index| Self(index as u8))
    }

    /// The part of speech that spaCy gives this number; 0 is "not set".
    pub(crate) fn from_spacy(number: i64) -> Option<Self> {
        let index = if number == 0 { 0 } else { number.checked_sub(Self::BEFORE_FIRST)? };
        Self::from_index(u8::try_from(index).ok()?)
    }

    pub(super) fn index(self) -> u8 {
        self.0
    }

    pub(super) fn from_index(index: u8) -> Option<Self> {
        (usize::from(index) < Self::NAMES.len()).then_some(Self(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::hash::string_id;

    #[test]
    fn numbers_are_those_of_spacy() {
        for name in Pos::NAMES.iter().skip(1) {
            let number = i64::try_from(string_id(name)).unwrap();
            assert_eq!(Pos::from_spacy(number).unwrap().name(), *name);
        }
        assert_eq!(Pos::from_spacy(0).unwrap().name(), "");
        assert_eq!(Pos::from_spacy(104), None);
        assert_eq!(Pos::from_spacy(i64::MIN), None);
    }
}
