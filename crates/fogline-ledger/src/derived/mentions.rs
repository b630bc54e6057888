//! Mentions by block: what could be of one incident stands in one block, and is computed again together.

use rusqlite::{OptionalExtension, params};

use super::{Derived, at_most};
use crate::error::{At, Result};

impl Derived {
    /// Puts the mentions of a document in the place of those it had, each in its block, and marks the blocks that gain or
    /// lose one.
    pub fn put_mentions(&mut self, doc: i64, mentions: &[(&str, &[u8])]) -> Result<()> {
        self.atomically(|derived| {
            derived.mark_blocks_of(doc)?;
            derived.run("DELETE FROM mention WHERE doc = ?1", [doc])?;
            for (n, (block, body)) in mentions.iter().enumerate() {
                let block = derived.block(block)?;
                derived.run("UPDATE block SET dirty = 1 WHERE num = ?1", [block])?;
                let body = derived.veil.cover(body)?;
                derived.run(
                    "INSERT INTO mention (doc, n, block, body) VALUES (?1, ?2, ?3, ?4)",
                    params![doc, at_most(n), block, body],
                )?;
            }
            Ok(())
        })
    }

    /// The mentions of a block, in the order of their documents.
    pub fn mentions(&self, block: &str) -> Result<Vec<Vec<u8>>> {
        self.bodies(
            "SELECT mention.body FROM mention JOIN block ON block.num = mention.block WHERE block.name = ?1 \
             ORDER BY mention.doc, mention.n",
            [self.veil.name(block)],
        )
    }

    /// The mentions of a document, as they were put.
    pub fn mentions_of(&self, doc: i64) -> Result<Vec<Vec<u8>>> {
        self.bodies("SELECT body FROM mention WHERE doc = ?1 ORDER BY n", [doc])
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
            "SELECT DISTINCT mention.doc FROM mention JOIN block ON block.num = mention.block WHERE block.name = ?1 \
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
        self.run("UPDATE block SET dirty = 1 WHERE num = ?1", [num])
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

    /// Takes away a document's mentions and the incidents of its blocks, which may quote it.
    pub(super) fn forget_mentions(&mut self, doc: i64) -> Result<()> {
        for block in self.column::<i64>("SELECT DISTINCT block FROM mention WHERE doc = ?1", [doc])? {
            self.forget_incidents(block)?;
        }
        self.mark_blocks_of(doc)?;
        self.run("DELETE FROM mention WHERE doc = ?1", [doc])
    }

    fn mark_blocks_of(&mut self, doc: i64) -> Result<()> {
        self.run("UPDATE block SET dirty = 1 WHERE num IN (SELECT block FROM mention WHERE doc = ?1)", [doc])
    }

    fn names(&self, sql: &str, params: impl rusqlite::Params) -> Result<Vec<String>> {
        let mut names: Vec<_> =
            self.bodies(sql, params)?.into_iter().map(|name| String::from_utf8_lossy(&name).into_owned()).collect();
        names.sort_unstable();
        Ok(names)
    }
}
