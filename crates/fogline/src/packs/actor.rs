//! Who a pack knows.

use jiff::civil::Date;

use crate::{document::OutletKind, lang::Lang, resolve::who::ActorKind};

/// Someone a pack knows.
#[derive(Debug, Clone, PartialEq)]
pub struct PackActor {
    /// Unique in its pack, as `ru.mfa`.
    pub id: String,
    /// Canonical name in English.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3 code of its country.
    pub country: Option<String>,
    /// PLOVER sectors.
    pub sectors: Vec<String>,
    /// All its names, by language.
    pub names: Vec<(Lang, String)>,
    /// The sides it is on, each with its time.
    pub sides: Vec<Sided>,
    /// The offices it holds or held.
    pub roles: Vec<Role>,
    /// What it is part of, as written: an id of this pack or of the general one.
    pub parent: Option<String>,
    /// What is known of it as an outlet.
    pub outlet: Option<Outlet>,
    /// Where what the pack says of it is written.
    pub source: Option<String>,
}

/// Being on a side for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sided {
    /// The side.
    pub side: String,
    /// First and last day; `None` where open.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// An office held for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// As `Foreign minister`.
    pub office: String,
    /// Id of the organisation, in this pack or the general one.
    pub organisation: Option<String>,
    /// First day; `None` where open.
    pub from: Option<Date>,
    /// Last day; `None` where open.
    pub to: Option<Date>,
    /// Where that is written, if not in the record of the organisation.
    pub source: Option<String>,
}

/// What is known of an outlet besides its name. Funding, control and being a party are three things.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlet {
    /// Its class.
    pub class: OutletKind,
    /// Each assertion with its time and source.
    pub facts: Vec<OutletFact>,
    /// Where its pages stand, as `reuters.com`, which also means every host under it.
    pub hosts: Vec<String>,
    /// Lines that its pages repeat and that are no part of a report; one that ends in `...` is a beginning.
    pub lines: Vec<String>,
}

/// Something that is said of an outlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutletFact {
    /// `funding`, `control` or `party`.
    pub about: String,
    /// `state`, `public`, `private`, `independent`, `party`, or the id of a side.
    pub value: String,
    /// First day; `None` where open.
    pub from: Option<Date>,
    /// Last day; `None` where open.
    pub to: Option<Date>,
    /// Where that is written.
    pub source: String,
}

impl PackActor {
    /// The office it holds on a day.
    pub fn role_on(&self, day: Option<Date>) -> Option<&Role> {
        self.roles.iter().find(|role| holds(role.from, role.to, day))
    }
}

/// Whether something that holds between two days holds on one. Without a day only what has no end does.
pub(super) fn holds(from: Option<Date>, to: Option<Date>, day: Option<Date>) -> bool {
    match day {
        Some(day) => from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to),
        None => to.is_none(),
    }
}
