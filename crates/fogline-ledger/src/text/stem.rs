//! Words without their endings, by the lists of `lexicon/*/stem.toml`. Light: it takes one ending off, knows no words, and
//! errs on the side of finding more.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use crate::crypt::sha256;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    clitics: Vec<String>,
    endings: Vec<String>,
    kept_double: Vec<String>,
    irregular: Vec<String>,
}

/// Endings of a script.
#[derive(Default)]
struct Endings {
    clitics: Vec<String>,
    /// What takes the place of each ending, mostly nothing.
    instead: BTreeMap<String, String>,
    /// Characters of the longest.
    longest: usize,
    kept_double: Vec<String>,
    /// Stems of words by the word.
    irregular: BTreeMap<String, String>,
    /// Whether double letters are made one.
    undouble: bool,
}

/// Letters that are left of a word at least.
const LEFT: usize = 3;

fn read(files: &[&str]) -> Result<Endings, toml::de::Error> {
    let mut all = Endings::default();
    for file in files {
        let lexicon: Lexicon = toml::from_str(file)?;
        for ending in lexicon.endings {
            let (ending, instead) = ending.split_once('>').unwrap_or((&ending, ""));
            all.longest = all.longest.max(ending.chars().count());
            all.instead.insert(ending.to_owned(), instead.to_owned());
        }
        for word in lexicon.irregular {
            let (word, stem) = word.split_once('>').unwrap_or((&word, &word));
            all.irregular.insert(word.to_owned(), stem.to_owned());
        }
        all.clitics.extend(lexicon.clitics);
        all.undouble |= !lexicon.kept_double.is_empty();
        all.kept_double.extend(lexicon.kept_double);
    }
    Ok(all)
}

const LATIN: &[&str] = &[include_str!("../../../../lexicon/en/stem.toml")];
const CYRILLIC: &[&str] =
    &[include_str!("../../../../lexicon/ru/stem.toml"), include_str!("../../../../lexicon/uk/stem.toml")];

/// What an index of stems was made by: changes with every ending, and with the code where that matters.
pub(crate) fn rules() -> &'static str {
    static RULES: LazyLock<String> = LazyLock::new(|| {
        let all = [LATIN, CYRILLIC].concat().join("\0");
        format!("1 {}", sha256(all.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>())
    });
    &RULES
}

/// A folded word without its ending.
pub(crate) fn stem(word: &str) -> String {
    static OF_LATIN: LazyLock<Endings> = LazyLock::new(|| read(LATIN).unwrap_or_default());
    static OF_CYRILLIC: LazyLock<Endings> = LazyLock::new(|| read(CYRILLIC).unwrap_or_default());
    let Some(first) = word.chars().next().filter(|first| first.is_alphabetic()) else { return word.to_owned() };
    let endings = if ('\u{0400}'..='\u{052F}').contains(&first) { &*OF_CYRILLIC } else { &*OF_LATIN };
    endings.strip(word)
}

impl Endings {
    fn strip(&self, word: &str) -> String {
        if let Some(stem) = self.irregular.get(word) {
            return stem.clone();
        }
        let clitic =
            self.clitics.iter().find_map(|clitic| word.strip_suffix(clitic.as_str()).filter(|rest| enough(rest)));
        let word = clitic.unwrap_or(word);
        for (at, _) in word.char_indices().skip(LEFT) {
            let Some((rest, ending)) = word.split_at_checked(at) else { continue };
            if ending.chars().count() > self.longest {
                continue;
            }
            if let Some(instead) = self.instead.get(ending) {
                return if instead.is_empty() { self.undoubled(rest) } else { format!("{rest}{instead}") };
            }
        }
        self.undoubled(word)
    }

    fn undoubled(&self, word: &str) -> String {
        let mut from_end = word.chars().rev();
        if let (true, Some(last), Some(before)) = (self.undouble, from_end.next(), from_end.next())
            && last == before
            && word.chars().count() > LEFT
            && last.is_alphabetic()
            && !self.kept_double.iter().any(|kept| kept.starts_with(last))
        {
            return word.strip_suffix(last).unwrap_or(word).to_owned();
        }
        word.to_owned()
    }
}

fn enough(rest: &str) -> bool {
    rest.chars().count() >= LEFT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicons_are_whole() {
        assert!(read(LATIN).unwrap().instead.len() > 8);
        assert!(read(CYRILLIC).unwrap().instead.len() > 100);
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for forms in [
            "shell shells shelled shelling shellings",
            "fire fires fired firing",
            "plan plans planned planning",
            "city cities",
            "deny denies denied",
            "force forces forced",
            "kill kills killed killing",
            "обстрел обстрелы обстрела обстрелом обстрелов обстрелами обстреле",
            "обстріл обстріли обстрілу обстрілів обстрілом обстрілами обстрілі",
            "детский детского детском детских детскими детской",
            "школа школы школу школе школой школам",
            "взрыв взрывы взрывом взрывов",
            "солдат солдаты солдата солдатам солдатами",
            "сообщил сообщила сообщили сообщило",
            "обстреливать обстреливает обстреливают обстрел",
            "харьков харькова харькове харьковом",
            "киев киева киеве киевом",
            "страна страны страну страной",
            "комитет комитета комитету комитетом",
            "район района районе районом районы районов",
            "зеленский зеленского зеленским зеленскому",
            "донецьк донецька донецьку донецьком",
            "дитячий дитячого дитячому дитячих",
            "військовий військові військових військовими військового",
            "заявила заявили заявило",
            "україна україни україну україні україною",
            "харків харкова харкові харковом",
            "київ києва києві києву києвом",
            "школа школи школу школі школою",
            "навчання навчанню навчанням навчаннях",
        ] {
            let stems: Vec<_> = forms.split(' ').map(stem).collect();
            assert!(stems.iter().all(|one| *one == stems[0]), "{forms}: {stems:?}");
        }
    }

    #[test]
    fn different_words_keep_apart() {
        for (one, other) in [
            ("shell", "shelter"),
            ("war", "warn"),
            ("school", "scholar"),
            ("мир", "мера"),
            ("школа", "школьник"),
            ("обстріл", "обставини"),
            ("25", "250"),
        ] {
            assert_ne!(stem(one), stem(other));
        }
        assert_eq!(stem("was"), "was");
        assert_eq!(stem(""), "");
    }
}
