//! Points by distance and bearing from a place: `15km north of Donetsk`, `2-3km NW of the town of Popasna`.

use super::{mentions::Mention, text::Line};
use crate::{
    gazetteer::geo,
    resolve::{
        numerals::Numerals,
        tokens::{Shape, Token, tokens},
    },
    span::Span,
};

/// Words between a direction and the name it is said of.
const BETWEEN: usize = 6;
/// Tokens of a number, or of a direction.
const LONGEST: usize = 7;

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

/// The distance and direction before a name and behind the name before it (`after`), if there are any.
pub(super) fn before(line: &Line, mention: &Mention, after: usize) -> Option<Bearing> {
    let sentence = line.paragraph.sentences.iter().find(|sentence| sentence.words.contains(&mention.words.start))?;
    let start = sentence.span.start.max(after);
    let tokens = tokens(line.text, Span::new(start, mention.span.start.max(start)));
    // The name, or a thing in it, as the direction is said of: "of the camera in X".
    let ends = (0..=BETWEEN).map_while(|between| {
        let end = tokens.len().checked_sub(between)?;
        let skipped = tokens.get(end..)?;
        skipped.iter().all(|token| token.shape == Shape::Word || token.is_dash()).then_some((end, skipped))
    });
    let leads = |token: &Token| line.lexicon.locative.contains(&*token.lower);
    let plain = |token: &Token| {
        line.lexicon.articles.contains(&*token.lower)
            || line.lexicon.classes.contains_key(&*token.lower)
            || line.lexicon.from.contains(&*token.lower)
    };
    let (at, degrees) = ends
        .filter(|(_, skipped)| skipped.iter().all(plain) || skipped.last().is_some_and(leads))
        .find_map(|(end, _)| direction(line, &tokens, end))?;
    let (at, kilometres) = distance(line, &tokens, at)?;
    let span = Span::new(tokens.get(at)?.span.start, mention.span.end);
    (kilometres.is_finite() && kilometres < 2_000.0).then_some(Bearing { span, kilometres, degrees })
}

/// The direction that ends at a token: where it begins with the words that only lead to it, and its degrees.
fn direction(line: &Line, tokens: &[Token], end: usize) -> Option<(usize, f64)> {
    let is = |at: usize, words: &hashbrown::HashSet<String>| {
        at.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|token| words.contains(&*token.lower))
    };
    let end = end - usize::from(is(end, &line.lexicon.from));
    let (mut at, degrees) = (1..=LONGEST.min(end)).rev().find_map(|n| {
        let words = tokens.get(end - n..end)?;
        let text = Span::new(words.first()?.span.start, words.last()?.span.end).of(line.text).to_lowercase();
        Some((end - n, *line.lexicon.bearings.get(&text)?))
    })?;
    while is(at, &line.lexicon.exactly) || is(at, &line.lexicon.articles) {
        at -= 1;
    }
    Some((at, degrees))
}

/// The distance that ends at a token: where it begins, and the kilometres it comes to; of a range the middle.
fn distance(line: &Line, tokens: &[Token], end: usize) -> Option<(usize, f64)> {
    let mut end = end;
    if tokens.get(end.checked_sub(1)?)?.is(")") {
        end = tokens.get(..end)?.iter().rposition(|token| token.is("("))?;
    }
    let unit_at = end.checked_sub(1)?;
    let unit = line.lexicon.units.get(&*tokens.get(unit_at)?.lower)?;
    let numerals = Numerals::of(line.lang);
    let number = |end: usize| {
        (end.saturating_sub(LONGEST)..end)
            .filter_map(|at| numerals.number(tokens, at))
            .find(|number| number.at.end == end)
    };
    let last = number(unit_at)?;
    let at = last.at.start;
    let first = (1..=at).take(2).find_map(|len| {
        let joins = tokens.get(at - len)?.is_dash() && len == 1
            || numerals.to(tokens, at - len).is_some_and(|taken| taken == len);
        let first = number(at - len).filter(|_| joins)?;
        // "And" joins the ends of a range only where a word has opened it.
        let listed = numerals.joins_lists(&tokens.get(at - len)?.lower);
        (!listed || numerals.opens_range(tokens, first.at.start)).then_some(first)
    });
    Some(match first {
        Some(first) => (first.at.start, f64::midpoint(first.value, last.value) * unit),
        None => (at, last.value * unit),
    })
}
