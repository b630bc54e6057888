//! Names in the nominative, recovered from the case that the text puts them in, by tables of endings. What a table gives
//! is only a guess; the gazetteer knows which guesses are names.

use super::words::PlaceWords;

/// Guesses that one name is looked up under.
const MOST: usize = 96;

/// The forms that a word could have in the nominative, itself first.
pub(super) fn nominatives(word: &str, words: &PlaceWords) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    for (ending, instead) in &words.cases {
        let Some(stem) = word.strip_suffix(ending.as_str()) else { continue };
        if stem.chars().count() < 2 {
            continue;
        }
        for ending in instead {
            let form = format!("{stem}{ending}");
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
    forms
}

/// The forms of a name of several words, each in a form of its own; itself first.
pub(super) fn of_name(name: &[&str], words: &PlaceWords) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for word in name {
        let lower = word.to_lowercase();
        let forms = nominatives(&lower, words);
        let room = (MOST / all.len()).max(1);
        all = all
            .iter()
            .flat_map(|so_far| {
                forms.iter().take(room).map(move |form| so_far.iter().cloned().chain([form.clone()]).collect())
            })
            .collect();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn recovers(lang: Lang, inflected: &str, nominative: &str) {
        let words = PlaceWords::of(lang).unwrap();
        let parts: Vec<&str> = inflected.split(' ').collect();
        let found: Vec<String> = of_name(&parts, words).iter().map(|parts| parts.join(" ")).collect();
        assert!(found.contains(&nominative.to_lowercase()), "{inflected} gives {found:?}");
    }

    #[test]
    fn the_nominative_is_among_the_guesses() {
        for (inflected, nominative) in [
            ("Донецком", "Донецк"),
            ("Донецка", "Донецк"),
            ("Горловке", "Горловка"),
            ("Станицы Луганской", "Станица Луганская"),
            ("Мариуполе", "Мариуполь"),
            ("Дебальцево", "Дебальцево"),
            ("Дебальцева", "Дебальцево"),
            ("Донецкой области", "Донецкая область"),
            ("Крымского", "Крымское"),
            ("Украине", "Украина"),
            ("Россией", "Россия"),
        ] {
            recovers(Lang::Ru, inflected, nominative);
        }
        for (inflected, nominative) in [
            ("Врубівці", "Врубівка"),
            ("Врубівку", "Врубівка"),
            ("Станиці Луганській", "Станиця Луганська"),
            ("Харкова", "Харків"),
            ("Києві", "Київ"),
            ("Маріуполі", "Маріуполь"),
            ("Луганської області", "Луганська область"),
            ("Донецьку", "Донецьк"),
            ("Бахмутом", "Бахмут"),
            ("Кривому Розі", "Кривий Ріг"),
        ] {
            recovers(Lang::Uk, inflected, nominative);
        }
    }
}
