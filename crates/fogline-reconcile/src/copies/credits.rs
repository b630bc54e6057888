//! Which agencies a report credits.

use fogline::outlets::Outlets;

use super::words::{self, Word};

/// Most words of a credited name.
const NAME: usize = 4;
/// Words from the beginning within which a dateline credits: `KYIV, Feb 17 (Northwire) -`.
const HEAD: usize = 14;
/// Credits that are kept.
const MOST: usize = 4;

/// The hash that stands for an outlet: of its id where the packs know it, else of its name.
pub(super) fn outlet(name: &str) -> u32 {
    let known = Outlets::bundled().of(name).map(|outlet| words::hash_of(&outlet.id));
    known.unwrap_or_else(|| words::hash_of(name)) as u32
}

/// The outlets named in brackets at the beginning and in the last line of a text, and those that its credit lines name.
pub(super) fn credits(text: &str, words: &[Word], lines: &[&str]) -> Vec<u32> {
    let last_line = text.trim_end().rfind('\n').map_or(0, |at| at + 1);
    let near_ends = |number: usize, word: &Word| number < HEAD || word.start >= last_line;
    let mut found: Vec<u32> = Vec::new();
    for (number, word) in words.iter().enumerate().filter(|(number, word)| near_ends(*number, word)) {
        let rest = text.get(word.start..).unwrap_or_default();
        let opened = text.get(..word.start).is_some_and(|before| before.ends_with('('));
        if opened && let Some((name, _)) = rest.split_once(')') {
            let length = words.iter().skip(number).take_while(|next| next.end <= word.start + name.len()).count();
            let within = words.get(number..number + length).unwrap_or_default();
            if length <= NAME && within.iter().all(|word| word.capital && !word.figure) {
                found.push(outlet(name));
            }
        }
    }
    for line in lines {
        found.extend(names(line).map(outlet));
    }
    found.sort_unstable();
    found.dedup();
    found.truncate(MOST);
    found
}

/// Runs of words with capitals.
fn names(line: &str) -> impl Iterator<Item = &str> {
    let words = words::words(line);
    let runs: Vec<(usize, usize)> = words
        .chunk_by(|one, next| one.capital && next.capital && line.get(one.end..next.start) == Some(" "))
        .filter(|run| run.len() <= NAME && run.iter().all(|word| word.capital))
        .filter_map(|run| Some((run.first()?.start, run.last()?.end)))
        .collect();
    runs.into_iter().filter_map(|(start, end)| line.get(start..end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, lines: &[&str]) -> Vec<u32> {
        credits(text, &words::words(text), lines)
    }

    #[test]
    fn brackets_at_the_ends_credit() {
        let wire = outlet("Northwire");
        assert_eq!(of("KYIV, Feb 17 (Northwire) - One was hurt.", &[]), [wire]);
        assert_eq!(of("One was hurt.\nTwo fled. (Northwire)", &[]), [wire]);
        assert!(of("One was hurt.", &["Written by NORTHWIRE"]).contains(&wire));
        assert!(of("One was hurt (two according to others) there.", &[]).is_empty());
    }
}
