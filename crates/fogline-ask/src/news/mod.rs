//! What is new or changed since a time, each thing once, area by area.

mod compare;

use std::sync::Arc;

use fogline_ledger::{Ledger, derived::Gists, standing::Known};
use jiff::Timestamp;

pub(crate) use self::compare::lost;
pub use self::compare::{Changed, Entry, Joined, Lost, News, compare};
use crate::{
    Need, View,
    error::{Result, refused},
    view::{Base, Standing},
};

/// The time with which a question is compared that asks for what is new since a time, by when the ledger recorded it or by when
/// reports were `published`. What stands exactly at the time belongs to what is new.
pub fn just_before(since: Timestamp, published: bool, known: Known) -> Known {
    if published {
        // Publication is known to the second.
        let before = Timestamp::from_second(since.as_second() - 1).unwrap_or(since);
        return Known { as_published: Some(before), ..known };
    }
    let before = Timestamp::from_nanosecond(since.as_nanosecond() - 1).unwrap_or(since);
    Known { as_of: Some(before), ..known }
}

/// The numbers of the incidents of either state that the other does not tell in the same way.
pub fn differing(before: &Gists, after: &Gists) -> (Vec<i64>, Vec<i64>) {
    let besides = |own: &Gists, other: &Gists| {
        own.iter().filter(|(gist, _)| !other.contains_key(gist)).map(|(_, number)| *number).collect()
    };
    (besides(before, after), besides(after, before))
}

/// What was known at one time and at another, each with the incidents that [differ](differing).
pub fn views(ledger: &Ledger, before: Known, after: Known) -> Result<(View, View)> {
    let standing = |known: Known| Standing::of(ledger, &ledger.packs(known.as_of)?, known);
    let (then, now) = (standing(before)?, standing(after)?);
    let (was, is) = differing(&then.gists()?, &now.gists()?);
    let view = |known: Known, standing: &Standing<'_>, numbers: &[i64]| {
        View::over(Arc::new(Base::of(ledger, standing, known)?), ledger, standing, Need::These(numbers))
    };
    Ok((view(before, &then, &was)?, view(after, &now, &is)?))
}

/// What is new since a time, between what was known [`just_before`] and after. Both views need the incidents that
/// [differ](differing). Of more incidents than `most` those that began last are told.
pub fn since(before: &View, after: &View, since: Timestamp, published: bool, most: Option<usize>) -> Result<News> {
    if since > after.at {
        return Err(refused(format!("there is nothing since {since}: it is looked at from {}", after.at)));
    }
    let mut news = compare(before, after, since, published);
    if let Some(most) = most {
        news.shorten(most);
    }
    Ok(news)
}
