//! Mentions by block: what could be of one incident stands in one block, and is computed again together.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};

use super::Derived;
use crate::error::{At, Result};

impl Derived {
    /// Puts the mentions of a document in the place of those it had, each in its block, and marks the blocks that gain or
    /// lose one.
    pub fn put_mentions(&mut self, doc: i64, mentions: &[(&str, &[u8])]) -> Result<()> {
        let mut of_block = BTreeMap::<&str, Vec<&[u8]>>::new();
        for (block, body) in mentions {
            of_block.entry(block).or_default().push(body);
        }
        self.atomically(|derived| {
            derived.mark_blocks_of(doc)?;
            derived.run("DELETE FROM mention WHERE doc = ?1", [doc])?;
            for (block, bodies) in of_block {
                let block = derived.block(block)?;
                derived.mark(block)?;
                let body = derived.pack(&bodies)?;
                derived.run("INSERT INTO mention (block, doc, body) VALUES (?1, ?2, ?3)", params![block, doc, body])?;
            }
            Ok(())
        })
    }

    /// The mentions of a block, in the order of their documents.
    pub fn mentions(&self, block: &str) -> Result<Vec<Vec<u8>>> {
        self.unpacked(
            "SELECT mention.body FROM mention JOIN block ON block.num = mention.block WHERE block.name = ?1 \
             ORDER BY mention.doc",
            [self.veil.name(block)],
        )
    }

    /// The mentions of a document in a block, as they were put.
    pub fn mentions_in(&self, block: &str, doc: i64) -> Result<Vec<Vec<u8>>> {
        self.unpacked(
            "SELECT mention.body FROM mention JOIN block ON block.num = mention.block \
             WHERE block.name = ?1 AND mention.doc = ?2",
            params![self.veil.name(block), doc],
        )
    }

    /// The blocks that a document has mentions in, by name.
    pub fn blocks_of(&self, doc: i64) -> Result<Vec<String>> {
        self.names("SELECT body FROM block WHERE num IN (SELECT block FROM mention WHERE doc = ?1)", [doc])
    }

    /// Every block, by name.
    pub fn blocks(&self) -> Result<Vec<String>> {
        self.names("SELECT body FROM block", [])
    }

    /// The documents that have mentions in a block.
    pub fn docs_in(&self, block: &str) -> Result<Vec<i64>> {
        self.column(
            "SELECT mention.doc FROM mention JOIN block ON block.num = mention.block WHERE block.name = ?1 \
             ORDER BY mention.doc",
            [self.veil.name(block)],
        )
    }

    /// Blocks whose incidents are to be computed again, by name.
    pub fn dirty_blocks(&self) -> Result<Vec<String>> {
        self.names("SELECT body FROM block WHERE dirty", [])
    }

    /// Marks a block to be computed again, as after a correction.
    pub fn mark_block(&mut self, block: &str) -> Result<()> {
        let num = self.block(block)?;
        self.mark(num)
    }

    /// Marks the blocks of which an incident has had another id.
    pub(crate) fn mark_renamed(&mut self) -> Result<()> {
        self.run(
            "UPDATE block SET dirty = 1 WHERE NOT dirty AND num IN \
             (SELECT block FROM incident WHERE num IN (SELECT incident FROM incident_name))",
            [],
        )
    }

    fn mark(&mut self, block: i64) -> Result<()> {
        self.run("UPDATE block SET dirty = 1 WHERE num = ?1 AND NOT dirty", [block])
    }

    /// The number of a block, which is made if it is new.
    pub(super) fn block(&mut self, name: &str) -> Result<i64> {
        let key = self.veil.name(name);
        let found = self
            .connection
            .prepare_cached("SELECT num FROM block WHERE name = ?1")
            .and_then(|mut statement| statement.query_row([&key], |row| row.get(0)).optional())
            .at(&self.path)?;
        if let Some(num) = found {
            return Ok(num);
        }
        let body = self.veil.cover(name.as_bytes())?;
        self.run("INSERT INTO block (name, body, dirty) VALUES (?1, ?2, 0)", params![key, body])?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Takes away the incidents of a document's blocks, which may quote it.
    pub(super) fn forget_incidents_beside(&mut self, doc: i64) -> Result<()> {
        let blocks = self.column::<i64>("SELECT block FROM mention WHERE doc = ?1", [doc])?;
        blocks.into_iter().try_for_each(|block| self.forget_incidents(block))
    }

    fn mark_blocks_of(&mut self, doc: i64) -> Result<()> {
        self.run(
            "UPDATE block SET dirty = 1 WHERE NOT dirty AND num IN (SELECT block FROM mention WHERE doc = ?1)",
            [doc],
        )
    }

    fn names(&self, sql: &str, params: impl rusqlite::Params) -> Result<Vec<String>> {
        let mut names: Vec<_> =
            self.bodies(sql, params)?.into_iter().map(|name| String::from_utf8_lossy(&name).into_owned()).collect();
        names.sort_unstable();
        Ok(names)
    }
}
