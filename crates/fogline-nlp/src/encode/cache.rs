//! Embedded words with their share of the first layer, as many as fit: a cache, which no result depends on.

/// Words held: with 96 numbers and three pieces some 12 MB.
const CAPACITY: usize = 3072;
const NONE: u32 = u32::MAX;

/// Rows of numbers by key, the least lately used given up first (the CLOCK algorithm, Corbató 1968).
#[derive(Debug, Default)]
pub(super) struct RowCache {
    /// Slot by key.
    slots: Vec<u32>,
    /// Key by slot.
    keys: Vec<u32>,
    /// Batch that last used the slot.
    used: Vec<u32>,
    /// Whether it was used since the hand last passed.
    recent: Vec<bool>,
    rows: Vec<f32>,
    batch: u32,
    hand: usize,
}

impl RowCache {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Begins a batch: slots it uses stay until the next one begins. A batch must use fewer keys than fit.
    pub(super) fn begin(&mut self, keys: usize) {
        self.batch = self.batch.wrapping_add(1);
        self.slots.resize(self.slots.len().max(keys), NONE);
    }

    /// The slot of a key, and whether its row has yet to be written.
    pub(super) fn slot(&mut self, key: u32, width: usize) -> (u32, bool) {
        let found = self.slots[key as usize];
        let (slot, new) = if found == NONE { (self.free_slot(width), true) } else { (found, false) };
        self.slots[key as usize] = slot;
        let index = slot as usize;
        (self.keys[index], self.used[index], self.recent[index]) = (key, self.batch, !new);
        (slot, new)
    }

    fn free_slot(&mut self, width: usize) -> u32 {
        if self.keys.len() < CAPACITY {
            self.keys.push(NONE);
            self.used.push(self.batch);
            self.recent.push(false);
            self.rows.resize(self.keys.len() * width, 0.0);
            return (self.keys.len() - 1) as u32;
        }
        loop {
            self.hand = (self.hand + 1) % CAPACITY;
            if self.used[self.hand] == self.batch {
                continue;
            }
            if !std::mem::take(&mut self.recent[self.hand]) {
                self.slots[self.keys[self.hand] as usize] = NONE;
                return self.hand as u32;
            }
        }
    }

    /// The row in a slot.
    pub(super) fn row(&self, slot: u32, width: usize) -> &[f32] {
        &self.rows[slot as usize * width..(slot as usize + 1) * width]
    }

    /// The row in a slot, to be written.
    pub(super) fn row_mut(&mut self, slot: u32, width: usize) -> &mut [f32] {
        &mut self.rows[slot as usize * width..(slot as usize + 1) * width]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_in_use_are_never_given_up() {
        let mut cache = RowCache::default();
        let keys = CAPACITY as u32 * 3;
        for batch in 0..30u32 {
            cache.begin(keys as usize);
            let wanted: Vec<u32> = (0..2000).map(|i| (i * 7 + batch * 1900) % keys).collect();
            let slots: Vec<u32> = wanted
                .iter()
                .map(|key| {
                    let (slot, new) = cache.slot(*key, 1);
                    if new {
                        cache.row_mut(slot, 1)[0] = *key as f32;
                    }
                    slot
                })
                .collect();
            for (key, slot) in wanted.iter().zip(&slots) {
                assert_eq!(cache.row(*slot, 1), [*key as f32]);
            }
        }
        assert_eq!(cache.keys.len(), CAPACITY);
    }
}
