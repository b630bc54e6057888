//! Keys of texts by which copies are found, and anything else that is kept by document.

use rusqlite::params;

use super::Derived;
use crate::error::{At, Result};

impl Derived {
    /// Puts the keys of documents' texts in the place of those they had. In the order of keys, so that adding many at once
    /// goes through the file once.
    pub fn put_copy_keys(&mut self, of_docs: &[(i64, &[u64])]) -> Result<()> {
        let mut rows: Vec<(i64, i64)> =
            of_docs.iter().flat_map(|(doc, keys)| keys.iter().map(|key| (key.cast_signed(), *doc))).collect();
        rows.sort_unstable();
        self.atomically(|derived| {
            for (doc, _) in of_docs {
                derived.run("DELETE FROM copy_key WHERE doc = ?1", [doc])?;
            }
            rows.iter().try_for_each(|row| derived.run("INSERT OR IGNORE INTO copy_key VALUES (?1, ?2)", *row))
        })
    }

    /// The documents that have a key, in order.
    pub fn docs_with_key(&self, key: u64) -> Result<Vec<i64>> {
        self.column("SELECT doc FROM copy_key WHERE key = ?1 ORDER BY doc", [key.cast_signed()])
    }

    /// Puts what is kept of some kind for a document in the place of what it had.
    pub fn put_items(&mut self, kind: &str, doc: i64, items: &[&[u8]]) -> Result<()> {
        if items.is_empty() {
            return self.run("DELETE FROM item WHERE kind = ?1 AND doc = ?2", params![kind, doc]);
        }
        let body = self.pack(items)?;
        self.run("INSERT OR REPLACE INTO item (kind, doc, body) VALUES (?1, ?2, ?3)", params![kind, doc, body])
    }

    /// What is kept of some kind for a document, as it was put.
    pub fn items_of(&self, kind: &str, doc: i64) -> Result<Vec<Vec<u8>>> {
        self.unpacked("SELECT body FROM item WHERE kind = ?1 AND doc = ?2", params![kind, doc])
    }

    /// All that is kept of some kind, in the order of documents.
    pub fn items(&self, kind: &str) -> Result<Vec<Vec<u8>>> {
        self.unpacked("SELECT body FROM item WHERE kind = ?1 ORDER BY doc", [kind])
    }

    /// Goes through all that is kept of some kind, in the order of documents; what is kept of one is at hand at a time.
    pub fn each_item(&self, kind: &str, mut take: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let mut statement =
            self.connection.prepare_cached("SELECT body FROM item WHERE kind = ?1 ORDER BY doc").at(&self.path)?;
        let mut rows = statement.query([kind]).at(&self.path)?;
        while let Some(row) = rows.next().at(&self.path)? {
            self.unpack(row.get(0).at(&self.path)?)?.iter().try_for_each(|body| take(body))?;
        }
        Ok(())
    }

    /// The documents for which something of a kind is kept.
    pub fn docs_with_items(&self, kind: &str) -> Result<Vec<i64>> {
        self.column("SELECT doc FROM item WHERE kind = ?1 ORDER BY doc", [kind])
    }

    /// For how many documents something of a kind is kept.
    pub fn count_items(&self, kind: &str) -> Result<usize> {
        let count = self.column::<i64>("SELECT count(*) FROM item WHERE kind = ?1", [kind])?;
        Ok(count.first().and_then(|count| usize::try_from(*count).ok()).unwrap_or_default())
    }

    /// The documents for which something of one kind is kept and nothing of another.
    pub fn docs_without_items(&self, kind: &str, other: &str) -> Result<Vec<i64>> {
        self.column(
            "SELECT doc FROM item WHERE kind = ?1 AND NOT EXISTS \
             (SELECT 1 FROM item AS other WHERE other.kind = ?2 AND other.doc = item.doc) ORDER BY doc",
            params![kind, other],
        )
    }

    /// Takes away all mentions, items and keys of a document; its blocks are marked.
    pub(crate) fn leave_out(&mut self, doc: i64) -> Result<()> {
        self.put_mentions(doc, &[])?;
        self.run("DELETE FROM item WHERE doc = ?1", [doc])?;
        self.run("DELETE FROM copy_key WHERE doc = ?1", [doc])
    }

    /// Takes over what another one keeps of a document, of some kinds, as it stands there; its blocks are marked.
    pub fn copy(&mut self, from: &Self, doc: i64, kinds: &[&str]) -> Result<()> {
        for kind in kinds {
            let bodies =
                from.column::<Vec<u8>>("SELECT body FROM item WHERE kind = ?1 AND doc = ?2", params![kind, doc])?;
            for body in bodies {
                self.run("INSERT INTO item (kind, doc, body) VALUES (?1, ?2, ?3)", params![kind, doc, body])?;
            }
        }
        let mut statement = from
            .connection
            .prepare_cached(
                "SELECT block.name, block.body, mention.body FROM mention JOIN block ON block.num = mention.block \
                 WHERE mention.doc = ?1 ORDER BY block.name",
            )
            .at(&from.path)?;
        let rows = statement
            .query_map([doc], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .and_then(Iterator::collect::<rusqlite::Result<Vec<(Vec<u8>, Vec<u8>, Vec<u8>)>>>)
            .at(&from.path)?;
        for (name, body, mentions) in rows {
            self.run("INSERT OR IGNORE INTO block (name, body, dirty) VALUES (?1, ?2, 1)", params![name, body])?;
            self.run(
                "INSERT INTO mention (block, doc, body) SELECT num, ?2, ?3 FROM block WHERE name = ?1",
                params![name, doc, mentions],
            )?;
        }
        Ok(())
    }

    /// Takes away all mentions, blocks, incidents, copy keys and items, so that they can be computed from the beginning.
    pub fn clear(&mut self) -> Result<()> {
        self.atomically(|derived| {
            for table in
                ["mention", "block", "incident", "incident_name", "incident_mark", "incident_gist", "copy_key", "item"]
            {
                derived.run(&format!("DELETE FROM {table}"), [])?;
            }
            derived.run("INSERT INTO incident_words (incident_words) VALUES ('delete-all')", [])
        })
    }
}
