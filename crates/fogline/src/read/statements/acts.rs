//! What kind of act a statement is, and what its words say of how it was said: `lexicon/en/acts.toml`.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use hashbrown::HashSet;
use serde::Deserialize;

use toml::Spanned;

use crate::{
    faults::Fault,
    lang::Lang,
    read::lexicon::{self, File, Own, SOUND, Sheet, bundled},
};

/// Speech acts (domain.md 1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the contract's own")]
pub enum Act {
    Assert,
    Report,
    Record,
    Accuse,
    Deny,
    Confirm,
    Acknowledge,
    Comment,
    Appeal,
    Promise,
    Offer,
    Announce,
    Warn,
    Threaten,
    Doubt,
    StateIntent,
    DeclineComment,
    Retract,
    Correct,
}

impl Act {
    /// All of them.
    pub const ALL: [Self; 19] = [
        Self::Assert,
        Self::Report,
        Self::Record,
        Self::Accuse,
        Self::Deny,
        Self::Confirm,
        Self::Acknowledge,
        Self::Comment,
        Self::Appeal,
        Self::Promise,
        Self::Offer,
        Self::Announce,
        Self::Warn,
        Self::Threaten,
        Self::Doubt,
        Self::StateIntent,
        Self::DeclineComment,
        Self::Retract,
        Self::Correct,
    ];

    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Assert => "assert",
            Self::Report => "report",
            Self::Record => "record",
            Self::Accuse => "accuse",
            Self::Deny => "deny",
            Self::Confirm => "confirm",
            Self::Acknowledge => "acknowledge",
            Self::Comment => "comment",
            Self::Appeal => "appeal",
            Self::Promise => "promise",
            Self::Offer => "offer",
            Self::Announce => "announce",
            Self::Warn => "warn",
            Self::Threaten => "threaten",
            Self::Doubt => "doubt",
            Self::StateIntent => "state_intent",
            Self::DeclineComment => "decline_comment",
            Self::Retract => "retract",
            Self::Correct => "correct",
        }
    }
}

/// Words by which what is said is an act of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::read) struct Making {
    pub(in crate::read) act: Act,
    #[serde(default)]
    words: Vec<String>,
}

type Row = lexicon::Row<Making>;

impl Own for Making {
    fn name(&self, kind: &str) -> (Vec<String>, String) {
        (vec![kind.to_owned(), self.act.name().to_owned()], self.act.name().to_owned())
    }

    fn words(&self) -> impl Iterator<Item = &String> {
        self.words.iter()
    }
}

/// Classes of words that tell with what force something is said.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Force {
    /// What is said to be so is not.
    falsity: HashSet<String>,
    truth: HashSet<String>,
    /// Words for what someone has said: "the accusations".
    claims: HashSet<String>,
    /// Words that point at what was said just before: "such talk", "denied it".
    pointing: HashSet<String>,
    /// Nouns by which someone owns to a deed as one of their own kind: "called it a response".
    owned: HashSet<String>,
    /// Auxiliaries of the passive.
    be: HashSet<String>,
    /// First words of an outlet's note on its own report, in brackets: "(Corrects the number of dead.)".
    notes: HashSet<String>,
    /// Words for two parties named before: "both sides".
    pairs: HashSet<String>,
    /// Words for the other of the two.
    others: HashSet<String>,
    /// Adjectives and nouns of judgement.
    judgement: HashSet<String>,
    /// Auxiliaries of what will be.
    future: HashSet<String>,
    /// Auxiliaries of what has to be.
    obligation: HashSet<String>,
    /// Verbs of states of mind and having, whose negation denies no deed.
    states: HashSet<String>,
    /// Pronouns of an owner: "its forces" are the speaker's own.
    owning: HashSet<String>,
    /// Nouns of deeds that someone is to blame for.
    evils: Expressions<()>,
    /// Words behind which a side's positions stand: "from the occupied territory".
    origins: Expressions<()>,
}

/// Words of a warning.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WarningWords {
    /// How likely it is.
    likelihood: Vec<String>,
    /// By when.
    horizon: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: HashSet<String>,
}

/// Words or phrases by class, of which the first that a text holds counts.
type Classes = Expressions<String>;

/// The words that tell acts apart.
pub(in crate::read) struct Acts {
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests of the rows"))]
    pub(in crate::read) rows: Vec<Row>,
    /// What the words of the rows make.
    made: Expressions<Act>,
    force: Force,
    record: Words,
    warning: WarningWords,
    medium: Classes,
    distance: Classes,
    evidential: Classes,
}

/// Where something can be said (domain.md 1.2).
const MEDIA: [&str; 10] = [
    "telegram",
    "tweet",
    "facebook",
    "press_briefing",
    "interview",
    "broadcast",
    "document",
    "resolution",
    "bulletin",
    "wire",
];

/// How a writer can keep away from what is said.
const DISTANCES: [&str; 4] = ["hedge", "self_proclaimed", "so_called", "not_verified"];

/// What a statement can rest on (domain.md 1.2 and 1.3).
const EVIDENCE: [&str; 9] = [
    "saw",
    "heard",
    "recorded",
    "camera",
    "corroborated",
    "followed_up",
    "assessed",
    "intelligence",
    "evidence_on_ground",
];

impl Acts {
    /// The words of a file.
    ///
    /// # Errors
    /// Everything wrong in it.
    fn new(file: File<'_>) -> Result<Self, Vec<Fault>> {
        let mut sheet = Sheet::new(file);
        let mut rows = Vec::<Row>::new();
        for (place, row) in sheet.rows::<Making>("act") {
            for words in &row.words {
                let before = rows.iter().find(|row| row.words.iter().any(|other| holds(words, other)));
                if let Some(before) = before {
                    let fault = format!(
                        "`{words}` never counts here: the row of `{}` wins with words of it",
                        before.act.name()
                    );
                    sheet.fault(&place, words, fault);
                }
            }
            rows.push(row);
        }
        let made = Self {
            made: Expressions::new(rows.iter().map(|row| (row.act, row.words.iter()))),
            rows,
            force: sheet.part("force"),
            record: sheet.part("record"),
            warning: sheet.part("warning"),
            medium: classes(&mut sheet, "medium", &MEDIA),
            distance: classes(&mut sheet, "distance", &DISTANCES),
            evidential: classes(&mut sheet, "evidential", &EVIDENCE),
        };
        sheet.finish(made)
    }

    /// The bundled words of a language; those of English where a language has none.
    pub(in crate::read) fn of(lang: Lang) -> &'static Self {
        static EN: LazyLock<Acts> = LazyLock::new(|| Acts::new(bundled!("lexicon/en/acts.toml")).expect(SOUND));
        static RU: LazyLock<Acts> = LazyLock::new(|| Acts::new(bundled!("lexicon/ru/acts.toml")).expect(SOUND));
        static UK: LazyLock<Acts> = LazyLock::new(|| Acts::new(bundled!("lexicon/uk/acts.toml")).expect(SOUND));
        match lang {
            Lang::En | Lang::Other => &EN,
            Lang::Ru => &RU,
            Lang::Uk => &UK,
        }
    }

    /// The act that the words of a statement make.
    pub(super) fn told(&self, content: &str) -> Option<Act> {
        self.made.first(content).copied()
    }

    /// Whether a verb is one by which a monitor records.
    pub(super) fn records(&self, lemma: &str) -> bool {
        self.record.words.contains(lemma)
    }

    /// Whether a predicate says that something is not so.
    pub(super) fn is_false(&self, predicate: &str) -> bool {
        self.force.falsity.contains(predicate)
    }

    /// Whether a predicate says that something is so.
    pub(super) fn is_true(&self, predicate: &str) -> bool {
        self.force.truth.contains(predicate)
    }

    /// Whether a predicate judges.
    pub(super) fn judges(&self, predicate: &str) -> bool {
        self.force.judgement.contains(predicate)
    }

    /// Whether words call what someone has said untrue: "the accusations unfounded".
    pub(super) fn calls_false(&self, content: &str) -> bool {
        let words: Vec<String> = words_of(content).collect();
        let has = |class: &HashSet<String>| words.iter().any(|word| class.contains(word));
        has(&self.force.claims) && has(&self.force.falsity)
    }

    /// Whether words call what was told just before a deed of a kind that one owns to: "it a response to the raid".
    pub(super) fn owns_to(&self, content: &str) -> bool {
        let clause = content.split(',').next().unwrap_or_default();
        self.points(clause) && words_of(clause).any(|word| self.force.owned.contains(&word))
    }

    /// Whether words point at what was said just before.
    pub(super) fn points(&self, content: &str) -> bool {
        words_of(content).next().is_some_and(|first| self.force.pointing.contains(&first))
    }

    /// Whether words point at what was said just before by a word for it: "such talk", "this claim".
    pub(super) fn points_at_claim(&self, content: &str) -> bool {
        let mut words = words_of(content);
        let points = words.next().is_some_and(|first| self.force.pointing.contains(&first));
        points && words.next().is_some_and(|second| self.force.claims.contains(&second))
    }

    /// Whether words stand for two parties named before.
    pub(super) fn is_pair(&self, words: &str) -> bool {
        self.force.pairs.contains(&words_of(words).collect::<Vec<_>>().join(" "))
    }

    /// Whether words begin with the other of two parties.
    pub(super) fn is_other(&self, content: &str) -> bool {
        let first: Vec<String> = words_of(content).take(2).collect();
        self.force.others.contains(&first.join(" "))
    }

    /// Whether a paragraph is an outlet's note in brackets on its own report.
    pub(super) fn is_note(&self, paragraph: &str) -> bool {
        let inner = paragraph.trim().strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        let inner = inner.filter(|inner| !inner.contains(['(', ')']));
        inner.and_then(|inner| words_of(inner).next()).is_some_and(|first| self.force.notes.contains(&first))
    }

    /// Whether an auxiliary speaks of what will be.
    pub(super) fn is_future(&self, modal: &str) -> bool {
        self.force.future.contains(modal)
    }

    /// Whether an auxiliary speaks of what has to be.
    pub(super) fn obliges(&self, modal: &str) -> bool {
        self.force.obligation.contains(modal)
    }

    /// Whether a verb tells of a state and not of a deed.
    pub(super) fn is_state(&self, lemma: &str) -> bool {
        self.force.states.contains(lemma)
    }

    /// Whether a word says that something is its speaker's own.
    pub(super) fn owns(&self, word: &str) -> bool {
        self.force.owning.contains(word)
    }

    /// Whether words name a deed that someone is to blame for.
    pub(super) fn is_evil(&self, content: &str) -> bool {
        self.force.evils.first(content).is_some()
    }

    /// Whether words say from whose positions something came.
    pub(super) fn has_origin(&self, content: &str) -> bool {
        self.force.origins.first(content).is_some()
    }

    /// How likely a warning says that the harm is, in its words.
    pub(super) fn likelihood(&self) -> &[String] {
        &self.warning.likelihood
    }

    /// By when a warning says that the harm may come, in its words.
    pub(super) fn horizon(&self) -> &[String] {
        &self.warning.horizon
    }

    /// Where it was said.
    pub(super) fn medium(&self, attribution: &str) -> Option<&str> {
        self.medium.first(attribution).map(String::as_str)
    }

    /// How the writer keeps away from it.
    pub(super) fn distance(&self, words: &str) -> Option<&str> {
        self.distance.first(words).map(String::as_str)
    }

    /// Whether words say that something was perceived, and not by whom: "blasts were heard".
    pub(super) fn is_impersonal(&self, content: &str) -> bool {
        let words: Vec<String> = words_of(content).collect();
        let perceived = |pair: &[String]| match pair {
            [be, word] => self.force.be.contains(be) && self.evidential(word).is_some(),
            _ => false,
        };
        words.windows(2).any(perceived)
    }

    /// What it rests on.
    pub(super) fn evidential(&self, words: &str) -> Option<&str> {
        self.evidential.first(words).map(String::as_str)
    }
}

/// The words of a text, in lower case.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// The classes of a table of words, in the order of their names.
fn classes(sheet: &mut Sheet<'_>, key: &str, known: &[&str]) -> Classes {
    let lists = sheet.table(key, known);
    sheet.classes(lists.clone());
    Expressions::new(lists.iter().map(|(class, words)| (class.clone(), words.iter().map(Spanned::as_ref))))
}

/// Words and phrases, each of some class, that are looked for in a text all at once.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>", bound(deserialize = "Self: From<Vec<String>>"))]
struct Expressions<T> {
    finder: Option<AhoCorasick>,
    /// For each of them the number of its class.
    of: Vec<usize>,
    classes: Vec<T>,
}

impl<T> Expressions<T> {
    fn new<'w, W: Iterator<Item = &'w String>>(classes: impl Iterator<Item = (T, W)>) -> Self {
        let (mut words, mut of, mut named) = (Vec::new(), Vec::new(), Vec::new());
        for (class, own) in classes {
            words.extend(own);
            of.resize(words.len(), named.len());
            named.push(class);
        }
        // A list too long for it finds nothing, which the tests of the rows would tell.
        Self { finder: AhoCorasick::new(words).ok(), of, classes: named }
    }

    /// The first class that has words in a text, between word borders and in any capitals.
    fn first(&self, text: &str) -> Option<&T> {
        let text = text.to_lowercase();
        let found = self.finder.as_ref()?.find_overlapping_iter(&text);
        let whole = found.filter(|one| is_whole(&text, one.start(), one.end()));
        let class = whole.filter_map(|one| self.of.get(one.pattern().as_usize())).min()?;
        self.classes.get(*class)
    }
}

impl From<Vec<String>> for Expressions<()> {
    fn from(words: Vec<String>) -> Self {
        Self::new(std::iter::once(((), words.iter())))
    }
}

/// Whether words stand in a text, both in lower case, between word borders.
fn holds(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| is_whole(text, at, at + words.len()))
}

/// Whether word borders are at both ends of a stretch of text.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|text| text.chars().next_back());
    let after = text.get(end..).and_then(|text| text.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_files_are_sound() {
        let files =
            [bundled!("lexicon/en/acts.toml"), bundled!("lexicon/ru/acts.toml"), bundled!("lexicon/uk/acts.toml")];
        let faults: Vec<Fault> = files.into_iter().filter_map(|file| Acts::new(file).err()).flatten().collect();
        assert!(faults.is_empty(), "{}", lexicon::told(&faults));
    }

    #[test]
    fn words_that_another_row_takes_and_classes_that_nobody_knows_are_faults() {
        let row = |act: &str, words: &str| {
            format!("[[act]]\nact = \"{act}\"\nwords = [\"{words}\"]\nwhy = \"a\"\nexample = \"b\"\nnot = \"c\"\n")
        };
        let text =
            format!("{}{}[medium]\npigeon = [\"pigeon\"]\n", row("deny", "false"), row("comment", "a false step"));
        let faults = Acts::new(("acts.toml", &text)).err().unwrap_or_default();
        let found: Vec<_> = faults.iter().map(|fault| (fault.line, fault.fault.as_str())).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].0 == 9 && found[0].1.contains("the row of `deny` wins"), "{found:?}");
        assert!(found[1].0 == 14 && found[1].1.contains("no class `pigeon`"), "{found:?}");
    }
}
