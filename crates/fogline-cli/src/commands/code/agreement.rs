//! `fogline code agreement`.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use anyhow::{Context, bail};
use fogline_ask::coding::{Wanted, agreement, work};
use fogline_reconcile::{
    agreement::{Agreement, Carries, Undefined},
    coding::table::{Both, Table},
};

use crate::{
    asked::Asked,
    exit::Outcome,
    output::{Columns, Form, shown},
};

/// Show how far coders agree, field by field: Krippendorff's alpha among people and with the machine, by side, language, pair
///
/// Below 0.667 an alpha carries no conclusion and is marked `low`; from there to 0.8 it is `tentative` (Krippendorff 2004). Of fewer
/// than 15 units it carries none, whatever it is: a single unit would decide which of these it is. A unit is what coders found in
/// the same words. What one of them has not found is `absent` there, which counts against agreement; a number or day is missing.
/// Names are taken as one where they are written alike, or where the reading knows them as one actor or place.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    wanted: Wanted,

    #[command(flatten)]
    asked: Asked,
}

/// How the units are made that are counted.
const UNITS: &str = "A unit (n) is what coders found in overlapping words; events also in one sentence. What a coder has not found is \
                     `absent` there,\nwhich is another value than `none`; a number or a day is missing there. Names are one where \
                     they are written alike or where the\nreading knows them as one actor or place.";

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    if args.asked.as_published.is_some() {
        bail!("coding is not published; ask by --as-of");
    }
    let ledger = args.asked.place.open_read_only()?;
    let table = agreement(&ledger, &work(&ledger, args.asked.as_of)?, &args.wanted, |_| true)?;
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&table)?),
        Form::Text => as_text(&table, &mut out),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

fn as_text(table: &Table, out: &mut impl Write) -> io::Result<()> {
    if table.fields.is_empty() {
        return writeln!(out, "No coding is finished, so there is nothing to compare.");
    }
    let names: Vec<Cow<'_, str>> = table.coders.iter().map(|name| shown(name)).collect();
    writeln!(out, "{} assignments, coded by {}", table.assignments, names.join(", "))?;
    writeln!(out, "{UNITS}\n")?;
    let mut rows: Vec<[Cow<'_, str>; 6]> = Vec::new();
    let mut add = |field: &str, of: String, people: &Agreement, with: Option<&Agreement>| {
        rows.push([
            field.to_owned().into(),
            of.into(),
            people.units.to_string().into(),
            alpha(people).into(),
            with.map_or_else(|| "-".to_owned(), |with| with.units.to_string()).into(),
            with.map_or_else(|| "-".to_owned(), alpha).into(),
        ]);
    };
    for field in &table.fields {
        let name = field.field.name();
        let mut both = |of: String, one: &Both| add(name, of, &one.people, Some(&one.with_machine));
        both("all".to_owned(), &field.all);
        field.by_side.iter().for_each(|(side, one)| both(format!("side {}", shown(side)), one));
        field.by_language.iter().for_each(|(language, one)| both(format!("language {}", shown(language)), one));
        for pair in &field.pairs {
            add(name, format!("{} and {}", shown(&pair.one), shown(&pair.other)), &pair.agreement, None);
        }
    }
    let mut columns = Columns::new(["field", "of", "n", "alpha", "n", "with the machine"]);
    for row in &rows {
        columns.fit(row);
    }
    columns.write_headings(out)?;
    rows.iter().try_for_each(|row| columns.write(row, out))
}

/// An alpha with what it can carry.
fn alpha(of: &Agreement) -> String {
    let Some(alpha) = of.alpha else {
        return match of.undefined {
            Some(Undefined::NoVariation) => "undefined: one value only".to_owned(),
            Some(Undefined::Negative) => "undefined: a value below zero".to_owned(),
            Some(Undefined::NothingToCompare) | None => "-".to_owned(),
        };
    };
    match of.carries {
        Some(Carries::TooFew) => format!("{alpha:.3} too few (n={})", of.units),
        Some(Carries::Low) => format!("{alpha:.3} low"),
        Some(Carries::Tentative) => format!("{alpha:.3} tentative"),
        Some(Carries::Reliable) | None => format!("{alpha:.3}"),
    }
}
