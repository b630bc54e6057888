//! The words of `lexicon/*/actors.toml` and `given_names.txt`, as tables.

use std::sync::LazyLock;

use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

use super::{ActorKind, Resolution};
use crate::{
    lang::Lang,
    names::{Phrases, fold, forms},
};

/// The words of one language.
#[derive(Debug)]
pub(super) struct Lexicon {
    pub(super) titles: Phrases<Option<String>>,
    pub(super) org_heads: Phrases<()>,
    pub(super) org_of: Phrases<()>,
    pub(super) org_forms: HashSet<String>,
    pub(super) locatives: HashSet<String>,
    /// Nouns for monitors named before: "the mission".
    pub(super) missions: HashSet<String>,
    /// Words that mean the armed group named just before: "the group".
    pub(super) groups: HashSet<String>,
    pub(super) modifiers: HashSet<String>,
    pub(super) of: Phrases<()>,
    pub(super) offices: Vec<Office>,
    pub(super) office_heads: Phrases<usize>,
    pub(super) anonymous: Anonymous,
    pub(super) pronouns: Vec<(String, Pronoun)>,
    /// Words and given names that are of men or of women.
    gender: HashMap<String, Gender>,
    male_verb: Vec<String>,
    female_verb: Vec<String>,
    pub(super) civilians: Phrases<()>,
    pub(super) counts: Phrases<()>,
    pub(super) not_names: HashSet<String>,
    pub(super) particles: HashSet<String>,
    pub(super) articles: HashSet<String>,
    pub(super) breaks: HashSet<String>,
    pub(super) joints: HashSet<String>,
    pub(super) genitives: HashSet<String>,
    /// Joined to a name by a hyphen, say whom others lean to, and not whose they are.
    pub(super) leaning: HashSet<String>,
    /// Words before the country where an office is at home.
    pub(super) home: HashSet<String>,
    /// Words between two adjectives that share a noun.
    pub(super) and: HashSet<String>,
    pub(super) agents: HashSet<String>,
    /// Second parts of adjectives that say what someone has to do with others: "Norland-backed".
    pub(super) compounds: HashSet<String>,
    /// Verbs of which a capital as object is its government.
    pub(super) addressed: HashSet<String>,
    pub(super) deeds: HashSet<String>,
    pub(super) speech: HashSet<String>,
    /// Other verbs that stand beside a person's name.
    pub(super) beside: HashSet<String>,
    pub(super) given: HashSet<String>,
    pub(super) strip: Vec<String>,
    pub(super) verb_endings: Vec<String>,
    pub(super) adjective_endings: Vec<String>,
    pub(super) surname_endings: Vec<String>,
    /// How surnames end in their cases, one declension each.
    pub(super) surname_cases: Vec<Vec<String>>,
    pub(super) patronymic_endings: Vec<String>,
}

/// Something that belongs to a state or another actor.
#[derive(Debug)]
pub(super) struct Office {
    pub(super) id: String,
    pub(super) kind: ActorKind,
    pub(super) sectors: Vec<String>,
    pub(super) name: String,
    pub(super) resolution: Resolution,
    /// Whether it stays in its own country.
    pub(super) domestic: bool,
    /// Those of its words that mean the one state's that can be meant, where nobody's name stands beside them.
    pub(super) bare: Vec<String>,
}

impl Office {
    /// Whether those who hold it bear arms.
    pub(super) fn is_armed(&self) -> bool {
        matches!(self.kind, ActorKind::ArmedForce | ActorKind::NonStateArmedGroup)
    }
}

/// Words for those without a name.
#[derive(Debug)]
pub(super) struct Anonymous {
    /// Whether a head needs no determiner.
    pub(super) heads: Phrases<bool>,
    /// Those who are speakers only where they speak.
    pub(super) persons: Phrases<()>,
    /// What makes a speaker of the one named behind it.
    pub(super) cited: Phrases<()>,
    /// What tells that the noun before it is a person.
    pub(super) who: HashSet<String>,
    pub(super) determiners: Phrases<()>,
    pub(super) modifiers: HashSet<String>,
    pub(super) tails: Phrases<()>,
    pub(super) definite: HashSet<String>,
}

/// What a pronoun can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pronoun {
    pub(super) of: Antecedent,
    pub(super) reflexive: bool,
}

/// Who or what is meant by a pronoun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Antecedent {
    Person(Gender),
    Group,
    Thing,
}

/// As words agree with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Male,
    Female,
}

static EN: LazyLock<Lexicon> = LazyLock::new(|| {
    let given = include_str!("../../../../../lexicon/en/given_names.txt");
    Lexicon::new(include_str!("../../../../../lexicon/en/actors.toml"), given, Lang::En)
});
static RU: LazyLock<Lexicon> = LazyLock::new(|| {
    let given = include_str!("../../../../../lexicon/ru/given_names.txt");
    Lexicon::new(include_str!("../../../../../lexicon/ru/actors.toml"), given, Lang::Ru)
});
static UK: LazyLock<Lexicon> = LazyLock::new(|| {
    let given = include_str!("../../../../../lexicon/uk/given_names.txt");
    Lexicon::new(include_str!("../../../../../lexicon/uk/actors.toml"), given, Lang::Uk)
});

/// The form of the files.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    titles: Vec<String>,
    title_sectors: Vec<(String, String)>,
    org_heads: Vec<String>,
    org_of: Vec<String>,
    #[serde(default)]
    org_forms: Vec<String>,
    locatives: Vec<String>,
    missions: Vec<String>,
    #[serde(default)]
    groups: Vec<String>,
    modifiers: Vec<String>,
    of: Vec<String>,
    office: Vec<OfficeRow>,
    anonymous: AnonymousRow,
    pronoun: Vec<PronounRow>,
    gender: GenderRow,
    civilians: CiviliansRow,
    names: NamesRow,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeRow {
    id: String,
    kind: String,
    sectors: Vec<String>,
    name: String,
    #[serde(default)]
    resolution: String,
    #[serde(default)]
    domestic: bool,
    #[serde(default)]
    bare: Vec<String>,
    heads: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnonymousRow {
    heads: Vec<String>,
    persons: Vec<String>,
    cited: Vec<String>,
    #[serde(default)]
    who: Vec<String>,
    determiners: Vec<String>,
    plain: Vec<String>,
    modifiers: Vec<String>,
    tails: Vec<String>,
    definite: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PronounRow {
    of: String,
    words: Vec<String>,
    #[serde(default)]
    reflexive: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct GenderRow {
    male: Vec<String>,
    female: Vec<String>,
    #[serde(default)]
    male_verb: Vec<String>,
    #[serde(default)]
    female_verb: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CiviliansRow {
    heads: Vec<String>,
    counts: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamesRow {
    not_names: Vec<String>,
    particles: Vec<String>,
    #[serde(default)]
    articles: Vec<String>,
    #[serde(default)]
    breaks: Vec<String>,
    #[serde(default)]
    joints: Vec<String>,
    #[serde(default)]
    genitives: Vec<String>,
    #[serde(default)]
    home: Vec<String>,
    #[serde(default)]
    leaning: Vec<String>,
    #[serde(default)]
    and: Vec<String>,
    #[serde(default)]
    agents: Vec<String>,
    #[serde(default)]
    compounds: Vec<String>,
    #[serde(default)]
    addressed: Vec<String>,
    #[serde(default)]
    deeds: Vec<String>,
    speech: Vec<String>,
    #[serde(default)]
    beside: Vec<String>,
    #[serde(default)]
    strip: Vec<String>,
    #[serde(default)]
    verb_endings: Vec<String>,
    #[serde(default)]
    adjective_endings: Vec<String>,
    #[serde(default)]
    surname_endings: Vec<String>,
    #[serde(default)]
    surname_cases: Vec<Vec<String>>,
    #[serde(default)]
    patronymic_endings: Vec<String>,
}

impl Lexicon {
    /// The words of a language; those of English where a language has none.
    pub(super) fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En | Lang::Other => &EN,
            Lang::Ru => &RU,
            Lang::Uk => &UK,
        }
    }

    /// A damaged file gives no words; a test reads all three.
    fn new(file: &str, given: &str, lang: Lang) -> Self {
        let file: File = toml::from_str(file).unwrap_or_default();
        let phrases = |words: &[String]| {
            let mut table = Phrases::default();
            for word in words {
                table.add(word, lang, ());
            }
            table
        };
        let inflected =
            |words: &[String]| -> HashSet<String> { words.iter().flat_map(|word| forms(&fold(word), lang)).collect() };
        let set = |words: &[String]| -> HashSet<String> { words.iter().map(|word| fold(word)).collect() };
        let folded = |words: &[String]| -> Vec<String> { words.iter().map(|word| fold(word)).collect() };
        let mut titles = Phrases::default();
        for title in &file.titles {
            let sector =
                file.title_sectors.iter().find(|(word, _)| title.split([' ', '-', '.']).any(|part| part == word));
            titles.add(title, lang, sector.map(|(_, sector)| sector.clone()));
        }
        let mut office_heads = Phrases::default();
        let mut offices = Vec::new();
        for (index, office) in file.office.into_iter().enumerate() {
            office.heads.iter().for_each(|head| office_heads.add(head, lang, index));
            offices.push(Office {
                id: office.id,
                kind: ActorKind::named(&office.kind).unwrap_or(ActorKind::Unknown),
                sectors: office.sectors,
                name: office.name,
                resolution: if office.resolution == "collective" {
                    Resolution::Collective
                } else {
                    Resolution::Explicit
                },
                domestic: office.domestic,
                bare: office.bare,
            });
        }
        let mut heads = Phrases::default();
        for head in &file.anonymous.heads {
            heads.add(head, lang, file.anonymous.plain.contains(head));
        }
        let pronouns = file.pronoun.iter().flat_map(|row| {
            let of = match row.of.as_str() {
                "man" => Antecedent::Person(Gender::Male),
                "woman" => Antecedent::Person(Gender::Female),
                "group" => Antecedent::Group,
                _ => Antecedent::Thing,
            };
            let both = [(&row.words, false), (&row.reflexive, true)];
            both.into_iter().flat_map(move |(words, reflexive)| {
                words.iter().map(move |word| (fold(word), Pronoun { of, reflexive }))
            })
        });
        let given: Vec<(Option<Gender>, String)> = given_names(given);
        let mut gender = HashMap::new();
        let words = [(&file.gender.male, Gender::Male), (&file.gender.female, Gender::Female)];
        let words = words.into_iter().flat_map(|(words, of)| words.iter().map(move |word| (fold(word), of)));
        let names = given.iter().filter_map(|(of, name)| Some((name.clone(), (*of)?)));
        for (word, of) in words.chain(names) {
            for form in forms(&word, lang) {
                gender.entry(form).or_insert(of);
            }
        }
        Self {
            titles,
            org_heads: phrases(&file.org_heads),
            org_of: phrases(&file.org_of),
            org_forms: set(&file.org_forms),
            locatives: inflected(&file.locatives),
            missions: inflected(&file.missions),
            groups: inflected(&file.groups),
            modifiers: inflected(&file.modifiers),
            of: phrases(&file.of),
            offices,
            office_heads,
            anonymous: Anonymous {
                heads,
                persons: phrases(&file.anonymous.persons),
                cited: phrases(&file.anonymous.cited),
                who: set(&file.anonymous.who),
                determiners: phrases(&file.anonymous.determiners),
                modifiers: inflected(&file.anonymous.modifiers),
                tails: phrases(&file.anonymous.tails),
                definite: inflected(&file.anonymous.definite),
            },
            pronouns: pronouns.collect(),
            gender,
            male_verb: folded(&file.gender.male_verb),
            female_verb: folded(&file.gender.female_verb),
            civilians: phrases(&file.civilians.heads),
            counts: phrases(&file.civilians.counts),
            not_names: inflected(&file.names.not_names),
            particles: set(&file.names.particles),
            articles: set(&file.names.articles),
            breaks: set(&file.names.breaks),
            joints: set(&file.names.joints),
            genitives: set(&file.names.genitives),
            home: set(&file.names.home),
            leaning: set(&file.names.leaning),
            and: set(&file.names.and),
            agents: set(&file.names.agents),
            compounds: set(&file.names.compounds),
            addressed: set(&file.names.addressed),
            deeds: set(&file.names.deeds),
            speech: set(&file.names.speech),
            beside: set(&file.names.beside),
            given: given.iter().flat_map(|(_, name)| forms(name, lang)).collect(),
            strip: folded(&file.names.strip),
            verb_endings: folded(&file.names.verb_endings),
            adjective_endings: folded(&file.names.adjective_endings),
            surname_endings: folded(&file.names.surname_endings),
            surname_cases: file.names.surname_cases.iter().map(|cases| folded(cases)).collect(),
            patronymic_endings: folded(&file.names.patronymic_endings),
        }
    }

    /// Whether a word or a given name is a man's or a woman's, by the words of every language: names of packs are English.
    pub(super) fn gender(word: &str) -> Option<Gender> {
        [&*EN, &*RU, &*UK].into_iter().find_map(|lexicon| lexicon.gender.get(word).copied())
    }

    /// Whom a verb in the past agrees with.
    pub(super) fn gender_of_verb(&self, verb: &str) -> Option<Gender> {
        let ends = |endings: &[String]| endings.iter().any(|ending| verb.ends_with(ending.as_str()));
        if ends(&self.female_verb) {
            return Some(Gender::Female);
        }
        ends(&self.male_verb).then_some(Gender::Male)
    }

    /// Whether two words can be one surname in two cases: of one declension, with at least three letters that stay.
    pub(super) fn is_one_surname(&self, one: &str, other: &str) -> bool {
        let in_one = |cases: &Vec<String>| {
            let mut stems = cases.iter().filter_map(|ending| one.strip_suffix(ending.as_str()));
            stems.any(|stem| {
                stem.chars().count() >= 3
                    && other.strip_prefix(stem).is_some_and(|rest| cases.iter().any(|own| own == rest))
            })
        };
        // Most names begin otherwise.
        one.chars().next() == other.chars().next() && (one == other || self.surname_cases.iter().any(in_one))
    }

    /// A name's word without its case ending.
    pub(super) fn stem<'w>(&self, word: &'w str) -> &'w str {
        let kept = |ending: &String| word.strip_suffix(ending.as_str()).filter(|stem| stem.chars().count() >= 3);
        self.strip.iter().find_map(kept).unwrap_or(word)
    }
}

/// The names of `given_names.txt`, folded; a line of men's names begins with `male:`, one of women's with `female:`.
fn given_names(file: &str) -> Vec<(Option<Gender>, String)> {
    let mut names = Vec::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        let (of, list) = match line.split_once(':') {
            Some(("male", list)) => (Some(Gender::Male), list),
            Some(("female", list)) => (Some(Gender::Female), list),
            _ => (None, line),
        };
        names.extend(list.split_whitespace().map(|name| (of, fold(name))));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_words() {
        for lang in [Lang::En, Lang::Ru, Lang::Uk] {
            let lexicon = Lexicon::of(lang);
            assert!(lexicon.offices.len() > 15, "{lang:?}: the file cannot be read");
            assert!(lexicon.offices.iter().all(|office| office.kind != ActorKind::Unknown), "{lang:?}");
        }
        let ids = |lang| Lexicon::of(lang).offices.iter().map(|office| office.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(Lang::En), ids(Lang::Ru));
        assert_eq!(ids(Lang::En), ids(Lang::Uk));
    }

    #[test]
    fn case_forms_of_a_surname_have_one_stem() {
        let ru = Lexicon::of(Lang::Ru);
        assert_eq!(ru.stem("байденом"), ru.stem("байдена"));
        assert_eq!(ru.stem("зеленского"), ru.stem("зеленский"));
        for form in ["гайдая", "гайдаю", "гайдаем", "гайдае"] {
            assert_eq!(ru.stem(form), ru.stem("гайдай"), "{form}");
        }
        for (one, other) in [("песков", "пескова"), ("гайдай", "гайдая"), ("чернух", "чернух"), ("черная", "черной")]
        {
            assert!(ru.is_one_surname(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("песков", "пески"),
            ("песков", "песках"),
            ("лавров", "лавра"),
            ("танков", "танка"),
            ("медведев", "медведь"),
            ("донецкий", "донецк"),
        ] {
            assert!(!ru.is_one_surname(one, other), "{one} {other}");
        }
        let uk = Lexicon::of(Lang::Uk);
        assert!(uk.is_one_surname("шевченко", "шевченкові") && !uk.is_one_surname("полтавський", "полтава"));
        assert_eq!(uk.stem("шевченкові"), uk.stem("шевченко"));
    }
}
