use proptest::prelude::*;

use super::*;

#[derive(Deserialize)]
struct Case {
    /// A row a coder.
    rows: Vec<Vec<Option<f64>>>,
    alpha: std::collections::BTreeMap<String, f64>,
}

fn units(rows: &[Vec<Option<f64>>]) -> Vec<Vec<f64>> {
    (0..rows[0].len()).map(|at| rows.iter().filter_map(|row| row[at]).collect()).collect()
}

#[test]
fn it_is_what_the_reference_computes() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../../tests/fixtures/agreement.json")).unwrap();
    assert!(cases.len() > 50);
    for (number, case) in cases.iter().enumerate() {
        for level in [Level::Nominal, Level::Ordinal, Level::Interval, Level::Ratio] {
            let name = serde_json::to_value(level).unwrap();
            let reference = case.alpha[name.as_str().unwrap()];
            let own = alpha(level, &units(&case.rows)).alpha.unwrap();
            assert!((own - reference).abs() < 1e-9, "case {number}, {level:?}: {own} and not {reference}");
        }
    }
}

#[test]
fn it_is_what_krippendorff_published() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../../tests/fixtures/agreement.json")).unwrap();
    let published = units(&cases[0].rows);
    for (level, told) in
        [(Level::Nominal, 0.743), (Level::Ordinal, 0.815), (Level::Interval, 0.849), (Level::Ratio, 0.797)]
    {
        let own = alpha(level, &published);
        assert!((own.alpha.unwrap() - told).abs() < 5e-4, "{level:?}: {own:?}");
        assert_eq!((own.units, own.values), (11, 40));
    }
}

#[test]
fn where_it_is_undefined_it_says_why() {
    let of = |units: &[Vec<f64>]| alpha(Level::Ratio, units).undefined;
    assert_eq!(of(&[]), Some(Undefined::NothingToCompare));
    assert_eq!(of(&[vec![1.0], vec![2.0], vec![]]), Some(Undefined::NothingToCompare));
    assert_eq!(of(&[vec![1.0, f64::NAN]]), Some(Undefined::NothingToCompare));
    assert_eq!(of(&[vec![2.0, 2.0], vec![2.0, 2.0]]), Some(Undefined::NoVariation));
    assert_eq!(of(&[vec![0.0, -0.0]]), Some(Undefined::NoVariation));
    assert_eq!(of(&[vec![-1.0, 1.0]]), Some(Undefined::Negative));
    assert_eq!(alpha_of_words(&[vec!["deny", "accuse"], vec!["deny", "deny"]]).alpha, Some(0.0));
}

#[test]
fn thresholds_are_those_that_are_published() {
    let of = [-0.5, 0.666, 0.667, 0.799, 0.8, 1.0].map(|alpha| Carries::of(alpha, FEW));
    let [low, tentative, reliable] = [Carries::Low, Carries::Tentative, Carries::Reliable];
    assert_eq!(of, [low, low, tentative, tentative, reliable, reliable]);
}

/// Units of two coders with two values that are as frequent, of which they differ on some.
fn halves(units: usize, differ: usize) -> Agreement {
    let value = |odd: bool| f64::from(u8::from(odd));
    // Whoever differs does so in turn, so that both values stay as frequent.
    let unit = |at: usize| vec![value(at % 2 == 1), value((at % 2 == 1) != (at < differ))];
    alpha(Level::Nominal, &(0..units).map(unit).collect::<Vec<_>>())
}

#[test]
fn of_few_units_no_alpha_carries_anything() {
    assert_eq!(halves(FEW - 1, 0).carries, Some(Carries::TooFew));
    assert_eq!(halves(FEW, 0).carries, Some(Carries::Reliable));
    // By one unit more on which they differ, it goes past all that is tentative below that number, and not from it on.
    let step = |units: usize| (2 * units - 1) as f64 / (units * units) as f64;
    assert!(step(FEW - 1) > 0.8 - 0.667 && step(FEW) < 0.8 - 0.667);
    let (none, two) = (halves(16, 0).alpha.unwrap(), halves(16, 2).alpha.unwrap());
    assert!(((none - two) / 2.0 - step(16)).abs() < 1e-9);
}

fn some_units() -> impl Strategy<Value = Vec<Vec<f64>>> {
    let value = prop_oneof![(0_u8..6).prop_map(f64::from), 0.0..50.0_f64];
    proptest::collection::vec(proptest::collection::vec(value, 0..5), 0..20)
}

proptest! {
    #[test]
    fn no_order_changes_anything(units in some_units(), level in 0_usize..4, seed: u64) {
        let level = [Level::Nominal, Level::Ordinal, Level::Interval, Level::Ratio][level];
        let mut other = units.clone();
        other.rotate_left(usize::try_from(seed % 7).unwrap().min(units.len()));
        other.reverse();
        for unit in &mut other {
            unit.reverse();
        }
        prop_assert_eq!(alpha(level, &units), alpha(level, &other));
    }

    #[test]
    fn who_agrees_on_all_has_an_alpha_of_one(truth in proptest::collection::vec(0_u8..9, 2..20), coders in 2_usize..5) {
        let units: Vec<Vec<f64>> = truth.iter().map(|value| vec![f64::from(*value); coders]).collect();
        let varied = truth.iter().any(|value| *value != truth[0]);
        for level in [Level::Nominal, Level::Ordinal, Level::Interval, Level::Ratio] {
            prop_assert_eq!(alpha(level, &units).alpha, varied.then_some(1.0));
        }
    }

    #[test]
    fn it_is_never_more_than_one(units in some_units(), level in 0_usize..4) {
        let level = [Level::Nominal, Level::Ordinal, Level::Interval, Level::Ratio][level];
        let found = alpha(level, &units);
        prop_assert_eq!(found.alpha.is_none(), found.undefined.is_some());
        prop_assert!(found.alpha.is_none_or(|alpha| alpha <= 1.0 && alpha.is_finite()), "{:?}", found);
    }
}
