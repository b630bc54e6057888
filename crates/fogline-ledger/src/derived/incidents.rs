//! Incidents as they are looked for: by day, area, side, status and words.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use rusqlite::{OptionalExtension, params, types::Value};

use super::Derived;
use crate::{
    error::{At, Result},
    text::{self, Query},
};

/// An incident with what it is found by. What it says is in `body`, in any form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncidentRow {
    /// Its id.
    pub id: String,
    /// Ids that it had.
    pub aliases: Vec<String>,
    /// First day that it can have been, in days since 1970.
    pub since_day: i32,
    /// Last day that it can have been.
    pub until_day: i32,
    /// Names of where it was, all that it may be looked for by.
    pub area: String,
    /// Sides that speak of it.
    pub sides: Vec<String>,
    /// PLOVER event, or `statement`.
    pub kind: String,
    /// Status of whether it happened.
    pub occurrence: String,
    /// Status of who did it.
    pub responsibility: String,
    /// The statuses in one word.
    pub roll_up: String,
    /// Words that it may be looked for by.
    pub text: String,
    /// Number of reports.
    pub reports: u32,
    /// What lists show of it, in any form.
    pub card: Vec<u8>,
    /// The same for all that tell the same.
    pub gist: String,
    /// What is known of it.
    pub body: Vec<u8>,
}

/// Incidents by their names and gists, with their numbers. Those of two states of one ledger can be compared.
pub type Gists = BTreeMap<(Vec<u8>, Vec<u8>), i64>;

/// What incidents are looked for by; all that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// First day of the window, in days since 1970.
    pub since: Option<i32>,
    /// Last day of the window.
    pub until: Option<i32>,
    /// Words of the area's name.
    pub area: Option<String>,
    /// A side that speaks of it.
    pub side: Option<String>,
    /// An occurrence, responsibility or roll-up.
    pub status: Option<String>,
    /// PLOVER event, or `statement`.
    pub kind: Option<String>,
    /// Words, as in a search.
    pub text: Option<String>,
}

impl Derived {
    /// Puts the incidents of a block in the place of those it had, and takes the mark from it.
    pub fn replace_incidents(&mut self, block: &str, rows: &[IncidentRow]) -> Result<()> {
        self.atomically(|derived| {
            let nums = rows.iter().map(|row| derived.put_incident(block, row)).collect::<Result<_>>()?;
            derived.keep_incidents(block, &nums)
        })
    }

    /// Puts an incident into a block, in the place of what is there under its id; one that is there as it is stays. Gives its
    /// number.
    pub fn put_incident(&mut self, block: &str, row: &IncidentRow) -> Result<i64> {
        let block = self.block(block)?;
        let known: Option<(i64, i64, Vec<u8>)> = self
            .connection
            .prepare_cached("SELECT num, block, body FROM incident WHERE id = ?1")
            .and_then(|mut statement| {
                let name = self.veil.name(&row.id);
                statement.query_row([name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()
            })
            .at(&self.path)?;
        if let Some((num, known_block, body)) = known {
            if known_block == block && self.unpack(body)?.first() == Some(&row.body) {
                self.put_gist(num, row)?;
                return Ok(num);
            }
            self.forget_incident(num)?;
        }
        let (card, body) = (self.veil.cover(&row.card)?, self.pack(&[&row.body])?);
        self.run(
            "INSERT INTO incident (id, block, since, until, reports, card, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![self.veil.name(&row.id), block, row.since_day, row.until_day, row.reports, card, body],
        )?;
        let num = self.connection.last_insert_rowid();
        self.put_gist(num, row)?;
        for alias in &row.aliases {
            self.run("INSERT OR IGNORE INTO incident_name VALUES (?1, ?2)", params![self.veil.name(alias), num])?;
        }
        let statuses = [&row.occurrence, &row.responsibility, &row.roll_up].map(|status| mark("status", status));
        let sides = row.sides.iter().map(|side| mark("side", side));
        for mark in statuses.into_iter().chain(sides).chain([mark("kind", &row.kind)]) {
            self.run("INSERT OR IGNORE INTO incident_mark VALUES (?1, ?2)", params![self.veil.name(&mark), num])?;
        }
        self.run(
            "INSERT INTO incident_words (rowid, area, text) VALUES (?1, ?2, ?3)",
            params![num, text::indexed(&row.area, &self.veil), text::indexed(&row.text, &self.veil)],
        )?;
        Ok(num)
    }

    /// Puts the gist of an incident, if it is not there.
    fn put_gist(&mut self, num: i64, row: &IncidentRow) -> Result<()> {
        self.run(
            "INSERT OR IGNORE INTO incident_gist (incident, name, gist) VALUES (?1, ?2, ?3)",
            params![num, self.veil.name(&row.id), self.veil.name(&row.gist)],
        )
    }

    /// Keeps of a block's incidents those with these numbers, and takes the mark from it.
    pub fn keep_incidents(&mut self, block: &str, nums: &BTreeSet<i64>) -> Result<()> {
        let block = self.block(block)?;
        let gone = self.incidents_of(block)?.into_iter().filter(|num| !nums.contains(num));
        gone.into_iter().try_for_each(|num| self.forget_incident(num))?;
        self.run("UPDATE block SET dirty = 0 WHERE num = ?1", [block])
    }

    /// The numbers of a block's incidents.
    pub fn incidents_in(&mut self, block: &str) -> Result<Vec<i64>> {
        let block = self.block(block)?;
        self.incidents_of(block)
    }

    /// A block's incidents, as they were put.
    pub fn incident_bodies(&self, block: &str) -> Result<Vec<Vec<u8>>> {
        self.unpacked(
            "SELECT incident.body FROM incident JOIN block ON block.num = incident.block WHERE block.name = ?1 \
             ORDER BY incident.num",
            [self.veil.name(block)],
        )
    }

    /// The incident of a number, as it was put.
    pub fn incident_at(&self, num: i64) -> Result<Option<Vec<u8>>> {
        Ok(self.unpacked("SELECT body FROM incident WHERE num = ?1", [num])?.pop())
    }

    fn incidents_of(&self, block: i64) -> Result<Vec<i64>> {
        self.column("SELECT num FROM incident WHERE block = ?1 ORDER BY num", [block])
    }

    fn forget_incident(&mut self, num: i64) -> Result<()> {
        for sql in [
            "DELETE FROM incident_words WHERE rowid = ?1",
            "DELETE FROM incident_name WHERE incident = ?1",
            "DELETE FROM incident_mark WHERE incident = ?1",
            "DELETE FROM incident_gist WHERE incident = ?1",
            "DELETE FROM incident WHERE num = ?1",
        ] {
            self.run(sql, [num])?;
        }
        Ok(())
    }

    pub(super) fn forget_incidents(&mut self, block: i64) -> Result<()> {
        self.incidents_of(block)?.into_iter().try_for_each(|num| self.forget_incident(num))
    }

    /// The incidents that a filter lets through, the latest first.
    pub fn incidents(&self, filter: &Filter) -> Result<Vec<Vec<u8>>> {
        // Ids break ties, so that no order of ingestion shows.
        let (sql, values) = self.chosen("body", filter, "since DESC, until DESC, id")?;
        self.unpacked(&sql, rusqlite::params_from_iter(values))
    }

    /// Goes through the incidents that a filter lets through by their first day, the latest first, until it is told to stop:
    /// the number of each, its first day, and what lists show of it.
    pub fn each_card(
        &self,
        filter: &Filter,
        mut take: impl FnMut(i64, i32, &[u8]) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let (sql, values) = self.chosen("num, since, card", filter, "since DESC")?;
        let mut statement = self.connection.prepare_cached(&sql).at(&self.path)?;
        let mut rows = statement.query(rusqlite::params_from_iter(values)).at(&self.path)?;
        while let Some(row) = rows.next().at(&self.path)? {
            let (num, since) = (row.get(0).at(&self.path)?, row.get(1).at(&self.path)?);
            if take(num, since, &self.uncover(row.get(2).at(&self.path)?)?)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The gist of every incident beside its name, with its number.
    pub fn gists(&self) -> Result<Gists> {
        self.connection
            .prepare_cached("SELECT name, gist, incident FROM incident_gist")
            .and_then(|mut statement| {
                statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?.collect()
            })
            .at(&self.path)
    }

    /// Goes through all incidents, one at hand at a time.
    pub fn each_incident(&self, mut take: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let mut statement = self.connection.prepare_cached("SELECT body FROM incident ORDER BY num").at(&self.path)?;
        let mut rows = statement.query([]).at(&self.path)?;
        while let Some(row) = rows.next().at(&self.path)? {
            self.unpack(row.get(0).at(&self.path)?)?.iter().try_for_each(|body| take(body))?;
        }
        Ok(())
    }

    /// What asks for columns of the incidents that a filter lets through.
    fn chosen(&self, columns: &str, filter: &Filter, order: &str) -> Result<(String, Vec<Value>)> {
        let mut sql = format!("SELECT {columns} FROM incident WHERE TRUE");
        let mut values: Vec<Value> = Vec::new();
        let mut add = |condition: &str, value: Value| {
            values.push(value);
            sql.push_str(&condition.replace('?', &format!("?{}", values.len())));
        };
        if let Some(since) = filter.since {
            add(" AND until >= ?", i64::from(since).into());
        }
        if let Some(until) = filter.until {
            add(" AND since <= ?", i64::from(until).into());
        }
        let marks = [("side", &filter.side), ("status", &filter.status), ("kind", &filter.kind)];
        for (of, value) in marks {
            if let Some(value) = value {
                let name = self.veil.name(&mark(of, value));
                add(" AND num IN (SELECT incident FROM incident_mark WHERE mark = ?)", name.into());
            }
        }
        for (column, words) in [("area", &filter.area), ("text", &filter.text)] {
            if let Some(words) = words {
                let fts = format!("{{{column}}} : ({})", Query::parse(words)?.fts(&self.veil)?);
                add(" AND num IN (SELECT rowid FROM incident_words WHERE incident_words MATCH ?)", fts.into());
            }
        }
        sql.push_str(" ORDER BY ");
        sql.push_str(order);
        Ok((sql, values))
    }

    /// How many incidents there are.
    pub fn count_incidents(&self) -> Result<usize> {
        let count = self.column::<i64>("SELECT count(*) FROM incident", [])?;
        Ok(count.first().and_then(|count| usize::try_from(*count).ok()).unwrap_or_default())
    }

    /// The incident of an id, or of one that it had.
    pub fn incident(&self, id: &str) -> Result<Option<Vec<u8>>> {
        let name = self.veil.name(id);
        let body: Option<Vec<u8>> = self
            .connection
            .prepare_cached(
                "SELECT body FROM incident WHERE id = ?1 UNION ALL SELECT incident.body FROM incident_name \
                 JOIN incident ON incident.num = incident_name.incident WHERE name = ?1 LIMIT 1",
            )
            .and_then(|mut statement| statement.query_row([name], |row| row.get(0)).optional())
            .at(&self.path)?;
        Ok(body.map(|body| self.unpack(body)).transpose()?.and_then(|mut bodies| bodies.pop()))
    }
}

fn mark(of: &str, value: &str) -> String {
    format!("{of}\0{value}")
}
