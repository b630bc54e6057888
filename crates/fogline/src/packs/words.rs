//! Words by which reports are searched for what a pack could hold: offices beside a name, names of agreements, loaded words.
//! They stand by class in `lexicon/*/packs.toml`.
//!
//! Goes in: a text, and a stretch of it. Comes out: spans of the text.

use std::sync::LazyLock;

use hashbrown::HashSet;
use serde::Deserialize;

use crate::{
    lang::Lang,
    names::{Gap, Phrases, Shape, Unit, fold, units},
    span::Span,
};

/// How many bytes before and behind a name are looked at for an office.
const BESIDE: usize = 160;
/// Letters below which a rank is written with a full stop: `Gen.`
const SHORT: usize = 5;
/// Words that an office can have, and an apposition behind a name.
const REACH: usize = 9;
/// Words that can stand between an article and a loaded word and belong to it.
const BETWEEN: usize = 2;

/// The words of one language.
#[derive(Debug)]
pub struct Words {
    office: Phrases<()>,
    /// Whether a noun needs a capital.
    agreement: Phrases<bool>,
    signing: Phrases<()>,
    loaded: Phrases<()>,
    everyday: HashSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    class: Vec<Row>,
}

/// Words that behave alike.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    of: Class,
    #[serde(default)]
    capital: bool,
    words: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers of the file"))]
    why: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "for the test that runs it"))]
    example: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "for the test that runs it"))]
    not: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Class {
    Office,
    Agreement,
    Signing,
    Loaded,
    Everyday,
}

const FILES: [(Lang, &str); 3] = [
    (Lang::En, include_str!("../../../../lexicon/en/packs.toml")),
    (Lang::Ru, include_str!("../../../../lexicon/ru/packs.toml")),
    (Lang::Uk, include_str!("../../../../lexicon/uk/packs.toml")),
];

static WORDS: LazyLock<[Words; 3]> = LazyLock::new(|| FILES.map(|(lang, text)| Words::new(lang, rows(text))));

/// The rows of a file; a test reads every one of them.
fn rows(text: &str) -> Vec<Row> {
    toml::from_str::<File>(text).map(|file| file.class).unwrap_or_default()
}

impl Words {
    /// The words of a language; of one that has none, English.
    pub fn of(lang: Lang) -> &'static Self {
        let [en, ru, uk] = &*WORDS;
        match lang {
            Lang::Ru => ru,
            Lang::Uk => uk,
            Lang::En | Lang::Other => en,
        }
    }

    fn new(lang: Lang, rows: Vec<Row>) -> Self {
        let mut own = Self {
            office: Phrases::default(),
            agreement: Phrases::default(),
            signing: Phrases::default(),
            loaded: Phrases::default(),
            everyday: HashSet::new(),
        };
        for row in rows {
            for word in &row.words {
                match row.of {
                    Class::Office => own.office.add(word, lang, ()),
                    Class::Agreement => own.agreement.add(word, lang, row.capital),
                    Class::Signing => own.signing.add(word, lang, ()),
                    Class::Loaded => own.loaded.add(word, lang, ()),
                    Class::Everyday => {
                        own.everyday.insert(fold(word));
                    }
                }
            }
        }
        own
    }

    /// Whether a name is a word of which reports are full, so that it would be found everywhere.
    pub fn is_everyday(&self, name: &str) -> bool {
        self.everyday.contains(&fold(name.trim()))
    }

    /// The office written right before a name, or behind it between commas, as `Norland's Foreign Minister`.
    pub fn office(&self, text: &str, name: Span) -> Option<Span> {
        self.before(text, name).or_else(|| self.behind(text, name))
    }

    fn before(&self, text: &str, name: Span) -> Option<Span> {
        let from = floor(text, name.start.saturating_sub(BESIDE));
        let all = units(text, Span::new(from, name.start));
        let mut at = all.len();
        // Nothing but a space, or a rank's full stop, stands between an office and a name.
        let last = all.last()?;
        let between = text.get(last.span.end..name.start)?;
        let is_short = last.folded.chars().count() < SHORT && last.shape.is_capitalised();
        if !(between.trim_matches(' ').is_empty() || between.trim_matches(' ') == "." && is_short) {
            return None;
        }
        while let Some(len) = (1..=5).rev().find(|len| {
            at.checked_sub(*len)
                .is_some_and(|from| self.office.longest(text, &all, from).iter().any(|found| found.len == *len))
        }) {
            at -= len;
        }
        if at == all.len() {
            return None;
        }
        // Whose it is: names, and the possessive, before it.
        while let (Some(own), Some(before)) = (all.get(at), at.checked_sub(1).and_then(|before| all.get(before))) {
            let joins = matches!(own.gap, Gap::Space | Gap::Hyphen | Gap::Apostrophe);
            // A capital tells little of the first word of a sentence.
            let begins = !matches!(before.gap, Gap::Space | Gap::Hyphen | Gap::Apostrophe);
            let is_name = before.shape.is_capitalised() && !(begins && self.everyday.contains(&before.folded));
            let is_whose = before.folded == "s" && before.gap == Gap::Apostrophe;
            if !joins || !(is_name || is_whose) || all.len() - at >= REACH {
                break;
            }
            at -= 1;
        }
        let first = all.get(at)?;
        Some(Span::new(first.span.start, name.start - between.len() + between.trim_end_matches(' ').len()))
    }

    fn behind(&self, text: &str, name: Span) -> Option<Span> {
        let to = floor(text, name.end.saturating_add(BESIDE).min(text.len()));
        let rest = text.get(name.end..to)?;
        let gap = rest.len() - rest.strip_prefix(',')?.trim_start_matches(' ').len();
        let begin = name.end + gap;
        let all = units(text, Span::new(begin, to));
        let end = all
            .iter()
            .enumerate()
            .position(|(at, unit)| at > 0 && matches!(unit.gap, Gap::Comma | Gap::Other | Gap::Line | Gap::Bracket))
            .unwrap_or(all.len())
            .min(REACH);
        let named = (0..end).any(|at| !self.office.longest(text, &all, at).is_empty());
        let last = all.get(end.checked_sub(1)?)?;
        let closes = text.get(last.span.end..)?.trim_start_matches(' ').starts_with([',', '.', ')', ';']);
        (named && closes).then(|| Span::new(begin, last.span.end))
    }

    /// Names of agreements in a stretch: capitalised words with a noun of agreement at their end, or one with its place behind it.
    pub fn agreements(&self, text: &str, stretch: Span) -> Vec<Span> {
        let all = units(text, stretch);
        let mut found: Vec<Span> = Vec::new();
        for at in 0..all.len() {
            let Some(noun) = self.agreement.longest(text, &all, at).into_iter().next() else { continue };
            let Some(head) = all.get(at) else { continue };
            if *noun.value && !head.shape.is_capitalised() {
                continue;
            }
            let mut from = at;
            while let (Some(own), Some(before)) =
                (all.get(from), from.checked_sub(1).and_then(|before| all.get(before)))
            {
                let joins = matches!(own.gap, Gap::Space | Gap::Hyphen);
                let begins = matches!(before.gap, Gap::Start | Gap::Dot | Gap::Line | Gap::Other | Gap::Quote);
                if !joins || !before.shape.is_capitalised() || is_function(before, begins, &self.everyday) {
                    break;
                }
                from -= 1;
            }
            let mut end = at + noun.len;
            let of = all.get(end).filter(|unit| unit.gap == Gap::Space && unit.folded == "of");
            if of.is_some() && head.shape.is_capitalised() {
                let mut next = end + 1;
                while all.get(next).is_some_and(|unit| unit.gap == Gap::Space && unit.shape == Shape::Capital) {
                    next += 1;
                }
                end = if next > end + 1 { next } else { end };
            }
            if end - from <= noun.len {
                continue;
            }
            if let (Some(first), Some(last)) = (all.get(from), all.get(end - 1)) {
                let span = Span::new(first.span.start, last.span.end);
                if found.last().is_none_or(|last| !last.overlaps(span)) {
                    found.push(span);
                }
            }
        }
        found
    }

    /// Whether a stretch tells that those named in it are bound by something.
    pub fn tells_of_signing(&self, text: &str, stretch: Span) -> bool {
        let all = units(text, stretch);
        (0..all.len()).any(|at| !self.signing.longest(text, &all, at).is_empty())
    }

    /// Loaded words in a stretch, with what stands between an article or quotation mark and them: `hill bandits`.
    pub fn loaded(&self, text: &str, stretch: Span) -> Vec<Span> {
        let all = units(text, stretch);
        let mut found: Vec<Span> = Vec::new();
        let mut at = 0;
        while at < all.len() {
            let Some(word) = self.loaded.longest(text, &all, at).into_iter().next() else {
                at += 1;
                continue;
            };
            let (span, len) = (word.span, word.len);
            let begins = |back: &usize| {
                let first = at.checked_sub(*back).and_then(|first| all.get(first));
                let before = at.checked_sub(back + 1).and_then(|before| all.get(before));
                first.is_some_and(|first| matches!(first.gap, Gap::Quote | Gap::Start))
                    || before.is_some_and(|before| is_article(&before.folded))
            };
            let plain = |back: usize| {
                (1..=back).all(|one| {
                    all.get(at - one).is_some_and(|unit| !self.everyday.contains(&unit.folded))
                        && all.get(at - one + 1).is_some_and(|unit| matches!(unit.gap, Gap::Space | Gap::Hyphen))
                })
            };
            let back = (1..=BETWEEN.min(at)).find(|back| begins(back) && plain(*back)).unwrap_or(0);
            let first =
                at.checked_sub(back).and_then(|first| all.get(first)).map_or(span.start, |unit| unit.span.start);
            found.push(Span::new(first, span.end));
            at += len;
        }
        found
    }
}

/// Whether a word in capitals is none of a name's: an article, or what only stands at the beginning of a sentence.
fn is_function(unit: &Unit, begins: bool, everyday: &HashSet<String>) -> bool {
    is_article(&unit.folded) || (begins || unit.shape == Shape::Capital) && everyday.contains(&unit.folded)
}

fn is_article(folded: &str) -> bool {
    matches!(folded, "the" | "a" | "an" | "these" | "those" | "this" | "that")
}

/// The nearest border between characters at or before an offset.
fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Span {
        Span::new(0, text.len())
    }

    #[test]
    fn every_row_reads_its_example_and_not_its_counterexample() {
        for (lang, file) in FILES {
            let all = toml::from_str::<File>(file).unwrap().class;
            assert!(all.iter().all(|row| !row.why.is_empty() && !row.words.is_empty()));
            for of in [Class::Office, Class::Agreement, Class::Signing, Class::Loaded, Class::Everyday] {
                assert!(all.iter().any(|row| row.of == of), "{lang:?} has no {of:?}");
            }
            for row in all {
                let (of, example, not) = (row.of, row.example.clone(), row.not.clone());
                let own = Words::new(lang, vec![row]);
                let reads = |text: &str| match of {
                    Class::Office => {
                        let name = text.find("Anna").or_else(|| text.find("Анна")).unwrap();
                        own.office(text, Span::new(name, name + 9)).is_some()
                    }
                    Class::Agreement => !own.agreements(text, whole(text)).is_empty(),
                    Class::Signing => own.tells_of_signing(text, whole(text)),
                    Class::Loaded => !own.loaded(text, whole(text)).is_empty(),
                    Class::Everyday => own.is_everyday(text),
                };
                assert!(reads(&example), "{lang:?} {of:?}: {example}");
                assert!(!reads(&not), "{lang:?} {of:?}: {not}");
            }
        }
    }

    #[test]
    fn an_office_is_told_with_whose_it_is() {
        let en = Words::of(Lang::En);
        let office = |text: &str, name: &str| {
            let at = text.find(name).unwrap();
            en.office(text, Span::new(at, at + name.len())).map(|span| span.of(text).to_owned())
        };
        let told = |text: &str| office(text, "Jor Lindane");
        assert_eq!(told("It was said by Council spokesman Jor Lindane.").as_deref(), Some("Council spokesman"));
        assert_eq!(
            told("Norland's Foreign Minister Jor Lindane spoke.").as_deref(),
            Some("Norland's Foreign Minister")
        );
        assert_eq!(told("Jor Lindane, the Front's spokesman, spoke.").as_deref(), Some("the Front's spokesman"));
        assert_eq!(told("Jor Lindane, head of the Lake Mission, spoke.").as_deref(), Some("head of the Lake Mission"));
        assert_eq!(told("Lt. Gen. Jor Lindane spoke.").as_deref(), Some("Lt. Gen."));
        assert_eq!(told("The farmer Jor Lindane, a father of two, spoke."), None);
        assert_eq!(told("He met the minister. Jor Lindane spoke."), None);
    }

    #[test]
    fn names_of_agreements_and_loaded_words_are_told_whole() {
        let en = Words::of(Lang::En);
        let agreements = |text: &str| {
            en.agreements(text, whole(text)).iter().map(|span| span.of(text).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            agreements("The Orlet Accord of 2018 and the Treaty of Sevrath hold."),
            ["Orlet Accord", "Treaty of Sevrath"]
        );
        assert_eq!(agreements("A Tuesday truce was no accord."), Vec::<String>::new());
        let loaded =
            |text: &str| en.loaded(text, whole(text)).iter().map(|span| span.of(text).to_owned()).collect::<Vec<_>>();
        assert_eq!(loaded("\"The lowland junta lies,\" he said of the regime."), ["lowland junta", "regime"]);
        assert_eq!(loaded("He fought \"hill bandits\" there."), ["hill bandits"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_spans_within_it(text in "\\PC{0,120}", at in 0_usize..120, len in 0_usize..20) {
            for lang in [Lang::En, Lang::Ru, Lang::Uk] {
                let own = Words::of(lang);
                let (start, end) = (floor(&text, at), floor(&text, at + len));
                let mut all = own.agreements(&text, whole(&text));
                all.extend(own.loaded(&text, whole(&text)));
                all.extend(own.office(&text, Span::new(start, end)));
                for span in all {
                    proptest::prop_assert!(text.get(span.range()).is_some_and(|words| !words.is_empty()));
                }
            }
        }
    }
}
