//! What two signatures have in common, counted.

use super::signature::{Gram, Signature};

/// What of a text stands in the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Half {
    /// Runs of its own words, and those of them that stand in the other.
    pub(super) told: Share,
    /// The same of its lead.
    pub(super) lead: Share,
    /// All runs, quoted ones too.
    pub(super) all: Share,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) hits: u32,
    pub(super) of: u32,
}

impl Share {
    fn count(&mut self, hit: bool) {
        self.of += 1;
        self.hits += u32::from(hit);
    }

    /// As a figure from 0 to 1; 0 of nothing.
    pub(super) fn rate(self) -> f64 {
        f64::from(self.hits) / f64::from(self.of.max(1))
    }
}

/// How figures or names stand in the words that both texts have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Slots {
    pub(super) agree: u32,
    pub(super) differ: u32,
}

/// What two texts have in common.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// Of the shorter one, then of the longer.
    pub(super) shorter: Half,
    pub(super) longer: Half,
    /// Runs that both quote.
    pub(super) quoted: u32,
    pub(super) figures: Slots,
    pub(super) names: Slots,
}

impl Evidence {
    /// Compares two signatures; the same whichever is first. Both are looked at as coarsely as the coarser was sampled.
    pub(super) fn of(a: &Signature, b: &Signature) -> Self {
        let scale = u32::from(a.scale.max(b.scale));
        let (mut of_a, mut of_b, mut quoted) = (Half::default(), Half::default(), 0);
        let (mut left, mut right) = (sampled(&a.grams, scale).peekable(), sampled(&b.grams, scale).peekable());
        loop {
            let order = match (left.peek(), right.peek()) {
                (Some(one), Some(other)) => one.hash().cmp(&other.hash()),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (None, None) => break,
            };
            let one = if order.is_le() { left.next() } else { None };
            let other = if order.is_ge() { right.next() } else { None };
            let hit = order.is_eq();
            quoted += u32::from(one.zip(other).is_some_and(|(one, other)| one.is_quoted() && other.is_quoted()));
            for (half, gram) in [(&mut of_a, one), (&mut of_b, other)] {
                let Some(gram) = gram else { continue };
                half.all.count(hit);
                if !gram.is_quoted() {
                    half.told.count(hit);
                }
                if gram.in_lead() {
                    half.lead.count(hit);
                }
            }
        }
        let (shorter, longer) = if rank(a, of_a) <= rank(b, of_b) { (of_a, of_b) } else { (of_b, of_a) };
        Self { shorter, longer, quoted, figures: slots(&a.figures, &b.figures), names: slots(&a.names, &b.names) }
    }
}

/// Whether at least such a share of the shorter text's own words can stand in the other: a quick look, for most pairs do not
/// pass. It never says no where [`Evidence`] would find more.
pub(super) fn can_share(a: &Signature, b: &Signature, least: f64) -> bool {
    if a.scale != b.scale {
        return true;
    }
    let (one, other) = (a.grams.as_slice(), b.grams.as_slice());
    let (mut hits, mut left, mut right) = (0_u32, 0, 0);
    // Without branches on the hashes, which no processor can foresee.
    while let (Some(x), Some(y)) = (one.get(left), other.get(right)) {
        let (x, y) = (Gram(*x).hash(), Gram(*y).hash());
        hits += u32::from(x == y);
        left += usize::from(x <= y);
        right += usize::from(y <= x);
    }
    f64::from(hits) >= least * f64::from(a.told.min(b.told))
}

fn sampled(grams: &[u32], scale: u32) -> impl Iterator<Item = Gram> {
    grams.iter().map(|gram| Gram(*gram)).filter(move |gram| gram.zeros() >= scale)
}

/// Which text is the shorter, whichever is given first.
fn rank(signature: &Signature, half: Half) -> (u32, u32, u64) {
    (half.all.of, signature.words, signature.same)
}

/// Contexts that both have: with a value that both have, or with none.
fn slots(a: &[u32], b: &[u32]) -> Slots {
    let (a, b) = (a.as_chunks::<2>().0, b.as_chunks::<2>().0);
    let mut slots = Slots::default();
    let mut rest = b;
    for run in a.chunk_by(|one, next| one[0] == next[0]) {
        let Some([context, _]) = run.first() else { continue };
        rest = rest.get(rest.partition_point(|slot| slot[0] < *context)..).unwrap_or_default();
        let others = rest.get(..rest.partition_point(|slot| slot[0] == *context)).unwrap_or_default();
        if !others.is_empty() {
            if run.iter().any(|slot| others.contains(slot)) {
                slots.agree += 1;
            } else {
                slots.differ += 1;
            }
        }
    }
    slots
}
