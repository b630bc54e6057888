//! Where counts stand in a run of tokens, and what they count.

use std::ops::Range;

use fogline_nlp::syntax::SyntaxView;

use super::{
    Bound, Quantity, QuantityKind,
    acts::{FAR_REACH, Target, is_harm},
    counted::{Counted, Noun, Role},
};
use crate::{
    annotate::Paragraph,
    resolve::{
        numerals::Number,
        tokens::{Shape, Token},
    },
    span::Span,
};

/// How many tokens may stand between a number and its noun.
const NOUN_REACH: usize = 4;
/// How many numbers, commas and words of bounds may stand between a word such as `aged` and an age.
const AGE_REACH: usize = 8;

/// A count with its tokens, before it is written down.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) at: Range<usize>,
    low: Option<f64>,
    best: Option<f64>,
    high: Option<f64>,
    bound: Option<Bound>,
    pub(super) kind: QuantityKind,
    unit: Option<String>,
    victims: Option<String>,
    /// What it counts, if acts can befall it.
    pub(super) target: Option<Target>,
    /// Whether one is told.
    pub(super) act: bool,
    /// Whether an article alone counts it: `a woman`.
    single: bool,
    pub(super) sentence: usize,
}

/// The values of a number with its bounds.
#[derive(Debug, Clone, Copy, Default)]
struct Values {
    low: Option<f64>,
    best: Option<f64>,
    high: Option<f64>,
    bound: Option<Bound>,
}

/// Tokens of one paragraph with the words of its language.
pub(super) struct Finder<'r> {
    pub(super) tokens: &'r [Token<'r>],
    pub(super) counted: &'r Counted,
    pub(super) paragraph: &'r Paragraph,
    pub(super) view: Option<SyntaxView<'r>>,
    /// Stretches that expressions of time take, and whether they count how long they are.
    pub(super) times: &'r [(Span, bool)],
}

impl Finder<'_> {
    /// All counts, in order.
    pub(super) fn quantities(&self) -> Vec<Quantity> {
        let mut drafts: Vec<Draft> = Vec::new();
        let mut at = 0;
        let mut times = self.times.iter().peekable();
        let mut sentence = 0;
        while let Some(token) = self.tokens.get(at) {
            while times.next_if(|(time, _)| time.end <= token.span.start).is_some() {}
            while self.paragraph.sentences.get(sentence).is_some_and(|s| s.span.end <= token.span.start) {
                sentence += 1;
            }
            if let Some((_, measured)) = times.peek().filter(|(time, _)| time.start <= token.span.start) {
                let length = measured.then(|| self.number(at, sentence, &mut drafts)).flatten();
                at = length.unwrap_or_default().max(at + 1);
                continue;
            }
            let end = self.at(at, sentence, &mut drafts);
            at = end.max(at + 1);
        }
        self.share_acts(&mut drafts);
        // Of one alone it is told what befell it: `a woman was killed`.
        drafts.retain(|draft| !draft.single || is_harm(draft.kind));
        drafts.into_iter().filter_map(|draft| self.written(draft)).collect()
    }

    /// Reads what stands at a token; where to go on.
    fn at(&self, at: usize, sentence: usize, drafts: &mut Vec<Draft>) -> usize {
        if let Some((len, alone)) = self.role(at, |role| if let Role::None(alone) = role { Some(*alone) } else { None })
            && let Some(end) = self.none(at, at + len, alone, sentence, drafts)
        {
            return end;
        }
        if let Some(end) = self.none_behind(at, sentence, drafts) {
            return end;
        }
        if let Some(end) = self.number(at, sentence, drafts) {
            return end;
        }
        if let Some(end) = self.vague(at, sentence, drafts) {
            return end;
        }
        self.single(at, sentence, drafts).unwrap_or(at + 1)
    }

    pub(super) fn role<T>(&self, at: usize, mut wanted: impl FnMut(&Role) -> Option<T>) -> Option<(usize, T)> {
        self.counted.roles.at(self.tokens, at).find_map(|(len, role)| Some((len, wanted(role)?)))
    }

    pub(super) fn is(&self, at: usize, role: &Role) -> Option<usize> {
        self.role(at, |found| (found == role).then_some(())).map(|(len, ())| len)
    }

    pub(super) fn token(&self, at: usize) -> Option<&Token<'_>> {
        self.tokens.get(at)
    }

    /// `no casualties`, `nobody was hurt`, `без жертв`.
    fn none(&self, at: usize, from: usize, alone: bool, sentence: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
        let zero = Values { low: Some(0.0), best: Some(0.0), high: Some(0.0), bound: Some(Bound::Exact) };
        let noun = if alone { None } else { self.noun_within(from, 2) };
        let end = noun.as_ref().map_or(from, |(range, _)| range.end);
        let kinds: &[QuantityKind] = match noun.as_ref().map(|(_, noun)| noun.kind) {
            Some(None) => &[QuantityKind::Killed, QuantityKind::Injured],
            Some(Some(QuantityKind::Killed)) => &[QuantityKind::Killed],
            Some(Some(QuantityKind::Injured)) => &[QuantityKind::Injured],
            _ => &[],
        };
        if !kinds.is_empty() {
            for kind in kinds {
                drafts.push(draft(at..end, zero, *kind, noun.as_ref().map(|(_, noun)| noun), sentence));
            }
            return Some(end);
        }
        let person = alone || noun.as_ref().is_some_and(|(_, noun)| Target::of(noun) == Some(Target::Person));
        let (act, acted) = self.act_right(end, true).filter(|_| person)?;
        let kind = act.kind;
        is_harm(kind)
            .then(|| drafts.push(draft(at..end, zero, kind, noun.as_ref().map(|(_, noun)| noun), sentence)))?;
        Some(acted)
    }

    /// `пострадавших нет`.
    fn none_behind(&self, at: usize, sentence: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
        if self.counted.english {
            return None;
        }
        let (len, noun) = self.counted.nouns.at(self.tokens, at).next()?;
        let kinds: &[QuantityKind] = match noun.kind {
            None => &[QuantityKind::Killed, QuantityKind::Injured],
            Some(QuantityKind::Killed) => &[QuantityKind::Killed],
            Some(QuantityKind::Injured) => &[QuantityKind::Injured],
            _ => return None,
        };
        let (none, ()) = self.role(at + len, |role| matches!(role, Role::None(false)).then_some(()))?;
        // `пострадавших нет`, not `жертв без ...`: the sentence or clause ends there.
        let end = at + len + none;
        let ends = self.token(end).is_none_or(|token| token.shape == Shape::Mark || token.opens_line);
        let zero = Values { low: Some(0.0), best: Some(0.0), high: Some(0.0), bound: Some(Bound::Exact) };
        ends.then(|| {
            for kind in kinds {
                drafts.push(draft(at..end, zero, *kind, Some(noun), sentence));
            }
            end
        })
    }

    /// A number with what bounds it and what it counts.
    fn number(&self, at: usize, sentence: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
        let first = self.counted.numerals.number(self.tokens, at)?;
        let mut end = first.at.end;
        let skip = Some(end);
        if self.is_part_of_name(at, end) {
            return Some(self.past_code(end));
        }
        if let Some(end) = self.ratio(&first) {
            return Some(end);
        }
        let mut last = None;
        let dash = self.token(end).is_some_and(Token::is_dash).then_some(1);
        let to = dash.or_else(|| self.counted.numerals.to(self.tokens, end));
        if let Some(len) = to
            && let Some(second) = self.counted.numerals.number(self.tokens, end + len)
            && (dash.is_none() || first.digits == second.digits)
        {
            if dash.is_some() && self.is_part_of_name(end + len, second.at.end) {
                return Some(self.past_code(second.at.end));
            }
            let years = |number: &Number| number.digits && !number.formed && (1900.0..2100.0).contains(&number.value);
            if years(&first) && years(&second) {
                return Some(second.at.end);
            }
            let first = Number { value: scaled_like(first.value, &second), ..first.clone() };
            let opened = self.counted.numerals.opens_range(self.tokens, at) || dash.is_some();
            // `from 12 to 15 people` is a range; a toll that rose `from 12 to 15` stands at 15.
            let after = second.at.end;
            let changes = dash.is_none()
                && self.counted.numerals.opens_change(self.tokens, at)
                && self.is(after, &Role::Percent).is_none()
                && self.is(after, &Role::Measure).is_none()
                && self.noun_within(after, NOUN_REACH).is_none()
                && self.other_noun(after).is_none();
            let joins = opened || self.token(end).is_some_and(|token| !self.counted.numerals.joins_lists(&token.lower));
            let joins = joins && !changes;
            if joins && second.value > first.value {
                end = second.at.end;
                last = Some((first.value, second.value, second.about));
            } else if dash.is_some() && first.value >= second.value {
                return Some(self.votes(at, &first, &second, sentence, drafts));
            }
        }
        let (mut start, bound) = match self.counted.before.before(self.tokens, at) {
            Some((start, bound)) => (start, Some(*bound)),
            None => (at, None),
        };
        let sign = |at: usize| {
            let here = self
                .role(at.checked_sub(1)?, |role| if let Role::Sign(code) = role { Some(code.clone()) } else { None });
            here.filter(|(len, _)| *len == 1).map(|(_, code)| code)
        };
        let mut money = sign(at);
        let mut bound = bound;
        if money.is_some() {
            start = at - 1;
            if let Some((from, of)) = self.counted.before.before(self.tokens, start) {
                (start, bound) = (from, Some(*of));
            }
        }
        if let Some((len, of)) = self.counted.after.at(self.tokens, end).next() {
            bound = bound.or(Some(*of));
            end += len;
        }
        if self.is_age(at) && self.noun_within(end, 2).is_none() {
            return Some(end);
        }
        if let Some((len, code)) =
            self.role(end, |role| if let Role::Money(code) = role { Some(code.clone()) } else { None })
        {
            money = Some(code);
            end += len;
        }
        let about = first.about || last.is_some_and(|(_, _, about)| about);
        let low = last.map_or(first.value, |(low, _, _)| low);
        let values = values(low, last.map(|(_, high, _)| high), bound, about);
        if let Some(code) = money {
            let mut draft = draft(start..end, values, QuantityKind::Money, None, sentence);
            draft.unit = Some(code);
            drafts.push(draft);
            return Some(end);
        }
        if let Some(len) = self.is(end, &Role::Percent) {
            let mut draft = draft(start..end + len, values, QuantityKind::Other, None, sentence);
            draft.unit = Some("%".to_owned());
            drafts.push(draft);
            return Some(end + len);
        }
        let noun = self.noun_within(end, NOUN_REACH);
        let measured = self
            .is(end, &Role::Measure)
            .is_some_and(|len| noun.as_ref().is_none_or(|(range, _)| range.end <= end + len && range.start != end));
        if measured {
            return skip;
        }
        // A bare `one` is a pronoun more often than a count.
        let single = (first.value - 1.0).abs() < f64::EPSILON && !first.digits && last.is_none();
        let year = first.digits && !first.formed && (1900.0..2100.0).contains(&first.value) && last.is_none();
        if let Some((range, noun)) = noun {
            if single && (range.start > end + 2 || self.is(end, &Role::Of).is_some()) {
                return skip;
            }
            drafts.push(self.counted_noun(start..range.end, values, &noun, sentence));
            return Some(range.end);
        }
        let bare = draft(start..end, values, QuantityKind::Other, None, sentence);
        if !year && let Some(acted) = self.acted(&bare) {
            drafts.push(acted);
            return Some(end);
        }
        if let Some(to) = self.part_of_those(&bare, single, drafts) {
            return Some(to);
        }
        if year || single {
            return skip;
        }
        if let Some((to, unit)) = self.other_noun(end) {
            drafts.push(Draft { at: start..to, unit: Some(unit), ..bare });
            return Some(to);
        }
        self.like_the_one_before(bare, first.formed || first.value >= 1000.0, drafts);
        skip
    }

    /// `one in five`, `two out of three`: a share, which counts nothing; where it ends.
    fn ratio(&self, first: &Number) -> Option<usize> {
        let len = self.is(first.at.end, &Role::Ratio)?;
        let second = self.counted.numerals.number(self.tokens, first.at.end + len)?;
        let in_time = self.times.iter().any(|(time, _)| {
            self.token(second.at.start)
                .is_some_and(|token| time.start <= token.span.start && token.span.start < time.end)
        });
        let round = second.value <= 10.0 || [100.0, 1000.0].contains(&second.value);
        let share = first.value < second.value && (round || first.value <= 1.0) && !in_time;
        let told = self.is(second.at.end, &Role::Measure).is_some() || self.act_left(first.at.start).is_some();
        (share && !told).then(|| self.noun_within(second.at.end, 2).map_or(second.at.end, |(range, _)| range.end))
    }

    /// Whether a number tells how old somebody is: `aged under 20`, `aged 9 and 12`.
    fn is_age(&self, at: usize) -> bool {
        let mut at = at;
        for _ in 0..AGE_REACH {
            if self.counted.roles.before(self.tokens, at).is_some_and(|(_, role)| *role == Role::Age) {
                return true;
            }
            let Some(before) = at.checked_sub(1) else { return false };
            let numerals = &self.counted.numerals;
            let joins = self.token(before).is_some_and(|token| token.is(",") || token.shape == Shape::Digits)
                || numerals.to(self.tokens, before) == Some(1)
                || numerals.opens_range(self.tokens, at)
                || numerals.number(self.tokens, before).is_some();
            match self.counted.before.before(self.tokens, at) {
                Some((start, _)) => at = start,
                None if joins => at = before,
                None => return false,
            }
        }
        false
    }

    /// A count without a noun, where it is told what befell those counted.
    fn acted(&self, bare: &Draft) -> Option<Draft> {
        let bare = Draft { target: Some(Target::Person), ..bare.clone() };
        let act = self.act_of(&bare)?;
        Some(Draft { kind: act.kind, unit: Some("person".to_owned()), act: true, ..bare })
    }

    /// `nine of them students`: some of those counted before, with who they are where that is told; where it ends.
    fn part_of_those(&self, bare: &Draft, single: bool, drafts: &mut Vec<Draft>) -> Option<usize> {
        let len = self.is(bare.at.end, &Role::Whom)?;
        let end = bare.at.end + len;
        let whole = drafts.iter().rev().find(|draft| !draft.single && draft.sentence == bare.sentence)?.clone();
        let noun = self.noun_within(end, 2);
        if single && noun.is_none() {
            return None;
        }
        let to = noun.as_ref().map_or(end, |(range, _)| range.end);
        let victims = noun.and_then(|(_, noun)| noun.victims).or(whole.victims);
        let Draft { low, best, high, bound, .. } = *bare;
        drafts.push(Draft { at: bare.at.start..to, low, best, high, bound, victims, ..whole });
        Some(to)
    }

    /// `a woman`, `his mother`: one of whom it may be told what befell them.
    fn single(&self, at: usize, sentence: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
        let owned = |at: usize| self.is(at, &Role::Owner).filter(|_| self.view.is_some());
        let joined = drafts.last().is_some_and(|last| last.single && last.at.end + 1 == at)
            && self.view.is_some()
            && self.token(at - 1).is_some_and(|token| token.is(",") || self.counted.numerals.joins_lists(&token.lower));
        let mut from = at + self.is(at, &Role::Article).or_else(|| owned(at)).or(joined.then_some(0))?;
        // `a 5-year-old boy`
        if let Some(number) = self.counted.numerals.number(self.tokens, from)
            && self.token(number.at.end).is_some_and(|token| token.is_dash() && token.glued())
        {
            from = self.past_code(number.at.end);
        }
        let (range, noun) = self.noun_within(from, 3)?;
        let plural = self.parsed(range.end - 1).is_some_and(|word| matches!(word.tag(), "NNS" | "NNPS"));
        if plural || Target::of(&noun).is_none() {
            return None;
        }
        let one = values(1.0, None, None, false);
        drafts.push(Draft { single: true, ..self.counted_noun(at..range.end, one, &noun, sentence) });
        Some(range.end)
    }

    /// `351-16`: votes where the sentence says so, else a score.
    fn votes(&self, at: usize, first: &Number, second: &Number, sentence: usize, drafts: &mut Vec<Draft>) -> usize {
        let from = at.saturating_sub(FAR_REACH);
        let voted =
            (from..at).any(|i| self.counted.acts.at(self.tokens, i).any(|(_, act)| act.kind == QuantityKind::Votes));
        if voted {
            for number in [first, second] {
                let values = values(number.value, None, None, false);
                let mut draft = draft(number.at.clone(), values, QuantityKind::Votes, None, sentence);
                draft.unit = Some("vote".to_owned());
                drafts.push(draft);
            }
        }
        second.at.end
    }

    /// A number without a noun counts what the one before it in the sentence counts: `591, including 553`.
    fn like_the_one_before(&self, mut bare: Draft, large: bool, drafts: &mut Vec<Draft>) {
        // "40 violations in the day to Friday evening, up from 30": what tells when stands between without parting them.
        let timed =
            |i: usize| self.token(i).is_some_and(|token| self.times.iter().any(|(time, _)| time.contains(token.span)));
        let last = drafts.iter().rev().find(|draft| !draft.single && !timed(draft.at.start));
        let last = last.filter(|last| {
            let goes_on = || (last.at.end..bare.at.start).all(|i| self.token(i).is_some_and(|token| !token.is(";")));
            let near = || (last.at.end..bare.at.start).filter(|i| !timed(*i)).count() < 8;
            last.sentence == bare.sentence && bare.at.start < last.at.end + FAR_REACH + 8 && near() && goes_on()
        });
        // `of which four led to deaths` counts some of those; `11 refused` others.
        let some_of_those =
            self.counted.roles.before(self.tokens, bare.at.start).is_some_and(|(_, role)| *role == Role::Whom);
        let last = last.filter(|_| some_of_those || !self.is_subject(bare.at.end - 1));
        if let Some(last) = last.filter(|last| last.kind != QuantityKind::Money && last.unit.as_deref() != Some("%")) {
            (bare.kind, bare.unit, bare.victims) = (last.kind, last.unit.clone(), last.victims.clone());
            drafts.push(bare);
            return;
        }
        let from = bare.at.start.saturating_sub(FAR_REACH);
        let named = (from..bare.at.start).rev().find_map(|i| {
            self.counted.nouns.at(self.tokens, i).next().map(|(_, noun)| noun).filter(|noun| {
                matches!(
                    noun.kind,
                    Some(
                        QuantityKind::Troops | QuantityKind::Votes | QuantityKind::Incidents | QuantityKind::Explosions
                    )
                )
            })
        });
        if let Some(noun) = named.filter(|_| large || bare.bound != Some(Bound::Exact)) {
            bare.kind = noun.kind.unwrap_or(QuantityKind::Other);
            bare.unit = Some(noun.unit.clone());
            drafts.push(bare);
        } else if large {
            drafts.push(bare);
        }
    }

    /// `dozens of shells`, `several attacks`, `some of whom`.
    fn vague(&self, at: usize, sentence: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
        let (len, (low, strong)) =
            self.role(at, |role| if let Role::Vague(low, strong) = role { Some((*low, *strong)) } else { None })?;
        let end = at + len;
        let values = Values { low, bound: low.map(|_| Bound::AtLeast), ..Values::default() };
        if let Some(whom) = self.is(end, &Role::Whom) {
            let last = drafts.iter().rev().find(|last| !last.single && last.sentence == sentence)?.clone();
            let high = last.high.or(last.best);
            drafts.push(Draft { at: at..end + whom, low, best: None, high, bound: None, ..last });
            return Some(end + whom);
        }
        let Some((range, noun)) = self.noun_within(end, 3) else {
            // `scores were hurt`, but not `killed several cows`, `how many died`, `as many as`.
            let opens = low.is_none()
                || at.checked_sub(1).is_none_or(|before| {
                    let mark = self.token(before).is_some_and(|token| token.shape == Shape::Mark);
                    let bound = self.counted.before.at(self.tokens, before).next().is_some();
                    self.token(at).is_some_and(|token| token.opens_line)
                        || mark
                        || (!bound && self.is(before, &Role::Break).is_some())
                });
            let stands = opens
                && self.token(end).is_none_or(|next| {
                    next.shape == Shape::Mark
                        || next.opens_line
                        || self.is(end, &Role::Aux).is_some()
                        || self.is(end, &Role::Break).is_some()
                        || self.counted.acts.at(self.tokens, end).next().is_some()
                });
            let bare = draft(at..end, values, QuantityKind::Other, None, sentence);
            drafts.push(self.acted(&bare).filter(|_| stands)?);
            return Some(end);
        };
        let weak = matches!(noun.kind, Some(QuantityKind::People | QuantityKind::Other | QuantityKind::Damage) | None);
        if strong && weak {
            return None;
        }
        let draft = self.counted_noun(at..range.end, values, &noun, sentence);
        let weak = matches!(draft.kind, QuantityKind::Other) && low.is_some();
        if weak && noun.unit == "hour" {
            return None;
        }
        drafts.push(draft);
        Some(range.end)
    }

    /// A count of a known noun, with what befell it.
    fn counted_noun(&self, at: Range<usize>, values: Values, noun: &Noun, sentence: usize) -> Draft {
        let kind = noun.kind.unwrap_or(QuantityKind::Other);
        let draft = Draft { target: Target::of(noun), ..draft(at, values, kind, Some(noun), sentence) };
        match self.act_of(&draft) {
            Some(act) => Draft { kind: act.kind, act: true, ..draft },
            None if kind == QuantityKind::Damage => Draft { kind: QuantityKind::Other, ..draft },
            None => draft,
        }
    }

    /// The counted noun behind a number.
    pub(super) fn noun_within(&self, from: usize, reach: usize) -> Option<(Range<usize>, Noun)> {
        let mut best = None;
        let mut at = from;
        let last = from + reach;
        while at < last {
            let token = self.token(at)?;
            if let Some((len, noun)) = self.counted.nouns.at(self.tokens, at).next() {
                // `gun control measures`: the noun that another depends on is the one counted.
                if self.is_compound(at + len - 1) && self.token(at + len).is_some_and(|next| next.shape == Shape::Word)
                {
                    at += len;
                    continue;
                }
                best = Some((at..at + len, noun.clone()));
                // `school workers`, `police officers`: the last of a row of nouns is the one counted; in `3 soldiers dead`
                // the next tells what befell them.
                let acted = Target::of(noun) == Some(Target::Person)
                    && self.counted.acts.at(self.tokens, at + len).next().is_some();
                let next = self.counted.nouns.at(self.tokens, at + len).next();
                if self.counted.english && next.is_some() && !acted {
                    at += len;
                    continue;
                }
                return best;
            }
            if best.is_some() {
                return best;
            }
            let hyphen = token.is_dash() && token.glued();
            let skipped = self.role(at, |role| matches!(role, Role::Skip).then_some(()));
            if let Some((len, ())) = skipped {
                at += len;
                continue;
            }
            let breaks = [Role::Break, Role::Aux].iter().any(|role| self.is(at, role).is_some())
                || self.is(at, &Role::Measure).is_some();
            let acts = self.counted.acts.at(self.tokens, at).next().is_some();
            // `two wounded soldiers`, but `two wounded near the school`.
            let name = !self.counted.english && token.is_capital();
            if (token.shape != Shape::Word && !hyphen) || breaks || name || (acts && at > from) || token.opens_line {
                return None;
            }
            at += 1;
        }
        best
    }

    /// Whether the parse takes a token for the first part of a compound.
    fn is_compound(&self, at: usize) -> bool {
        let word = self.token(at).map(|token| self.paragraph.words_in(token.span).start);
        word.and_then(|word| self.paragraph.token(word)).is_some_and(|word| word.dep() == "compound")
    }

    /// A noun that no list knows, right behind the number: where it ends, and its base form.
    fn other_noun(&self, at: usize) -> Option<(usize, String)> {
        if let Some((end, unit)) = self.parsed_noun(at) {
            return Some((end, unit));
        }
        if self.paragraph.parse.is_some() {
            return None;
        }
        let token = self.token(at)?;
        let word = token.shape == Shape::Word && !token.is_capital() && !token.glued() && !token.opens_line;
        let known = self.counted.roles.at(self.tokens, at).next().is_some()
            || self.counted.acts.at(self.tokens, at).next().is_some();
        (word && !known && token.lower.chars().count() > 2).then(|| (at + 1, token.lower.clone().into_owned()))
    }

    /// The noun that the number counts in the parse.
    fn parsed_noun(&self, at: usize) -> Option<(usize, String)> {
        let number = self.token(at.checked_sub(1)?)?;
        let word = self.paragraph.words_in(number.span).start;
        let parsed = self.paragraph.token(word)?;
        let head = parsed.head();
        let counts =
            parsed.dep() == "nummod" && head.i() > parsed.i() && head.pos() == "NOUN" && head.i() - parsed.i() <= 5;
        let end = self.paragraph.words.get(head.i()).filter(|_| counts)?.end;
        let end = self.tokens.partition_point(|token| token.span.end <= end);
        Some((end, head.lemma().to_lowercase()))
    }

    fn written(&self, draft: Draft) -> Option<Quantity> {
        let first = self.token(draft.at.start)?;
        let last = self.token(draft.at.end.checked_sub(1)?)?;
        let span = Span::new(first.span.start, last.span.end);
        let Draft { low, best, high, bound, kind, unit, victims, .. } = draft;
        Some(Quantity { span, kind, low, best, high, bound, unit, victims })
    }
}

/// A count that nothing has befallen yet.
fn draft(at: Range<usize>, values: Values, kind: QuantityKind, noun: Option<&Noun>, sentence: usize) -> Draft {
    let Values { low, best, high, bound } = values;
    let unit = noun.map(|noun| noun.unit.clone());
    let victims = noun.and_then(|noun| noun.victims.clone());
    Draft { at, low, best, high, bound, kind, unit, victims, target: None, act: false, single: false, sentence }
}

/// The first number of a range in the unit that the second is told in: `9–18 million`, `80-90,000`.
fn scaled_like(first: f64, second: &Number) -> f64 {
    let scales = [1e9, 1e6, 1e3];
    let fits = |scale: &f64| {
        second.formed && second.value >= *scale && first * scale < second.value && second.value < first * scale * 10.0
    };
    let round = |scale: &f64| !second.digits || (second.value / scale * 1000.0).fract() == 0.0;
    scales.iter().find(|scale| fits(scale) && round(scale)).map_or(first, |scale| first * scale)
}

/// What a number and the words around it allow.
fn values(value: f64, last: Option<f64>, bound: Option<Bound>, about: bool) -> Values {
    let bound = bound.filter(|bound| *bound != Bound::Exact || !about);
    match (last, bound) {
        (Some(high), _) => Values { low: Some(value), best: None, high: Some(high), bound: Some(Bound::About) },
        (None, Some(Bound::AtLeast)) => Values { low: Some(value), bound, ..Values::default() },
        (None, Some(Bound::AtMost)) => Values { high: Some(value), bound, ..Values::default() },
        (None, None | Some(Bound::Exact)) if !about => {
            Values { low: Some(value), best: Some(value), high: Some(value), bound: Some(Bound::Exact) }
        }
        (None, _) => Values { best: Some(value), bound: Some(Bound::About), ..Values::default() },
    }
}
