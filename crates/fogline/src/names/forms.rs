//! Case forms of Russian and Ukrainian words, from tables of endings.

use std::sync::LazyLock;

use crate::lang::Lang;

/// An ending of a nominative and those that replace it in the other cases.
struct Paradigm {
    ending: &'static str,
    others: Vec<&'static str>,
}

static RUSSIAN: LazyLock<Vec<Paradigm>> = LazyLock::new(|| table(include_str!("../../../../lexicon/ru/endings.tsv")));
static UKRAINIAN: LazyLock<Vec<Paradigm>> = LazyLock::new(|| table(include_str!("../../../../lexicon/uk/endings.tsv")));

fn table(file: &'static str) -> Vec<Paradigm> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (ending, others) = line.split_once('\t')?;
            let others = others.split_whitespace().map(|other| if other == "-" { "" } else { other }).collect();
            Some(Paradigm { ending, others })
        })
        .collect()
}

/// A folded word in the nominative and all its case forms, itself first. The first ending of the table that fits
/// decides; a word in a script that no table covers has one form.
pub fn forms(word: &str, lang: Lang) -> Vec<String> {
    let mut all = vec![word.to_owned()];
    let table = match lang {
        Lang::Ru => &*RUSSIAN,
        Lang::Uk => &*UKRAINIAN,
        Lang::En | Lang::Other => return all,
    };
    if word.chars().count() < 3 || !word.chars().any(|c| ('\u{400}'..='\u{52f}').contains(&c)) {
        return all;
    }
    for paradigm in table {
        let Some(stem) = word.strip_suffix(paradigm.ending) else { continue };
        if stem.chars().count() < 2 {
            continue;
        }
        for other in &paradigm.others {
            let form = format!("{stem}{other}");
            if !all.contains(&form) {
                all.push(form);
            }
        }
        return all;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_declined() {
        let has = |word: &str, lang, form: &str| assert!(forms(word, lang).iter().any(|f| f == form), "{word}: {form}");
        has("кулеба", Lang::Ru, "кулебе");
        has("песков", Lang::Ru, "песковым");
        has("донецк", Lang::Ru, "донецке");
        has("министерство", Lang::Ru, "министерства");
        has("россия", Lang::Ru, "россию");
        has("сергей", Lang::Ru, "сергеем");
        has("зеленський", Lang::Uk, "зеленського");
        has("шевченко", Lang::Uk, "шевченкові");
        has("харків", Lang::Uk, "харкова");
        has("україна", Lang::Uk, "україні");
        has("америка", Lang::Uk, "америці");
        has("міноборони", Lang::Uk, "міноборони");
    }
}
