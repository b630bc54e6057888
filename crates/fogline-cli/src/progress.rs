//! A sign of life for work that takes a while.

use std::{
    io::{self, IsTerminal},
    time::Duration,
};

use indicatif::{HumanBytes, ProgressBar, ProgressStyle};

/// Texts shorter than this are done before anyone wonders.
const WORTH_SHOWING: usize = 1 << 20;

/// Does the work, turning a spinner with the elapsed time on standard error if the text is long and someone watches.
///
/// A text is annotated in one call, so there is no honest share of it to show.
pub(crate) fn busy<T>(what: &str, bytes: usize, work: impl FnOnce() -> T) -> T {
    if bytes < WORTH_SHOWING || !io::stderr().is_terminal() {
        return work();
    }
    let spinner = ProgressBar::new_spinner().with_message(format!("{what} {}", HumanBytes(bytes as u64)));
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}, {elapsed}") {
        spinner.set_style(style);
    }
    spinner.enable_steady_tick(Duration::from_millis(120));
    let done = work();
    spinner.finish_and_clear();
    done
}
