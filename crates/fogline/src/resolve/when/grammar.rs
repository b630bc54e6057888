//! Where expressions of time stand in a run of tokens, and what they say.

use super::{
    calendar::{Calendar, Class, Edge, Lead, Shift, Unit, Window},
    spec::{Anchor, Period, Point, Spec, Stretch, Year},
};
use crate::resolve::tokens::{Shape, Token};

/// An expression: its tokens, from the first to before the last, and what it says.
pub(super) type Found<T> = (usize, T);

/// Tokens of one paragraph with the words of its language.
#[derive(Clone, Copy)]
pub(super) struct Reader<'r> {
    pub(super) tokens: &'r [Token<'r>],
    pub(super) calendar: &'r Calendar,
}

impl<'r> Reader<'r> {
    /// All expressions of time, in order, without overlap.
    pub(super) fn expressions(&self) -> Vec<(std::ops::Range<usize>, Spec)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            if let Some((len, ())) = self.class(at, |class| (*class == Class::Stop).then_some(())) {
                at += len;
                continue;
            }
            match self.time(at) {
                Some((end, spec)) if end > at => {
                    found.push((at..end, spec));
                    at = end;
                }
                _ => at += 1,
            }
        }
        found
    }

    /// The longest phrase at a token that means what is asked for.
    pub(super) fn class<T>(&self, at: usize, mut wanted: impl FnMut(&Class) -> Option<T>) -> Option<(usize, T)> {
        self.calendar.words.at(self.tokens, at).find_map(|(len, class)| Some((len, wanted(class)?)))
    }

    /// Whether a phrase at a token means exactly this; how many tokens it takes.
    pub(super) fn is(&self, at: usize, class: &Class) -> Option<usize> {
        self.class(at, |found| (found == class).then_some(())).map(|(len, ())| len)
    }

    /// Whether the token before means what is asked for.
    pub(super) fn behind(&self, at: usize, mut wanted: impl FnMut(&Class) -> bool) -> bool {
        at.checked_sub(1).is_some_and(|before| {
            self.calendar.words.at(self.tokens, before).any(|(len, class)| len == 1 && wanted(class))
        })
    }

    pub(super) fn token(&self, at: usize) -> Option<&'r Token<'r>> {
        self.tokens.get(at)
    }

    /// Past words such as `on`, `the`, `about`.
    pub(super) fn past_glue(&self, at: usize) -> usize {
        let mut end = at;
        for _ in 0..3 {
            match self.class(end, |class| matches!(class, Class::Glue | Class::Approx).then_some(())) {
                Some((len, ())) => end += len,
                None => break,
            }
        }
        end
    }

    /// An expression with the word that leads it, if one does.
    fn time(&self, at: usize) -> Option<Found<Spec>> {
        let lead = self.class(at, |class| if let Class::Lead(lead) = class { Some(*lead) } else { None });
        if let Some((len, lead)) = lead
            && let Some(found) = self.led(at + len, lead)
        {
            return Some(found);
        }
        let (end, first) = self.plain(at, false)?;
        if self.token(end).is_some_and(Token::is_dash)
            && let Some((last, second)) = self.plain(end + 1, true)
            && first.pairs_with(&second)
        {
            return Some((last, Spec::Range(first.into(), second.into())));
        }
        Some((end, first))
    }

    /// An expression behind `since`, `until`, `between`.
    fn led(&self, at: usize, lead: Lead) -> Option<Found<Spec>> {
        let found = self.plain(at, true).or_else(|| {
            let from = self.past_glue(at);
            (from > at).then(|| self.plain(from, true)).flatten()
        });
        let (end, first) = found?;
        let second = || {
            let dash = self.token(end).is_some_and(Token::is_dash).then_some(1);
            let to = dash.or_else(|| self.is(end, &Class::To))?;
            let from = self.past_glue(end + to);
            let (last, second) = self.plain(end + to, true).or_else(|| self.plain(from, true))?;
            first.pairs_with(&second).then_some((last, second))
        };
        match lead {
            Lead::Between => match second() {
                Some((last, second)) => Some((last, Spec::Range(first.into(), second.into()))),
                None => first.is_range().then_some((end, first)),
            },
            Lead::Since => match second() {
                Some((last, second)) => Some((last, Spec::Range(first.into(), second.into()))),
                None if first.is_range() => Some((end, first)),
                None => Some((end, Spec::Since(first.into()))),
            },
            Lead::Until => Some((end, Spec::Until(first.into()))),
            Lead::AsOf => Some((end, Spec::AsOf(first.into()))),
            Lead::By => Some((end, Spec::By(first.into()))),
        }
    }

    /// An expression without a lead. `led` says that a lead stands before it, so that a bare year is one.
    fn plain(&self, at: usize, led: bool) -> Option<Found<Spec>> {
        let whole = [
            self.edged(at, led),
            self.period(at, led).map(|(end, of)| (end, Spec::Period(Period { of, edge: None }))),
            self.counted(at),
            self.window(at),
            self.leading(at),
            self.lasting(at),
            self.point(at, led).map(|(end, point)| (end, Spec::Point(point))),
        ];
        // The first of the longest.
        whole.into_iter().flatten().reduce(|best, next| if next.0 > best.0 { next } else { best })
    }

    /// `late on Wednesday`, `earlier this week`, `mid-February`, `the end of the year`.
    fn edged(&self, at: usize, led: bool) -> Option<Found<Spec>> {
        let (len, edge) = self.class(at, |class| if let Class::Edge(edge) = class { Some(*edge) } else { None })?;
        let mut from = at + len;
        if self.token(from).is_some_and(|token| token.is_dash() && token.glued()) {
            from += 1;
        }
        let glued = self.past_glue(from);
        for start in [from, glued] {
            if let Some((end, of)) = self.period(start, true) {
                return Some((end, Spec::Period(Period { of, edge: Some(edge) })));
            }
            if let Some((end, mut point)) = self.point(start, led)
                && point.day.is_some()
            {
                point.edge = Some(edge);
                return Some((end, Spec::Point(point)));
            }
        }
        if !matches!(edge, Edge::Early | Edge::Mid | Edge::Late) {
            return None;
        }
        let (len, unit) = self.one_unit(glued)?;
        let of = match unit {
            (unit @ (Unit::Week | Unit::Month | Unit::Year), false) => Stretch::Unit(unit, Some(Shift::This)),
            _ => return None,
        };
        (glued > from || !self.calendar.capitals)
            .then_some((glued + len, Spec::Period(Period { of, edge: Some(edge) })))
    }

    /// A week, weekend, month, season or year.
    fn period(&self, at: usize, led: bool) -> Option<Found<Stretch>> {
        self.shifted(at)
            .or_else(|| self.weekend(at))
            .or_else(|| self.month(at, led))
            .or_else(|| self.season(at))
            .or_else(|| self.years(at, led))
    }

    /// `this week`, `last April`, `next spring`.
    fn shifted(&self, at: usize) -> Option<Found<Stretch>> {
        let (len, shift) = self.shift(at)?;
        let from = at + len;
        if let Some((len, (unit, false) | (unit @ Unit::Weekend, true))) = self.one_unit(from)
            && matches!(unit, Unit::Week | Unit::Weekend | Unit::Month | Unit::Year | Unit::Decade)
        {
            return Some((from + len, Stretch::Unit(unit, Some(shift))));
        }
        if shift != Shift::Same
            && let Some((len, month)) = self.month_name(from, false)
            && self.token(from + len).is_none_or(|token| token.shape != Shape::Digits)
        {
            return Some((from + len, Stretch::Month(month, Year::Unsaid, Some(shift))));
        }
        let (len, season) = self.season_name(from)?;
        let (end, year) = self.year_behind(from + len);
        Some((end, Stretch::Season(season, year, Some(shift))))
    }

    /// `over the weekend`: a word before it, so that `weekend trips` are none.
    fn weekend(&self, at: usize) -> Option<Found<Stretch>> {
        let (len, (unit, _)) = self.unit(at)?;
        (unit == Unit::Weekend && self.behind(at, |class| matches!(class, Class::Glue)))
            .then_some((at + len, Stretch::Unit(Unit::Weekend, None)))
    }

    /// `February 2022`, `in February`.
    fn month(&self, at: usize, led: bool) -> Option<Found<Stretch>> {
        let (len, month) = self.month_name(at, true)?;
        let stop = usize::from(self.token(at + len).is_some_and(|t| t.is(".") && t.glued()));
        for from in [at + len + stop, self.past_glue(at + len), at + len] {
            if let (end, year @ (Year::Said(_) | Year::Shifted(_))) = self.year_behind(from) {
                return Some((end, Stretch::Month(month, year, None)));
            }
        }
        let (len, month) = self.month_name(at, false)?;
        let day_follows = self.token(at + len).is_some_and(|token| token.shape == Shape::Digits);
        let stands = led || self.behind(at, |class| *class == Class::MonthLead);
        (stands && !day_follows).then_some((at + len, Stretch::Month(month, Year::Unsaid, None)))
    }

    /// The name of a month; with `short` also one that needs a number beside it.
    pub(super) fn month_name(&self, at: usize, short: bool) -> Option<Found<i8>> {
        let capital = !self.calendar.capitals || self.token(at)?.is_capital();
        self.class(at, |class| match class {
            Class::Month(month) | Class::MonthWord(month) if capital => Some(*month),
            Class::MonthShort(month) if capital && short => Some(*month),
            _ => None,
        })
    }

    fn season_name(&self, at: usize) -> Option<Found<i8>> {
        self.class(at, |class| if let Class::Season(season) = class { Some(*season) } else { None })
    }

    /// `summer of 2014`, `навесні`.
    fn season(&self, at: usize) -> Option<Found<Stretch>> {
        if let Some((len, season)) = self.season_name(at) {
            for from in [at + len, self.past_glue(at + len)] {
                if let (end, year @ (Year::Said(_) | Year::Shifted(_))) = self.year_behind(from) {
                    return Some((end, Stretch::Season(season, year, None)));
                }
            }
        }
        let (len, season) =
            self.class(at, |class| if let Class::BareSeason(season) = class { Some(*season) } else { None })?;
        let (end, year) = self.year_behind(at + len);
        Some((end, Stretch::Season(season, year, None)))
    }

    /// The year behind a month or date, a comma between them or not.
    pub(super) fn year_behind(&self, at: usize) -> Found<Year> {
        let comma = usize::from(self.token(at).is_some_and(|token| token.is(",")));
        if let Some(year) = self.year(at + comma) {
            let end = at + comma + 1;
            return (end + self.is(end, &Class::YearWord).unwrap_or(0), Year::Said(year));
        }
        for from in [at, self.past_glue(at)] {
            if let Some((len, shift)) = self.shift(from)
                && let Some((unit, (Unit::Year, false))) = self.one_unit(from + len)
                && let Some(years) = shift.steps()
            {
                return (from + len + unit, Year::Shifted(years));
            }
        }
        (at, Year::Unsaid)
    }

    /// Four digits that can be a year.
    pub(super) fn year(&self, at: usize) -> Option<i16> {
        let token = self.token(at)?;
        let year = token.number().filter(|_| token.text.len() == 4)?;
        let goes_on = self.token(at + 1).is_some_and(|next| {
            next.glued()
                && (next.shape == Shape::Word
                    || (matches!(next.text, "." | "," | ":" | "/")
                        && self.token(at + 2).is_some_and(|after| after.glued() && after.shape == Shape::Digits)))
        });
        (!goes_on && (1800..2100).contains(&year)).then(|| i16::try_from(year).ok()).flatten()
    }

    /// `in 2014`, `2014–2016 годах`, `the 1990s`.
    fn years(&self, at: usize, led: bool) -> Option<Found<Stretch>> {
        let token = self.token(at)?;
        if token.shape != Shape::Digits || (token.glued() && at > 0 && !self.token(at - 1)?.is_opening()) {
            return None;
        }
        if let Some(next) = self.token(at + 1)
            && next.glued()
            && *next.lower == *"s"
        {
            let first = i16::try_from(token.number()?).ok()?;
            let decade = token.text.len() == 4 && first % 10 == 0 && (1800..2100).contains(&first);
            return decade.then_some((at + 2, Stretch::Years(first, first + 9)));
        }
        let first = self.year(at)?;
        let (mut end, mut last) = (at + 1, first);
        let lead = |weak: bool| self.behind(at, |class| *class == Class::YearLead(weak));
        if self.token(end).is_some_and(Token::is_dash) {
            let other = self.token(end + 1)?;
            let suffix = self.is(end + 1, &Class::OrdinalSuffix);
            if let Some(year) = self.year(end + 1).filter(|year| *year > first) {
                (end, last) = (end + 2, year);
            } else if let (2, Some(short)) = (other.text.len(), other.number())
                && let Ok(short) = i16::try_from(short)
                && (led || lead(false))
            {
                let year = first - first % 100 + short;
                if year > first {
                    (end, last) = (end + 2, year);
                }
            } else if let Some(len) = suffix {
                end += 1 + len;
                let word = self.is(end, &Class::YearWord).unwrap_or(0);
                return Some((end + word, Stretch::Years(first, last)));
            } else {
                return None;
            }
        }
        if let Some(len) = self.is(end, &Class::YearWord) {
            return Some((end + len, Stretch::Years(first, last)));
        }
        let word_follows = self.token(end).is_some_and(|next| next.shape == Shape::Word && !next.is_capital());
        let stands = lead(false) || ((led || lead(true)) && (!word_follows || self.is(end, &Class::To).is_some()));
        (stands && first >= 1900).then_some((end, Stretch::Years(first, last)))
    }

    /// `two days ago`, `a week later`, `in three hours`.
    fn counted(&self, at: usize) -> Option<Found<Spec>> {
        let opening = self.class(at, |class| match class {
            Class::In if self.calendar.capitals => Some(Anchor::AheadOnly),
            Class::In => Some(Anchor::Either),
            Class::Within => Some(Anchor::AheadOnly),
            Class::After => Some(Anchor::Discourse),
            _ => None,
        });
        let within = self.is(at, &Class::Within);
        if let Some((len, from)) = opening
            && let Some((end, count, unit)) =
                self.count_of_units(at + len, within == Some(len) || !self.calendar.capitals)
        {
            if within == Some(len) {
                return Some((end, Spec::Window { count, unit, ahead: true }));
            }
            return Some((end, Spec::Counted { count, unit, ahead: true, from }));
        }
        let (end, count, unit) = self.count_of_units(at, true)?;
        let (len, (ahead, from)) = self.class(end, |class| match class {
            Class::Ago => Some((false, Anchor::Publication)),
            Class::Back => Some((false, Anchor::Discourse)),
            Class::Ahead => Some((true, Anchor::Discourse)),
            _ => None,
        })?;
        // `two days before the vote` counts from what follows; `two days before, he` does not.
        let told = from == Anchor::Discourse
            && self.token(end + len).is_some_and(|next| next.shape != Shape::Mark && !next.opens_line)
            && self
                .class(end, |class| matches!(class, Class::Lead(_) | Class::Future | Class::ClockLead(_)).then_some(()))
                .is_some();
        let from = if told { Anchor::Told } else { from };
        Some((end + len, Spec::Counted { count, unit, ahead, from }))
    }

    /// A number of units; with `bare` one unit without a number too.
    fn count_of_units(&self, at: usize, bare: bool) -> Option<(usize, Option<f64>, Unit)> {
        let numbered = || {
            let number = self.calendar.numerals.number(self.tokens, at).filter(|number| number.value <= 10_000.0)?;
            Some((number.at.end, Some(number.value)))
        };
        let vague = || self.is(at, &Class::Several).map(|len| (at + len, None));
        let one = || self.is(at, &Class::One).map(|len| (at + len, Some(1.0)));
        let (from, count) = one()
            .filter(|(from, _)| self.unit(*from).is_some())
            .or_else(vague)
            .or_else(numbered)
            .or_else(|| bare.then_some((at, Some(1.0))))?;
        let (len, (unit, plural)) = self.unit(from)?;
        let count = if from == at && plural { None } else { count };
        Some((from + len, count, unit))
    }

    /// `over the past several weeks`, `the last 24 hours`, `in the coming days`.
    fn window(&self, at: usize) -> Option<Found<Spec>> {
        let (len, window) =
            self.class(at, |class| if let Class::Window(window) = class { Some(*window) } else { None })?;
        let bare = !matches!(window, Window::PastSome | Window::NextSome);
        let (end, count, unit) = self.count_of_units(at + len, true)?;
        let counted = self.unit(at + len).is_none();
        let fits = match window {
            Window::PastOne => !counted && count.is_some() && unit != Unit::Year,
            _ => bare || counted || count.is_none(),
        };
        let ahead = matches!(window, Window::Next | Window::NextSome);
        fits.then_some((end, Spec::Window { count, unit, ahead }))
    }

    /// `in the 24 hours to Friday evening`: units that end with a day or a point on the clock.
    fn leading(&self, at: usize) -> Option<Found<Spec>> {
        let from = at + self.is(at, &Class::In).unwrap_or(0);
        let from = self.past_glue(from);
        let (end, count, unit) = self.count_of_units(from, false)?;
        let count = count.filter(|_| matches!(unit, Unit::Hour | Unit::Day))?;
        let to = self.is(end, &Class::To)?;
        let (last, point) = self.point(self.past_glue(end + to), true)?;
        let to = Spec::Point(point.clone()).into();
        (point.day.is_some() || point.clock.is_some()).then_some((last, Spec::Leading { count, unit, to }))
    }

    /// `for seven days from 21:45 on Monday`: units that begin with something; and `for 72 hours`, which begin now.
    fn lasting(&self, at: usize) -> Option<Found<Spec>> {
        let length = self.is(at, &Class::For)?;
        let (end, count, unit) = self.count_of_units(at + length, true)?;
        let count = count.filter(|_| matches!(unit, Unit::Hour | Unit::Day | Unit::Week | Unit::Fortnight))?;
        let begins = self.is(end, &Class::Lead(Lead::Since)).and_then(|lead| {
            let (last, point) = self.point(self.past_glue(end + lead), true)?;
            (point.day.is_some() || point.clock.is_some()).then(|| (last, Spec::Point(point).into()))
        });
        match begins {
            Some((last, from)) => Some((last, Spec::Lasting { count, unit, from })),
            // `на 15 часов`: in Russian and Ukrainian the same words tell the time.
            None => self.calendar.capitals.then_some((end, Spec::For { count, unit })),
        }
    }

    /// A unit, and whether there are several.
    pub(super) fn unit(&self, at: usize) -> Option<Found<(Unit, bool)>> {
        // A form that can be both counts as several.
        let plural =
            self.class(at, |class| if let Class::Unit(unit, true) = class { Some((*unit, true)) } else { None });
        plural.or_else(|| {
            self.class(at, |class| if let Class::Unit(unit, plural) = class { Some((*unit, *plural)) } else { None })
        })
    }

    /// A unit in a form that one of it can have.
    pub(super) fn one_unit(&self, at: usize) -> Option<Found<(Unit, bool)>> {
        let one =
            self.class(at, |class| if let Class::Unit(unit, false) = class { Some((*unit, false)) } else { None });
        one.or_else(|| self.unit(at))
    }

    pub(super) fn shift(&self, at: usize) -> Option<Found<Shift>> {
        self.class(at, |class| if let Class::Shift(shift) = class { Some(*shift) } else { None })
    }
}

impl Shift {
    /// Steps from the present one; `None` where it is counted from what is spoken of.
    pub(super) fn steps(self) -> Option<i16> {
        match self {
            Self::Last => Some(-1),
            Self::This => Some(0),
            Self::Next | Self::Coming => Some(1),
            Self::Previous | Self::Following | Self::Same => None,
        }
    }
}

impl Spec {
    /// Whether it is a range in itself.
    fn is_range(&self) -> bool {
        match self {
            Self::Point(Point { until: Some(_), .. }) | Self::Range(..) => true,
            Self::Point(Point { day: Some(super::spec::Day::Date(date)), .. }) => date.last.is_some(),
            Self::Period(Period { of: Stretch::Years(first, last), .. }) => first != last,
            _ => false,
        }
    }

    /// Whether the two can be the ends of one range.
    fn pairs_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Point(_), Self::Point(_)) => true,
            (Self::Period(a), Self::Period(b)) => std::mem::discriminant(&a.of) == std::mem::discriminant(&b.of),
            (Self::Point(a), Self::Period(_)) => a.day.is_some(),
            _ => false,
        }
    }
}
