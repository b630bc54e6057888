//! What can be promised: which events and words carry it out or go against it, as `lexicon/commitments.toml` and
//! `lexicon/*/commitments.toml` say.

use std::{collections::BTreeMap, sync::LazyLock};

use fogline::lang::Lang;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::words::{Phrases, Word};

/// Whether something carries a promise out or goes against it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// It carries it out.
    #[default]
    Done,
    /// It goes against it.
    Undone,
}

impl Way {
    /// The other one, where something is negated.
    #[must_use]
    pub fn turned(self, negative: bool) -> Self {
        match (self, negative) {
            (way, false) => way,
            (Self::Done, true) => Self::Undone,
            (Self::Undone, true) => Self::Done,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemesFile {
    threats: Vec<String>,
    theme: Vec<Theme>,
}

/// Something that can be promised.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Theme {
    pub(super) id: String,
    pub(super) title: String,
    #[serde(default)]
    threat: bool,
    #[serde(default)]
    lasting: bool,
    done: Vec<String>,
    /// Events that carry it out where its words name it.
    #[serde(default)]
    named: Vec<String>,
    undone: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "tells a reader of the file why"))]
    why: String,
}

static FILE: LazyLock<ThemesFile> =
    LazyLock::new(|| toml::from_str(include_str!("../../../../lexicon/commitments.toml")).unwrap_or_default());

/// Whether announcing something is a threat: what goes against a theme that says so, or a kind of event of its own.
pub(super) fn is_threat(theme: Option<&str>, kind: Option<&str>, outcome: Way) -> bool {
    match theme {
        Some(theme) => outcome == Way::Undone && FILE.theme.iter().any(|one| one.id == theme && one.threat),
        None => outcome == Way::Done && kind.is_some_and(|kind| FILE.threats.iter().any(|one| one == kind)),
    }
}

/// Whether a theme is kept up for a time instead of being carried out by a day.
pub(super) fn is_lasting(theme: Option<&str>) -> bool {
    theme.is_some_and(|theme| FILE.theme.iter().any(|one| one.id == theme && one.lasting))
}

/// A theme in words; its id where none is known.
pub(super) fn title(id: &str) -> &str {
    FILE.theme.iter().find(|theme| theme.id == id).map_or(id, |theme| &theme.title)
}

/// Whether an event is of a kind, written as `TYPE` or `TYPE/mode`.
pub(super) fn is_of(kind: &str, modes: &[String], pattern: &str) -> bool {
    match pattern.split_once('/') {
        Some((wanted, mode)) => kind == wanted && modes.iter().any(|one| one == mode),
        None => kind == pattern,
    }
}

/// The themes that an event bears on, in a statement that tells of some by words.
pub(super) fn of_event(kind: &str, modes: &[String], told: &[Told]) -> Vec<(&'static str, Way)> {
    let bears = |patterns: &[String]| patterns.iter().any(|pattern| is_of(kind, modes, pattern));
    let is_told = |theme: &Theme| told.iter().any(|told| told.theme == theme.id);
    FILE.theme
        .iter()
        .filter_map(|theme| match () {
            () if bears(&theme.done) || bears(&theme.named) && is_told(theme) => Some((theme.id.as_str(), Way::Done)),
            () if bears(&theme.undone) => Some((theme.id.as_str(), Way::Undone)),
            () => None,
        })
        .collect()
}

/// The words of one language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lexicon {
    /// What is still to come.
    pub(super) coming: Phrases,
    /// Readiness alone.
    pub(super) willing: Phrases,
    /// What turns a sentence round.
    pub(super) negators: Phrases,
    /// What a deadline hangs on.
    pub(super) anchors: Phrases,
    /// A term is moved.
    pub(super) extending: Phrases,
    /// A term until which something is kept up.
    ending: Phrases,
    /// What a time begins with that tells how long something goes on: "for seven days".
    durations: Phrases,
    forces: Phrases,
    /// Before a place where it was dealt about, and not done: "after talks in", "under pressure from".
    elsewhere: Phrases,
    /// What is kept is broken: "violated", "fell apart".
    breaches: Phrases,
    /// What can be kept is kept: "respected", "held".
    keeping: Phrases,
    /// Where another clause begins.
    partings: Phrases,
    deed: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    theme: String,
    way: Way,
    #[serde(default)]
    of_forces: bool,
    /// Whether it names something that is kept or broken.
    #[serde(default)]
    breakable: bool,
    words: Phrases,
    #[cfg_attr(not(test), expect(dead_code, reason = "tells a reader of the file why"))]
    why: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests of the rows"))]
    example: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests of the rows"))]
    not: String,
}

/// Words that tell of a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Told<'l> {
    /// First word.
    pub(super) at: usize,
    /// Number of words.
    pub(super) length: usize,
    pub(super) theme: &'l str,
    pub(super) way: Way,
    /// Whether they name what can be kept or broken, as a truce.
    pub(super) pact: bool,
    /// Whether they do, and nobody says here that it is kept or broken.
    pub(super) only_named: bool,
}

/// How a breach, or keeping, stands to words for what can be broken or kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// It is theirs: "violated the truce", "the truce was violated".
    Told,
    /// Their sentence tells of one that may be theirs.
    Open,
}

impl Lexicon {
    /// The lexicon of a language; none where there is none.
    pub(super) fn of(lang: Option<&str>) -> Option<&'static Self> {
        static ALL: LazyLock<BTreeMap<&'static str, Lexicon>> = LazyLock::new(|| {
            [
                ("en", include_str!("../../../../lexicon/en/commitments.toml")),
                ("ru", include_str!("../../../../lexicon/ru/commitments.toml")),
                ("uk", include_str!("../../../../lexicon/uk/commitments.toml")),
            ]
            .into_iter()
            .filter_map(|(lang, file)| Some((lang, toml::from_str(file).ok()?)))
            .collect()
        });
        let lang = Lang::of_code(lang.unwrap_or_default()).code()?;
        ALL.get(lang)
    }

    /// What the words tell of, the longest phrase where several begin.
    pub(super) fn told<'l>(&'l self, words: &[Word]) -> Vec<Told<'l>> {
        let forces: Vec<usize> = self.forces.all(words).filter_map(|(at, _)| Some(words.get(at)?.sentence)).collect();
        let mut found: Vec<Told> = Vec::new();
        for row in &self.deed {
            for (at, length) in row.words.all(words) {
                let sentence = words.get(at).map_or(0, |word| word.sentence);
                if row.of_forces && !forces.contains(&sentence) {
                    continue;
                }
                // A truce that is broken is not kept; where it is open whose the breach is, the word tells of neither.
                let breach = if row.breakable { self.breached(words, at, length) } else { None };
                let way = match breach {
                    Some(Beside::Open) => continue,
                    Some(Beside::Told) => row.way.turned(true),
                    None => row.way,
                };
                let only_named = row.breakable && breach.is_none() && !self.kept(words, at, length);
                found.push(Told { at, length, theme: &row.theme, way, pact: row.breakable, only_named });
            }
        }
        found.sort_by_key(|one| (one.at, std::cmp::Reverse(one.length), one.theme, one.way, one.pact));
        let mut until = 0;
        found.retain(|one| {
            let free = one.at >= until;
            until = until.max(one.at + one.length);
            free
        });
        found
    }

    /// Whether words of a theme can name something that is kept or broken.
    pub(super) fn breakable(&self, theme: &str, way: Way) -> bool {
        self.deed.iter().any(|row| row.breakable && row.theme == theme && row.way == way)
    }

    /// Whether what stands at a place is said to be broken, close by and in its own clause, or somewhere in its sentence.
    pub(super) fn breached(&self, words: &[Word], at: usize, length: usize) -> Option<Beside> {
        self.beside(&self.breaches, words, at, length)
    }

    /// Whether what stands at a place is said to be kept, close by and in its own clause.
    fn kept(&self, words: &[Word], at: usize, length: usize) -> bool {
        self.beside(&self.keeping, words, at, length) == Some(Beside::Told)
    }

    /// How words of a kind stand to what stands at a place: beside it, or elsewhere in its sentence.
    fn beside(&self, of: &Phrases, words: &[Word], at: usize, length: usize) -> Option<Beside> {
        /// How many words stand between at most: "violated the humanitarian truce", "the truce in the north had been broken".
        const BEFORE: usize = 5;
        const BEHIND: usize = 7;
        let sentence = words.get(at)?.sentence;
        let behind = at + length;
        let other = |(one, parts): &(usize, usize)| {
            words.get(*one).is_some_and(|word| word.sentence == sentence) && (one + parts <= at || *one >= behind)
        };
        let told: Vec<(usize, usize)> = of.all(words).filter(other).collect();
        let joined = |mut between: std::ops::Range<usize>| between.all(|one| self.partings.at(words, one).is_none());
        let near = |(one, parts): &(usize, usize)| {
            if *one < at {
                at <= one + parts + BEFORE && joined(one + parts..at)
            } else {
                *one <= behind + BEHIND && joined(behind..*one)
            }
        };
        match (told.iter().any(near), told.is_empty()) {
            (true, _) => Some(Beside::Told),
            (false, false) => Some(Beside::Open),
            (false, true) => None,
        }
    }

    /// Whether a time whose first word stands at a place is one until which something is kept up.
    pub(super) fn is_ending(&self, words: &[Word], at: usize) -> bool {
        /// How many words stand between at most: "until it expires on 29 May".
        const REACH: usize = 3;
        let Some(sentence) = words.get(at).map(|word| word.sentence) else { return false };
        self.ending.all(words).any(|(one, parts)| {
            one + parts <= at
                && at - (one + parts) <= REACH
                && words.get(one).is_some_and(|word| word.sentence == sentence)
        })
    }

    /// Whether a time whose first word stands at a place tells how long something goes on.
    pub(super) fn is_duration(&self, words: &[Word], at: usize) -> bool {
        self.durations.at(words, at).is_some()
    }

    /// Whether the words right before a place say that something was only dealt about there.
    pub(super) fn is_elsewhere(&self, words: &[Word], at: usize) -> bool {
        /// How many words a phrase has at most.
        const LONGEST: usize = 4;
        let Some(sentence) = words.get(at).map(|word| word.sentence) else { return false };
        (at.saturating_sub(LONGEST)..at).any(|one| {
            self.elsewhere.at(words, one).is_some_and(|parts| one + parts == at)
                && words.get(one).is_some_and(|word| word.sentence == sentence)
        })
    }

    /// Whether a word before this one in its sentence turns it round.
    pub(super) fn negated(&self, words: &[Word], at: usize) -> bool {
        let Some(sentence) = words.get(at).map(|word| word.sentence) else { return false };
        self.negators
            .all(words)
            .any(|(one, _)| one < at && words.get(one).is_some_and(|word| word.sentence == sentence))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::words::words, *};

    #[test]
    fn every_row_has_a_theme_an_example_and_a_counterexample() {
        let themes: Vec<&str> = FILE.theme.iter().map(|theme| theme.id.as_str()).collect();
        assert!(themes.len() >= 6);
        for lang in ["en", "ru", "uk"] {
            let lexicon = Lexicon::of(Some(lang)).unwrap_or_else(|| panic!("{lang}: not to be read"));
            for row in &lexicon.deed {
                assert!(themes.contains(&row.theme.as_str()), "{lang}: no theme {:?}", row.theme);
                let tells = |text: &str| {
                    let words = words(text, 0);
                    lexicon.told(&words).iter().any(|told| told.theme == row.theme && told.way == row.way)
                };
                assert!(tells(&row.example), "{lang}: {:?} should tell of {} {:?}", row.example, row.theme, row.way);
                assert!(!tells(&row.not), "{lang}: {:?} should not tell of {} {:?}", row.not, row.theme, row.way);
                assert!(!row.why.is_empty());
            }
        }
    }

    #[test]
    fn themes_tell_what_is_opposite_by_type_and_mode() {
        assert_eq!(of_event("MOBILIZE", &["troops".into()], &[]), [("withdrawal", Way::Undone)]);
        assert_eq!(of_event("RETREAT", &["ceasefire".into()], &[]), [("ceasefire", Way::Done)]);
        assert_eq!(of_event("PROTEST", &["demo".into()], &[]), []);
        // What is conceded is what the words name.
        let of = |kind: &str, text: &str| {
            let words = words(text, 0);
            of_event(kind, &[], &Lexicon::of(Some("en")).unwrap().told(&words))
        };
        assert_eq!(of("CONCEDE", "The army will observe the truce."), [("ceasefire", Way::Done)]);
        assert_eq!(of("CONCEDE", "The minister apologised."), []);
        assert_eq!(of("AGREE", "The sides will hold talks."), [], "an agreement is not what is agreed on");
        assert!(FILE.theme.iter().all(|theme| !theme.why.is_empty()));
    }

    #[test]
    fn a_truce_that_is_broken_is_not_kept() {
        let told = |text: &str| {
            let words = words(text, 0);
            let found = Lexicon::of(Some("en")).unwrap().told(&words);
            found.iter().filter(|told| told.theme == "ceasefire").map(|told| told.way).collect::<Vec<_>>()
        };
        assert_eq!(told("The ceasefire in the north had been breached seriously."), [Way::Undone]);
        assert_eq!(told("The rebels have broken the week-long truce."), [Way::Undone]);
        assert_eq!(told("The mission counted nine violations of a humanitarian truce."), [Way::Undone]);
        assert_eq!(told("Earlier truces fell apart within hours."), [Way::Undone]);
        assert_eq!(told("The army kept the truce."), [Way::Done]);
        // It is kept where somebody says so, and else only named.
        let is_named = |lang: &str, text: &str| {
            let told = Lexicon::of(Some(lang)).unwrap().told(&words(text, 0));
            told.iter().find(|told| told.theme == "ceasefire").map(|told| (told.way, told.only_named))
        };
        for (lang, kept, named) in [
            ("en", "Both armies respected the week-long truce.", "Both armies signed the truce."),
            ("ru", "Стороны соблюдали перемирие.", "Стороны подписали перемирие."),
            ("uk", "Сторони дотримувалися перемир'я.", "Сторони підписали перемир'я."),
        ] {
            assert_eq!(is_named(lang, kept), Some((Way::Done, false)), "{kept}");
            assert_eq!(is_named(lang, named), Some((Way::Done, true)), "{named}");
        }
        assert_eq!(is_named("en", "Monitors observed tanks, and the truce was extended."), Some((Way::Done, true)));
        // Whose the breach is stays open.
        assert_eq!(told("The truce held, and the window of the hall was broken."), []);
        let ru = Lexicon::of(Some("ru")).unwrap().told(&words("Они нарушили перемирие.", 0)).pop();
        assert_eq!(ru.map(|told| told.way), Some(Way::Undone));
        let uk = Lexicon::of(Some("uk")).unwrap().told(&words("Вони порушили перемир'я.", 0)).pop();
        assert_eq!(uk.map(|told| told.way), Some(Way::Undone));
    }

    #[test]
    fn a_term_is_an_end_where_the_words_before_it_say_so() {
        let ends = |lang: &str, text: &str, time: &str| {
            let at = text.find(time).unwrap();
            let words = words(text, 0);
            let start = text.get(..at).unwrap().chars().count();
            let first = words.iter().position(|word| word.start >= start).unwrap();
            Lexicon::of(Some(lang)).unwrap().is_ending(&words, first)
        };
        assert!(ends("en", "It will hold until it expires on 29 May.", "29 May"));
        assert!(!ends("en", "It will hold by 29 May.", "29 May"));
        assert!(!ends("en", "They wait until the rain ends. On 29 May it begins.", "29 May"));
        assert!(ends("ru", "Перемирие будет действовать до 29 мая.", "29 мая"));
        assert!(!ends("ru", "По словам министра, 29 мая огонь прекратят.", "29 мая"));
        assert!(ends("uk", "Перемир'я триватиме до 29 травня.", "29 травня"));
    }

    #[test]
    fn a_negator_turns_what_follows_in_its_sentence() {
        let lexicon = Lexicon::of(Some("en")).unwrap();
        let words = words("Not one soldier will remain. The troops will stay.", 0);
        let told = lexicon.told(&words);
        assert_eq!(told.len(), 2);
        assert!(lexicon.negated(&words, told[0].at));
        assert!(!lexicon.negated(&words, told[1].at));
    }
}
