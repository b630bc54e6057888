//! Full-text search over what the ledger holds now, and its index.

use std::{collections::BTreeMap, thread};

use crate::{
    body,
    crypt::Key,
    derived::{Derived, Facts, IndexEntry, Narrow, day_number},
    draft::BasisHead,
    error::{At, LedgerError, Result},
    ledger::Ledger,
    record::{Kind, Row},
    text::{self, Query},
};
use fogline_reconcile::report::Span;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

/// The index's name among what is derived.
const WORDS: &str = "words";
/// Readings that are indexed together when the index has stayed behind.
const TOGETHER: usize = 256;
/// Code points of a snippet.
const SNIPPET: usize = 240;
/// Matches of one report that are given at most.
const MATCHES: usize = 100;

/// What is looked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Search<'s> {
    /// Words that must all occur, `"phrases"`, beginnings as `shell*`, `-words` that must not occur.
    pub words: &'s str,
    /// Language of the report, as `en`.
    pub lang: Option<&'s str>,
    /// Published on this day or later, as `2022-02-17`.
    pub since: Option<&'s str>,
    /// Published on this day or before.
    pub until: Option<&'s str>,
    /// Only what was recorded by then.
    pub as_of: Option<Timestamp>,
    /// After so many of the best.
    pub from: usize,
    /// At most so many.
    pub limit: usize,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Hits")]
pub struct Found {
    /// How many reports there are, shown or not.
    pub total: i64,
    /// The best of them.
    pub hits: Vec<Hit>,
    /// Where those begin that are next best; none after the last.
    pub next: Option<String>,
}

/// A report that was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Hit {
    /// What the input calls it.
    #[serde(rename = "ref")]
    pub reference: String,
    /// SHA-256 of its original bytes.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Language.
    pub lang: Option<String>,
    /// The part of its text with the most of what was looked for. Offsets are code points into the report's text.
    pub snippet: Span,
    /// What was looked for, where it stands in the text; empty if only the headline has it.
    pub matches: Vec<Span>,
}

/// Reports of one language from outlets of one side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// Language; `None` if it is not known.
    pub lang: Option<String>,
    /// Side of the outlet; `None` where nobody says so.
    pub side: Option<String>,
    /// Number of reports.
    pub reports: u64,
    /// Sentences of their bodies.
    pub sentences: u64,
    /// Those of them that gave nothing.
    pub unread: u64,
    /// Statements.
    pub statements: u64,
}

impl Ledger {
    /// What is derived from the records.
    pub fn derived(&self) -> Result<&Derived> {
        self.derived.as_ref().ok_or_else(|| LedgerError::NotDerived(self.dir.clone()))
    }

    /// What is derived from the records, to add to it.
    pub fn derived_mut(&mut self) -> Result<&mut Derived> {
        self.must_write()?;
        self.derived.as_mut().ok_or_else(|| LedgerError::NotDerived(self.dir.clone()))
    }

    /// Whether the index lacks anything: then the ledger must be opened once to write, which mends it.
    pub fn is_behind(&self) -> Result<bool> {
        let Some(derived) = &self.derived else { return Ok(true) };
        let newest: Option<i64> = self
            .records
            .query_row("SELECT max(seq) FROM record WHERE kind = 'reading'", [], |row| row.get(0))
            .at(&self.path)?;
        let rules = text::rules();
        Ok(derived.built(WORDS)?.is_none_or(|built| built.rules != rules || built.upto < newest.unwrap_or(0)))
    }

    /// Searches the reports that were known at a time, without one all. Words are looked for in the text as it is read now.
    pub fn search(&self, search: &Search<'_>) -> Result<Found> {
        let query = Query::parse(search.words)?;
        let day = |day: Option<&str>| match day {
            Some(day) => match day_number(day) {
                Some(number) => Ok(Some(number)),
                None => Err(LedgerError::Query(format!("`{day}` is not a day as 2022-02-17"))),
            },
            None => Ok(None),
        };
        let narrow = Narrow {
            lang: search.lang,
            since: day(search.since)?,
            until: day(search.until)?,
            last: self.last_at(search.as_of)?,
            from: search.from,
            limit: search.limit,
        };
        let derived = self.derived()?;
        let total = derived.count(&query, &narrow)?;
        let mut hits = Vec::new();
        let found = derived.search(&query, &narrow, total)?;
        let shown = search.from + found.len();
        let next =
            (!found.is_empty() && i64::try_from(shown).is_ok_and(|shown| shown < total)).then(|| shown.to_string());
        for number in found {
            if let Some(read) = self.reading_of(number, search.as_of)? {
                let mut document = read.report()?.document;
                document.tell_apart(derived.shares_name(number, narrow.last)?);
                let matches = query.matches(&document.text);
                hits.push(Hit {
                    snippet: snippet(&document.text, &matches),
                    matches: matches.iter().take(MATCHES).map(|at| span(&document.text, *at)).collect(),
                    reference: document.reference,
                    id: document.id,
                    title: document.title,
                    outlet: document.outlet,
                    published: document.published,
                    lang: document.lang,
                });
            }
        }
        Ok(Found { total, hits, next })
    }

    /// The number of a document by what the input calls it, if it calls no other so, by what it is cited by, or by its id or the
    /// beginning of that.
    pub fn document_named(&self, name: &str) -> Result<i64> {
        match self.document_of(name) {
            Err(LedgerError::NoDocument(_)) => {}
            found => return found,
        }
        let named = |name: &str| self.derived()?.docs_named(name);
        match named(name)?.as_slice() {
            [one] => return Ok(*one),
            [] => {}
            several => {
                let ids = several.iter().map(|one| Ok(self.id_of(*one)?.to_string())).collect::<Result<Vec<_>>>()?;
                return Err(LedgerError::SharedName { name: name.to_owned(), ids });
            }
        }
        let cited = name.rsplit_once('~').and_then(|(called, id)| Some((called, self.document_of(id).ok()?)));
        match cited {
            Some((called, document)) if named(called)?.contains(&document) => Ok(document),
            _ => Err(LedgerError::NoDocument(name.to_owned())),
        }
    }

    /// Reports by language and side of the outlet, as known at a time; without one, now.
    pub fn groups(&self, as_of: Option<Timestamp>) -> Result<Vec<Group>> {
        let mut groups: BTreeMap<_, Group> = BTreeMap::new();
        // What is known at a glance is so of now alone.
        let facts = match as_of {
            Some(_) => self.reports(as_of)?.map(|read| Ok(Facts::of(&read?.json))).collect::<Result<Vec<_>>>()?,
            None => self.derived()?.all_facts()?,
        };
        for facts in facts {
            let group = groups.entry((facts.lang.clone(), facts.side.clone())).or_insert_with(|| Group {
                lang: facts.lang,
                side: facts.side,
                ..Group::default()
            });
            group.reports += 1;
            group.sentences += facts.sentences;
            group.unread += facts.unread;
            group.statements += facts.statements;
        }
        Ok(groups.into_values().collect())
    }

    /// Puts documents into the index as they are recorded.
    pub(crate) fn index(&mut self, entries: &[(i64, &IndexEntry)]) -> Result<()> {
        let upto = self.end()?.seq;
        let Some(derived) = &mut self.derived else { return Ok(()) };
        derived.atomically(|derived| {
            for (document, entry) in entries {
                derived.index(*document, entry)?;
            }
            derived.set_built(WORDS, text::rules(), upto)
        })
    }

    /// Indexes whatever the index lacks, all of it if it was made by other rules.
    pub(crate) fn catch_up(&mut self) -> Result<()> {
        let end = self.end()?.seq;
        let Some(derived) = &mut self.derived else { return Ok(()) };
        let from = match derived.built(WORDS)? {
            Some(built) if built.rules == text::rules() && built.upto <= end => built.upto,
            _ => derived.atomically(|derived| {
                derived.unindex()?;
                derived.set_built(WORDS, text::rules(), 0)?;
                Ok(0)
            })?,
        };
        if from == end {
            return Ok(());
        }
        let readings: Vec<i64> = self
            .records
            .prepare_cached(
                "SELECT max(seq) FROM record WHERE kind = 'reading' AND seq > ?1 \
                 AND subject NOT IN (SELECT subject FROM record WHERE kind = 'erasure' AND subject IS NOT NULL) \
                 GROUP BY subject ORDER BY max(seq)",
            )
            .and_then(|mut statement| statement.query_map([from], |row| row.get(0))?.collect())
            .at(&self.path)?;
        for chunk in readings.chunks(TOGETHER) {
            let sealed = chunk.iter().map(|seq| self.sealed(*seq)).collect::<Result<Vec<_>>>()?;
            let entries = self.entries(&sealed);
            let Some(derived) = &mut self.derived else { return Ok(()) };
            derived.atomically(|derived| {
                for entry in entries {
                    // A record that does not open cannot be searched; `verify` names it.
                    if let (document, Some(entry)) = entry? {
                        derived.index(document, &entry)?;
                    }
                }
                derived.set_built(WORDS, text::rules(), chunk.last().copied().unwrap_or(from))
            })?;
        }
        if let Some(derived) = &mut self.derived {
            derived.set_built(WORDS, text::rules(), end)?;
        }
        Ok(())
    }

    fn sealed(&self, seq: i64) -> Result<(Row, Option<Key>, Vec<u8>)> {
        let row = self.row(seq)?;
        let key = self.keys.get(&row.key)?;
        Ok((row, key, self.body(seq)?))
    }

    /// What the index takes of readings, made on all processors.
    fn entries(&self, sealed: &[(Row, Option<Key>, Vec<u8>)]) -> Vec<Result<(i64, Option<IndexEntry>)>> {
        let veil = self.veil();
        let entry = |(row, key, body): &(Row, Option<Key>, Vec<u8>)| {
            let json = key
                .and_then(|key| key.open(body, &Row::about(Kind::Reading.name(), &row.key)))
                .and_then(|plain| body::unpack::<BasisHead>(&plain))
                .and_then(|(_, mut parts)| parts.pop());
            let entry = json.map(|json| IndexEntry::new(&json, &veil)).transpose()?;
            Ok((row.subject.unwrap_or_default(), entry))
        };
        let threads = thread::available_parallelism().map_or(1, usize::from);
        thread::scope(|scope| {
            let parts: Vec<_> = sealed
                .chunks(sealed.len().div_ceil(threads).max(1))
                .map(|part| scope.spawn(move || part.iter().map(entry).collect::<Vec<_>>()))
                .collect();
            parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
        })
    }

    /// Checks the full-text index.
    pub fn check_index(&self) -> Result<()> {
        self.derived()?.check_index()
    }
}

fn span(text: &str, (start, end): (usize, usize)) -> Span {
    Span { start, end, exact: text.chars().skip(start).take(end - start).collect() }
}

/// The part of a text with the most matches, not longer than a snippet may be, beginning and ending between words.
fn snippet(text: &str, matches: &[(usize, usize)]) -> Span {
    let chars: Vec<char> = text.chars().collect();
    let within =
        |from: usize| matches.iter().filter(|(start, end)| *start >= from && *end <= from + SNIPPET / 2).count();
    let best = matches.iter().map(|(start, _)| *start).rev().max_by_key(|start| within(*start)).unwrap_or(0);
    let mut start = best.saturating_sub(SNIPPET / 3);
    let mut end = (start + SNIPPET).min(chars.len());
    let is_gap = |at: usize| chars.get(at).is_none_or(|c| c.is_whitespace());
    while start > 0 && start < best && !is_gap(start - 1) {
        start += 1;
    }
    let floor = matches.iter().filter(|(from, _)| *from == best).map(|(_, to)| *to).max().unwrap_or(start);
    while end > floor.max(start + 1) && end < chars.len() && !is_gap(end) {
        end -= 1;
    }
    while start < end && is_gap(start) {
        start += 1;
    }
    while end > start && is_gap(end - 1) {
        end -= 1;
    }
    span(text, (start, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_snippet_shows_where_the_most_is() {
        let text = format!("shell {} shells and more shells fell {}", "a b ".repeat(100), "c d ".repeat(100));
        let matches = Query::parse("shell").unwrap().matches(&text);
        let found = snippet(&text, &matches);
        assert!(found.exact.contains("shells and more shells"), "{}", found.exact);
        assert!(found.exact.chars().count() <= SNIPPET);
        assert_eq!(snippet("", &[]), Span::default());
    }

    proptest! {
        #[test]
        fn a_snippet_is_of_the_text(text in "([a-zа-я]{1,9}[ \n.]{1,2}){0,90}", word in "[a-zа-я]{1,3}") {
            let matches = Query::parse(&format!("{word}*")).unwrap().matches(&text);
            let found = snippet(&text, &matches);
            let exact: String = text.chars().skip(found.start).take(found.end - found.start).collect();
            prop_assert_eq!(&exact, &found.exact);
            prop_assert!(matches.is_empty() || matches.iter().any(|(start, end)| found.start <= *start && *end <= found.end));
        }
    }
}
