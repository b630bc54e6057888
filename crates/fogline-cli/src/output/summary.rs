//! A reading for people: what was found, and the text with the words that it was found in.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    io::{self, Write},
};

use anstyle::{AnsiColor, Style};
use fogline::{
    annotate::Annotation,
    document::{Document, Post, SegmentKind},
    lang::Lang,
    read::statements::Statement,
    reading::Reading,
    resolve::{
        places::PlaceMention,
        quantities::Quantity,
        when::TimeMention,
        who::{Actor, Resolution},
    },
    span::Span,
    time::{Interval, Moment},
};

use super::{
    account::{dispute_row, event_row, statement_row, unread},
    columns::{Columns, shown},
};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const ACTOR: Style = AnsiColor::Cyan.on_default();
const PLACE: Style = AnsiColor::Green.on_default();
const TIME: Style = AnsiColor::Yellow.on_default();
const QUANTITY: Style = AnsiColor::Magenta.on_default().bold();
const CUE: Style = AnsiColor::Blue.on_default().bold();
const EVENT: Style = AnsiColor::Red.on_default();
const LABEL: Style = AnsiColor::Blue.on_default();

/// Mentions of one actor that are shown.
const MENTIONS: usize = 6;

/// Writes one reading.
pub(crate) fn write_summary(
    document: &Document,
    annotation: &Annotation,
    reading: &Reading,
    out: &mut impl Write,
) -> io::Result<()> {
    heading(document, annotation, out)?;
    text(document, reading, out)?;
    let all = || reading.statements.iter().enumerate();
    let statements = all().map(|(number, statement)| statement_row(number, statement, reading, document));
    list(out, "Statements: who, through whom; act; words", CUE, statements)?;
    let disputed = all().filter_map(|(number, statement)| dispute_row(number, statement, reading, document));
    list(out, "Who alleges, denies or warns of what", CUE, disputed)?;
    let events = reading.events.iter().map(|event| event_row(event, reading, document));
    list(out, "Events: words and type; as said; who to whom, where, when, how many", EVENT, events)?;
    list(out, "Actors", ACTOR, reading.actors.iter().map(|actor| actor_row(actor, document)))?;
    list(out, "Places", PLACE, place_rows(reading, document).into_iter())?;
    list(out, "Times", TIME, reading.times.iter().map(|time| time_row(time, document)))?;
    list(out, "Quantities", QUANTITY, reading.quantities.iter().map(|quantity| quantity_row(quantity, document)))?;
    if let Some(unread) = unread(reading) {
        writeln!(out, "\n{DIM}{unread}{DIM:#}")?;
    }
    Ok(())
}

fn heading(document: &Document, annotation: &Annotation, out: &mut impl Write) -> io::Result<()> {
    let facts = &document.facts;
    let title = facts.title.as_deref().unwrap_or(&document.reference);
    writeln!(out, "{BOLD}{}{BOLD:#}", shown(title))?;
    let outlet = match (&facts.outlet, facts.outlet_kind) {
        (Some(name), Some(kind)) => format!("{} ({})", shown(name), words(kind.name())),
        (Some(name), None) => shown(name).into_owned(),
        (None, _) => "outlet not known".to_owned(),
    };
    let published = facts.published.map_or("date of publication not known".to_owned(), |published| {
        format!("published {} ({})", moment(published.at), words(published.basis.name()))
    });
    let lang = match annotation.lang {
        Some(Lang::En) => "English",
        Some(Lang::Ru) => "Russian",
        Some(Lang::Uk) => "Ukrainian",
        _ => "language not read",
    };
    writeln!(out, "{outlet}, {published}, {lang}")?;
    let post = document.post.iter().flat_map(post_parts);
    let media = document.media.iter().map(|media| format!("{} {}", words(&media.kind), shown(&media.reference)));
    let parts: Vec<_> = post.chain(media).collect();
    if !parts.is_empty() {
        writeln!(out, "{}", parts.join(", "))?;
    }
    let mut lengths = BTreeMap::<SegmentKind, usize>::new();
    for segment in &document.segments {
        *lengths.entry(segment.kind).or_default() += segment.span.of(&document.text).chars().count();
    }
    let parts: Vec<_> = lengths
        .iter()
        .map(|(kind, length)| {
            let unread = if kind.is_read() { "" } else { ", not read" };
            format!("{} {length}{unread}", kind.name())
        })
        .collect();
    let sentences = annotation.sentences().count();
    writeln!(
        out,
        "{DIM}{} sentences; characters: {}{DIM:#}",
        sentences,
        if parts.is_empty() { "0".into() } else { parts.join("; ") }
    )
}

/// What a channel's export says of a post.
fn post_parts(post: &Post) -> impl Iterator<Item = String> {
    let answered = post.reply_to.map(|id| format!("answers post {id}"));
    let forwarded = post.forwarded_from.as_deref().map(|name| format!("forwarded from {}", shown(name)));
    let edited = post.edited.map(|at| format!("edited {}", moment(at)));
    [Some(format!("post {}", post.id)), forwarded, answered, edited].into_iter().flatten()
}

/// Rows of three cells under a title; nothing where there are none.
fn list<'r>(
    out: &mut impl Write,
    title: &str,
    style: Style,
    rows: impl Iterator<Item = [Cow<'r, str>; 3]>,
) -> io::Result<()> {
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{style}{title}{style:#}")?;
    let mut columns = Columns::new(["", "", ""]);
    for row in &rows {
        columns.fit(row);
    }
    for row in &rows {
        write!(out, "  ")?;
        columns.write(row, out)?;
    }
    Ok(())
}

fn actor_row<'r>(actor: &'r Actor, document: &'r Document) -> [Cow<'r, str>; 3] {
    let mut is = words(actor.kind.name()).into_owned();
    if let Some(side) = &actor.side {
        is = format!("{is}, side {side}");
    }
    let mut said = Vec::<&str>::new();
    for mention in &actor.mentions {
        let exact = mention.span.of(&document.text);
        if exact != actor.name && !said.contains(&exact) {
            said.push(exact);
        }
    }
    let more = said.len().saturating_sub(MENTIONS);
    let mut named = said.into_iter().take(MENTIONS).map(shown).collect::<Vec<_>>().join(" | ");
    if more > 0 {
        named = format!("{named} | {more} more");
    }
    [shown(&actor.name), is.into(), named.into()]
}

/// A place with all the words that stand for it.
struct PlaceRow<'r> {
    forms: Vec<Cow<'r, str>>,
    mentions: usize,
    precision: Cow<'r, str>,
    is: Cow<'r, str>,
}

/// A row for each place, in the order of its first mention.
fn place_rows<'r>(reading: &'r Reading, document: &'r Document) -> Vec<[Cow<'r, str>; 3]> {
    let mut rows = Vec::<PlaceRow>::new();
    for mention in &reading.places {
        let [form, precision, is] = place_row(mention, document);
        let same = |row: &&mut PlaceRow| {
            row.is == is && row.precision == precision && (mention.place.is_some() || row.forms.contains(&form))
        };
        if let Some(row) = rows.iter_mut().find(same) {
            row.mentions += 1;
            if !row.forms.contains(&form) {
                row.forms.push(form);
            }
        } else {
            rows.push(PlaceRow { forms: vec![form], mentions: 1, precision, is });
        }
    }
    let row = |row: PlaceRow<'r>| {
        let times = if row.mentions > 1 { format!(" ({} times)", row.mentions) } else { String::new() };
        [format!("{}{times}", row.forms.join(" | ")).into(), row.precision, row.is]
    };
    rows.into_iter().map(row).collect()
}

fn place_row<'r>(mention: &'r PlaceMention, document: &'r Document) -> [Cow<'r, str>; 3] {
    let exact = shown(mention.span.of(&document.text));
    let Some(place) = &mention.place else {
        let names = mention.candidates.iter().map(|place| place.name.as_str()).take(3).collect::<Vec<_>>().join(", ");
        let open = match mention.candidates.len() {
            0 => "not in the gazetteer".to_owned(),
            count => format!("open between {count}: {names}"),
        };
        return [exact, "-".into(), open.into()];
    };
    let precision = mention.precision.map_or("-".into(), |precision| words(precision.name()));
    let mut is = shown(&place.name).into_owned();
    for part in [&place.admin1, &place.country].into_iter().flatten() {
        is = format!("{is}, {part}");
    }
    if let Some((lat, lon)) = place.point {
        let (north, east) = (if lat < 0.0 { 'S' } else { 'N' }, if lon < 0.0 { 'W' } else { 'E' });
        is = format!("{is} ({:.2}°{north} {:.2}°{east})", lat.abs(), lon.abs());
    }
    [exact, precision, is.into()]
}

fn time_row<'r>(mention: &'r TimeMention, document: &'r Document) -> [Cow<'r, str>; 3] {
    [shown(mention.span.of(&document.text)), interval(mention.interval).into(), words(mention.basis.name())]
}

fn quantity_row<'r>(quantity: &'r Quantity, document: &'r Document) -> [Cow<'r, str>; 3] {
    let number = match (quantity.low, quantity.best, quantity.high) {
        (_, Some(best), _) => best.to_string(),
        (Some(low), None, Some(high)) => format!("{low} to {high}"),
        (Some(low), None, None) if quantity.bound.is_none() => format!("{low} or more"),
        (Some(low), None, None) => low.to_string(),
        (None, None, Some(high)) if quantity.bound.is_none() => format!("{high} or fewer"),
        (None, None, Some(high)) => high.to_string(),
        (None, None, None) => "not told".to_owned(),
    };
    let bound = quantity.bound.map_or("", |bound| bound.name());
    let of = [quantity.unit.as_deref(), quantity.victims.as_deref()];
    let mut of: Vec<_> = of.into_iter().flatten().collect();
    of.dedup();
    let what = format!("{}{}", words(quantity.kind.name()), if of.is_empty() { "" } else { ": " });
    [
        shown(quantity.span.of(&document.text)),
        format!("{} {number}", words(bound)).trim().to_owned().into(),
        (what + &of.join(", ")).into(),
    ]
}

/// The text with what was found in it marked: what someone says underlined, with the statement's number before it; what is
/// not read dimmed.
fn text(document: &Document, reading: &Reading, out: &mut impl Write) -> io::Result<()> {
    let mut marks: Vec<(Span, Style)> = Vec::new();
    marks.extend(reading.statements.iter().filter_map(|one| one.cue.as_ref()).map(|cue| (cue.span, CUE)));
    marks.extend(reading.events.iter().map(|event| (event.trigger, EVENT)));
    marks.extend(reading.quantities.iter().map(|quantity| (quantity.span, QUANTITY)));
    marks.extend(reading.times.iter().map(|time| (time.span, TIME)));
    marks.extend(reading.places.iter().map(|place| (place.span, PLACE)));
    marks.extend(reading.actors.iter().flat_map(|a| &a.mentions).map(|mention| (mention.span, ACTOR)));
    marks.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut free = 0;
    marks.retain(|(span, _)| {
        let kept = span.start >= free;
        free = if kept { span.end } else { free };
        kept
    });
    let said: Vec<Span> =
        reading.statements.iter().filter(|one| !is_author(one)).flat_map(|one| one.content.iter().copied()).collect();
    let mut labels = BTreeMap::<usize, Vec<usize>>::new();
    for (number, one) in reading.statements.iter().enumerate().filter(|(_, one)| !is_author(one)) {
        if let Some(first) = one.content.first() {
            labels.entry(first.start).or_default().push(number + 1);
        }
    }
    // Between two neighbouring borders everything is marked alike.
    let mut borders: Vec<usize> = vec![0, document.text.len()];
    borders.extend(
        marks.iter().map(|(span, _)| *span).chain(said.iter().copied()).flat_map(|span| [span.start, span.end]),
    );
    borders.sort_unstable();
    borders.dedup();
    writeln!(out)?;
    let mut mark = marks.iter().peekable();
    let mut open = said.clone();
    open.sort_unstable();
    let mut next = open.into_iter().peekable();
    let mut until = 0;
    for stretch in borders.windows(2) {
        let &[start, end] = stretch else { continue };
        for label in labels.get(&start).into_iter().flatten() {
            write!(out, "{LABEL}[{label}]{LABEL:#}")?;
        }
        while let Some(span) = next.next_if(|span| span.start <= start) {
            until = until.max(span.end);
        }
        while mark.next_if(|(span, _)| span.end <= start).is_some() {}
        let style = mark.peek().filter(|(span, _)| span.start <= start).map(|(_, style)| *style);
        let stretch = Span::new(start, end);
        let style = if start < until { Some(style.unwrap_or_default().underline()) } else { style };
        match style {
            Some(style) => write!(out, "{style}{}{style:#}", printable(stretch.of(&document.text)))?,
            None => plain(document, stretch, out)?,
        }
    }
    writeln!(out)
}

/// Whether a statement is the outlet's own.
fn is_author(statement: &Statement) -> bool {
    statement.speaker.resolution == Resolution::Author
}

/// A stretch without marks.
fn plain(document: &Document, stretch: Span, out: &mut impl Write) -> io::Result<()> {
    let mut at = stretch.start;
    for segment in document.segments.iter().filter(|segment| segment.span.overlaps(stretch) && !segment.kind.is_read())
    {
        let unread = Span::new(segment.span.start.max(stretch.start), segment.span.end.min(stretch.end));
        write!(out, "{}", printable(Span::new(at, unread.start).of(&document.text)))?;
        write!(out, "{DIM}{}{DIM:#}", printable(unread.of(&document.text)))?;
        at = unread.end;
    }
    write!(out, "{}", printable(Span::new(at, stretch.end).of(&document.text)))
}

/// The text with nothing in it that could steer the terminal; line ends and spaces stay.
fn printable(text: &str) -> String {
    let pieces = text.split_inclusive(char::is_whitespace);
    let pieces = pieces.map(|piece| {
        let word = piece.trim_end();
        let space = piece.get(word.len()..).unwrap_or_default();
        let space = if matches!(space, "" | "\n" | " ") { space } else { " " };
        if word.is_empty() { space.to_owned() } else { format!("{}{space}", shown(word)) }
    });
    pieces.collect()
}

fn interval(interval: Interval) -> String {
    match (interval.start, interval.end) {
        (None, None) => "not told".to_owned(),
        (Some(start), Some(end)) if start == end => moment(start),
        (start, end) => {
            let or = |at: Option<Moment>| at.map_or("…".to_owned(), moment);
            format!("{} to {}", or(start), or(end))
        }
    }
}

fn moment(at: Moment) -> String {
    at.rfc3339().replace('T', " ")
}

/// A name of the contract as words.
fn words(name: &str) -> Cow<'_, str> {
    name.replace('_', " ").into()
}
