//! `fogline import map`: the beginning of a mapping, from the names of columns and whoever sits at the terminal.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufRead, IsTerminal, Write},
    path::PathBuf,
};

use anyhow::{Context, bail};
use fogline_import::{
    mapping::guess::{Draft, PARTS, guess},
    rows::{Limits, Which, sample},
};

use crate::exit::{Outcome, complain};

/// Rows that are looked at.
const ROWS: usize = 500;

/// Make a mapping from the columns of a table: asked column by column on a terminal, guessed elsewhere
///
/// What is guessed is written as a file to be looked at and mended; nothing is imported.
#[derive(clap::Args)]
pub(crate) struct MapArgs {
    /// The table
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// File to write; standard output unless given
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,

    /// The sheet of a workbook; the first unless given
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
}

pub(crate) fn run(args: &MapArgs) -> anyhow::Result<Outcome> {
    let path = &args.file;
    let file = File::open(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let (head, rows) = sample(file, Which { sheet: args.sheet.as_deref(), encoding: None }, Limits::default(), ROWS)
        .with_context(|| format!("`{}` cannot be mapped", path.display()))?;
    let mut draft = guess(&head.columns, &rows);
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        ask(&mut draft, &head.columns, &mut io::stdin().lock(), &mut io::stderr().lock())?;
        draft.look(&head.columns, &rows);
    }
    let name = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy();
    let mut text = draft.toml(&name);
    if let Some(sheet) = &args.sheet {
        // Before the first table of the file.
        text = text.replacen("\n[columns]", &format!("sheet = {}\n\n[columns]", serde_json::to_string(sheet)?), 1);
    }
    match &args.to {
        None => io::stdout().lock().write_all(text.as_bytes()).context("cannot write the mapping")?,
        Some(to) => {
            let mut file = match OpenOptions::new().write(true).create_new(true).open(to) {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    bail!("`{}` is there already; name another file", to.display())
                }
                Err(error) => return Err(error).with_context(|| format!("cannot write `{}`", to.display())),
            };
            file.write_all(text.as_bytes()).with_context(|| format!("cannot write `{}`", to.display()))?;
            complain(&format!(
                "written to `{}`; look at it, then `fogline import {} --as {}`",
                to.display(),
                path.display(),
                to.display()
            ));
        }
    }
    Ok(Outcome::Done)
}

/// Asks for each part which columns it is: the guess stands in brackets and is taken by an empty line, `-` is none.
fn ask(draft: &mut Draft, columns: &[String], from: &mut impl BufRead, to: &mut impl Write) -> anyhow::Result<()> {
    for (at, column) in columns.iter().enumerate() {
        writeln!(to, "{:>4}  {column}", at + 1)?;
    }
    writeln!(
        to,
        "Which column is what? Enter takes what stands in brackets; numbers or names, several with commas; - for none."
    )?;
    let Some(coder) = line("Who coded the rows", &draft.coder, from, to)? else { return Ok(()) };
    draft.coder = coder;
    for (part, several) in PARTS {
        loop {
            let guessed = draft.columns.get(part).map(|names| names.join(", ")).unwrap_or_default();
            let Some(answer) = line(part, &guessed, from, to)? else { return Ok(()) };
            if answer == "-" || answer.is_empty() {
                draft.columns.remove(part);
                break;
            }
            match chosen(&answer, columns, several) {
                Ok(names) => {
                    draft.columns.insert(part.to_owned(), names);
                    break;
                }
                Err(why) => writeln!(to, "{why}")?,
            }
        }
    }
    Ok(())
}

/// An answer, or what stands in brackets; `None` where nobody answers any more.
fn line(question: &str, usual: &str, from: &mut impl BufRead, to: &mut impl Write) -> anyhow::Result<Option<String>> {
    write!(to, "{question} [{usual}]: ")?;
    to.flush()?;
    let mut answer = String::new();
    if from.read_line(&mut answer)? == 0 {
        return Ok(None);
    }
    let answer = answer.trim();
    Ok(Some(if answer.is_empty() { usual.to_owned() } else { answer.to_owned() }))
}

/// The columns that are named, by name or number.
fn chosen(answer: &str, columns: &[String], several: bool) -> Result<Vec<String>, String> {
    // A name may have a comma in it.
    if columns.iter().any(|own| own == answer) {
        return Ok(vec![answer.to_owned()]);
    }
    let found: Vec<String> = answer
        .split(',')
        .map(str::trim)
        .map(|name| {
            let numbered = name.parse::<usize>().ok().and_then(|number| columns.get(number.checked_sub(1)?));
            let named = columns.iter().find(|own| *own == name).or(numbered);
            named.cloned().ok_or_else(|| format!("there is no column `{name}`"))
        })
        .collect::<Result<_, _>>()?;
    if found.len() > 1 && !several { Err("this can be one column alone".to_owned()) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_answered_by_numbers_names_and_nothing() {
        let columns = ["Case", "When", "Where, exactly", "Who", "Whom"].map(str::to_owned);
        let mut draft = guess(&columns, &[]);
        assert_eq!(draft.columns["id"], ["Case"]);
        // Coder, id as guessed, a day that is not there and then is, nothing for from to day_precision, the place, and nobody there.
        let answers = "A. Desk\n\n9\n2\n\n\n\nWhere, exactly\n";
        let mut asked = Vec::new();
        ask(&mut draft, &columns, &mut answers.as_bytes(), &mut asked).unwrap();
        assert_eq!(
            (draft.coder.as_str(), &draft.columns["day"][0], &draft.columns["place"][0]),
            ("A. Desk", &columns[1], &columns[2])
        );
        assert!(String::from_utf8(asked).unwrap().contains("there is no column `9`"));
        assert_eq!(chosen("4, Whom", &columns, true).unwrap(), ["Who", "Whom"]);
        assert!(chosen("4,5", &columns, false).is_err());
        assert!(chosen("0", &columns, true).is_err());
    }
}
