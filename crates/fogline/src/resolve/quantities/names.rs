//! Numbers that belong to names, codes, dates, ages and lengths, and count nothing.

use super::{counted::Role, find::Finder};
use crate::resolve::tokens::{Shape, Token};

impl Finder<'_> {
    /// Whether a number belongs to a name, a code, a date, an age or a measure.
    pub(super) fn is_part_of_name(&self, at: usize, end: usize) -> bool {
        let Some(token) = self.token(at) else { return true };
        let digits = token.shape == Shape::Digits;
        let before = at.checked_sub(1).and_then(|before| self.token(before));
        let further = at.checked_sub(2).and_then(|before| self.token(before));
        if digits && (token.text.len() > 1 && token.text.starts_with('0') || token.text.len() > 9) {
            return true;
        }
        // `4276 3801 4149`: the groups of a card or telephone number.
        let group = |token: Option<&Token<'_>>| {
            token.is_some_and(|token| token.shape == Shape::Digits && token.text.len() >= 3 && !token.opens_line)
        };
        if digits && !token.opens_line && (group(self.token(end)) || group(before)) {
            return true;
        }
        if let (true, Some(before)) = (token.glued(), before) {
            let touches_word = before.shape != Shape::Mark
                || (before.is_dash() && before.glued() && further.is_some_and(|t| t.shape == Shape::Word))
                || matches!(before.text, "." | "," | ":" | "/" | "#" | "№" | "+" | "_" | "@" | "=" | "&" | "\\")
                    && (before.glued() || matches!(before.text, "#" | "№" | "+" | "@"));
            if touches_word {
                return true;
            }
        }
        let next = self.token(end);
        if let Some(next) = next.filter(|next| next.glued()) {
            let more = self.token(end + 1).filter(|more| more.glued());
            let joined = match next.shape {
                Shape::Word => {
                    self.is(end, &Role::Percent).is_none()
                        && self.role(end, |role| matches!(role, Role::Money(_)).then_some(())).is_none()
                }
                Shape::Digits => true,
                Shape::Mark => {
                    (next.is_dash() && more.is_some_and(|more| more.shape == Shape::Word))
                        || matches!(next.text, ":" | "/" | "." | "_" | "°" | "×")
                            && more.is_some_and(|more| more.shape != Shape::Mark)
                }
            };
            if joined {
                return true;
            }
        }
        // `1. Ceasefire`, `2) School`
        if digits && token.opens_line && next.is_some_and(|next| matches!(next.text, "." | ")")) {
            return true;
        }
        // `Ivan Petrov, 34,`
        let commas = before.is_some_and(|t| t.is(",") || t.is("(")) && next.is_some_and(|t| t.is(",") || t.is(")"));
        // `Ivan Petrov, 34 and his son`
        let person = at.checked_sub(2).and_then(|at| self.parsed(at)).and_then(fogline_nlp::Token::entity_label)
            == Some("PERSON");
        let joined = person
            && before.is_some_and(|token| token.is(","))
            && next.is_some_and(|token| self.counted.numerals.joins_lists(&token.lower));
        if digits && (commas || joined) && further.is_some_and(Token::is_capital) {
            return true;
        }
        let stop = usize::from(before.is_some_and(|t| t.is(".")));
        (1..=3).any(|back| {
            at.checked_sub(back + stop).is_some_and(|from| {
                self.is(from, &Role::Label).is_some_and(|len| {
                    // `No. 5`: a full stop without more between.
                    from + len + stop == at && (digits || stop == 0)
                })
            })
        }) && (digits || before.is_some_and(Token::is_capital))
            && self.noun_within(end, 2).is_none_or(|_| stop == 1)
    }

    /// Past the rest of a code such as `120-mm` or `20/30`.
    pub(super) fn past_code(&self, end: usize) -> usize {
        let mut at = end;
        while self.token(at).is_some_and(|token| {
            token.glued() && (token.shape != Shape::Mark || token.is_dash() || matches!(token.text, "." | "/" | ":"))
        }) {
            at += 1;
        }
        at
    }
}
