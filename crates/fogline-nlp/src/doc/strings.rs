/// Different strings one after the other; the first is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Strings {
    all: String,
    ends: Vec<u32>,
}

impl Default for Strings {
    fn default() -> Self {
        Self { all: String::new(), ends: vec![0] }
    }
}

impl Strings {
    /// Adds a string and gives its index.
    pub(crate) fn push(&mut self, string: &str) -> u32 {
        self.all.push_str(string);
        self.ends.push(self.all.len() as u32);
        (self.ends.len() - 1) as u32
    }

    /// The string at an index; empty for none.
    pub(crate) fn get(&self, index: u32) -> &str {
        let index = index as usize;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(index).copied().unwrap_or(start);
        self.all.get(start as usize..end as usize).unwrap_or_default()
    }

    /// How many there are, the empty one included.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
}
