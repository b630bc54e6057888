//! What is known of outlets: names, addresses, and the lines their pages repeat.

/// The outlet tables.
#[derive(Debug, Clone, Default)]
pub struct Outlets {}

impl Outlets {
    /// The tables that come with Fogline.
    pub fn bundled() -> Self {
        Self::default()
    }
}
