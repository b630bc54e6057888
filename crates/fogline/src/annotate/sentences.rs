//! Sentences by rule, for text that no model reads.

use std::{collections::BTreeSet, sync::LazyLock};

use crate::{annotate::blocks::trimmed, lang::Lang, span::Span};

/// Words after which a full stop ends no sentence, by language; lower case, without the stop.
static ABBREVIATIONS: LazyLock<[BTreeSet<&str>; 3]> = LazyLock::new(|| {
    let list = |file: &'static str| {
        file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
    };
    [
        list(include_str!("../../../../lexicon/en/abbreviations.txt")),
        list(include_str!("../../../../lexicon/ru/abbreviations.txt")),
        list(include_str!("../../../../lexicon/uk/abbreviations.txt")),
    ]
});

/// Marks that can end a sentence.
const ENDS: [char; 4] = ['.', '!', '?', '…'];
/// Marks that may close behind them.
const CLOSERS: [char; 8] = ['"', '\'', '”', '’', '»', ')', ']', '“'];
/// Marks that may open the next sentence.
const OPENERS: [char; 8] = ['"', '\'', '“', '‘', '«', '(', '[', '„'];

/// The sentences of a stretch, without white space at their ends.
pub(super) fn of(text: &str, span: Span, lang: Lang) -> Vec<Span> {
    let stretch = span.of(text);
    let mut sentences = Vec::new();
    let mut start = span.start;
    let mut push = |from: usize, to: usize| {
        let sentence = trimmed(text, Span::new(from, to));
        if !sentence.is_empty() {
            sentences.push(sentence);
        }
    };
    let mut chars = stretch.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !ENDS.contains(&c) {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((next, c)) = chars.peek().copied().filter(|(_, c)| ENDS.contains(c) || CLOSERS.contains(c)) {
            end = next + c.len_utf8();
            chars.next();
        }
        let rest = stretch.get(end..).unwrap_or_default();
        let ends = rest.starts_with(char::is_whitespace)
            && begins_sentence(rest)
            && !(c == '.' && is_abbreviated(stretch.get(..at).unwrap_or_default(), lang));
        if ends {
            push(start, span.start + end);
            start = span.start + end;
        }
    }
    push(start, span.end);
    sentences
}

/// Whether a sentence can begin here: with a capital, a digit, a quotation mark or a dash before one.
fn begins_sentence(rest: &str) -> bool {
    let mut chars = rest.trim_start().chars().skip_while(|c| OPENERS.contains(c)).peekable();
    if chars.next_if(|c| matches!(c, '-' | '–' | '—')).is_some() {
        return chars.find(|c| !c.is_whitespace()).is_none_or(|c| c.is_uppercase() || OPENERS.contains(&c));
    }
    chars.next().is_none_or(|c| !c.is_lowercase())
}

/// Whether the full stop behind these words belongs to an abbreviation or an initial.
fn is_abbreviated(before: &str, lang: Lang) -> bool {
    let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '.' && c != '-' && c != '/');
    let after = |i: usize| i + before.get(i..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let word = before.get(start.map_or(0, after)..).unwrap_or_default();
    let mut letters = word.chars();
    if let (Some(c), None) = (letters.next(), letters.next())
        && c.is_uppercase()
    {
        return true;
    }
    let list = match lang {
        Lang::En | Lang::Other => 0,
        Lang::Ru => 1,
        Lang::Uk => 2,
    };
    ABBREVIATIONS.get(list).is_some_and(|list| list.contains(word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str, lang: Lang) -> Vec<&str> {
        of(text, Span::new(0, text.len()), lang).into_iter().map(|sentence| sentence.of(text)).collect()
    }

    #[test]
    fn abbreviations_and_initials_end_no_sentence() {
        let ru = "В г. Донецке ранены двое. Об этом сообщил А. Б. Иванов. Данных нет.";
        assert_eq!(split(ru, Lang::Ru).len(), 3, "{:?}", split(ru, Lang::Ru));
        let uk = "У с. Тимофіївка пошкоджено будинок. «Ми не стріляли!» – Сказав речник.";
        assert_eq!(split(uk, Lang::Uk).len(), 3, "{:?}", split(uk, Lang::Uk));
    }

    #[test]
    fn quotation_marks_stay_with_their_sentence() {
        assert_eq!(split("«Так.» Він пішов.", Lang::Uk), ["«Так.»", "Він пішов."]);
        assert_eq!(split("— Да, — сказал он. — Нет.", Lang::Ru), ["— Да, — сказал он.", "— Нет."]);
    }
}
