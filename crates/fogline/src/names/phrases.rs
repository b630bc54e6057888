//! A table of names, each of one or more words, that is looked up at a place in a text.

use hashbrown::HashMap;

use super::{Gap, Shape, Unit, forms, units};
use crate::{lang::Lang, span::Span};

/// Names with what each stands for. A tree over words: every case form of a word leads to the same word.
#[derive(Debug, Clone)]
pub struct Phrases<T> {
    /// Words by each of their forms.
    words: HashMap<String, Vec<u32>>,
    /// The word of a nominative in a language.
    known: HashMap<(String, Lang), u32>,
    next: HashMap<(u32, u32), u32>,
    ends: Vec<Vec<Entry<T>>>,
}

#[derive(Debug, Clone)]
struct Entry<T> {
    value: T,
    capitals: Capitals,
    /// Whether the name ends in a full stop, which then belongs to it: `U.S.`
    stop: bool,
}

/// What capitals the words in the text must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Capitals {
    /// None: the name is written in lower case.
    Any,
    /// One at the beginning of the name.
    First,
    /// One behind its first word, which is a common noun: `штаб ООС`.
    Behind,
    /// All: the name is an acronym.
    All,
}

/// A name that stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'p, T> {
    /// How many units it takes.
    pub len: usize,
    /// Where it stands.
    pub span: Span,
    /// What it stands for.
    pub value: &'p T,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { words: HashMap::new(), known: HashMap::new(), next: HashMap::new(), ends: vec![Vec::new()] }
    }
}

impl<T> Phrases<T> {
    /// Adds a name as it stands in the nominative. A name without capitals is found in any; an acronym only in capitals.
    pub fn add(&mut self, name: &str, lang: Lang, value: T) {
        let parts = units(name, Span::new(0, name.len()));
        if parts.is_empty() {
            return;
        }
        let capitals = match parts.first().map(|unit| unit.shape) {
            Some(Shape::Upper) if parts.iter().all(|unit| matches!(unit.shape, Shape::Upper | Shape::Number)) => {
                Capitals::All
            }
            Some(Shape::Lower) if parts.iter().all(|unit| !unit.shape.is_capitalised()) => Capitals::Any,
            // An article is no noun: "the West" and "the west" are not the same.
            Some(Shape::Lower) if is_noun(name) => Capitals::Behind,
            _ => Capitals::First,
        };
        let mut node = 0;
        for part in &parts {
            let acronym = part.shape == Shape::Upper && lang == Lang::Uk;
            let word = self.word(&part.folded, if acronym { Lang::Other } else { lang });
            let new = self.ends.len() as u32;
            node = *self.next.entry((node, word)).or_insert(new);
            if node == new {
                self.ends.push(Vec::new());
            }
        }
        if let Some(entries) = self.ends.get_mut(node as usize) {
            entries.push(Entry { value, capitals, stop: name.ends_with('.') });
        }
    }

    fn word(&mut self, folded: &str, lang: Lang) -> u32 {
        let id = self.known.len() as u32;
        match self.known.entry((folded.to_owned(), lang)) {
            hashbrown::hash_map::Entry::Occupied(known) => *known.get(),
            hashbrown::hash_map::Entry::Vacant(new) => {
                new.insert(id);
                for form in forms(folded, lang) {
                    self.words.entry(form).or_default().push(id);
                }
                id
            }
        }
    }

    /// The longest names that begin at a unit; of equally long ones all, in the order of adding.
    pub fn longest<'p>(&'p self, text: &str, units: &[Unit], at: usize) -> Vec<Found<'p, T>> {
        let mut found = Vec::new();
        self.walk(units, at, 0, 0, &mut |len, entries| {
            if found.first().is_some_and(|first: &Found<T>| first.len > len) {
                return;
            }
            let Some(run) = units.get(at..at + len) else { return };
            for entry in entries.iter().filter(|entry| has_capitals(run, entry.capitals)) {
                if found.first().is_some_and(|first: &Found<T>| first.len < len) {
                    found.clear();
                }
                let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
                let mut span = Span::new(first.span.start, last.span.end);
                if entry.stop && text.get(span.end..).is_some_and(|rest| rest.starts_with('.')) {
                    span.end += 1;
                }
                found.push(Found { len, span, value: &entry.value });
            }
        });
        found
    }

    /// Calls `each` for every end of a name that can be reached, shorter ones first along each way.
    fn walk<'p>(
        &'p self,
        units: &[Unit],
        at: usize,
        node: u32,
        len: usize,
        each: &mut dyn FnMut(usize, &'p [Entry<T>]),
    ) {
        let Some(unit) = units.get(at + len) else { return };
        let before = units.get((at + len).wrapping_sub(1));
        if len > 0 && !joins(before, unit) {
            return;
        }
        for word in self.words.get(&unit.folded).map(Vec::as_slice).unwrap_or_default() {
            let Some(next) = self.next.get(&(node, *word)) else { continue };
            if let Some(entries) = self.ends.get(*next as usize).filter(|entries| !entries.is_empty()) {
                each(len + 1, entries);
            }
            self.walk(units, at, *next, len + 1, each);
        }
    }
}

/// Whether a unit can continue the name that the one before belongs to.
fn joins(before: Option<&Unit>, unit: &Unit) -> bool {
    match unit.gap {
        Gap::Space | Gap::Hyphen | Gap::Apostrophe | Gap::Quote | Gap::Slash => true,
        // Behind initials and short abbreviations only: elsewhere a full stop ends a sentence.
        Gap::Dot => before.is_some_and(|unit| unit.folded.chars().count() <= 3 && unit.shape.is_capitalised()),
        Gap::Start | Gap::Comma | Gap::Bracket | Gap::Line | Gap::Other => false,
    }
}

/// Letters of the longest article.
const ARTICLE: usize = 3;

/// Whether a name's first word is long enough to be a noun.
fn is_noun(name: &str) -> bool {
    name.split_whitespace().next().is_some_and(|word| word.chars().count() > ARTICLE)
}

fn has_capitals(run: &[Unit], capitals: Capitals) -> bool {
    match capitals {
        Capitals::Any => true,
        Capitals::First => run.first().is_some_and(|unit| unit.shape.is_capitalised() || unit.shape == Shape::Number),
        Capitals::Behind => run.iter().skip(1).any(|unit| unit.shape.is_capitalised()),
        // An inflected acronym has its ending in lower case: `МИДом`.
        Capitals::All => run.iter().all(|unit| matches!(unit.shape, Shape::Upper | Shape::Mixed | Shape::Number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(table: &Phrases<u8>, text: &str) -> Vec<(String, u8)> {
        let units = units(text, Span::new(0, text.len()));
        (0..units.len())
            .flat_map(|at| table.longest(text, &units, at))
            .map(|found| (found.span.of(text).to_owned(), *found.value))
            .collect()
    }

    #[test]
    fn the_longest_name_is_found_in_any_case_form() {
        let mut table = Phrases::default();
        table.add("Служба безопасности", Lang::Ru, 1);
        table.add("Служба безопасности Украины", Lang::Ru, 2);
        assert_eq!(find(&table, "в Службе безопасности Украины"), [("Службе безопасности Украины".to_owned(), 2)]);
        assert_eq!(find(&table, "Служба безопасности. Украины"), [("Служба безопасности".to_owned(), 1)]);
    }

    #[test]
    fn a_name_that_begins_with_a_common_noun_needs_a_capital_behind_it_only() {
        let mut table = Phrases::default();
        table.add("штаб ООС", Lang::Ru, 1);
        assert_eq!(find(&table, "в штабе ООС"), [("штабе ООС".to_owned(), 1)]);
        assert_eq!(find(&table, "Штаб ООС"), [("Штаб ООС".to_owned(), 1)]);
        assert_eq!(find(&table, "штаб оос"), []);
    }

    #[test]
    fn acronyms_need_capitals() {
        let mut table = Phrases::default();
        table.add("US", Lang::En, 1);
        table.add("U.S.", Lang::En, 1);
        table.add("МИД", Lang::Ru, 2);
        assert_eq!(find(&table, "Give us the US view, the U.S. view"), [("US".to_owned(), 1), ("U.S.".to_owned(), 1)]);
        assert_eq!(find(&table, "с МИДом, о мидах"), [("МИДом".to_owned(), 2)]);
    }
}
