//! Exit codes: 0 done, 1 finished but part of the input was set aside, 2 wrong use, 3 a fault of ours.
//!
//! "Wrong use" takes in whatever the user can mend: arguments, an unreadable file, a missing model, a full disk.

use std::{
    io::{self, Write},
    panic::{UnwindSafe, catch_unwind},
    process::ExitCode,
};

/// How a command that ran to its end has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything was done.
    Done,
    /// Everything was done but for inputs that could not be read, each named with its reason.
    Quarantined,
    /// Some of it could not be done by a fault of ours, which was told where it happened.
    Fault,
}

/// Runs a command, says on standard error what went wrong, and gives the exit code.
pub(crate) fn guarded(run: impl FnOnce() -> anyhow::Result<Outcome> + UnwindSafe) -> ExitCode {
    ExitCode::from(match catch_unwind(run) {
        Ok(Ok(Outcome::Done)) => 0,
        Ok(Ok(Outcome::Quarantined)) => 1,
        Ok(Ok(Outcome::Fault)) => 3,
        // The reader of our output has seen enough, as `head` has.
        Ok(Err(error)) if is_broken_pipe(&error) => 0,
        Ok(Err(error)) => {
            complain(&format!("error: {}", sentence(&error)));
            2
        }
        // The panic hook has already printed what happened and where in the code.
        Err(_) => {
            complain("error: this is a fault in fogline, not in your input; please report it with the lines above");
            3
        }
    })
}

/// A line for people. Nobody can be told that standard error is closed.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// The error and its causes in one line, leaving out causes that a message already quotes.
fn sentence(error: &anyhow::Error) -> String {
    let mut line = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !line.contains(&cause) {
            line = format!("{line}: {cause}");
        }
    }
    line
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::{Context, anyhow};

    fn code(run: impl FnOnce() -> anyhow::Result<Outcome> + UnwindSafe) -> String {
        format!("{:?}", guarded(run))
    }

    #[test]
    fn each_ending_has_its_code() {
        let exit = |code: u8| format!("{:?}", ExitCode::from(code));
        assert_eq!(code(|| Ok(Outcome::Done)), exit(0));
        assert_eq!(code(|| Ok(Outcome::Quarantined)), exit(1));
        assert_eq!(code(|| Ok(Outcome::Fault)), exit(3));
        assert_eq!(code(|| Err(anyhow!("no such file"))), exit(2));
        assert_eq!(code(|| panic!("a panic for the test")), exit(3));
        let broken = || Err(io::Error::from(io::ErrorKind::BrokenPipe)).context("cannot write the result");
        assert_eq!(code(broken), exit(0));
    }

    #[test]
    fn causes_are_not_told_twice() {
        let error = anyhow!("no space left").context("cannot write `a`: no space left").context("not added");
        assert_eq!(sentence(&error), "not added: cannot write `a`: no space left");
    }
}
