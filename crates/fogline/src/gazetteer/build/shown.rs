//! Which of a place's names is shown in Ukrainian and which in Russian. Where a source tells the language of a name, that
//! one is; of names without a language the choice is by evidence: letters and endings that only one of the languages has,
//! the official ways of writing them in Latin letters, nearness to the name that the place is listed under (a former name is
//! near to nothing), and nearness of the two to each other. What stays undecided has no name, and the listed one is shown.
//! What is language is in `lexicon/{uk,ru}/names.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::Entry;
use crate::gazetteer::{Kind, NameKind, fold};

/// A language's file.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Writing {
    letters: String,
    own: String,
    endings: Vec<String>,
    never: Vec<String>,
    seldom: Vec<String>,
    hard: String,
    hard_strict: String,
    strict: Vec<String>,
    slavic: Vec<String>,
    romanised: Vec<Romanised>,
}

/// A way of writing it in Latin letters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Romanised {
    letters: BTreeMap<char, String>,
    first: BTreeMap<char, String>,
    after: String,
    pairs: BTreeMap<String, String>,
}

static UKRAINIAN: LazyLock<Writing> =
    LazyLock::new(|| toml::from_str(include_str!("../../../../../lexicon/uk/names.toml")).unwrap_or_default());
static RUSSIAN: LazyLock<Writing> =
    LazyLock::new(|| toml::from_str(include_str!("../../../../../lexicon/ru/names.toml")).unwrap_or_default());

/// How near a name has to be to the listed one, of 1: where the listed name is the inhabitants' own, written in Latin
/// letters, and elsewhere.
const NEAR_SLAVIC: f64 = 0.6;
const NEAR: f64 = 0.5;
/// How near the names of the two languages have to be to each other.
const NEAR_PAIR: f64 = 0.5;
/// The same where a third language has the letters of one and other vowels: Іванава is Belarusian.
const NEAR_PAIR_THIRD: f64 = 0.88;
const THIRD: &str = "BY";
/// What speaks for a name: a letter or an ending that of the two languages only Ukrainian has, an ending or a letter that only
/// Russian has, the listed name being its official way of writing.
const OWN: f64 = 0.5;
const OWN_ENDING: f64 = 0.3;
const OWN_LETTER: f64 = 0.2;
const OFFICIAL: f64 = 0.7;
/// What breaks ties: a Russian letter in a foreign name, a soft sign, a hyphen where the listed name has one.
const SLIGHT: f64 = 0.03;
/// Weight of the nearness of the two.
const PAIR: f64 = 1.5;

/// A name that may be shown, and what speaks for it.
#[derive(Clone, Copy)]
struct Candidate<'e> {
    name: &'e str,
    weight: f64,
}

/// The names that are shown in Ukrainian and in Russian.
pub(super) fn names(entry: &Entry) -> [Option<&str>; 2] {
    let told = [entry.name_uk.as_deref(), entry.name_ru.as_deref()];
    // Names of states are not like one another in any two languages: our own table tells them.
    if told.iter().all(Option::is_some) || entry.kind == Kind::Country {
        return told;
    }
    let cyrillic: Vec<&str> = entry
        .names
        .iter()
        .filter(|(name, kind)| *kind == NameKind::Other && name.chars().any(is_cyrillic))
        .map(|(name, _)| name.as_str())
        // What is told of one language alone is not chosen for the other.
        .filter(|name| !told.contains(&Some(*name)) && !entry.settled.iter().any(|settled| settled == name))
        .collect();
    if cyrillic.is_empty() {
        return told;
    }
    let place = Listed::new(entry);
    let ukrainian = place.candidates(told[0], &cyrillic, &UKRAINIAN, &["UA"]);
    let russian = place.candidates(told[1], &cyrillic, &RUSSIAN, &["RU", "BY"]);
    let mut best = (f64::NEG_INFINITY, [None, None]);
    let mut weigh = |weight: f64, pair| {
        if weight > best.0 {
            best = (weight, pair);
        }
    };
    for one in &ukrainian {
        weigh(one.weight, [Some(one.name), told[1]]);
        for other in &russian {
            let near = nearness(one.name, other.name);
            if near >= if entry.country == THIRD { NEAR_PAIR_THIRD } else { NEAR_PAIR } {
                weigh(one.weight + other.weight + PAIR * near, [Some(one.name), Some(other.name)]);
            }
        }
    }
    for other in &russian {
        weigh(other.weight, [told[0], Some(other.name)]);
    }
    best.1
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// A place as it is listed.
struct Listed<'e> {
    key: String,
    sounds: String,
    country: &'e str,
    slavic: bool,
    hyphened: bool,
    words: usize,
}

impl<'e> Listed<'e> {
    fn new(entry: &'e Entry) -> Self {
        Self {
            key: fold::plain(&entry.name),
            sounds: fold::sounds(&entry.name),
            country: &entry.country,
            words: words(&entry.name).count(),
            slavic: RUSSIAN.slavic.contains(&entry.country),
            hyphened: entry.name.contains('-') || entry.name.contains(' ') && !RUSSIAN.slavic.contains(&entry.country),
        }
    }

    /// The one that a source tells, else those that can be of a language.
    fn candidates<'n>(
        &self,
        told: Option<&'n str>,
        names: &[&'n str],
        writing: &Writing,
        national: &[&str],
    ) -> Vec<Candidate<'n>> {
        match told {
            Some(name) => vec![Candidate { name, weight: 2.0 }],
            None => names.iter().filter_map(|name| self.candidate(name, writing, national)).collect(),
        }
    }

    /// A name as one of a language: none where it cannot be, or is too far from the listed name.
    fn candidate<'n>(&self, name: &'n str, writing: &Writing, national: &[&str]) -> Option<Candidate<'n>> {
        let small = simple(name);
        let within = |c: char| matches!(c, ' ' | '-') || writing.letters.contains(c);
        if !small.chars().all(within) || !name.starts_with(char::is_uppercase) {
            return None;
        }
        // "Фортечний район" tells what it is as well.
        let told = |name: &str| name.split(' ').skip(1).any(|word| word.starts_with(char::is_lowercase));
        if told(name) && words(name).count() > self.words {
            return None;
        }
        if writing.never.iter().any(|part| small.contains(part.as_str())) {
            return None;
        }
        let ends = |endings: &[String]| {
            self.slavic && words(&small).any(|word| endings.iter().any(|ending| ends_in(word, ending)))
        };
        let ukrainian: &Writing = &UKRAINIAN;
        let is_ukrainian = std::ptr::eq(writing, ukrainian);
        let other = if is_ukrainian { &*RUSSIAN } else { ukrainian };
        if ends(&other.endings) || ends(&writing.seldom) {
            return None;
        }
        let has_letter = small.chars().any(|c| writing.own.contains(c));
        let own = has_letter || ends(&writing.endings);
        let official =
            national.contains(&self.country) && writing.romanised.iter().any(|way| way.of(&small) == self.key);
        if is_ukrainian && !own && self.country != "UA" && self.reads_otherwise(&small, writing) {
            return None;
        }
        let near = writing.romanised.iter().map(|way| near(&way.of(&small), &self.key)).fold(0.0, f64::max);
        let near = near.max(near_sounds(&fold::sounds(&small), &self.sounds));
        if near < if self.slavic { NEAR_SLAVIC } else { NEAR } {
            return None;
        }
        let mut weight = near;
        if official {
            weight += OFFICIAL;
        }
        if own && is_ukrainian {
            weight += OWN;
        }
        if !is_ukrainian && has_letter {
            weight += if self.slavic { OWN_LETTER } else { SLIGHT };
        }
        if !is_ukrainian && ends(&writing.endings) {
            weight += OWN_ENDING;
        }
        // Without it, a form in between is mostly of another language.
        if words(&small).any(|word| ends_in(word, "ь")) {
            weight += SLIGHT;
        }
        if self.hyphened && name.contains('-') && !name.contains(' ') {
            weight += SLIGHT;
        }
        Some(Candidate { name, weight })
    }

    /// Whether a foreign name with no letter of Ukrainian alone is written otherwise in it: with `и` where Ukrainian has `і`,
    /// with `е` where it has `є`.
    fn reads_otherwise(&self, small: &str, writing: &Writing) -> bool {
        let strict = writing.strict.iter().any(|country| country == self.country);
        let hard = if strict { &writing.hard_strict } else { &writing.hard };
        let letters: Vec<char> = small.chars().collect();
        letters.iter().enumerate().any(|(i, c)| {
            let before = i.checked_sub(1).and_then(|i| letters.get(i)).copied().filter(|c| c.is_alphabetic());
            let consonant = |c: &char| c.is_alphabetic() && !"аеиоуюяй".contains(*c);
            match c {
                'и' => !before.is_some_and(|c| hard.contains(c)) || !letters.get(i + 1).is_some_and(consonant),
                'е' => before.is_none_or(|c| "аеиоуюяйь".contains(c)),
                _ => false,
            }
        })
    }
}

/// In small letters, with one kind of apostrophe.
fn simple(name: &str) -> String {
    let small = name.to_lowercase();
    small.chars().map(|c| if matches!(c, '’' | 'ʼ' | '`' | '‘' | '´' | '′') { '\'' } else { c }).collect()
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split([' ', '-']).filter(|word| !word.is_empty())
}

/// Whether a word ends so and has letters before.
fn ends_in(word: &str, ending: &str) -> bool {
    word.len() > ending.len() && word.ends_with(ending)
}

impl Romanised {
    /// A name in small letters as this way writes it, folded.
    fn of(&self, name: &str) -> String {
        let mut latin = String::with_capacity(name.len());
        let mut before = ' ';
        let mut rest = name;
        while let Some(c) = rest.chars().next() {
            let pair = self.pairs.iter().find(|(pair, _)| rest.starts_with(pair.as_str()));
            if let Some((pair, letters)) = pair {
                latin.push_str(letters);
                before = pair.chars().last().unwrap_or(c);
                rest = rest.get(pair.len()..).unwrap_or_default();
                continue;
            }
            let first = (!before.is_alphabetic() && before != '\'') || self.after.contains(before);
            let letters = self.first.get(&c).filter(|_| first).or_else(|| self.letters.get(&c));
            latin.extend(letters.map(String::as_str));
            before = c;
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
        latin
    }
}

/// How near two spellings are, of 1.
fn near(one: &str, other: &str) -> f64 {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    share(distance(&one, &other, |a, b| if a == b { 0.0 } else { 1.0 }, |_| 1.0), one.len(), other.len())
}

/// The same of what is left of spellings by sound; one of no letters is near to nothing.
fn near_sounds(one: &str, other: &str) -> f64 {
    if one.is_empty() || other.is_empty() { 0.0 } else { near(one, other) }
}

/// Letters of Ukrainian names that stand for letters of Russian ones, and what that counts, of 1.
const ALIKE: [(char, char, f64); 15] = [
    ('і', 'и', 0.1),
    ('и', 'ы', 0.1),
    ('і', 'ы', 0.3),
    ('у', 'в', 0.3),
    ('ї', 'и', 0.1),
    ('є', 'е', 0.1),
    ('е', 'э', 0.1),
    ('е', 'ё', 0.1),
    ('о', 'ё', 0.1),
    ('ґ', 'г', 0.1),
    ('і', 'е', 0.3),
    ('і', 'о', 0.3),
    ('е', 'о', 0.4),
    ('\'', 'ъ', 0.1),
    ('\'', 'ь', 0.1),
];

/// How near a Ukrainian and a Russian name are, of 1: letters that stand for each other in the two count little.
fn nearness(ukrainian: &str, russian: &str) -> f64 {
    let (one, other): (Vec<char>, Vec<char>) = (simple(ukrainian).chars().collect(), simple(russian).chars().collect());
    let swap = |a: char, b: char| {
        if a == b {
            0.0
        } else {
            ALIKE.iter().find(|(one, other, _)| *one == a && *other == b).map_or(1.0, |(_, _, cost)| *cost)
        }
    };
    let alone = |c: char| if "ь'- ".contains(c) { 0.2 } else { 0.9 };
    share(distance(&one, &other, swap, alone), one.len(), other.len())
}

fn share(distance: f64, one: usize, other: usize) -> f64 {
    1.0 - distance / one.max(other).max(1) as f64
}

/// What it costs to make one of the other.
fn distance(one: &[char], other: &[char], swap: impl Fn(char, char) -> f64, alone: impl Fn(char) -> f64) -> f64 {
    let mut above: Vec<f64> = vec![0.0];
    for c in other {
        above.push(above.last().copied().unwrap_or_default() + alone(*c));
    }
    for a in one {
        let mut row = vec![above.first().copied().unwrap_or_default() + alone(*a)];
        for (i, b) in other.iter().enumerate() {
            let at = |row: &[f64], i: usize| row.get(i).copied().unwrap_or(f64::INFINITY);
            let least = (at(&above, i) + swap(*a, *b)).min(at(&above, i + 1) + alone(*a)).min(at(&row, i) + alone(*b));
            row.push(least);
        }
        above = row;
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_are_read() {
        for writing in [&*UKRAINIAN, &*RUSSIAN] {
            assert!(!writing.letters.is_empty() && !writing.romanised.is_empty());
        }
        assert!(!RUSSIAN.slavic.is_empty());
    }

    #[test]
    fn well_known_places_have_their_names() {
        let rows = include_str!("shown.tsv").lines().filter(|line| !line.starts_with('#'));
        let mut wrong = Vec::new();
        for row in rows {
            let cells: Vec<&str> = row.split('\t').collect();
            let [name, country, names, ukrainian, russian] = cells[..] else { panic!("{row}") };
            let entry = Entry {
                name: name.to_owned(),
                names: names.split('|').map(|name| (name.to_owned(), NameKind::Other)).collect(),
                country: country.to_owned(),
                ..Entry::default()
            };
            let expected = [ukrainian, russian].map(|name| Some(name).filter(|name| *name != "-"));
            let found = super::names(&entry);
            if found != expected {
                wrong.push(format!("{name}: {found:?}, not {expected:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_former_name_is_none_of_either_language() {
        let entry = Entry {
            name: "Bakhmut".to_owned(),
            names: vec![("Артемовск".to_owned(), NameKind::Other), ("Артемівськ".to_owned(), NameKind::Other)],
            country: "UA".to_owned(),
            ..Entry::default()
        };
        assert_eq!(super::names(&entry), [None, None]);
    }

    #[test]
    fn what_a_source_tells_goes_before_what_is_chosen() {
        let entry = Entry {
            name: "Dnipro".to_owned(),
            names: vec![("Днипро".to_owned(), NameKind::Other), ("Дніпро".to_owned(), NameKind::Other)],
            name_ru: Some("Днепр".to_owned()),
            country: "UA".to_owned(),
            ..Entry::default()
        };
        assert_eq!(super::names(&entry), [Some("Дніпро"), Some("Днепр")]);
    }
}
