//! One sentence's arcs without its white-space tokens.

/// For each word its head, as places among the words; exactly one has none.
///
/// `above` holds each token's head as a place in the sentence, `None` for a root; `space` tells which tokens are white
/// space. A word below white space goes to its nearest ancestor that is a word. Of several roots the first stays and the
/// others go to it.
pub(super) fn word_heads(above: &[Option<usize>], space: &[bool]) -> Vec<Option<usize>> {
    let is_word = |token: usize| space.get(token) == Some(&false);
    let words: Vec<_> = (0..space.len()).filter(|token| is_word(*token)).collect();
    let nearest_word_above = |word: usize| {
        let mut token = word;
        // No more steps than there are tokens: arcs that ran in a circle would not hold us.
        for _ in above {
            token = above.get(token).copied().flatten()?;
            if is_word(token) {
                return words.binary_search(&token).ok();
            }
        }
        None
    };
    let mut heads: Vec<_> = words.iter().map(|word| nearest_word_above(*word)).collect();
    let root = heads.iter().position(Option::is_none).unwrap_or_default();
    for (place, head) in heads.iter_mut().enumerate() {
        *head = if place == root { None } else { head.or(Some(root)) };
    }
    heads
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn places_are_counted_without_white_space() {
        // The \n monitors left: "The" -> "monitors" -> "left", white space below "The".
        let above = [Some(2), Some(0), Some(3), None];
        assert_eq!(word_heads(&above, &[false, true, false, false]), [Some(1), Some(2), None]);
    }

    #[test]
    fn a_word_below_white_space_goes_to_the_next_word_up() {
        let above = [None, Some(0), Some(1), Some(2)];
        assert_eq!(word_heads(&above, &[false, true, true, false]), [None, Some(0)]);
    }

    #[test]
    fn words_below_a_root_of_white_space_share_the_first_of_them() {
        let above = [None, Some(0), Some(0), Some(2)];
        assert_eq!(word_heads(&above, &[true, false, false, false]), [None, Some(0), Some(1)]);
        assert!(word_heads(&[None], &[true]).is_empty());
        assert!(word_heads(&[], &[]).is_empty());
    }

    /// Forests: each token hangs below an earlier one in a shuffled order, or below nothing.
    fn forests() -> impl Strategy<Value = (Vec<Option<usize>>, Vec<bool>)> {
        (1..12usize)
            .prop_flat_map(|n| {
                let order = Just((0..n).collect::<Vec<_>>()).prop_shuffle();
                let parents =
                    proptest::collection::vec(proptest::option::weighted(0.8, any::<prop::sample::Index>()), n);
                (order, parents, proptest::collection::vec(proptest::bool::weighted(0.3), n))
            })
            .prop_map(|(order, parents, space)| {
                let mut above = vec![None; order.len()];
                for (rank, token) in order.iter().enumerate() {
                    above[*token] = parents[rank].filter(|_| rank > 0).map(|parent| order[parent.index(rank)]);
                }
                (above, space)
            })
    }

    proptest! {
        #[test]
        fn any_forest_becomes_one_tree((above, space) in forests()) {
            let heads = word_heads(&above, &space);
            prop_assert_eq!(heads.len(), space.iter().filter(|space| !**space).count());
            prop_assert_eq!(heads.iter().filter(|head| head.is_none()).count(), usize::from(!heads.is_empty()));
            for place in 0..heads.len() {
                let mut steps = 0;
                let mut at = place;
                while let Some(head) = heads[at] {
                    prop_assert!(head < heads.len());
                    at = head;
                    steps += 1;
                    prop_assert!(steps <= heads.len(), "a circle at {}", place);
                }
            }
        }
    }
}
