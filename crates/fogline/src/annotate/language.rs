//! Which language words are written in: script first, then the letters that only one language has, then statistics.

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
    if letters.latin < MANY {
        return if fallback == Lang::Other && letters.latin > 0 { Lang::Other } else { Lang::En };
    }
    match whatlang::detect(text) {
        Some(info) if info.is_reliable() && info.lang() != Guess::Eng => Lang::Other,
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
    let mixed_cyrillic = letters.russian >= 2 && letters.ukrainian >= 2;
    if !mixed_scripts && !mixed_cyrillic {
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
    fn other_languages_are_not_taken_for_english() {
        let spanish = "Los observadores registraron numerosas explosiones durante la madrugada del jueves, según \
                       informó la misión en su comunicado diario publicado por la tarde.";
        assert_eq!(of(spanish, Lang::En), Lang::Other);
        assert_eq!(of("Explosions were heard overnight", Lang::En), Lang::En);
    }

    #[test]
    fn a_paragraph_is_cut_where_its_language_changes() {
        let text = "The ministry posted a reply. Мы не обстреливали этот населённый пункт. It gave no details of it.";
        let runs = runs(text, Span::new(0, text.len()), Lang::En);
        assert_eq!(runs.iter().map(|run| run.lang).collect::<Vec<_>>(), [Lang::En, Lang::Ru, Lang::En]);
    }
}
