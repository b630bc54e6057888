//! What is new or changed since a time, each thing once, area by area.

mod compare;

use fogline_ledger::{Ledger, standing::Known};
use jiff::Timestamp;

pub(crate) use self::compare::lost;
pub use self::compare::{Changed, Entry, Joined, Lost, News, compare};
use crate::{
    View,
    error::{Result, refused},
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

/// What is new since a time, between what was known [`just_before`] and after. Both views need
/// [`Need::Incidents`](crate::Need::Incidents); every report that is cited is brought to hand in the later one.
/// Of more incidents than `most` those that began last are told.
pub fn since(
    ledger: &Ledger,
    before: &View,
    after: &mut View,
    since: Timestamp,
    published: bool,
    most: Option<usize>,
) -> Result<News> {
    if since > after.at {
        return Err(refused(format!("there is nothing since {since}: it is looked at from {}", after.at)));
    }
    let mut news = compare(before, after, since, published);
    if let Some(most) = most {
        news.shorten(most);
    }
    after.bring(ledger, &news.documents())?;
    Ok(news)
}
