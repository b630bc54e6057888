//! Forms of Russian and Ukrainian verbs, from tables of endings: `lexicon/{ru,uk}/verbs.tsv`.

use std::sync::LazyLock;

use crate::lang::Lang;

/// With what a verb agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    Masculine,
    Feminine,
    Neuter,
    /// One, whatever its gender.
    Singular,
    Plural,
}

/// What a form of a verb is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Past(Number),
    /// The present of an imperfective verb, the future of a perfective one.
    Present(Number),
    Passive(Number),
    Infinitive,
}

struct Paradigm {
    ending: &'static str,
    past: Vec<&'static str>,
    present: Vec<&'static str>,
    passive: Vec<&'static str>,
}

#[derive(Default)]
struct Table {
    past: Vec<&'static str>,
    passive: Vec<&'static str>,
    paradigms: Vec<Paradigm>,
}

static RUSSIAN: LazyLock<Table> = LazyLock::new(|| table(include_str!("../../../../lexicon/ru/verbs.tsv")));
static UKRAINIAN: LazyLock<Table> = LazyLock::new(|| table(include_str!("../../../../lexicon/uk/verbs.tsv")));

fn table(file: &'static str) -> Table {
    let words = |cell: Option<&'static str>| cell.unwrap_or_default().split(' ').filter(|word| !word.is_empty());
    let mut table = Table::default();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let Some(ending) = cells.next() else { continue };
        match ending {
            "=past" => table.past = words(cells.next()).collect(),
            "=passive" => table.passive = words(cells.next()).map(|word| word.trim_matches('-')).collect(),
            _ => table.paradigms.push(Paradigm {
                ending,
                past: words(cells.next()).collect(),
                present: words(cells.next()).collect(),
                passive: words(cells.next()).collect(),
            }),
        }
    }
    table
}

/// In the order of the tables.
const NUMBERS: [Number; 4] = [Number::Masculine, Number::Feminine, Number::Neuter, Number::Plural];

/// The forms of a verb that tell of an act, from its folded infinitive, which is the last.
pub(super) fn forms(infinitive: &str, lang: Lang) -> Vec<(String, Form)> {
    let table = match lang {
        Lang::Ru => &*RUSSIAN,
        Lang::Uk => &*UKRAINIAN,
        Lang::En | Lang::Other => return Vec::new(),
    };
    let bare = infinitive.strip_suffix("ся").or_else(|| infinitive.strip_suffix("сь")).unwrap_or(infinitive);
    let reflexive = bare.len() < infinitive.len();
    let found = table.paradigms.iter().find_map(|one| Some((bare.strip_suffix(one.ending)?, one)));
    let Some((stem, verb)) = found else { return vec![(infinitive.to_owned(), Form::Infinitive)] };
    let mut all = Vec::new();
    match verb.past.as_slice() {
        [own] => all.extend(
            table.past.iter().zip(NUMBERS).map(|(ending, number)| (format!("{stem}{own}{ending}"), Form::Past(number))),
        ),
        irregular => {
            all.extend(
                irregular.iter().zip(NUMBERS).map(|(form, number)| (format!("{stem}{form}"), Form::Past(number))),
            );
        }
    }
    let persons = [Number::Singular, Number::Plural];
    all.extend(verb.present.iter().zip(persons).map(|(form, number)| (format!("{stem}{form}"), Form::Present(number))));
    if !reflexive {
        for participle in &verb.passive {
            all.extend(
                table
                    .passive
                    .iter()
                    .zip(NUMBERS)
                    .map(|(ending, number)| (format!("{stem}{participle}{ending}"), Form::Passive(number))),
            );
        }
    }
    // The impersonal passive of Ukrainian.
    if lang == Lang::Uk && !reflexive {
        all.extend(
            verb.passive.iter().map(|participle| (format!("{stem}{participle}о"), Form::Passive(Number::Neuter))),
        );
    }
    if reflexive {
        for (form, _) in &mut all {
            let vowel = form.ends_with(['а', 'о', 'и', 'у', 'е', 'є', 'ю', 'я']);
            form.push_str(match lang {
                Lang::Uk if form.ends_with(['е', 'є']) => "ться",
                Lang::Uk => "ся",
                _ if vowel => "сь",
                _ => "ся",
            });
        }
    }
    all.push((infinitive.to_owned(), Form::Infinitive));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_conjugated() {
        let has = |infinitive: &str, lang, wanted: &str, form: Form| {
            let all = forms(infinitive, lang);
            assert!(all.iter().any(|one| one.0 == wanted && one.1 == form), "{infinitive}: {wanted} in {all:?}");
        };
        has("заявить", Lang::Ru, "заявила", Form::Past(Number::Feminine));
        has("сказать", Lang::Ru, "сказали", Form::Past(Number::Plural));
        has("опровергнуть", Lang::Ru, "опроверг", Form::Past(Number::Masculine));
        has("передавать", Lang::Ru, "передает", Form::Present(Number::Singular));
        has("говорить", Lang::Ru, "говорят", Form::Present(Number::Plural));
        has("обстрелять", Lang::Ru, "обстреляна", Form::Passive(Number::Feminine));
        has("встретиться", Lang::Ru, "встретились", Form::Past(Number::Plural));
        has("повідомити", Lang::Uk, "повідомив", Form::Past(Number::Masculine));
        has("стверджувати", Lang::Uk, "стверджують", Form::Present(Number::Plural));
        has("закликати", Lang::Uk, "закликає", Form::Present(Number::Singular));
        has("обстріляти", Lang::Uk, "обстріляно", Form::Passive(Number::Neuter));
        has("погодитися", Lang::Uk, "погодилася", Form::Past(Number::Feminine));
    }
}
