//! Words that one party uses for another or for a deed ("punishers", "genocide"), by the packs: kept as they were used,
//! never as Fogline's own.

use crate::{lang::Lang, packs::Pack, span::Span};

/// A party's word in what is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelUse {
    /// The word.
    pub span: Span,
    /// A neutral counterpart.
    pub neutral: String,
    /// Whom those on the speaker's side call so, as pack and actor.
    pub of: Option<(String, String)>,
}

/// The labels in some words, in order; the longest where several begin.
pub(super) fn uses(text: &str, content: &[Span], side: Option<&str>, packs: &[&Pack], lang: Lang) -> Vec<LabelUse> {
    let known = packs.iter().flat_map(|pack| pack.labels.iter().map(move |label| (*pack, label)));
    let known = known.flat_map(|(pack, label)| label.words.iter().map(move |(of, word)| (pack, label, *of, word)));
    // Most words differ in their first letter, which is soon told.
    let known: Vec<_> = known.filter(|(_, _, of, _)| *of == lang).map(|one| (initial(one.3), one)).collect();
    let mut found = Vec::new();
    for span in content {
        let mut free = span.start;
        for start in word_starts(text, *span) {
            if start < free {
                continue;
            }
            let first = initial(text.get(start..).unwrap_or_default());
            let longest = known
                .iter()
                .filter(|(initial, _)| *initial == first)
                .map(|(_, one)| *one)
                .filter(|(.., word)| begins_with(text, start, span.end, word))
                .max_by_key(|(.., word)| word.len());
            let Some((pack, label, _, word)) = longest else { continue };
            let own = side.is_some_and(|side| label.used_by.iter().any(|user| user == side));
            free = start + word.len();
            found.push(LabelUse {
                span: Span::new(start, free),
                neutral: label.neutral.clone(),
                of: label.of.clone().filter(|_| own).map(|actor| (pack.id.clone(), actor)),
            });
        }
    }
    found
}

/// The first of some words or phrases in what is said; of those at one place the longest.
pub(super) fn first(text: &str, content: &[Span], words: &[String]) -> Option<Span> {
    content.iter().find_map(|span| {
        word_starts(text, *span).find_map(|start| {
            // "May" within a sentence is a month.
            let named =
                start > span.start && text.get(start..).is_some_and(|rest| rest.starts_with(char::is_uppercase));
            let here = words.iter().filter(|word| !named && begins_with(text, start, span.end, word));
            here.max_by_key(|word| word.len()).map(|word| Span::new(start, start + word.len()))
        })
    })
}

/// Where words begin.
fn word_starts(text: &str, span: Span) -> impl Iterator<Item = usize> + '_ {
    let mut before = false;
    span.of(text).char_indices().filter_map(move |(at, c)| {
        let starts = c.is_alphanumeric() && !before;
        before = c.is_alphanumeric();
        starts.then_some(span.start + at)
    })
}

/// Whether a word stands at a place, in any capitals.
fn begins_with(text: &str, start: usize, end: usize, word: &str) -> bool {
    let stop = start + word.len();
    let Some(here) = text.get(start..stop).filter(|_| stop <= end) else { return false };
    let ends = || text.get(stop..).and_then(|rest| rest.chars().next()).is_none_or(|c| !c.is_alphanumeric());
    initial(here) == initial(word) && here.to_lowercase() == word.to_lowercase() && ends()
}

/// The first letter, in lower case.
fn initial(word: &str) -> Option<char> {
    word.chars().next().and_then(|c| c.to_lowercase().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packs::Label;

    #[test]
    fn a_label_is_of_whom_its_users_call_so() {
        let label = Label {
            words: vec![(Lang::En, "bandits".to_owned()), (Lang::En, "hill bandits".to_owned())],
            used_by: vec!["N".to_owned()],
            neutral: "armed groups of the hills".to_owned(),
            of: Some("hill".to_owned()),
            alleges: false,
        };
        let pack = Pack { id: "p".to_owned(), labels: vec![label], ..Pack::default() };
        let text = "The Hill Bandits fired, not the banditsky.";
        let all = [Span::new(0, text.len())];
        let by = |side: Option<&str>| uses(text, &all, side, &[&pack], Lang::En);
        let found = by(Some("N"));
        assert_eq!(found.iter().map(|one| one.span.of(text)).collect::<Vec<_>>(), ["Hill Bandits"]);
        assert_eq!(found[0].of, Some(("p".to_owned(), "hill".to_owned())));
        assert_eq!(by(Some("S"))[0].of, None);
    }
}
