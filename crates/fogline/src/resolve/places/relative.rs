//! Points by distance and bearing from a place: `15km north of Donetsk`.

use super::{mentions::Mention, text::Line};
use crate::{gazetteer::geo, resolve::numerals::Numerals, span::Span};

/// A distance and a direction that lead up to a name.
pub(super) struct Bearing {
    /// From the number to the end of the name.
    pub(super) span: Span,
    kilometres: f64,
    degrees: f64,
}

impl Bearing {
    /// The point it leads to.
    pub(super) fn from(&self, point: geo::Point) -> geo::Point {
        geo::offset(point, self.kilometres, self.degrees)
    }
}

/// The distance and direction before a name, if there are any.
pub(super) fn before(line: &Line, mention: &Mention) -> Option<Bearing> {
    let mut at = mention.words.start;
    let lower = |at: usize| line.before(at, 1).map(|word| word.lower.as_str());
    if line.lexicon.articles.contains(lower(at)?) {
        at -= 1;
    }
    if line.lexicon.from.contains(lower(at)?) {
        at -= 1;
    }
    let (length, degrees) = line.lexicon.bearings.iter().find_map(|(words, degrees)| {
        let length = words.split(' ').count();
        let from = at.checked_sub(length)?;
        // The model cuts words at hyphens, the lexicon does not.
        let span = (1..=3 * length).find_map(|n| {
            let from = at.checked_sub(n)?;
            let found = line.span(from..at)?.of(line.text).to_lowercase();
            (found == *words).then_some(n)
        });
        span.filter(|_| from < at).map(|n| (n, *degrees))
    })?;
    at -= length;
    if line.lexicon.exactly.contains(lower(at)?) {
        at -= 1;
    }
    if lower(at)? == ")" {
        at =
            (1..=8).filter_map(|by| at.checked_sub(by)).find(|i| line.word(*i).is_some_and(|word| word.text == "("))?;
    }
    let number = |text: &str| Numerals::value(text, line.lang);
    let unit = line.before(at, 1)?;
    let (kilometres, start) = if let Some(unit) = line.lexicon.units.get(&unit.lower) {
        (number(&line.before(at, 2)?.lower)? * unit, at - 2)
    } else {
        let digits = unit.lower.find(|c: char| c.is_alphabetic())?;
        let (digits, unit) = unit.lower.split_at_checked(digits)?;
        (number(digits)? * line.lexicon.units.get(unit)?, at - 1)
    };
    let span = line.span(start..mention.words.end)?;
    (kilometres.is_finite() && kilometres < 2_000.0).then_some(Bearing { span, kilometres, degrees })
}
