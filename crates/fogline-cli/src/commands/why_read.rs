//! `fogline why-read`: the rules behind what was read at one place, and what nearly fired there.

use std::{
    ffi::OsString,
    io::{self, IsTerminal, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::ValueEnum;
use fogline::{
    acquire::{self, Input, Limits, Options, Quarantined, Record, Source},
    packs::Pack,
    reading::Why,
};

use crate::{
    engine::Basis,
    exit::{Outcome, complain},
    output::{shown, write_why},
};

/// Show why a place in a report was read as it was: the rules that decided, and what nearly did
///
/// Takes the sentence at that place and gives, for each statement and event, the rows of the lexicons and the features that
/// decided; for everything else that the words proposed, what it lacked; for a sentence that gave nothing, the reason.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The report and the place in its text: FILE:OFFSET in letters (Unicode code points, from 0) or FILE:LINE:COLUMN (from
    /// 1), or FILE alone with --words
    #[arg(value_name = "FILE[:OFFSET|:LINE:COLUMN]")]
    place: OsString,

    /// The place by its exact words
    #[arg(long, value_name = "WORDS")]
    words: Option<String>,

    /// Which report of a file that holds several, by its `ref`
    #[arg(long, value_name = "REF")]
    record: Option<String>,

    #[command(flatten)]
    basis: Basis,

    /// How to write it: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Format>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One line of JSON, schema `fogline.why/1`
    Json,
}

/// A place in a text as it is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// Code points before it.
    Offset(usize),
    /// Line and column, from 1.
    Line(usize, usize),
    /// These words.
    Words(String),
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let (path, place) = asked(&args.place, args.words.as_deref())?;
    let record = record(&path, args)?;
    let engine = args.basis.load(Pack::bundled()?.to_vec())?;
    let (document, annotation, reading) = engine.read(record);
    let at = byte(&document.text, &place).with_context(|| format!("no such place in `{}`", path.display()))?;
    let Some(why) = Why::at(&annotation, &reading, at) else {
        bail!("`{}` has no sentences that could be read", path.display());
    };
    let text = io::stdout().is_terminal();
    let mut out = anstream::AutoStream::auto(io::stdout());
    match args.format.unwrap_or(if text { Format::Text } else { Format::Json }) {
        Format::Text => write_why(&document, &reading, &why, &mut out),
        Format::Json => writeln!(out, "{}", why.json(&document, &reading)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

/// The file and the place in it.
fn asked(argument: &OsString, words: Option<&str>) -> anyhow::Result<(PathBuf, Place)> {
    if let Some(words) = words {
        return Ok((argument.into(), Place::Words(words.to_owned())));
    }
    let number = |text: &str| text.parse::<usize>().ok();
    let split = argument.to_str().and_then(|argument| argument.rsplit_once(':'));
    let Some((file, last)) = split.and_then(|(file, last)| Some((file, number(last)?))) else {
        bail!(
            "`{}` names no place: add one as FILE:OFFSET or FILE:LINE:COLUMN, or give --words \"exact words\"",
            argument.display()
        );
    };
    let line = file.rsplit_once(':').and_then(|(file, line)| Some((file, number(line)?)));
    Ok(match line {
        Some((file, line)) => (file.into(), Place::Line(line, last)),
        None => (file.into(), Place::Offset(last)),
    })
}

/// The one report that is meant.
fn record(path: &Path, args: &Args) -> anyhow::Result<Record> {
    const LISTED: usize = 8;
    if path.as_os_str() != "-" && !path.exists() {
        bail!("there is nothing at `{}`", path.display());
    }
    let source = if path.as_os_str() == "-" {
        Source::Stream("-", Box::new(io::stdin().lock()))
    } else {
        Source::Path(path.to_owned())
    };
    let options =
        Options { input: args.basis.input_format.map(Input::from), limits: Limits::default(), ..Options::default() };
    let mut refs = Vec::new();
    let mut found = None;
    let mut unusable = None::<Quarantined>;
    acquire::read(source, &options, &mut |item| {
        match item {
            Ok(record) => {
                if args.record.as_ref().is_none_or(|wanted| *wanted == record.reference) && found.is_none() {
                    found = Some(record.clone());
                }
                refs.push(record.reference);
            }
            Err(quarantined) => {
                unusable.get_or_insert(quarantined);
            }
        }
        // The one that was asked for is enough.
        if found.is_some() && args.record.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let known = || {
        let more = if refs.len() > LISTED { ", ..." } else { "" };
        format!("{}{more}", refs.iter().take(LISTED).map(|one| shown(one)).collect::<Vec<_>>().join(", "))
    };
    match (found, &args.record) {
        (Some(_), None) if refs.len() > 1 => {
            bail!("`{}` holds {} reports; choose one with --record REF, one of {}", path.display(), refs.len(), known())
        }
        (Some(record), _) => Ok(record),
        (None, Some(wanted)) if !refs.is_empty() => {
            bail!("`{}` holds no report `{wanted}`; it holds {}", path.display(), known())
        }
        (None, _) => match unusable {
            Some(quarantined) => bail!("no report could be read: {quarantined}"),
            None => bail!("`{}` holds no report", path.display()),
        },
    }
}

/// Where a place is in a text, in bytes.
fn byte(text: &str, place: &Place) -> anyhow::Result<usize> {
    let nth = |text: &str, count: usize| text.char_indices().nth(count).map(|(byte, _)| byte);
    match place {
        Place::Offset(offset) => match nth(text, *offset) {
            Some(byte) => Ok(byte),
            None => bail!("offset {offset} is beyond the end: the text has {} letters", text.chars().count()),
        },
        Place::Line(number, column) => {
            let mut before = 0;
            let lines: Vec<&str> = text.split_inclusive('\n').collect();
            let Some(line) = number.checked_sub(1).and_then(|number| lines.get(number)) else {
                bail!("there is no line {number}: the text has {} lines", lines.len());
            };
            before += lines.iter().take(number - 1).map(|line| line.len()).sum::<usize>();
            match column.checked_sub(1).and_then(|column| nth(line, column)) {
                Some(byte) => Ok(before + byte),
                None => bail!("there is no column {column}: line {number} has {} letters", line.chars().count()),
            }
        }
        Place::Words(words) => {
            if words.is_empty() {
                bail!("--words is empty");
            }
            let found: Vec<usize> = text.match_indices(words.as_str()).map(|(byte, _)| byte).collect();
            if found.len() > 1 {
                let offsets =
                    found.iter().map(|byte| text.get(..*byte).unwrap_or_default().chars().count().to_string());
                complain(&format!(
                    "the words stand {} times; this is the first, the offsets are {}",
                    found.len(),
                    offsets.collect::<Vec<_>>().join(", ")
                ));
            }
            found.first().copied().with_context(|| format!("the text does not have the words `{words}`"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(argument: &str) -> (PathBuf, Place) {
        asked(&argument.into(), None).unwrap()
    }

    #[test]
    fn a_place_is_an_offset_or_a_line_and_column() {
        assert_eq!(place("a/b.txt:120"), ("a/b.txt".into(), Place::Offset(120)));
        assert_eq!(place("a/b.txt:3:14"), ("a/b.txt".into(), Place::Line(3, 14)));
        assert_eq!(place("C:\\b.txt:7"), ("C:\\b.txt".into(), Place::Offset(7)));
        assert!(asked(&"a.txt".into(), None).unwrap_err().to_string().contains("FILE:OFFSET"));
        assert_eq!(asked(&"a:1".into(), Some("x")).unwrap(), ("a:1".into(), Place::Words("x".to_owned())));
    }

    #[test]
    fn letters_are_counted_not_bytes() {
        let text = "Її дім.\nShells fell.";
        assert_eq!(byte(text, &Place::Offset(3)).unwrap(), 5);
        assert_eq!(byte(text, &Place::Line(2, 1)).unwrap(), text.find("Shells").unwrap());
        assert_eq!(byte(text, &Place::Line(1, 4)).unwrap(), 5);
        let refused = |place: Place| byte(text, &place).unwrap_err().to_string();
        assert!(refused(Place::Offset(20)).contains("the text has 20 letters"));
        assert!(refused(Place::Line(3, 1)).contains("2 lines"));
        assert!(refused(Place::Line(0, 1)).contains("no line 0"));
        assert!(refused(Place::Line(2, 13)).contains("12 letters"));
        assert!(refused(Place::Words("gone".to_owned())).contains("`gone`"));
    }
}
