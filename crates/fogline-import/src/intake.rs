//! Rows that are taken in, one after the other: what each says, or why it is set aside.

use std::collections::HashMap;

use fogline::gazetteer::geo::{Point, kilometres};
use fogline_reconcile::rows::Coded;
use sha2::{Digest, Sha256};

use crate::{BadRow, Fault, Reason, mapping::Bound, rows::Row};

/// Kilometres within which a coordinate is that of a place, whatever spot of it is meant.
const NEAR: f64 = 300.0;

/// Where the places of a name lie.
pub trait Spots {
    /// All places of that name.
    fn spots(&self, name: &str) -> Vec<Point>;
}

/// Takes rows in.
pub struct Intake<'m> {
    bound: Bound<'m>,
    spots: Option<&'m dyn Spots>,
    /// Where each name lies that was looked up.
    looked: HashMap<String, Vec<Point>>,
    /// The row in which each id stood first: so many bytes of its hash.
    seen: HashMap<[u8; 16], u64>,
}

impl std::fmt::Debug for Intake<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Intake").field("seen", &self.seen.len()).finish_non_exhaustive()
    }
}

impl<'m> Intake<'m> {
    /// By a mapping; with a gazetteer, coordinates that stand in each other's place are found.
    pub fn new(bound: Bound<'m>, spots: Option<&'m dyn Spots>) -> Self {
        Self { bound, spots, looked: HashMap::new(), seen: HashMap::new() }
    }

    /// What a row says, or all of it with why it is set aside.
    pub fn take(&mut self, row: Row) -> Result<(Row, Coded), BadRow> {
        match self.facts(&row) {
            Ok(facts) => Ok((row, facts)),
            Err(Fault { reason, detail }) => Err(BadRow { number: row.number, reason, detail, cells: row.cells }),
        }
    }

    /// The kind that a row gives and the mapping tells nothing of, though it tells of others.
    pub fn unknown_kind(&self, facts: &Coded) -> Option<String> {
        self.bound.unknown_kind(facts)
    }

    fn facts(&mut self, row: &Row) -> Result<Coded, Fault> {
        let facts = self.bound.facts(&row.cells)?;
        self.check_turned(&facts)?;
        let mut id = [0; 16];
        let hash = Sha256::digest(&facts.id);
        id.iter_mut().zip(hash.iter()).for_each(|(own, byte)| *own = *byte);
        if let Some(first) = self.seen.get(&id) {
            let detail = format!("row {first} has the same id, `{}`", facts.id);
            return Err(Fault::new(Reason::DuplicateId, detail));
        }
        self.seen.insert(id, row.number);
        Ok(facts)
    }

    /// Finds north and east in each other's place: where what the row names lies near the point that is turned round, and not
    /// near the one that is given. Where nothing is known of the place, nothing is said.
    fn check_turned(&mut self, facts: &Coded) -> Result<(), Fault> {
        let (Some(spots), Some((lat, lon))) = (self.spots, facts.lat.zip(facts.lon)) else { return Ok(()) };
        if lon.abs() > 90.0 {
            return Ok(());
        }
        for name in [&facts.place, &facts.division, &facts.country].into_iter().flatten() {
            let known = self.looked.entry(name.clone()).or_insert_with(|| spots.spots(name));
            if known.is_empty() {
                continue;
            }
            let near = |point: Point| known.iter().any(|spot| kilometres(*spot, point) <= NEAR);
            if !near((lat, lon)) && near((lon, lat)) {
                let detail =
                    format!("{lat} north and {lon} east is not near `{name}`, and {lon} north and {lat} east is");
                return Err(Fault::new(Reason::Swapped, detail));
            }
            return Ok(());
        }
        Ok(())
    }
}
