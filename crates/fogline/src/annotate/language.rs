//! Which language words are written in: script first, then the letters that only one language has, then the words and
//! endings that only one has (`lexicon/*/language.toml`), then statistics.

use std::{collections::BTreeSet, sync::LazyLock};

use serde::Deserialize;
use whatlang::{Detector, Lang as Guess};

use super::sentences;
use crate::{document::Document, lang::Lang, span::Span};

/// A stretch of a paragraph in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) span: Span,
    pub(super) lang: Lang,
}

/// Letters that a script needs in a paragraph before it can make a run of its own.
const ENOUGH: usize = 12;
/// Letters after which statistics are trusted to tell English from other Latin languages.
const MANY: usize = 80;
/// What is looked at of a document to tell its language.
const SAMPLE: usize = 20_000;

/// Where at least one word in so many is English alone, nothing else needs to be asked.
const ONE_IN: usize = 12;

/// Shortest word that is told by its ending, in letters.
const ENDED: usize = 5;

static ENGLISH: LazyLock<Telling> =
    LazyLock::new(|| Telling::read(include_str!("../../../../lexicon/en/language.toml")));
static RUSSIAN: LazyLock<Telling> =
    LazyLock::new(|| Telling::read(include_str!("../../../../lexicon/ru/language.toml")));
static UKRAINIAN: LazyLock<Telling> =
    LazyLock::new(|| Telling::read(include_str!("../../../../lexicon/uk/language.toml")));

/// Words and endings that tell one language from its neighbour.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Telling {
    words: BTreeSet<String>,
    #[serde(default)]
    endings: Vec<String>,
}

impl Telling {
    fn read(data: &str) -> Self {
        toml::from_str(data).unwrap_or_default()
    }

    /// How many words of a text, in small letters, tell of the language.
    fn count(&self, text: &str) -> usize {
        let words = text.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|word| !word.is_empty());
        let ended = |word: &str| {
            word.chars().count() >= ENDED && self.endings.iter().any(|ending| word.ends_with(ending.as_str()))
        };
        words.filter(|word| self.words.contains(*word) || ended(word)).count()
    }
}

/// Letters of each script, and those that Russian or Ukrainian alone have.
#[derive(Debug, Clone, Copy, Default)]
struct Letters {
    latin: usize,
    cyrillic: usize,
    other: usize,
    russian: usize,
    ukrainian: usize,
    neither: usize,
}

impl Letters {
    fn count(text: &str) -> Self {
        let mut letters = Self::default();
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            match c {
                'ы' | 'э' | 'ъ' | 'ё' | 'Ы' | 'Э' | 'Ъ' | 'Ё' => letters.russian += 1,
                'і' | 'ї' | 'є' | 'ґ' | 'І' | 'Ї' | 'Є' | 'Ґ' => letters.ukrainian += 1,
                'ў' | 'Ў' | 'ј' | 'љ' | 'њ' | 'ћ' | 'ђ' | 'џ' => letters.neither += 1,
                _ => {}
            }
            match c {
                'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => letters.latin += 1,
                '\u{400}'..='\u{52f}' => letters.cyrillic += 1,
                _ => letters.other += 1,
            }
        }
        letters
    }
}

/// The language that most of a document's text that is read is written in.
pub(super) fn of_document(document: &Document, prior: Option<Lang>) -> Lang {
    let parts = document.segments.iter().filter(|segment| segment.kind.is_read());
    let mut sample = String::new();
    for part in parts {
        let words = part.span.of(&document.text);
        sample.extend(words.chars().take(SAMPLE.saturating_sub(sample.len())));
        sample.push('\n');
    }
    of(&sample, prior.unwrap_or(Lang::En))
}

/// The language of a text. `fallback` is that of the text around it, for words too few to tell.
fn of(text: &str, fallback: Lang) -> Lang {
    let letters = Letters::count(text);
    if letters.cyrillic > letters.latin && letters.cyrillic > letters.other {
        return of_cyrillic(text, letters, fallback);
    }
    if letters.latin < letters.other {
        return Lang::Other;
    }
    // Where nothing speaks for another language, that takes many letters.
    let foreign = fallback == Lang::Other && letters.latin > 0;
    if letters.latin < MANY && !foreign {
        return Lang::En;
    }
    if ENGLISH.count(&text.to_lowercase()) * ONE_IN > text.split_whitespace().count() {
        return Lang::En;
    }
    match whatlang::detect(text) {
        Some(info) if (info.is_reliable() || foreign) && info.lang() != Guess::Eng => Lang::Other,
        _ => Lang::En,
    }
}

fn of_cyrillic(text: &str, letters: Letters, fallback: Lang) -> Lang {
    if letters.neither > letters.russian.max(letters.ukrainian) {
        return Lang::Other;
    }
    if letters.russian != letters.ukrainian {
        return if letters.russian > letters.ukrainian { Lang::Ru } else { Lang::Uk };
    }
    let lower = text.to_lowercase();
    let (russian, ukrainian) = (RUSSIAN.count(&lower), UKRAINIAN.count(&lower));
    if russian != ukrainian {
        return if russian > ukrainian { Lang::Ru } else { Lang::Uk };
    }
    if matches!(fallback, Lang::Ru | Lang::Uk) && letters.cyrillic < MANY {
        return fallback;
    }
    match Detector::with_allowlist(vec![Guess::Rus, Guess::Ukr]).detect_lang(text) {
        Some(Guess::Ukr) => Lang::Uk,
        _ => Lang::Ru,
    }
}

/// A paragraph cut where its language changes between sentences. `around` is the document's language.
pub(super) fn runs(text: &str, span: Span, around: Lang) -> Vec<Run> {
    let words = span.of(text);
    let letters = Letters::count(words);
    let whole = of(words, around);
    let mixed_scripts = letters.latin >= ENOUGH && letters.cyrillic >= ENOUGH;
    if !mixed_scripts && !matches!(whole, Lang::Ru | Lang::Uk) {
        return vec![Run { span, lang: whole }];
    }
    let mut runs = Vec::<Run>::new();
    for sentence in sentences::of(text, span, whole) {
        let lang = of(sentence.of(text), whole);
        match runs.last_mut() {
            Some(last) if last.lang == lang => last.span.end = sentence.end,
            _ => runs.push(Run { span: sentence, lang }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_tell_russian_from_ukrainian() {
        assert_eq!(of("Обстріл тривав до ранку", Lang::Ru), Lang::Uk);
        assert_eq!(of("Обстрелы продолжались всю ночь", Lang::Uk), Lang::Ru);
        assert_eq!(of("ЗСУ", Lang::Uk), Lang::Uk);
        assert_eq!(of("ВСУ", Lang::Ru), Lang::Ru);
    }

    #[test]
    fn words_and_endings_tell_where_no_letter_does() {
        assert!(!RUSSIAN.words.is_empty() && RUSSIAN.words.is_disjoint(&UKRAINIAN.words));
        for (text, lang) in [
            ("Два солдата погибли в Донецке.", Lang::Ru),
            ("Дом сгорел после обстрела.", Lang::Ru),
            ("Донецкая область", Lang::Ru),
            ("Луганська область", Lang::Uk),
            ("Загинули два солдати.", Lang::Uk),
            ("Вона поїхала додому.", Lang::Uk),
            ("Це не так.", Lang::Uk),
        ] {
            assert_eq!(of(text, Lang::Ru), lang, "{text}");
            assert_eq!(of(text, Lang::Uk), lang, "{text}");
        }
        assert_eq!(of("Донбас", Lang::Uk), Lang::Uk);
    }

    #[test]
    fn other_languages_are_not_taken_for_english() {
        let spanish = "Los observadores registraron numerosas explosiones durante la madrugada del jueves, según \
                       informó la misión en su comunicado diario publicado por la tarde.";
        assert_eq!(of(spanish, Lang::En), Lang::Other);
        assert_eq!(of("Explosions were heard overnight", Lang::En), Lang::En);
        // Labelled as another language, rightly or not.
        for english in ["Three soldiers died in the village.", "The minister said on Monday that they would leave."] {
            assert_eq!(of(english, Lang::Other), Lang::En, "{english}");
        }
        for other in
            ["Drei Soldaten starben am Montag.", "Tres soldados murieron el lunes.", "Trzech żołnierzy zginęło."]
        {
            assert_eq!(of(other, Lang::Other), Lang::Other, "{other}");
        }
    }

    #[test]
    fn a_paragraph_is_cut_where_its_language_changes() {
        let text = "The ministry posted a reply. Мы не обстреливали этот населённый пункт. It gave no details of it.";
        let runs = runs(text, Span::new(0, text.len()), Lang::En);
        assert_eq!(runs.iter().map(|run| run.lang).collect::<Vec<_>>(), [Lang::En, Lang::Ru, Lang::En]);
        let text = "Shells hit Donetsk. Два солдата погибли в Донецке. Двоє солдатів загинули у Києві.";
        let runs = super::runs(text, Span::new(0, text.len()), Lang::En);
        assert_eq!(runs.iter().map(|run| run.lang).collect::<Vec<_>>(), [Lang::En, Lang::Ru, Lang::Uk]);
    }
}
