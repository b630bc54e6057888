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
/// Below 0.667 an alpha carries no conclusion and is marked `low`; from there to 0.8 it is `tentative` (Krippendorff 2004).
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    wanted: Wanted,

    #[command(flatten)]
    asked: Asked,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    if args.asked.as_published.is_some() {
        bail!("coding is not published; ask by --as-of");
    }
    let ledger = args.asked.place.open_read_only()?;
    let table = agreement(&ledger, &work(&ledger, args.asked.as_of)?, &args.wanted)?;
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
    writeln!(out, "{} assignments, coded by {}\n", table.assignments, names.join(", "))?;
    let mut rows: Vec<[Cow<'_, str>; 6]> = Vec::new();
    let mut add = |field: &str, of: String, people: &Agreement, with: Option<&Agreement>| {
        rows.push([
            field.to_owned().into(),
            of.into(),
            people.units.to_string().into(),
            alpha(people).into(),
            with.map_or_else(|| "-".to_owned(), alpha).into(),
            mark(people).into(),
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
    let mut columns = Columns::new(["field", "of", "n", "alpha", "with the machine", ""]);
    for row in &rows {
        columns.fit(row);
    }
    columns.write_headings(out)?;
    rows.iter().try_for_each(|row| columns.write(row, out))
}

fn alpha(of: &Agreement) -> String {
    match (of.alpha, of.undefined) {
        (Some(alpha), _) => format!("{alpha:.3}"),
        (None, Some(Undefined::NoVariation)) => "all the same".to_owned(),
        (None, Some(Undefined::Negative)) => "below zero".to_owned(),
        (None, _) => "-".to_owned(),
    }
}

fn mark(of: &Agreement) -> &'static str {
    match of.carries {
        Some(Carries::Low) => "low",
        Some(Carries::Tentative) => "tentative",
        Some(Carries::Reliable) | None => "",
    }
}
