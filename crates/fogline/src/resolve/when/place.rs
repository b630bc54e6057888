//! From what an expression says to the interval it stands for.

use jiff::civil::{Date, DateTime};

use super::{
    TimeBasis, TimePrecision,
    calendar::{Edge, Part, Shift, Unit},
    frame::{Frame, Resolved, days, days_from, monday, month, months_from, seconds_from},
    point::in_part,
    spec::{Anchor, Clock, Date as Written, Day, Period, Point, Spec, Stretch, Year, Zone},
};
use crate::time::{Interval, Moment};

impl Frame {
    /// The interval of an expression; `ahead` says whether its sentence looks ahead. `None` where it is no time after
    /// all.
    pub(super) fn place(&self, spec: &Spec, ahead: Option<bool>) -> Option<Resolved> {
        match spec {
            Spec::Point(point) => Some(self.point(point, ahead)),
            Spec::Period(period) => Some(self.period(*period, ahead)),
            Spec::Counted { count, unit, ahead: forward, from } => self.counted(*count, *unit, *forward, *from, ahead),
            // `within a month they had left` tells how long it took.
            Spec::Window { ahead: true, .. } if ahead == Some(false) => None,
            Spec::Window { count, unit, ahead: forward } => Some(self.window(*count, *unit, *forward)),
            Spec::Leading { count, unit, to } => {
                let of = self.place(to, Some(false))?;
                let span = count * unit.days();
                let start = match of.interval.end? {
                    Moment::Day(day) => days_from(day, -(span.ceil() as i64)).map(Moment::Day),
                    at @ Moment::Instant { .. } => seconds_from(at, -((span * 86_400.0).round() as i64)),
                };
                let interval = Interval { start, end: of.interval.end };
                Some(Resolved { interval, basis: TimeBasis::Relative, precision: Some(TimePrecision::Day) })
            }
            Spec::Lasting { count, unit, from } => {
                let of = self.place(from, ahead)?;
                let span = count * unit.days();
                let end = match of.interval.start? {
                    Moment::Day(day) => days_from(day, (span.ceil() as i64 - 1).max(0)).map(Moment::Day),
                    at @ Moment::Instant { .. } => seconds_from(at, (span * 86_400.0).round() as i64),
                };
                let interval = Interval { start: of.interval.start, end };
                Some(Resolved { interval, basis: of.basis, precision: Some(unit.precision()) })
            }
            // `had held for 72 hours` tells how long it took.
            Spec::For { .. } if ahead != Some(true) => None,
            Spec::For { count, unit } => Some(self.window(Some(*count), *unit, true)),
            Spec::Range(first, last) => self.range(first, last, ahead),
            Spec::Since(of) => {
                let of = self.place(of, ahead.or(Some(false)))?;
                let interval = Interval { start: of.interval.start, end: None };
                Some(Resolved { interval, precision: Some(TimePrecision::Open), ..of })
            }
            Spec::Until(of) => {
                let of = self.place(of, ahead.or(Some(true)))?;
                let interval = Interval { start: None, end: of.interval.end };
                Some(Resolved { interval, precision: Some(TimePrecision::Open), ..of })
            }
            Spec::AsOf(of) => {
                let of = self.place(of, ahead.or(Some(false)))?;
                let to_come = of.interval.start.zip(self.today).is_some_and(|(start, today)| start.date() > today);
                let interval = if to_come {
                    Interval { start: of.interval.start, end: None }
                } else {
                    Interval { start: None, end: of.interval.end }
                };
                Some(Resolved { interval, precision: Some(TimePrecision::Open), ..of })
            }
            Spec::By(of) => {
                let of = self.place(of, ahead.or(Some(true)))?;
                if of.precision == Some(TimePrecision::Instant) {
                    return Some(of);
                }
                let interval = Interval { start: None, end: of.interval.end };
                Some(Resolved { interval, precision: Some(TimePrecision::Open), ..of })
            }
        }
    }

    fn point(&self, point: &Point, ahead: Option<bool>) -> Resolved {
        let fine =
            if point.part.is_some() || point.edge.is_some() { TimePrecision::PartOfDay } else { TimePrecision::Day };
        let (found, basis) = self.day(point, ahead);
        let Some((first, last)) = found else {
            let precision = if point.clock.is_some() { TimePrecision::Instant } else { fine };
            return Resolved::unknown(basis, precision);
        };
        if let Some(clock) = point.clock {
            if let Some(interval) = self.clock(first, clock, point) {
                return Resolved { interval, basis, precision: Some(TimePrecision::Instant) };
            }
            // Whose clock it is cannot be told: the day is known, and the words are finer than it.
            return Resolved { interval: days(first, last), basis, precision: Some(TimePrecision::PartOfDay) };
        }
        let first = if point.part == Some(Part::Overnight) { days_from(first, -1).unwrap_or(first) } else { first };
        Resolved { interval: days(first, last), basis, precision: Some(fine) }
    }

    /// The first and last day of a point, and what they rest on.
    fn day(&self, point: &Point, ahead: Option<bool>) -> (Option<(Date, Date)>, TimeBasis) {
        let one = |day: Option<Date>| day.map(|day| (day, day));
        let of_day = if point.part.is_some() { TimeBasis::StatedPartOfDay } else { TimeBasis::Relative };
        let told = self.last_day.or(self.today);
        match point.day {
            None => match self.near_day {
                Some(day) => (Some((day, day)), TimeBasis::CarriedOver),
                None if point.clock.is_some() => (one(self.today), TimeBasis::InferredFromDiscourse),
                None => (one(self.today), TimeBasis::StatedPartOfDay),
            },
            Some(Day::Relative(days)) => (one(self.today.and_then(|day| days_from(day, days.into()))), of_day),
            Some(Day::Same(0)) => (one(told), TimeBasis::InferredFromDiscourse),
            Some(Day::Same(days)) => (one(told.and_then(|day| days_from(day, days.into()))), of_day),
            Some(Day::Weekday(weekday, shift)) => {
                let day = self.today.and_then(|today| self.weekday(today, weekday, shift, ahead));
                (one(day), TimeBasis::StatedWeekday)
            }
            Some(Day::WeekdayOf(weekday, weeks)) => {
                let day = self.today.and_then(monday);
                let day = day.and_then(|day| days_from(day, i64::from(weeks) * 7 + i64::from(weekday) - 1));
                (one(day), TimeBasis::StatedWeekday)
            }
            Some(Day::Date(date)) if date.unsure => (None, TimeBasis::AmbiguousScope),
            Some(Day::Date(date)) => {
                let first = self.date(date, ahead);
                let last = match (first, date.last) {
                    (Some(first), Some(last)) => Date::new(first.year(), first.month(), last).ok(),
                    _ => first,
                };
                (first.zip(last), TimeBasis::ExplicitDate)
            }
        }
    }

    fn weekday(&self, today: Date, weekday: i8, shift: Option<Shift>, ahead: Option<bool>) -> Option<Date> {
        let this = days_from(monday(today)?, i64::from(weekday) - 1)?;
        let week = |weeks: i64| days_from(this, weeks * 7);
        match shift {
            // The latest before today; yesterday is not called `last Wednesday`.
            Some(Shift::Last) => {
                if days_from(this, 2)? <= today {
                    Some(this)
                } else {
                    week(-1)
                }
            }
            Some(Shift::Next) => week(1),
            Some(Shift::Coming) => {
                if this > today {
                    Some(this)
                } else {
                    week(1)
                }
            }
            Some(Shift::Previous) => self.around(weekday, false),
            Some(Shift::Following) => self.around(weekday, true),
            _ if ahead == Some(true) => {
                if this >= today {
                    Some(this)
                } else {
                    week(1)
                }
            }
            Some(Shift::This) if ahead.is_none() => Some(this),
            _ => {
                if this <= today {
                    Some(this)
                } else {
                    week(-1)
                }
            }
        }
    }

    /// The weekday before or after the day spoken of.
    fn around(&self, weekday: i8, after: bool) -> Option<Date> {
        let told = self.last_day.or(self.today)?;
        let this = days_from(monday(told)?, i64::from(weekday) - 1)?;
        match after {
            true if this <= told => days_from(this, 7),
            false if this >= told => days_from(this, -7),
            _ => Some(this),
        }
    }

    /// A date, with the year that fits where none is said.
    fn date(&self, date: Written, ahead: Option<bool>) -> Option<Date> {
        match date.year {
            Year::Said(year) => Date::new(year, date.month, date.day).ok(),
            Year::Shifted(years) => Date::new(self.today?.year() + years, date.month, date.day).ok(),
            Year::Unsaid => {
                let today = self.today?;
                let near = (-1..=1).filter_map(|years| Date::new(today.year() + years, date.month, date.day).ok());
                // Reports look back more often than ahead.
                let far = |day: &Date| {
                    let days = (*day - today).get_days();
                    if days > 0 { days * 2 } else { -days }
                };
                let told = match ahead {
                    Some(true) => near.clone().filter(|day| *day >= today).min(),
                    Some(false) => {
                        near.clone().filter(|day| days_from(today, 1).is_some_and(|bound| *day <= bound)).max()
                    }
                    None => None,
                };
                // Of a date that is most of a year away its year would be told, whatever the tense.
                told.filter(|day| (*day - today).get_days().abs() <= NEAR_A_YEAR).or_else(|| near.min_by_key(far))
            }
        }
    }

    /// A clock time on a day, where it is known whose clock it is.
    fn clock(&self, day: Date, clock: Clock, point: &Point) -> Option<Interval> {
        let halved = |clock: Clock| match point.part {
            Some(part) if clock.hour <= 12 => in_part(clock, part),
            _ => clock,
        };
        let clock = halved(clock);
        if clock.either_half {
            return None;
        }
        let start = self.instant(day, clock, point.zone.as_ref())?;
        let end = match point.until {
            Some(until) => {
                let end = self.instant(day, halved(until), point.zone.as_ref())?;
                let next = || self.instant(days_from(day, 1)?, halved(until), point.zone.as_ref());
                if halved(until).minutes() < clock.minutes() { next()? } else { end }
            }
            None => start,
        };
        Some(Interval { start: Some(start), end: Some(end) })
    }

    fn instant(&self, day: Date, clock: Clock, zone: Option<&Zone>) -> Option<Moment> {
        let day = if clock.hour == 24 { days_from(day, 1)? } else { day };
        let time: DateTime = day.at(clock.hour % 24, clock.minute, 0, 0);
        let offset = match zone {
            Some(Zone::Local) => None,
            Some(Zone::Fixed(offset)) => Some(*offset),
            Some(Zone::Named(zone)) => Some(zone.to_zoned(time).ok()?.offset()),
            None => match &self.zone {
                Some(zone) => Some(zone.to_zoned(time).ok()?.offset()),
                None => self.offset,
            },
        }?;
        Some(Moment::Instant { clock: time, offset })
    }

    fn period(&self, period: Period, ahead: Option<bool>) -> Resolved {
        let (found, basis, precision) = match period.of {
            Stretch::Unit(unit @ (Unit::Week | Unit::Weekend | Unit::Fortnight), shift) => {
                (self.week(unit, shift, ahead), TimeBasis::StatedWeek, TimePrecision::Week)
            }
            Stretch::Unit(Unit::Month, shift) => {
                let found = self.near(shift).and_then(|(day, steps)| {
                    let day = months_from(day.first_of_month(), steps)?;
                    month(day.year(), day.month())
                });
                (found, TimeBasis::Relative, TimePrecision::Month)
            }
            Stretch::Unit(unit, shift) => {
                let found = self.near(shift).and_then(|(day, steps)| {
                    let (size, year) = match unit {
                        Unit::Decade => (10, day.year() - day.year().rem_euclid(10)),
                        _ => (1, day.year()),
                    };
                    let first = year + size * i16::try_from(steps).ok()?;
                    years(first, first + size - 1)
                });
                (found, TimeBasis::Relative, TimePrecision::Year)
            }
            Stretch::Month(number, year, shift) => {
                let basis = if shift.is_some() { TimeBasis::Relative } else { TimeBasis::ExplicitDate };
                (self.month(number, year, shift, ahead), basis, TimePrecision::Month)
            }
            Stretch::Season(season, year, shift) => {
                (self.season(season, year, shift, ahead), TimeBasis::ExplicitDate, TimePrecision::Month)
            }
            Stretch::Years(first, last) => (years(first, last), TimeBasis::ExplicitDate, TimePrecision::Year),
        };
        let found = found.map(|(first, last)| self.edged(first, last, period.edge));
        match found {
            Some((first, last)) => Resolved { interval: days(first, last), basis, precision: Some(precision) },
            None => Resolved::unknown(basis, precision),
        }
    }

    /// The part of a stretch that an edge leaves: a third of it, or what lies before or after today.
    fn edged(&self, first: Date, last: Date, edge: Option<Edge>) -> (Date, Date) {
        let length = i64::from((last - first).get_days()) + 1;
        let third = |thirds: i64| days_from(first, length * thirds / 3).unwrap_or(first);
        let before = |day: Date| days_from(day, -1).unwrap_or(day);
        let now = self.today.filter(|today| (first..=last).contains(today));
        match (edge, now) {
            (None, _) => (first, last),
            (Some(Edge::Earlier), Some(today)) => (first, today),
            (Some(Edge::Later), Some(today)) => (today, last),
            (Some(Edge::Early | Edge::Earlier), _) => (first, before(third(1))),
            (Some(Edge::Mid), _) => (third(1), before(third(2))),
            (Some(Edge::Late | Edge::Later), _) => (third(2), last),
        }
    }

    /// The day that a shift is counted from, and its steps.
    fn near(&self, shift: Option<Shift>) -> Option<(Date, i64)> {
        let shift = shift.unwrap_or(Shift::This);
        if let Some(steps) = shift.steps() {
            return Some((self.today?, steps.into()));
        }
        let steps = match shift {
            Shift::Previous => -1,
            Shift::Following => 1,
            _ => 0,
        };
        Some((self.last_day.or(self.today)?, steps))
    }

    fn week(&self, unit: Unit, shift: Option<Shift>, ahead: Option<bool>) -> Option<(Date, Date)> {
        let (day, mut weeks) = self.near(shift)?;
        let first = monday(day)?;
        if unit != Unit::Weekend {
            let first = days_from(first, weeks * 7)?;
            return Some((first, days_from(first, 6)?));
        }
        let saturday = days_from(first, 5)?;
        // Early in a week the weekend that has been is the last one.
        let begun = saturday <= day;
        if !begun && (shift.is_none() && ahead != Some(true) || shift == Some(Shift::This) && ahead == Some(false)) {
            weeks -= 1;
        }
        let saturday = days_from(saturday, weeks * 7)?;
        Some((saturday, days_from(saturday, 1)?))
    }

    fn month(&self, number: i8, year: Year, shift: Option<Shift>, ahead: Option<bool>) -> Option<(Date, Date)> {
        if let Year::Said(year) = year {
            return month(year, number);
        }
        let today = self.today?;
        if let Year::Shifted(years) = year {
            return month(today.year() + years, number);
        }
        let now = today.month();
        let year = today.year();
        let year = match shift {
            Some(Shift::Last | Shift::Previous) => {
                if number < now {
                    year
                } else {
                    year - 1
                }
            }
            Some(Shift::Next | Shift::Coming | Shift::Following) => {
                if number > now {
                    year
                } else {
                    year + 1
                }
            }
            Some(Shift::This | Shift::Same) => year,
            None if ahead == Some(true) => {
                if number >= now {
                    year
                } else {
                    year + 1
                }
            }
            // Without a verb that tells, the nearest; as near ahead as behind is behind.
            None if ahead.is_none() && number > now && (number - now) * 3 < now + 12 - number => year,
            None if ahead.is_none() && number < now && (number + 12 - now) * 3 < now - number => year + 1,
            None => {
                if number <= now {
                    year
                } else {
                    year - 1
                }
            }
        };
        month(year, number)
    }

    fn season(&self, season: i8, year: Year, shift: Option<Shift>, ahead: Option<bool>) -> Option<(Date, Date)> {
        // Winter 2014 is the one that began or the one that ended then.
        let of = |year: i16| -> Option<(Date, Date)> {
            let (first_year, first) = if season == 1 { (year - 1, 12) } else { (year, season * 3 - 3) };
            let start = month(first_year, first)?.0;
            Some((start, months_from(start, 2)?.last_of_month()))
        };
        let said = match year {
            Year::Said(year) => Some(year),
            Year::Shifted(years) => Some(self.today?.year() + years),
            Year::Unsaid => None,
        };
        if let Some(year) = said {
            let (start, end) = of(year)?;
            return Some((start, if season == 1 { of(year + 1)?.1 } else { end }));
        }
        let today = self.today?;
        let mut near = (-1..=2).filter_map(|years| of(today.year() + years));
        match shift {
            Some(Shift::Last | Shift::Previous) => near.rfind(|(_, end)| *end < today),
            Some(Shift::Next | Shift::Coming | Shift::Following) => near.find(|(start, _)| *start > today),
            _ if ahead == Some(true) => near.find(|(_, end)| *end >= today),
            Some(Shift::This) => near.find(|(_, end)| *end >= today),
            _ => near.rfind(|(start, _)| *start <= today),
        }
    }

    fn counted(
        &self,
        count: Option<f64>,
        unit: Unit,
        forward: bool,
        from: Anchor,
        ahead: Option<bool>,
    ) -> Option<Resolved> {
        let basis = TimeBasis::Relative;
        let looks_ahead = ahead == Some(true);
        let (base, instant) = match from {
            Anchor::Told => return Some(Resolved::unknown(basis, unit.precision())),
            Anchor::AheadOnly if !looks_ahead => return None,
            Anchor::Discourse => (self.last_day.or(self.today), self.last_instant),
            Anchor::Either if !looks_ahead => (self.last_day.or(self.today), self.last_instant),
            _ => (self.today, self.instant),
        };
        let Some(base) = base else { return Some(Resolved::unknown(basis, unit.precision())) };
        let Some(count) = count.map(|count| count * if forward { 1.0 } else { -1.0 }) else {
            let end = Some(Moment::Day(base));
            let interval = if forward { Interval { start: end, end: None } } else { Interval { start: None, end } };
            return Some(Resolved { interval, basis, precision: Some(TimePrecision::Open) });
        };
        let found = match unit {
            Unit::Second | Unit::Minute | Unit::Hour => {
                let seconds = (count * unit.days() * 86_400.0).round() as i64;
                if let Some(at) = instant.and_then(|instant| seconds_from(instant, seconds)) {
                    let interval = Interval { start: Some(at), end: Some(at) };
                    return Some(Resolved { interval, basis, precision: Some(TimePrecision::Instant) });
                }
                let day = days_from(base, (count * unit.days()).round() as i64);
                day.map(|day| (day, day))
            }
            Unit::Day | Unit::Night | Unit::Weekend => days_from(base, count.round() as i64).map(|day| (day, day)),
            Unit::Week | Unit::Fortnight => {
                let day = days_from(base, (count * unit.days()).round() as i64);
                day.and_then(|day| Some((days_from(day, -3)?, days_from(day, 3)?)))
            }
            Unit::Month => {
                months_from(base.first_of_month(), count.round() as i64).and_then(|day| month(day.year(), day.month()))
            }
            Unit::Year | Unit::Decade | Unit::Century => {
                let year = f64::from(base.year()) + (count * unit.days() / 365.0).round();
                ((1.0..9999.0).contains(&year)).then_some(year as i16).and_then(|year| years(year, year))
            }
        };
        let precision = unit.precision();
        Some(match found {
            Some((first, last)) => Resolved { interval: days(first, last), basis, precision: Some(precision) },
            None => Resolved::unknown(basis, precision),
        })
    }

    fn window(&self, count: Option<f64>, unit: Unit, forward: bool) -> Resolved {
        let basis = TimeBasis::Relative;
        let base = self.today;
        let Some(base) = base else { return Resolved::unknown(basis, TimePrecision::Open) };
        let sign = if forward { 1.0 } else { -1.0 };
        let other = count.and_then(|count| match unit {
            Unit::Month => months_from(base, (sign * count).round() as i64),
            Unit::Year | Unit::Decade | Unit::Century => {
                months_from(base, (sign * count * unit.days() / 365.0 * 12.0).round() as i64)
            }
            _ => days_from(base, sign as i64 * (count * unit.days()).ceil() as i64),
        });
        let (base, other) = (Some(Moment::Day(base)), other.map(Moment::Day));
        let interval =
            if forward { Interval { start: base, end: other } } else { Interval { start: other, end: base } };
        let precision = if other.is_some() { unit.precision() } else { TimePrecision::Open };
        Resolved { interval, basis, precision: Some(precision) }
    }

    fn range(&self, first: &Spec, last: &Spec, ahead: Option<bool>) -> Option<Resolved> {
        let mut first = first.clone();
        share_year(&mut first, last);
        let b = self.place(last, ahead)?;
        let mut a = self.place(&first, ahead)?;
        // The end is told with the day, the beginning without: `from 9 to 11:20 on Thursday`.
        if let (Spec::Point(point), Spec::Point(other)) = (&first, last)
            && point.day.is_none()
            && other.day.is_some()
        {
            a = self.place(&Spec::Point(Point { day: other.day, ..point.clone() }), ahead)?;
        }
        if a.interval.start.is_none() || b.interval.end.is_none() {
            return Some(Resolved { interval: Interval::default(), ..b });
        }
        if later(a.interval.start, b.interval.end) {
            a = earlier(&first, &a)?;
        }
        let interval = Interval { start: a.interval.start, end: b.interval.end };
        let interval = if later(interval.start, interval.end) { Interval::default() } else { interval };
        Some(Resolved { interval, basis: a.basis, precision: b.precision })
    }
}

impl Clock {
    fn minutes(self) -> i32 {
        i32::from(self.hour) * 60 + i32::from(self.minute)
    }
}

impl Unit {
    /// Its length in days, roughly for the longer ones.
    fn days(self) -> f64 {
        match self {
            Self::Second => 1.0 / 86_400.0,
            Self::Minute => 1.0 / 1440.0,
            Self::Hour => 1.0 / 24.0,
            Self::Day | Self::Night => 1.0,
            Self::Week | Self::Weekend => 7.0,
            Self::Fortnight => 14.0,
            Self::Month => 30.0,
            Self::Year => 365.0,
            Self::Decade => 3650.0,
            Self::Century => 36_500.0,
        }
    }

    /// How finely a time counted in it is told.
    fn precision(self) -> TimePrecision {
        match self {
            Self::Second | Self::Minute | Self::Hour | Self::Day | Self::Night => TimePrecision::Day,
            Self::Week | Self::Weekend | Self::Fortnight => TimePrecision::Week,
            Self::Month => TimePrecision::Month,
            Self::Year | Self::Decade | Self::Century => TimePrecision::Year,
        }
    }
}

/// Days from which on a date without its year is of another year.
const NEAR_A_YEAR: i32 = 275;

/// The same expression a week or year earlier, where its words allow it.
fn earlier(spec: &Spec, at: &Resolved) -> Option<Resolved> {
    let start = at.interval.start?.date();
    let moved = match spec {
        Spec::Point(Point { day: Some(Day::Weekday(..)), .. }) => days_from(start, -7),
        Spec::Point(Point { day: Some(Day::Date(date)), .. }) if date.year == Year::Unsaid => months_from(start, -12),
        Spec::Period(Period { of: Stretch::Month(_, Year::Unsaid, _), .. }) => months_from(start, -12),
        _ => None,
    };
    Some(match moved {
        Some(day) => Resolved { interval: days(day, day), ..*at },
        None => *at,
    })
}

/// The days of a run of years.
fn years(first: i16, last: i16) -> Option<(Date, Date)> {
    Some((Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?))
}

/// Whether one moment is after another.
fn later(a: Option<Moment>, b: Option<Moment>) -> bool {
    match (a, b) {
        (Some(Moment::Instant { clock, offset }), Some(Moment::Instant { clock: other, offset: its })) => {
            match (offset.to_timestamp(clock), its.to_timestamp(other)) {
                (Ok(a), Ok(b)) => a > b,
                _ => clock > other,
            }
        }
        (Some(a), Some(b)) => a.date() > b.date(),
        _ => false,
    }
}

/// Gives the beginning of a range the year that its end says: `28 February to 2 March 2022`.
fn share_year(first: &mut Spec, last: &Spec) {
    let of = |spec: &Spec| match spec {
        Spec::Point(Point { day: Some(Day::Date(date)), .. }) => Some(date.year),
        Spec::Period(Period { of: Stretch::Month(_, year, _), .. }) => Some(*year),
        _ => None,
    };
    let Some(year @ (Year::Said(_) | Year::Shifted(_))) = of(last) else { return };
    match first {
        Spec::Point(Point { day: Some(Day::Date(date)), .. }) if date.year == Year::Unsaid => date.year = year,
        Spec::Period(Period { of: Stretch::Month(_, unsaid @ Year::Unsaid, _), .. }) => *unsaid = year,
        _ => {}
    }
}
