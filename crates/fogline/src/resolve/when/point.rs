//! Days, parts of days and clock times in a run of tokens, and how they join: `late on Thursday evening`, `17 февраля в
//! 10:25 по московскому времени`.

use jiff::tz::Offset;

use super::{
    calendar::{Class, Part, Shift, Unit},
    grammar::{Found, Reader},
    spec::{Clock, Date, Day, Point, Year, Zone},
};
use crate::resolve::tokens::{Shape, Token};

/// A clock time as it is read, with whether its form alone shows it to be one.
struct Read {
    clock: Clock,
    sure: bool,
}

impl Reader<'_> {
    /// A day, part of a day or clock time, with all that joins it. `led` says that a lead stands before it.
    pub(super) fn point(&self, at: usize, led: bool) -> Option<Found<Point>> {
        let mut point = Point::default();
        let mut state = State { end: at, sure: false, bare: false, read_clock: false };
        while self.piece(state.end, &mut point, &mut state) || self.joined(&mut point, &mut state) {}
        let stands = match (point.day, point.clock) {
            (Some(_), _) => true,
            (None, Some(_)) => {
                state.sure
                    || led
                    || self.token(at).is_some_and(|token| token.opens_line)
                    || self.behind(at, |class| matches!(class, Class::ClockLead(_)))
                    || point.until.is_some()
                        && self.calendar.words.at(self.tokens, at).next().is_none()
                        && point.zone.is_some()
            }
            (None, None) => state.bare || (led && point.part.is_some()),
        };
        (stands && state.end > at).then_some((state.end, point))
    }

    /// A piece behind a few words such as `on the`, a comma or a bracket.
    fn joined(&self, point: &mut Point, state: &mut State) -> bool {
        if state.end == 0 || (point.day.is_none() && point.part.is_none() && point.clock.is_none()) {
            return false;
        }
        let mark = self.token(state.end).filter(|token| token.is(",") || token.is("("));
        let bracket = mark.is_some_and(|token| token.is("("));
        let from = self.past_glue(state.end + usize::from(mark.is_some()));
        if from == state.end {
            return false;
        }
        let mut inner = State { end: from, ..*state };
        let mut grown = point.clone();
        if !self.piece(from, &mut grown, &mut inner) {
            return false;
        }
        // A comma joins a date or a clock time to a day, no more.
        let comma = mark.is_some() && !bracket;
        if comma && grown.part != point.part && grown.clock == point.clock {
            return false;
        }
        if bracket {
            while self.piece(inner.end, &mut grown, &mut inner) {}
            if !self.token(inner.end).is_some_and(|token| token.is(")")) {
                return false;
            }
            inner.end += 1;
        }
        (*point, *state) = (grown, inner);
        true
    }

    /// Reads one more piece into a point, if it has room for it.
    fn piece(&self, at: usize, point: &mut Point, state: &mut State) -> bool {
        let fresh = point.day.is_none() && point.part.is_none() && point.clock.is_none();
        if let Some((end, day, part)) = self.day(at, fresh) {
            let replaces = match (point.day, day) {
                (None, _) | (Some(Day::Weekday(_, None) | Day::Relative(_)), Day::Date(_)) => true,
                // `17 February, Thursday`: the date says it.
                (Some(Day::Date(_)), Day::Weekday(_, None)) => {
                    state.end = end;
                    return true;
                }
                _ => false,
            };
            if replaces && (part.is_none() || point.part.is_none()) {
                point.day = Some(day);
                point.part = part.or(point.part);
                state.end = end;
                if let Some((end, clock, zone)) = self.iso_clock(end).filter(|_| point.clock.is_none()) {
                    (point.clock, point.zone, state.end, state.sure) = (Some(clock), zone, end, true);
                }
                return true;
            }
            return false;
        }
        if point.part.is_none()
            && let Some((len, (part, bare))) = self.part(at)
        {
            point.part = Some(part);
            state.bare |= bare;
            // An hour is one of the morning's or the evening's only if the part stands beside it.
            state.sure |= state.read_clock;
            state.end = at + len;
            return true;
        }
        if let Some((end, read)) = self.clock(at) {
            let second = point.clock.is_some();
            let zone = self.zone(end);
            // `6:30 a.m. local time (0430 GMT)`: the second is the one that can be placed.
            let places = second && matches!(point.zone, None | Some(Zone::Local)) && zone.is_some();
            if !second || places {
                point.clock = Some(read.clock);
                state.sure |= read.sure;
                state.read_clock = true;
                state.end = end;
                if let Some((end, zone)) = zone {
                    (point.zone, state.end, state.sure) = (Some(zone), end, true);
                } else {
                    self.clock_range(point, state);
                }
                return true;
            }
        }
        if point.clock.is_some()
            && point.zone.is_none()
            && let Some((end, zone)) = self.zone(at)
        {
            (point.zone, state.end, state.sure) = (Some(zone), end, true);
            return true;
        }
        false
    }

    /// The clock that a date in figures goes on with: `T21:00:00Z`.
    fn iso_clock(&self, at: usize) -> Option<(usize, Clock, Option<Zone>)> {
        let glued = |i: usize, text: &str| self.token(i).filter(|token| token.glued() && *token.lower == *text);
        let two = |i: usize| {
            let token = self.token(i).filter(|token| token.glued() && token.text.len() == 2)?;
            i8::try_from(token.number()?).ok()
        };
        glued(at, "t")?;
        let (hour, minute) = (two(at + 1)?, two(at + 3)?);
        glued(at + 2, ":").filter(|_| hour < 24 && minute < 60)?;
        let mut end = at + 4;
        // Seconds and their fraction.
        for mark in [":", "."] {
            let digits = |i: usize| self.token(i).is_some_and(|token| token.glued() && token.shape == Shape::Digits);
            if glued(end, mark).is_some() && digits(end + 1) {
                end += 2;
            }
        }
        let clock = Clock { hour, minute, either_half: false };
        if let Some((end, zone)) = self.zone(end) {
            return Some((end, clock, Some(zone)));
        }
        let sign = self.token(end).filter(|token| token.glued() && (token.is("+") || token.is_dash()));
        let offset = sign.zip(two(end + 1)).and_then(|(sign, hours)| {
            let colon = usize::from(glued(end + 2, ":").is_some());
            let minutes = two(end + 2 + colon)?;
            let seconds = (i32::from(hours) * 60 + i32::from(minutes)) * 60;
            let offset = Offset::from_seconds(if sign.is("+") { seconds } else { -seconds }).ok()?;
            Some((end + 3 + colon, Zone::Fixed(offset)))
        });
        Some(offset.map_or((end, clock, None), |(end, zone)| (end, clock, Some(zone))))
    }

    /// The end of a range on the clock: `09:00–10:30`, `between 9 and 10 a.m.`
    fn clock_range(&self, point: &mut Point, state: &mut State) {
        let dash = self.token(state.end).is_some_and(Token::is_dash).then_some(1);
        let Some(len) = dash.or_else(|| self.is(state.end, &Class::To)) else { return };
        let Some((end, read)) = self.clock(state.end + len) else { return };
        point.until = Some(read.clock);
        state.sure |= read.sure;
        state.end = end;
        if let Some((end, zone)) = self.zone(end) {
            (point.zone, state.end, state.sure) = (Some(zone), end, true);
        }
    }

    /// A day, with the part of it that the same words tell.
    fn day(&self, at: usize, fresh: bool) -> Option<(usize, Day, Option<Part>)> {
        if let Some((end, date)) = self.date(at, !fresh) {
            return Some((end, Day::Date(date), None));
        }
        if let Some((len, found)) = self.class(at, |class| match class {
            Class::Day(days) => Some((Day::Relative(*days), None)),
            Class::DayPart(days, part) => Some((Day::Relative(*days), Some(*part))),
            Class::SameDay(days) => Some((Day::Same(*days), None)),
            Class::SamePart(days, part) => Some((Day::Same(*days), Some(*part))),
            _ => None,
        }) {
            return Some((at + len, found.0, found.1));
        }
        if let Some((len, part)) = self.class(at, |class| match class {
            Class::NightTo => Some(Part::Overnight),
            Class::PartOf(part) => Some(*part),
            _ => None,
        }) {
            let (end, day, _) = self.day(at + len, false)?;
            return Some((end, day, Some(part)));
        }
        if let Some((len, shift)) = self.shift(at) {
            if let Some((more, weekday)) = self.weekday(at + len) {
                return (shift != Shift::Same).then_some((at + len + more, Day::Weekday(weekday, Some(shift)), None));
            }
            let (more, (part, _)) = self.part(at + len)?;
            let day = match shift {
                Shift::This => Day::Relative(0),
                Shift::Last => Day::Relative(-1),
                Shift::Next | Shift::Following => Day::Same(1),
                Shift::Previous => Day::Same(-1),
                Shift::Coming => return None,
                Shift::Same => Day::Same(0),
            };
            return Some((at + len + more, day, Some(part)));
        }
        if let Some((len, ())) = self.class(at, |class| matches!(class, Class::WeekdayShort(_)).then_some(())) {
            let mut from = at + len;
            while self.token(from).is_some_and(|token| token.is(".") || token.is(",")) {
                from += 1;
            }
            let (end, date) = self.date(from, false)?;
            return Some((end, Day::Date(date), None));
        }
        let (len, weekday) = self.weekday(at)?;
        let end = at + len;
        // `Thursday of last week`, `в понедельник на этой неделе`
        for from in [end, self.past_glue(end)] {
            if let Some((len, shift)) = self.shift(from)
                && let Some((unit, (Unit::Week, false))) = self.one_unit(from + len)
                && let Some(weeks) = shift.steps()
            {
                return Some((from + len + unit, Day::WeekdayOf(weekday, i32::from(weeks)), None));
            }
        }
        Some((end, Day::Weekday(weekday, None), None))
    }

    fn weekday(&self, at: usize) -> Option<Found<i8>> {
        let capital = !self.calendar.capitals || self.token(at)?.is_capital();
        self.class(at, |class| if let Class::Weekday(day) = class { Some(*day) } else { None }).filter(|_| capital)
    }

    /// A part of the day, and whether its words stand for a time by themselves.
    fn part(&self, at: usize) -> Option<Found<(Part, bool)>> {
        let bare = self.class(at, |class| if let Class::BarePart(part) = class { Some((*part, true)) } else { None });
        let part = self.class(at, |class| if let Class::Part(part) = class { Some((*part, false)) } else { None });
        match (bare, part) {
            (Some((len, _)), Some((longer, _))) if longer > len => part,
            (None, _) => part,
            _ => bare,
        }
    }

    /// A date with its day; `short` allows day and month alone in figures.
    pub(super) fn date(&self, at: usize, short: bool) -> Option<Found<Date>> {
        self.month_first(at).or_else(|| self.day_first(at)).or_else(|| self.figures(at, short))
    }

    /// `Feb. 17, 2022`, `February 17–18`.
    fn month_first(&self, at: usize) -> Option<Found<Date>> {
        let (len, month) = self.month_name(at, true)?;
        let from = at + len + usize::from(self.token(at + len)?.is("."));
        let (end, day) = self.day_number(from)?;
        // `Feb 17:30`, `March 5 soldiers` is still a date, `May 500` is none.
        if self.token(end).is_some_and(|token| token.glued() && token.is(":")) {
            return None;
        }
        let (end, last) = self.last_day(end, day, true).map_or((end, None), |(end, last)| (end, Some(last)));
        let (end, year) = self.year_behind(end);
        Some((end, Date { year, month, day, last, unsure: false }))
    }

    /// `17 February 2022`, `the 17th of February`, `14 и 16 февраля`.
    fn day_first(&self, at: usize) -> Option<Found<Date>> {
        let the = self.is(at, &Class::The).unwrap_or(0);
        let ordinal = || {
            let named = self.class(at + the, |class| if let Class::Ordinal(day) = class { Some(*day) } else { None });
            match named {
                Some((len, day)) => Some((at + the + len, day)),
                None => (the > 0).then(|| self.day_number(at + the)).flatten(),
            }
        };
        let (end, day) = self.day_number(at).or_else(ordinal)?;
        let (end, last) = self.last_day(end, day, false).map_or((end, None), |(end, last)| (end, Some(last)));
        let (from, month) = [end, self.past_glue(end)].into_iter().find_map(|from| {
            let (len, month) = self.month_name(from, true)?;
            Some((from + len, month))
        })?;
        let stop =
            usize::from(self.token(from).is_some_and(|t| t.is(".") && t.glued()) && self.year(from + 1).is_some());
        let (end, year) = self.year_behind(from + stop);
        Some((end, Date { year, month, day, last, unsure: false }))
    }

    /// The last day of a run: `–18`, ` to 18`, `and 18` where nothing else is counted.
    fn last_day(&self, at: usize, first: i8, month_before: bool) -> Option<Found<i8>> {
        let dash = self.token(at).is_some_and(Token::is_dash).then_some(1);
        let len = dash.or_else(|| self.is(at, &Class::To))?;
        let (end, last) = self.day_number(at + len)?;
        let counts = month_before
            && dash.is_none()
            && self.token(end).is_some_and(|next| next.shape == Shape::Word && !next.is_capital());
        (last > first && !counts).then_some((end, last))
    }

    /// A day of the month in figures, with its ending.
    fn day_number(&self, at: usize) -> Option<Found<i8>> {
        let token = self.token(at)?;
        if token.shape != Shape::Digits || token.text.len() > 2 {
            return None;
        }
        if token.glued() && at > 0 && !self.token(at - 1)?.is_opening() && !self.token(at - 1)?.is(".") {
            return None;
        }
        let day = token.number().filter(|day| (1..=31).contains(day)).and_then(|day| i8::try_from(day).ok())?;
        let mut end = at + 1;
        let dash = self.token(end).is_some_and(|next| next.is_dash() && next.glued());
        let suffix = end + usize::from(dash);
        if let Some(next) = self.token(suffix).filter(|next| next.glued() && next.shape == Shape::Word) {
            let _ = next;
            match self.is(suffix, &Class::OrdinalSuffix) {
                Some(len) => end = suffix + len,
                None if !dash => return None,
                None => {}
            }
        }
        Some((end, day))
    }

    /// `2022-02-17`, `17.02.2022`, `2/17/2022`; with `short` also `17.02`.
    fn figures(&self, at: usize, short: bool) -> Option<Found<Date>> {
        let number = |i: usize, glued: bool| {
            let token = self.token(i).filter(|token| token.shape == Shape::Digits && token.glued() == glued)?;
            Some((token.number()?, token.text.len()))
        };
        let first = self.token(at).filter(|token| token.shape == Shape::Digits)?;
        if first.glued() && at > 0 && !self.token(at - 1)?.is_opening() {
            return None;
        }
        let (a, a_len) = (first.number()?, first.text.len());
        let mark = self.token(at + 1).filter(|token| token.glued())?;
        let (b, b_len) = number(at + 2, true)?;
        let same = self.token(at + 3).is_some_and(|token| token.glued() && token.text == mark.text);
        let third = if same { number(at + 4, true) } else { None };
        let goes_on = |i: usize| {
            self.token(i).is_some_and(|token| {
                token.glued()
                    && (token.shape != Shape::Mark || (token.text == mark.text && number(i + 1, true).is_some()))
                    && *token.lower != *"t"
            })
        };
        let date = |year: Year, month: u32, day: u32, unsure: bool| {
            let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
            ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Date {
                year,
                month,
                day,
                last: None,
                unsure,
            })
        };
        let said = |year: u32| i16::try_from(year).ok().filter(|year| (1800..2100).contains(year)).map(Year::Said);
        match third {
            Some((c, c_len)) if a_len == 4 && b_len <= 2 && c_len <= 2 => {
                let end = at + 5;
                (!goes_on(end) && matches!(mark.text, "-" | "." | "/")).then_some(())?;
                Some((end, date(said(a)?, b, c, false)?))
            }
            Some((c, c_len)) if a_len <= 2 && b_len <= 2 && (c_len == 4 || (c_len == 2 && mark.is("."))) => {
                let end = at + 5;
                (!goes_on(end)).then_some(())?;
                let year = said(if c_len == 2 { 2000 + c } else { c })?;
                let english = self.calendar.capitals;
                let found = match mark.text {
                    // In figures with slashes English writes either first; only a number above 12 tells.
                    "/" if english && a > 12 => date(year, b, a, false),
                    "/" if english => date(year, a, b, b <= 12 && a != b),
                    "/" | "." | "-" => date(year, b, a, false),
                    _ => None,
                }?;
                let end = end + self.is(end, &Class::YearWord).unwrap_or(0);
                Some((end, found))
            }
            None if short && mark.is(".") && a_len == 2 && b_len == 2 && !goes_on(at + 3) => {
                Some((at + 3, date(Year::Unsaid, b, a, false)?))
            }
            _ => None,
        }
    }

    /// A clock time with what tells its half of the day.
    fn clock(&self, at: usize) -> Option<Found<Read>> {
        let token = self.token(at)?;
        if token.glued() && at > 0 && !self.token(at - 1)?.is_opening() {
            return None;
        }
        let english = self.calendar.capitals;
        if let Some((len, (hour, minute))) =
            self.class(at, |class| if let Class::Clock(h, m) = class { Some((*h, *m)) } else { None })
        {
            return Some((at + len, Read { clock: Clock { hour, minute, either_half: false }, sure: true }));
        }
        if let Some((len, to)) = self.class(at, |class| if let Class::Half(to) = class { Some(*to) } else { None }) {
            let (end, hour) = self.hour_word(at + len)?;
            let clock = if to {
                Clock { hour: if hour == 1 { 12 } else { hour - 1 }, minute: 30, either_half: true }
            } else {
                Clock { hour, minute: 30, either_half: true }
            };
            return Some(self.with_half(end, clock, true));
        }
        if token.shape == Shape::Digits {
            let hour = token.number().and_then(|hour| i8::try_from(hour).ok()).filter(|hour| *hour <= 24);
            let minutes = |mark: &str| {
                let colon = self.token(at + 1).filter(|next| next.glued() && next.is(mark))?;
                let minute = self.token(at + 2).filter(|next| next.glued() && next.text.len() == 2)?;
                let _ = colon;
                minute.number().and_then(|minute| i8::try_from(minute).ok()).filter(|minute| *minute < 60)
            };
            if let (Some(hour), true) = (hour, token.text.len() <= 2) {
                if let Some(minute) = minutes(":") {
                    let mut end = at + 3;
                    if self.token(end).is_some_and(|next| next.glued() && next.is(":"))
                        && self.token(end + 1).is_some_and(|next| next.glued() && next.text.len() == 2)
                    {
                        end += 2;
                    }
                    return Some(self.with_half(end, Clock { hour, minute, either_half: false }, false));
                }
                if let Some(minute) = minutes(".") {
                    let (end, read) = self.with_half(at + 3, Clock { hour, minute, either_half: false }, false);
                    return (read.sure || self.zone(end).is_some()).then_some((end, read));
                }
                // `9 a.m.`, `9 утра`, `10-й годині`: the hour alone, shown to be one by what follows.
                let (end, read) = self.with_half(at + 1, Clock { hour, minute: 0, either_half: english }, false);
                if read.sure {
                    return Some((end, read));
                }
                if self.token(at + 1).is_some_and(|next| next.is_dash() && next.glued())
                    && let Some(suffix) = self.is(at + 2, &Class::OrdinalSuffix)
                    && let Some(len) = self.is(at + 2 + suffix, &Class::OClock)
                {
                    let clock = Clock { hour, minute: 0, either_half: false };
                    return Some(self.with_half(at + 2 + suffix + len, clock, true));
                }
                // The first of a range: `between 9 and 10 a.m.`
                let to = self
                    .token(at + 1)
                    .is_some_and(Token::is_dash)
                    .then_some(1)
                    .or_else(|| self.is(at + 1, &Class::To))?;
                if self.token(at + 1 + to).is_some_and(|next| next.shape == Shape::Digits)
                    && self.behind(at, |class| matches!(class, Class::ClockLead(_)))
                    && let Some((_, last)) = self.clock(at + 1 + to)
                    && last.sure
                {
                    let after_noon = last.clock.hour >= 12 && hour < 12 && hour + 12 <= last.clock.hour;
                    let hour = if after_noon { hour + 12 } else { hour };
                    return Some((at + 1, Read { clock: Clock { hour, minute: 0, either_half: false }, sure: false }));
                }
                return None;
            }
            if token.text.len() == 4 {
                let number = token.number().and_then(|number| i16::try_from(number).ok())?;
                let (hour, minute) = (i8::try_from(number / 100).ok()?, i8::try_from(number % 100).ok()?);
                let clock = Clock { hour, minute, either_half: false };
                // `0600-0900 GMT`: the zone stands behind the last.
                let to =
                    self.token(at + 1).is_some_and(Token::is_dash).then_some(1).or_else(|| self.is(at + 1, &Class::To));
                let last = to.map(|len| at + 1 + len).filter(|i| self.token(*i).is_some_and(|t| t.text.len() == 4));
                let zoned = self.zone(at + 1).or_else(|| self.zone(last? + 1)).is_some();
                (hour < 24 && minute < 60 && zoned).then_some(())?;
                return Some((at + 1, Read { clock, sure: true }));
            }
            return None;
        }
        let (end, hour) = self.hour_word(at)?;
        let (end, read) = self.with_half(end, Clock { hour, minute: 0, either_half: english }, false);
        read.sure.then_some((end, read))
    }

    /// An hour in words: `seven`, `сьомій`.
    fn hour_word(&self, at: usize) -> Option<Found<i8>> {
        if let Some((len, hour)) =
            self.class(at, |class| if let Class::HourOrdinal(hour) = class { Some(*hour) } else { None })
        {
            return Some((at + len, hour));
        }
        let number = self.calendar.numerals.number(self.tokens, at)?;
        let whole = number.value.fract() == 0.0 && (1.0..=12.0).contains(&number.value);
        whole.then_some((number.at.end, number.value as i8))
    }

    /// Reads `a.m.`, `o'clock`, `утра`, `in the evening` behind an hour, and sets its half of the day.
    fn with_half(&self, at: usize, mut clock: Clock, sure: bool) -> (usize, Read) {
        let (mut end, mut sure) = (at, sure);
        let mut counted = false;
        if let Some(len) = self.is(end, &Class::OClock) {
            end += len;
            counted = true;
            let before = at.checked_sub(1).unwrap_or(at);
            // `о 10 годині` is a time, `около 10 часов` can be how long it took.
            sure |= self.calendar.capitals || self.behind(before, |class| *class == Class::ClockLead(true));
        }
        if let Some((len, pm)) = self.class(end, |class| if let Class::AmPm(pm) = class { Some(*pm) } else { None })
            && (1..=12).contains(&clock.hour)
            // `10 am` and `10am`, but not `10 pm` split by a line.
            && self.token(end).is_some_and(|token| !token.opens_line)
        {
            clock.hour = clock.hour % 12 + if pm { 12 } else { 0 };
            clock.either_half = false;
            return (end + len, Read { clock, sure: true });
        }
        let part = self.class(end, |class| match class {
            Class::ClockPart(part) => Some((*part, false)),
            Class::BarePart(part @ (Part::Morning | Part::Afternoon | Part::Evening | Part::Night)) => {
                Some((*part, true))
            }
            _ => None,
        });
        if let Some((len, (part, english))) = part
            && (part != Part::Afternoon || counted || english || clock.minute > 0)
            && (english == self.calendar.capitals)
        {
            clock = in_part(clock, part);
            return (end + len, Read { clock, sure: true });
        }
        (if sure { end } else { at }, Read { clock, sure })
    }

    /// A zone, in brackets or not.
    fn zone(&self, at: usize) -> Option<Found<Zone>> {
        let bracket = usize::from(self.token(at).is_some_and(|token| token.is("(")));
        let from = at + bracket;
        let military = self.token(from).is_some_and(|token| token.glued() && token.text == "Z");
        let (len, mut zone) = if military {
            (1, Zone::Fixed(Offset::UTC))
        } else {
            self.class(from, |class| match class {
                Class::Zone(Some(zone)) => Some(Zone::Named(zone.clone())),
                Class::Zone(None) => Some(Zone::Local),
                _ => None,
            })?
        };
        // Letters such as `et` are a zone only in capitals.
        let word = self.token(from)?;
        let short = len == 1 && self.calendar.capitals && word.text.len() <= 4;
        if short && word.text.chars().any(char::is_lowercase) {
            return None;
        }
        let mut end = from + len;
        let sign = self.token(end).filter(|token| token.glued() && (token.is("+") || token.is_dash()));
        if let (Some(sign), Some(hours)) = (sign, self.token(end + 1).filter(|t| t.glued()).and_then(Token::number))
            && let Ok(hours) = i8::try_from(hours)
            && hours <= 14
            && let Ok(offset) = Offset::from_hours(if sign.is("+") { hours } else { -hours })
        {
            zone = Zone::Fixed(offset);
            end += 2;
        }
        if bracket == 0 {
            return Some((end, zone));
        }
        self.token(end).is_some_and(|token| token.is(")")).then_some((end + 1, zone))
    }
}

/// How far a point has been read.
#[derive(Clone, Copy)]
struct State {
    end: usize,
    /// Whether the clock time is one for sure.
    sure: bool,
    /// Whether the part of the day stands for a time by itself.
    bare: bool,
    read_clock: bool,
}

/// An hour of a part of the day on the clock of 24 hours.
pub(super) fn in_part(clock: Clock, part: Part) -> Clock {
    let hour = match part {
        Part::Afternoon | Part::Evening | Part::Dusk if clock.hour < 12 => clock.hour + 12,
        Part::Night | Part::Overnight if (6..12).contains(&clock.hour) => clock.hour + 12,
        Part::Night | Part::Overnight | Part::Morning | Part::Dawn if clock.hour == 12 => 0,
        _ => clock.hour,
    };
    Clock { hour, either_half: false, ..clock }
}
