//! What pages say, in the languages that readers of the board have: `words/*.json`, and for what both show the board's own.

use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

use axum::http::{HeaderMap, header};
use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use serde::Deserialize;
use unic_langid::LanguageIdentifier;

use crate::error::tell;

/// A language that pages are written in. None stands in for another but English.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Tongue {
    /// English.
    #[default]
    En,
    /// Ukrainian.
    Uk,
    /// Russian.
    Ru,
}

impl Tongue {
    /// Every language.
    pub(crate) const ALL: [Self; 3] = [Self::En, Self::Uk, Self::Ru];

    /// Its code, as `uk`.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Uk => "uk",
            Self::Ru => "ru",
        }
    }

    /// Its words.
    pub(crate) fn words(self) -> &'static Words {
        static EN: LazyLock<Words> = LazyLock::new(|| {
            let board = [
                include_str!("../../../../board/src/words/en.json"),
                include_str!("../../../../board/src/words/en.rest.json"),
            ];
            Words::of(Tongue::En, include_str!("words/en.json"), &board)
        });
        static UK: LazyLock<Words> = LazyLock::new(|| {
            Words::of(Tongue::Uk, include_str!("words/uk.json"), &[include_str!("../../../../board/src/words/uk.json")])
        });
        static RU: LazyLock<Words> = LazyLock::new(|| {
            Words::of(Tongue::Ru, include_str!("words/ru.json"), &[include_str!("../../../../board/src/words/ru.json")])
        });
        match self {
            Self::En => &EN,
            Self::Uk => &UK,
            Self::Ru => &RU,
        }
    }

    /// The language of a code; none of what is no language here.
    pub(super) fn named(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code().eq_ignore_ascii_case(code))
    }

    /// What a browser asks for (RFC 9110): of the languages that there are the one it likes best.
    pub(super) fn accepted(headers: &HeaderMap) -> Option<Self> {
        let named = headers.get_all(header::ACCEPT_LANGUAGE).into_iter().filter_map(|value| value.to_str().ok());
        let ranges = named.flat_map(|value| value.split(',')).filter_map(|range| {
            let (range, weight) = range.split_once(';').unwrap_or((range, "q=1"));
            let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
            let tongue = Self::named(range.trim().split('-').next()?)?;
            (weight > 0.0).then_some((tongue, weight))
        });
        // Of those liked as much, the first.
        ranges.reduce(|best, one| if one.1 > best.1 { one } else { best }).map(|(tongue, _)| tongue)
    }
}

/// A phrase, or one for each number by the plural rules of its language.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Phrase {
    One(String),
    Forms(BTreeMap<String, String>),
}

/// The words of one language.
pub(crate) struct Words {
    phrases: BTreeMap<String, Phrase>,
    rules: Option<PluralRules>,
}

impl Words {
    /// What is not sound, a test finds.
    fn of(tongue: Tongue, own: &str, board: &[&str]) -> Self {
        let mut phrases = BTreeMap::new();
        for file in board.iter().chain([&own]) {
            match serde_json::from_str::<BTreeMap<String, Phrase>>(file) {
                Ok(more) => phrases.extend(more),
                Err(error) => tell(&format!("words of `{}`: {error}", tongue.code())),
            }
        }
        let rules = tongue
            .code()
            .parse::<LanguageIdentifier>()
            .ok()
            .and_then(|code| PluralRules::create(code, PluralRuleType::CARDINAL).ok());
        Self { phrases, rules }
    }

    /// The phrase of a key, in the form that a number asks for.
    pub(super) fn phrase(&self, key: &str, number: Option<usize>) -> Option<&str> {
        match self.phrases.get(key)? {
            Phrase::One(phrase) => Some(phrase),
            Phrase::Forms(forms) => {
                let rule = number.zip(self.rules.as_ref()).and_then(|(number, rules)| rules.select(number).ok());
                forms.get(rule.as_ref().map_or("other", name_of)).or_else(|| forms.get("other")).map(String::as_str)
            }
        }
    }

    /// What is said in the place of redacted words.
    pub(super) fn redacted(&self) -> &str {
        self.phrase("redacted", None).unwrap_or_default()
    }

    /// A value of a detail: a figure with its bounds, or a word.
    pub(super) fn valued<'w>(&'w self, value: &'w str) -> Cow<'w, str> {
        let Some((key, values)) = bounds(value) else { return self.term("value", value) };
        let phrase = self.phrase(key, None).unwrap_or(value).to_owned();
        Cow::Owned(values.iter().fold(phrase, |said, (name, value)| said.replace(&format!("{{{name}}}"), value)))
    }

    /// The word for a value of the ledger, as `one_sided`; the value itself where there is no word for it.
    pub(super) fn term<'w>(&'w self, kind: &str, value: &'w str) -> Cow<'w, str> {
        match self.phrase(&format!("{kind}.{value}"), None) {
            Some(word) => Cow::Borrowed(word),
            None => Cow::Owned(value.replace('_', " ")),
        }
    }
}

/// A figure with its bounds, as details of incidents write it: `at least 2`, `3 to 5`. None of anything else.
fn bounds(value: &str) -> Option<(&'static str, Vec<(&'static str, &str)>)> {
    let number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    if let Some(least) = value.strip_prefix("at least ").filter(|rest| number(rest)) {
        return Some(("figure.at_least", vec![("least", least)]));
    }
    if let Some(most) = value.strip_prefix("at most ").filter(|rest| number(rest)) {
        return Some(("figure.at_most", vec![("most", most)]));
    }
    let (least, most) = value.split_once(" to ").filter(|(least, most)| number(least) && number(most))?;
    Some(("figure.range", vec![("least", least), ("most", most)]))
}

/// What CLDR calls a form.
fn name_of(rule: &PluralCategory) -> &'static str {
    match rule {
        PluralCategory::ZERO => "zero",
        PluralCategory::ONE => "one",
        PluralCategory::TWO => "two",
        PluralCategory::FEW => "few",
        PluralCategory::MANY => "many",
        PluralCategory::OTHER => "other",
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeSet;

    use fogline::document::OutletKind;

    use super::*;

    /// What pages alone say, in a language.
    fn own(tongue: Tongue) -> BTreeMap<String, Phrase> {
        let text = match tongue {
            Tongue::En => include_str!("words/en.json"),
            Tongue::Uk => include_str!("words/uk.json"),
            Tongue::Ru => include_str!("words/ru.json"),
        };
        serde_json::from_str(text).unwrap()
    }

    /// All keys of the pages' own words.
    pub(in crate::pages) fn own_keys() -> BTreeSet<String> {
        own(Tongue::En).into_keys().collect()
    }

    fn forms(phrase: &Phrase) -> BTreeMap<&str, &str> {
        match phrase {
            Phrase::One(phrase) => [("other", phrase.as_str())].into(),
            Phrase::Forms(forms) => forms.iter().map(|(name, form)| (name.as_str(), form.as_str())).collect(),
        }
    }

    fn values(form: &str) -> BTreeSet<&str> {
        form.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
    }

    #[test]
    fn every_language_has_the_same_words_in_every_form_that_numbers_ask_for() {
        let english = own(Tongue::En);
        for tongue in Tongue::ALL {
            let words = own(tongue);
            assert_eq!(words.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{tongue:?}");
            let rules: BTreeSet<&str> = (0..200_usize)
                .map(|number| name_of(&tongue.words().rules.as_ref().unwrap().select(number).unwrap()))
                .chain(["other"])
                .collect();
            for (key, phrase) in &words {
                let (forms, wanted) = (forms(phrase), forms(&english[key]));
                if let Phrase::Forms(_) = phrase {
                    assert_eq!(forms.keys().copied().collect::<BTreeSet<_>>(), rules, "{tongue:?} {key}");
                }
                for form in forms.values() {
                    assert!(!form.trim().is_empty(), "{tongue:?} {key}");
                    assert_eq!(values(form), values(wanted["other"]), "{tongue:?} {key}");
                    let other = match tongue {
                        Tongue::En => "їієґыэъё",
                        Tongue::Uk => "ыэъё",
                        Tongue::Ru => "їієґ",
                    };
                    assert!(!form.contains(|letter| other.contains(letter)), "{tongue:?} {key}: {form}");
                }
            }
        }
    }

    #[test]
    fn what_the_board_has_a_word_for_is_said_in_its_words() {
        let board: BTreeMap<String, Phrase> =
            serde_json::from_str(include_str!("../../../../board/src/words/uk.json")).unwrap();
        let twice: Vec<String> = own_keys().into_iter().filter(|key| board.contains_key(key)).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn every_kind_of_outlet_has_a_word() {
        let keys = own_keys();
        for kind in OutletKind::ALL {
            assert!(keys.contains(&format!("outlet.{}", kind.name())), "{kind:?}");
        }
    }

    #[test]
    fn numbers_choose_their_form() {
        let said = |tongue: Tongue, number| tongue.words().phrase("count.reports", Some(number)).unwrap();
        for (number, form) in [
            (1, "{n} матеріал"),
            (3, "{n} матеріали"),
            (5, "{n} матеріалів"),
            (11, "{n} матеріалів"),
            (21, "{n} матеріал"),
        ] {
            assert_eq!(said(Tongue::Uk, number), form, "{number}");
        }
        assert_eq!(said(Tongue::Ru, 22), "{n} материала");
        assert_eq!((said(Tongue::En, 1), said(Tongue::En, 0)), ("{n} report", "{n} reports"));
        assert_eq!(Tongue::Uk.words().term("roll_up", "corroborated_occurrence"), "підтверджено (подію)");
        assert_eq!(Tongue::Uk.words().term("roll_up", "no_such_word"), "no such word");
        let valued = |value: &'static str| Tongue::Uk.words().valued(value);
        assert_eq!(
            ["at least 2", "at most 3.5", "3 to 5", "7"].map(valued),
            ["щонайменше 2", "щонайбільше 3.5", "від 3 до 5", "7"]
        );
        assert_eq!((valued("artillery"), valued("at least some")), ("артилерія".into(), "at least some".into()));
    }

    #[test]
    fn a_browser_is_answered_in_the_language_that_it_likes_best() {
        let accepted = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, text.parse().unwrap());
            Tongue::accepted(&headers)
        };
        for (text, tongue) in [
            ("uk-UA,uk;q=0.9,ru;q=0.8,en;q=0.7", Some(Tongue::Uk)),
            ("de, en;q=0.3, RU;q=0.8", Some(Tongue::Ru)),
            ("en,uk", Some(Tongue::En)),
            ("uk;q=0, en;q=0.1", Some(Tongue::En)),
            ("be, pl, *", None),
            ("uk;q=x, ;;,", None),
        ] {
            assert_eq!(accepted(text), tongue, "{text}");
        }
        assert_eq!(Tongue::accepted(&HeaderMap::new()), None);
    }
}
