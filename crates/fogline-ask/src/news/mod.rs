//! What is new or changed since a time, each thing once, area by area.

mod compare;

use fogline_ledger::{Ledger, standing::Known};
use jiff::Timestamp;

pub use self::compare::{Changed, Entry, News, compare};
use crate::{
    Need, View,
    error::{Result, refused},
};

/// What is new since a time, by when the ledger recorded it or by when reports were `published`, with the view that it is
/// looked at from, in which every report that it cites is at hand.
pub fn since(ledger: &Ledger, since: Timestamp, published: bool, known: Known) -> Result<(News, View)> {
    let mut after = View::answering(ledger, Need::Incidents, known)?;
    if since > after.at {
        return Err(refused(format!("there is nothing since {since}: it is looked at from {}", after.at)));
    }
    // What stands exactly at the time belongs to what is new.
    let before = Timestamp::from_nanosecond(since.as_nanosecond() - 1).unwrap_or(since);
    let before = if published {
        Known { as_published: Some(just_before(since)), ..known }
    } else {
        Known { as_of: Some(before), ..known }
    };
    let before = View::answering(ledger, Need::Incidents, before)?;
    let news = compare(&before, &after, since, published);
    drop(before);
    after.bring(ledger, &news.documents())?;
    Ok((news, after))
}

/// The last second before a time: publication is known to the second.
fn just_before(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second() - 1).unwrap_or(time)
}
