//! Whether a model package is what it should be.

use std::{collections::BTreeSet, path::Path};

use anyhow::Context;
use fogline_nlp::{Pipeline, package::Package};

use super::{Meta, Pin, WheelName, hash_file, pins, wheel::hash};

/// One thing looked at.
#[derive(Debug)]
pub(crate) enum Check {
    /// It is as it should be.
    Passed(String),
    /// There is nothing to compare it with.
    Skipped(String),
    /// It is not; the text names the file and the member.
    Failed(String),
}

/// Checks a wheel or folder: hash, members, pinned members, loading. Tells each result as it is known.
///
/// Returns the pin the package is held to. Fails only if the file cannot be read at all.
pub(crate) fn check(path: &Path, mut tell: impl FnMut(Check)) -> anyhow::Result<Option<&'static Pin>> {
    // One damaged member is met by several checks; it is told once.
    let mut told = BTreeSet::new();
    let mut tell = |check: Check| match &check {
        Check::Failed(fault) if !told.insert(fault.clone()) => {}
        _ => tell(check),
    };
    let package = Package::open(path);
    let meta = package.as_ref().ok().and_then(|package| Meta::read(package).ok());
    let pin = pin_of(path, meta.as_ref());
    if !path.is_dir() {
        tell(check_wheel(path, pin)?);
    }
    let package = match package {
        Ok(package) => package,
        Err(error) => {
            tell(Check::Failed(error.to_string()));
            return Ok(pin);
        }
    };
    tell(match package.verify() {
        Ok(count) if path.is_dir() => Check::Passed(format!("{count} members can be read")),
        Ok(count) => Check::Passed(format!("{count} members agree with the wheel's RECORD")),
        Err(error) => Check::Failed(error.to_string()),
    });
    for (member, expected) in pin.iter().flat_map(|pin| &pin.members) {
        tell(check_member(&package, member, expected));
    }
    tell(match Pipeline::load(path) {
        Ok(pipeline) => Check::Passed(format!("loads and runs {}", pipeline.components().join(", "))),
        Err(error) => Check::Failed(error.to_string()),
    });
    Ok(pin)
}

/// The pin with the file's name, or with the name and version that the package gives itself.
pub(crate) fn pin_of(path: &Path, meta: Option<&Meta>) -> Option<&'static Pin> {
    let file = WheelName::parse(path);
    pins().iter().find(|pin| {
        file.as_ref().is_some_and(|wheel| pin.is_of(&wheel.name, &wheel.version))
            || meta.is_some_and(|meta| pin.is_of(&meta.full_name(), &meta.version))
    })
}

fn check_wheel(path: &Path, pin: Option<&Pin>) -> anyhow::Result<Check> {
    let (actual, size) = hash_file(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    Ok(match pin {
        None => Check::Skipped(format!("no pin to compare the wheel with; its sha256 is {actual}")),
        Some(pin) if pin.sha256 == actual => Check::Passed(format!("wheel has the pinned sha256 {actual}")),
        Some(pin) if pin.size != size => Check::Failed(format!(
            "`{}` has {size} bytes, and {} {} has {}: the file is cut short or another one; get it again",
            path.display(),
            pin.name,
            pin.version,
            pin.size
        )),
        Some(pin) => Check::Failed(format!(
            "`{}` has the sha256 {actual}, and {} {} is pinned to {}; get it again",
            path.display(),
            pin.name,
            pin.version,
            pin.sha256
        )),
    })
}

fn check_member(package: &Package, member: &str, expected: &str) -> Check {
    match package.read(member) {
        Err(error) => Check::Failed(error.to_string()),
        Ok(bytes) => {
            let actual = hash(&bytes);
            if actual == expected {
                Check::Passed(format!("{member} has the pinned sha256 {actual}"))
            } else {
                Check::Failed(format!(
                    "`{}`, member `{member}`: has the sha256 {actual}, and is pinned to {expected}",
                    package.path().display()
                ))
            }
        }
    }
}
