//! The order: sorting for lists that are short or almost sorted.
//!
//! The standard library's sorts are made for long lists and weigh four kilobytes for every type that is sorted.

/// Sorts `list` so that no item comes `before` its predecessor; items of the same rank keep their order. Takes
/// quadratic time where nothing is sorted: for hundreds of items, not for millions.
pub fn sort<T>(list: &mut [T], before: impl Fn(&T, &T) -> bool) {
    for end in 1..list.len() {
        let mut at = end;
        while let Some([left, right]) = list.get(at.wrapping_sub(1)..=at)
            && before(right, left)
        {
            list.swap(at - 1, at);
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does_and_keeps_equals_in_order(list in prop::collection::vec(0_u8..20, 0..60)) {
            let mut ours: Vec<_> = list.into_iter().enumerate().collect();
            let mut theirs = ours.clone();
            sort(&mut ours, |(_, one), (_, other)| one < other);
            theirs.sort_by_key(|(_, rank)| *rank);
            prop_assert_eq!(ours, theirs);
        }
    }
}
