//! Words of time: what each means. Data: `lexicon/*/calendar.toml`.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::{
    lang::Lang,
    resolve::{
        numerals::{Numerals, parsed},
        tokens::{Lexicon, expanded},
    },
};

/// What a word or phrase of time means.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Class {
    /// Monday is 1.
    Weekday(i8),
    /// An abbreviation that is a weekday only before a date.
    WeekdayShort(i8),
    /// January is 1.
    Month(i8),
    /// An abbreviation that is a month only beside a day or year.
    MonthShort(i8),
    /// A word that is a month or something else: May, March.
    MonthWord(i8),
    /// Winter is 1.
    Season(i8),
    /// A season that stands for a time by itself.
    BareSeason(i8),
    /// A unit, and whether there are several of it.
    Unit(Unit, bool),
    Part(Part),
    /// A part of the day that stands for a time by itself: `at dawn`.
    BarePart(Part),
    /// A part of the day before a day: `the early hours of`.
    PartOf(Part),
    /// The night before the day that follows.
    NightTo,
    /// Days from the day of publication.
    Day(i32),
    DayPart(i32, Part),
    /// Days from the day spoken of.
    SameDay(i32),
    SamePart(i32, Part),
    Shift(Shift),
    Edge(Edge),
    Lead(Lead),
    To,
    Ago,
    Back,
    Ahead,
    In,
    Within,
    /// How long something goes on: `for`.
    For,
    /// Counted from what is spoken of: `спустя`.
    After,
    Window(Window),
    Several,
    One,
    The,
    AmPm(bool),
    OClock,
    /// A part of the day behind an hour: `утра`.
    ClockPart(Part),
    Clock(i8, i8),
    /// `half past six`, or with `true` half to seven.
    Half(bool),
    HourOrdinal(i8),
    /// `None` is the zone of the place spoken of.
    Zone(Option<TimeZone>),
    TimesAre,
    OrdinalSuffix,
    Ordinal(i8),
    YearWord,
    /// A word before a year; with `true` one that stands before many other things too.
    YearLead(bool),
    MonthLead,
    /// A word before a clock time; with `true` one that shows a bare hour to be a clock time.
    ClockLead(bool),
    Glue,
    Approx,
    Future,
    Past,
    /// The auxiliary of the perfect, by its base form.
    Have,
    /// The verb that makes an infinitive a plan, by its base form: `are to meet`.
    Be,
    /// A verb whose infinitive is yet to come, by its base form: `agreed to meet`.
    Commits,
    Stop,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Night,
    Week,
    Weekend,
    Fortnight,
    Month,
    Year,
    Decade,
    Century,
}

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Part {
    Dawn,
    Morning,
    Noon,
    Afternoon,
    Evening,
    Dusk,
    Night,
    Midnight,
    /// The night that ends on the day, and began the day before.
    Overnight,
}

/// Which one of a row of days, weeks, months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Shift {
    Last,
    This,
    Next,
    Coming,
    Previous,
    Following,
    Same,
}

/// Which end of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Edge {
    Early,
    Mid,
    Late,
    Earlier,
    Later,
}

/// What the word before a time makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Lead {
    Since,
    Until,
    /// Up to then for what has been counted, from then on for what is to come: `as of`.
    AsOf,
    By,
    Between,
}

/// Which way a stretch of time lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Window {
    Past,
    /// Past, where a number or plural follows: `the last 24 hours`.
    PastSome,
    /// Past, one unit without a number: `за сутки`.
    PastOne,
    Next,
    /// To come, where a number or plural follows.
    NextSome,
}

/// Words of time of one language.
#[derive(Debug, Clone, Default)]
pub(super) struct Calendar {
    pub(super) words: Lexicon<Class>,
    /// Endings of verbs in a past tense.
    pub(super) past_endings: Vec<String>,
    pub(super) numerals: Numerals,
    /// Whether names of days and months begin with a capital.
    pub(super) capitals: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CalendarFile {
    past_endings: Vec<String>,
    #[serde(default)]
    endings: BTreeMap<String, Vec<String>>,
    pub(super) word: Vec<WordRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordRow {
    is: String,
    value: Option<toml::Value>,
    part: Option<Part>,
    #[serde(default)]
    plural: bool,
    forms: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "run as a test"))]
    pub(super) example: Option<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "run as a test"))]
    pub(super) not: Option<String>,
}

/// The bundled table of a language.
pub(super) fn file(lang: Lang) -> CalendarFile {
    parsed(match lang {
        Lang::En | Lang::Other => include_str!("../../../../../lexicon/en/calendar.toml"),
        Lang::Ru => include_str!("../../../../../lexicon/ru/calendar.toml"),
        Lang::Uk => include_str!("../../../../../lexicon/uk/calendar.toml"),
    })
}

impl Calendar {
    /// The bundled words of a language.
    pub(super) fn bundled(lang: Lang) -> Self {
        let file = file(lang);
        let mut words = Lexicon::default();
        for row in &file.word {
            let Some(class) = row.class() else { continue };
            for form in row.forms.iter().flat_map(|form| expanded(form, &file.endings)) {
                words.add(&form, class.clone());
            }
        }
        Self {
            words,
            past_endings: file.past_endings,
            numerals: Numerals::bundled(lang),
            capitals: matches!(lang, Lang::En | Lang::Other),
        }
    }
}

impl WordRow {
    /// What the row's forms mean; `None` where the row names no class or a value that the class does not have.
    pub(super) fn class(&self) -> Option<Class> {
        let number = || self.value.as_ref().and_then(toml::Value::as_integer);
        let small = || number().and_then(|value| i8::try_from(value).ok());
        let days = || number().and_then(|value| i32::try_from(value).ok());
        let name = || self.value.as_ref().and_then(toml::Value::as_str);
        Some(match self.is.as_str() {
            "weekday" => Class::Weekday(small()?),
            "weekday_short" => Class::WeekdayShort(small()?),
            "month" => Class::Month(small()?),
            "month_short" => Class::MonthShort(small()?),
            "month_word" => Class::MonthWord(small()?),
            "season" => Class::Season(small()?),
            "bare_season" => Class::BareSeason(small()?),
            "unit" => Class::Unit(self.named()?, self.plural),
            "part" => Class::Part(self.named()?),
            "bare_part" => Class::BarePart(self.named()?),
            "part_of" => Class::PartOf(self.named()?),
            "night_to" => Class::NightTo,
            "day" => Class::Day(days()?),
            "day_part" => Class::DayPart(days()?, self.part?),
            "same_day" => Class::SameDay(days()?),
            "same_part" => Class::SamePart(days()?, self.part?),
            "shift" => Class::Shift(self.named()?),
            "edge" => Class::Edge(self.named()?),
            "lead" => Class::Lead(self.named()?),
            "to" => Class::To,
            "ago" => Class::Ago,
            "back" => Class::Back,
            "ahead" => Class::Ahead,
            "in" => Class::In,
            "within" => Class::Within,
            "for" => Class::For,
            "after" => Class::After,
            "window" => Class::Window(self.named()?),
            "several" => Class::Several,
            "one" => Class::One,
            "the" => Class::The,
            "am_pm" => Class::AmPm(name()? == "pm"),
            "oclock" => Class::OClock,
            "clock_part" => Class::ClockPart(self.named()?),
            "clock" => {
                let (hour, minute) = name()?.split_once(':')?;
                Class::Clock(hour.parse().ok()?, minute.parse().ok()?)
            }
            "half" => Class::Half(name()? == "to"),
            "hour_ordinal" => Class::HourOrdinal(small()?),
            "zone" => match name()? {
                "local" => Class::Zone(None),
                zone => Class::Zone(Some(TimeZone::get(zone).ok()?)),
            },
            "times_are" => Class::TimesAre,
            "ordinal_suffix" => Class::OrdinalSuffix,
            "ordinal" => Class::Ordinal(small()?),
            "year_word" => Class::YearWord,
            "year_lead" => Class::YearLead(number().is_some()),
            "month_lead" => Class::MonthLead,
            "clock_lead" => Class::ClockLead(number().is_some()),
            "glue" => Class::Glue,
            "approx" => Class::Approx,
            "future" => Class::Future,
            "past" => Class::Past,
            "have" => Class::Have,
            "be" => Class::Be,
            "commits" => Class::Commits,
            "stop" => Class::Stop,
            _ => return None,
        })
    }

    /// The value as one of an enumeration's names.
    fn named<T: serde::de::DeserializeOwned>(&self) -> Option<T> {
        self.value.clone()?.try_into().ok()
    }
}
