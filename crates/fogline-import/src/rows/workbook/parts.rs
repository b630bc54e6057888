//! The parts of a workbook: opened within limits; which sheets it has, its strings, and which formats show days.

use std::{
    cell::Cell,
    collections::BTreeMap,
    io::{self, BufRead, BufReader, Read, Seek},
    rc::Rc,
};

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_xml_entity,
    events::{BytesRef, BytesStart, Event},
};
use zip::{ZipArchive, result::ZipError};

use super::Limits;
use crate::ImportError;

/// Small parts may grow by any factor.
const HARMLESS: u64 = 1 << 20;

/// A part that is read piece by piece: a tag or text of it may be so long and no longer.
pub(super) struct Part<'a> {
    reader: Reader<Box<dyn BufRead + 'a>>,
    /// Bytes since the last piece.
    since: Rc<Cell<u64>>,
    buffer: Vec<u8>,
}

/// Counts what is unpacked, and stops what is too much.
struct Guard<R> {
    inner: R,
    packed: u64,
    given: u64,
    limits: Limits,
    since: Rc<Cell<u64>>,
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.given += read as u64;
        self.since.set(self.since.get() + read as u64);
        let Limits { unpacked, ratio, row, .. } = self.limits;
        if self.given > unpacked {
            return Err(io::Error::other(format!("it unpacks to more than {unpacked} bytes")));
        }
        if self.given > HARMLESS && self.given / self.packed.max(1) > ratio {
            return Err(io::Error::other(format!("it unpacks to more than {ratio} times its size")));
        }
        if self.since.get() > row {
            return Err(io::Error::other(format!("a cell of it is longer than {row} bytes")));
        }
        Ok(read)
    }
}

/// Opens a part; `None` if there is none of that name.
pub(super) fn open<'a, R: Read + Seek>(
    archive: &'a mut ZipArchive<R>,
    name: &str,
    limits: Limits,
) -> Result<Option<Part<'a>>, ImportError> {
    let member = match archive.by_name(name) {
        Ok(member) => member,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(damaged(name, &error.to_string())),
    };
    let since = Rc::<Cell<u64>>::default();
    let packed = member.compressed_size();
    let guard = Guard { packed, inner: member, given: 0, limits, since: Rc::clone(&since) };
    let mut reader = Reader::from_reader(Box::new(BufReader::with_capacity(64 << 10, guard)) as Box<dyn BufRead>);
    reader.config_mut().expand_empty_elements = true;
    Ok(Some(Part { reader, since, buffer: Vec::new() }))
}

fn damaged(name: &str, fault: &str) -> ImportError {
    ImportError::NoTable(format!("the workbook is damaged in `{name}`: {fault}"))
}

impl Part<'_> {
    /// The next piece; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Event<'_>>, ImportError> {
        self.since.set(0);
        self.buffer.clear();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::Eof) => Ok(None),
            Ok(event) => Ok(Some(event)),
            Err(quick_xml::Error::Io(error)) => Err(ImportError::TooLarge(error.to_string())),
            Err(error) => Err(ImportError::NoTable(format!("the workbook is damaged: {error}"))),
        }
    }
}

/// The value of an attribute, by its name without a prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes();
    let mut all = all.with_checks(false).flatten();
    let found = all.find(|attribute| attribute.key.local_name().into_inner() == name);
    found?.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// What a reference like `&amp;` stands for.
pub(super) fn referred(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => c.to_string(),
        _ => resolve_xml_entity(reference).map_or_else(|| format!("&{};", &**reference), str::to_owned),
    }
}

/// What is known of a workbook before its sheets are read.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// Names of sheets and their parts, in order.
    sheets: Vec<(String, String)>,
    /// Strings that cells point to.
    pub(super) strings: Vec<Box<str>>,
    /// Whether the cells of each style show days.
    shows_days: Vec<bool>,
    /// Whether days are counted from 1904.
    pub(super) from_1904: bool,
}

impl Book {
    pub(super) fn read<R: Read + Seek>(archive: &mut ZipArchive<R>, limits: Limits) -> Result<Self, ImportError> {
        let mut book = Self::default();
        let targets = targets(archive, limits)?;
        let Some(mut part) = open(archive, "xl/workbook.xml", limits)? else {
            return Err(ImportError::NoTable(
                "it is a zip file, and no workbook: it has no `xl/workbook.xml`".to_owned(),
            ));
        };
        while let Some(event) = part.next()? {
            let Event::Start(tag) = event else { continue };
            match tag.local_name().into_inner() {
                "sheet" => {
                    let name = attribute(&tag, "name").unwrap_or_default();
                    if let Some(target) = attribute(&tag, "id").and_then(|id| targets.get(&id)) {
                        book.sheets.push((name, target.clone()));
                    }
                }
                "workbookPr" => {
                    book.from_1904 = attribute(&tag, "date1904").is_some_and(|value| value == "1" || value == "true");
                }
                _ => {}
            }
        }
        drop(part);
        if let Some(part) = open(archive, "xl/styles.xml", limits)? {
            book.shows_days = styles(part)?;
        }
        if let Some(part) = open(archive, "xl/sharedStrings.xml", limits)? {
            book.strings = strings(part, limits)?;
        }
        Ok(book)
    }

    /// The sheet of a name, or the first, with its part.
    pub(super) fn sheet(&self, wanted: Option<&str>) -> Result<(String, String), ImportError> {
        let found = match wanted {
            Some(name) => self.sheets.iter().find(|(own, _)| own == name),
            None => self.sheets.first(),
        };
        found.cloned().ok_or_else(|| {
            let known: Vec<String> = self.sheets.iter().map(|(name, _)| format!("`{name}`")).collect();
            ImportError::NoTable(match wanted.filter(|_| !known.is_empty()) {
                Some(name) => format!("the workbook has no sheet `{name}`; it has {}", known.join(", ")),
                None => "the workbook has no sheets".to_owned(),
            })
        })
    }

    /// Whether cells of a style show days.
    pub(super) fn shows_days(&self, style: Option<&str>) -> bool {
        let style = style.and_then(|style| style.parse::<usize>().ok());
        style.and_then(|style| self.shows_days.get(style)).copied().unwrap_or_default()
    }
}

/// Which part each id of a relation stands for.
fn targets<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    limits: Limits,
) -> Result<BTreeMap<String, String>, ImportError> {
    let mut targets = BTreeMap::new();
    let Some(mut part) = open(archive, "xl/_rels/workbook.xml.rels", limits)? else { return Ok(targets) };
    while let Some(event) = part.next()? {
        let Event::Start(tag) = event else { continue };
        if let (Some(id), Some(target)) = (attribute(&tag, "Id"), attribute(&tag, "Target")) {
            let target = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            targets.insert(id, target);
        }
    }
    Ok(targets)
}

/// For each style of cells whether it shows days (ECMA-376, 18.8.30: of the formats that need no code those with a day, which
/// leaves out times; the others by their code).
fn styles(mut part: Part<'_>) -> Result<Vec<bool>, ImportError> {
    let (mut own, mut shows, mut within) = (BTreeMap::new(), Vec::new(), false);
    while let Some(event) = part.next()? {
        match event {
            Event::Start(tag) => match tag.local_name().into_inner() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (attribute(&tag, "numFmtId"), attribute(&tag, "formatCode")) {
                        own.insert(id, is_of_days(&code));
                    }
                }
                "cellXfs" => within = true,
                "xf" if within => {
                    let id = attribute(&tag, "numFmtId").unwrap_or_default();
                    let usual = matches!(id.parse::<u32>(), Ok(14..=17 | 22 | 27..=31 | 36 | 50..=58));
                    shows.push(own.get(&id).copied().unwrap_or(usual));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().into_inner() == "cellXfs" => within = false,
            _ => {}
        }
    }
    Ok(shows)
}

/// Whether a format shows a year or a day: letters in quotes, behind a backslash or in brackets do not count.
fn is_of_days(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    code.chars().any(|c| {
        let plain = !quoted && !bracketed && !escaped;
        match c {
            '\\' | '_' | '*' if plain => escaped = true,
            '"' if !escaped => quoted = !quoted,
            '[' if plain => bracketed = true,
            ']' => bracketed = false,
            _ => escaped = false,
        }
        plain && matches!(c, 'y' | 'Y' | 'd' | 'D')
    })
}

fn strings(mut part: Part<'_>, limits: Limits) -> Result<Vec<Box<str>>, ImportError> {
    let (mut all, mut text, mut bytes) = (Vec::new(), String::new(), 0);
    // Text of a phonetic guide is none of the string.
    let (mut inside, mut guide) = (false, false);
    while let Some(event) = part.next()? {
        match event {
            Event::Start(tag) => match tag.local_name().into_inner() {
                "si" => text.clear(),
                "t" => inside = !guide,
                "rPh" => guide = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().into_inner() {
                "si" => {
                    bytes += text.len() as u64 + 24;
                    if bytes > limits.strings {
                        let most = limits.strings;
                        return Err(ImportError::TooLarge(format!(
                            "its strings are longer than {most} bytes; save it as CSV"
                        )));
                    }
                    all.push(text.as_str().into());
                }
                "t" => inside = false,
                "rPh" => guide = false,
                _ => {}
            },
            Event::Text(words) if inside => text.push_str(&words.xml10_content()),
            Event::CData(words) if inside => text.push_str(&words.xml10_content()),
            Event::GeneralRef(reference) if inside => text.push_str(&referred(&reference)),
            _ => {}
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_days_are_told() {
        for (code, days) in [
            ("yyyy-mm-dd", true),
            ("d mmm", true),
            ("0.00", false),
            ("[Red]0.0", false),
            ("0\" days\"", false),
            ("\\d0", false),
            ("h:mm:ss", false),
            ("General", false),
        ] {
            assert_eq!(is_of_days(code), days, "{code}");
        }
    }
}
