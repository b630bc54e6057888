//! What monitors recorded for a place and days, and where they were denied access.

mod find;
mod spot;

use jiff::civil::Date;

pub use self::{
    find::{Found, Kind, Recorded, find},
    spot::Near,
};
use crate::error::{Result, refused};

/// Days, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

/// Days as people write them: `2022-02-17..2022-02-18`, or one day.
pub fn window(argument: &str) -> Result<Window> {
    let day = |text: &str| {
        let day: Result<Date, _> = text.trim().parse();
        day.map_err(|_| {
            refused(format!("`{text}` is no day as 2022-02-17; a window is written 2022-02-17..2022-02-18"))
        })
    };
    let (from, to) = argument.split_once("..").unwrap_or((argument, argument));
    let window = Window { from: day(from)?, to: day(to)? };
    if window.to < window.from {
        return Err(refused(format!("the window ends on {} before it begins on {}", window.to, window.from)));
    }
    Ok(window)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_two_days_in_order() {
        let one = window("2022-02-17..2022-02-18").unwrap();
        assert_eq!((one.from.day(), one.to.day()), (17, 18));
        assert_eq!(window("2022-02-17").unwrap().to.day(), 17);
        assert!(window("2022-02-18..2022-02-17").unwrap_err().to_string().contains("before it begins"));
        assert!(window("2022-02-17..soon").unwrap_err().to_string().contains("soon"));
    }
}
