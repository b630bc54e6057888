//! What stands near a place in a document, without looking at all of it.

use crate::span::Span;

/// Things by where they stand.
pub(crate) struct Near {
    /// For each stretch of the document, the numbers of what touches it, in order.
    stretches: Vec<Vec<u32>>,
}

const STRETCH: usize = 512;

impl Near {
    /// Lists numbered spans; a number may have several.
    pub(crate) fn new(spans: impl Iterator<Item = (usize, Span)>) -> Self {
        let mut stretches = Vec::<Vec<u32>>::new();
        for (number, span) in spans {
            for stretch in span.start / STRETCH..=span.end / STRETCH {
                if stretches.len() <= stretch {
                    stretches.resize_with(stretch + 1, Vec::new);
                }
                if let Some(list) = stretches.get_mut(stretch)
                    && list.last() != Some(&(number as u32))
                {
                    list.push(number as u32);
                }
            }
        }
        Self { stretches }
    }

    /// The numbers of all that could touch a span, in order, each once.
    pub(crate) fn to(&self, span: Span) -> Vec<usize> {
        let stretches = span.start / STRETCH..=span.end / STRETCH;
        let mut found: Vec<usize> = stretches
            .filter_map(|stretch| self.stretches.get(stretch))
            .flat_map(|list| list.iter().map(|number| *number as usize))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_touches_is_found_once() {
        let spans =
            [(0, Span::new(0, 2000)), (1, Span::new(600, 610)), (2, Span::new(5000, 5001)), (1, Span::new(700, 701))];
        let near = Near::new(spans.into_iter());
        assert_eq!(near.to(Span::new(590, 1100)), [0, 1]);
        assert_eq!(near.to(Span::new(4990, 5002)), [2]);
        assert!(near.to(Span::new(90_000, 90_001)).is_empty());
    }
}
