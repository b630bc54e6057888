//! What a stream of bytes is, told from its beginning; the name decides only where that leaves several formats open.

use super::{Input, charset, decode, telegram_html};

/// How much of the beginning is looked at.
pub(super) const HEAD: usize = 64 << 10;

/// What bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Empty,
    Gzip,
    Zstd,
    Zip,
    Read(Input),
    /// Known, and nothing that Fogline reads.
    Foreign(&'static str),
    /// Text in units of two bytes, to be looked at again in UTF-8.
    Utf16,
    /// Neither text nor known.
    Binary,
}

/// Beginnings of formats that hold no text to read.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WebP, WAV or AVI file"),
    (b"\0\0\0\x18ftyp", "an MP4 video"),
    (b"\0\0\0\x1cftyp", "an MP4 video"),
    (b"\0\0\0\x20ftyp", "an MP4 video"),
    (b"\x1aE\xdf\xa3", "a Matroska or WebM video"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an MP3 file"),
    (b"fLaC", "a FLAC file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"PAR1", "a Parquet file"),
    (b"wOF", "a font"),
];

/// Tells the format of a file that begins with `head` and whose name ends in `ending`. Packing is always seen through;
/// otherwise `forced` decides.
pub(super) fn recognise(head: &[u8], ending: &str, forced: Option<Input>) -> Format {
    match head {
        [] => return Format::Empty,
        [0x1f, 0x8b, ..] => return Format::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => return Format::Zstd,
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => return Format::Zip,
        _ => {}
    }
    let utf_16 = charset::encoding(head, &[]).is_ok_and(|(encoding, _)| decode::is_utf_16(encoding));
    if let Some(input) = forced {
        // One document is decoded with its offsets; what holds many is read in UTF-8.
        let one = matches!(input, Input::Text | Input::Markdown | Input::Html | Input::Email | Input::Warc);
        return if utf_16 && !one { Format::Utf16 } else { Format::Read(input) };
    }
    if let Some((_, name)) = FOREIGN.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Format::Foreign(name);
    }
    if head.get(257..262) == Some(b"ustar") {
        return Format::Foreign("a tar archive");
    }
    let blank = head.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
    let start = head.get(blank..).unwrap_or_default();
    if start.starts_with(b"WARC/") || start.starts_with(b"filedesc://") {
        return Format::Read(Input::Warc);
    }
    if utf_16 {
        return utf_16_text(head, ending);
    }
    if !charset::is_text(head) {
        return Format::Binary;
    }
    text(&String::from_utf8_lossy(head), ending)
}

/// Text in units of two bytes is what its UTF-8 form is; only what holds many records must be brought into that form.
fn utf_16_text(head: &[u8], ending: &str) -> Format {
    let Ok((words, _)) = charset::text(head, &[]) else { return Format::Binary };
    match text(&words, ending) {
        one @ (Format::Read(Input::Text | Input::Markdown | Input::Html) | Format::Foreign(_)) => one,
        _ => Format::Utf16,
    }
}

fn text(head: &str, ending: &str) -> Format {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if matches!(ending, "md" | "markdown") {
        return Format::Read(Input::Markdown);
    }
    if let Some(found) = json(head, ending).or_else(|| markup(head)) {
        if found == Format::Read(Input::Html) && telegram_html::is_export(head) {
            return Format::Read(Input::Telegram);
        }
        return found;
    }
    if is_mail(head) {
        return Format::Read(Input::Email);
    }
    if is_table(head, ending) {
        return Format::Read(Input::Csv);
    }
    if matches!(ending, "jsonl" | "ndjson") {
        return Format::Read(Input::Jsonl); // its first line is broken
    }
    Format::Read(Input::Text)
}

/// Objects of JSON, one a line or in one piece.
fn json(head: &str, ending: &str) -> Option<Format> {
    let mut rest = head.chars().filter(|c| !c.is_whitespace());
    let opens = match (rest.next()?, rest.next()) {
        ('{', Some('"' | '}')) => '{',
        ('[', Some('{' | ']')) => '[',
        // Broken or not, it is what its name says.
        (open @ ('{' | '['), _) if matches!(ending, "json" | "jsonl" | "ndjson") => open,
        _ => return None,
    };
    Some(match ending {
        "jsonl" | "ndjson" => Format::Read(Input::Jsonl),
        _ if opens == '[' => whole(head),
        // A line that is an object, with another or nothing behind it.
        _ => match head.split_once('\n') {
            Some((line, next)) if closed(line) => match next.trim_start().chars().next() {
                Some('{') => Format::Read(Input::Jsonl),
                None => single(line),
                Some(_) if ending == "json" => whole(head),
                Some(_) => Format::Read(Input::Jsonl),
            },
            Some((line, _)) if in_string(line) => Format::Read(Input::Jsonl),
            None if !closed(head) && ending != "json" && head.len() * 2 > HEAD => single(head),
            _ => whole(head),
        },
    })
}

/// What an object on the first line is, of which the end may not be seen: a record, unless it holds others.
fn single(line: &str) -> Format {
    match whole(line) {
        Format::Read(Input::Json) if !holds_records(line) => Format::Read(Input::Jsonl),
        other => other,
    }
}

/// Whether an object is no record itself, but has them in a list.
pub(super) fn holds_records(head: &str) -> bool {
    let keys = keys(head);
    let has = |name: &str| keys.iter().any(|key| key == name);
    has("records") && !has("text") && !has("html")
}

/// What one piece of JSON is, by the names at its beginning.
fn whole(head: &str) -> Format {
    let keys = keys(head);
    let has = |name: &str| keys.iter().any(|key| key == name);
    let telegram = has("messages") && (has("type") || has("id") || has("name"))
        || has("chats")
        || has("left_chats")
        || has("personal_information");
    Format::Read(if telegram {
        Input::Telegram
    } else if head.contains("jsonfeed.org/version") && has("version") {
        Input::Feed
    } else {
        Input::Json
    })
}

/// The names of the outermost object, as far as they are seen.
fn keys(head: &str) -> Vec<String> {
    let (mut keys, mut depth, mut string) = (Vec::new(), 0_u32, None::<String>);
    let mut chars = head.chars().peekable();
    let mut last = String::new();
    while let Some(c) = chars.next() {
        if let Some(open) = &mut string {
            match c {
                '\\' => drop(chars.next()),
                '"' => last = string.take().unwrap_or_default(),
                _ => open.push(c),
            }
            continue;
        }
        match c {
            '"' => string = Some(String::new()),
            ':' if depth == 1 => keys.push(std::mem::take(&mut last)),
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    keys
}

/// Brackets still open at the end of a piece of JSON, and whether a string is.
fn state(json: &str) -> (i64, bool) {
    let (mut depth, mut string, mut escaped) = (0, false, false);
    for b in json.bytes() {
        match b {
            _ if escaped => escaped = false,
            b'\\' if string => escaped = true,
            b'"' => string = !string,
            b'{' | b'[' if !string => depth += 1,
            b'}' | b']' if !string => depth -= 1,
            _ => {}
        }
    }
    (depth, string)
}

fn closed(json: &str) -> bool {
    state(json) == (0, false)
}

fn in_string(json: &str) -> bool {
    state(json).1
}

/// Elements that begin pages and parts of pages.
const ELEMENTS: &[&str] = &[
    "html",
    "head",
    "body",
    "title",
    "meta",
    "link",
    "script",
    "style",
    "div",
    "p",
    "article",
    "section",
    "main",
    "header",
    "h1",
    "h2",
    "h3",
    "span",
    "a",
    "img",
    "table",
    "ul",
    "ol",
    "br",
    "b",
    "i",
    "strong",
    "em",
    "blockquote",
    "center",
    "font",
    "figure",
    "noscript",
    "nav",
    "form",
    "iframe",
];

/// Pages and feeds.
fn markup(head: &str) -> Option<Format> {
    let lower = head.to_ascii_lowercase();
    let mut rest = lower.as_str();
    let declared = rest.starts_with("<?xml");
    while rest.starts_with('<') {
        // What may stand before the first element.
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") || rest.starts_with("<!doctype") {
            if rest.starts_with("<!doctype html") {
                return Some(Format::Read(Input::Html));
            }
            ">"
        } else {
            break;
        };
        rest = rest.split_once(end)?.1.trim_start();
    }
    let name = rest.strip_prefix('<').and_then(|tag| tag.split(|c: char| c.is_whitespace() || "/>".contains(c)).next());
    let local = name.map(|name| name.rsplit(':').next().unwrap_or(name));
    match (name, local) {
        (_, Some("rss" | "rdf" | "feed" | "channel")) => Some(Format::Read(Input::Feed)),
        (Some(name), _) if ELEMENTS.contains(&name) => Some(Format::Read(Input::Html)),
        (Some(_), _) if declared => Some(Format::Foreign("an XML document that is neither a page nor a feed")),
        // Pages that begin with stray words.
        _ => {
            let found = lower.find("<html").or_else(|| lower.find("<!doctype html"));
            found.filter(|at| *at < 4096).map(|_| Format::Read(Input::Html))
        }
    }
}

/// A block of header fields, two of them of a mail.
fn is_mail(head: &str) -> bool {
    const FIELDS: [&str; 10] = [
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "mime-version",
        "received",
        "return-path",
        "delivered-to",
        "content-type",
    ];
    let mut found = 0;
    for (at, line) in head.lines().enumerate() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) || (at == 0 && line.starts_with("From ")) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if !name.bytes().all(|b| b.is_ascii_graphic()) {
            return false;
        }
        found += usize::from(FIELDS.contains(&name.to_ascii_lowercase().as_str()));
    }
    found >= 2
}

/// A first line of column names, one of which is `text` or `html`.
fn is_table(head: &str, ending: &str) -> bool {
    if matches!(ending, "csv" | "tsv") {
        return true;
    }
    let line = head.lines().next().unwrap_or_default();
    [',', '\t', ';'].into_iter().any(|delimiter| {
        let names: Vec<_> = line.split(delimiter).map(|name| name.trim().trim_matches('"')).collect();
        names.len() > 1
            && names.iter().all(|name| !name.is_empty() && name.len() < 32 && !name.contains(' '))
            && names.iter().any(|name| name.eq_ignore_ascii_case("text") || name.eq_ignore_ascii_case("html"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(head: &str, ending: &str) -> Format {
        recognise(head.as_bytes(), ending, None)
    }

    #[test]
    fn content_tells_the_format() {
        use Input::*;
        for (head, format) in [
            ("Two were hurt near the station.", Text),
            ("[Updated] Two were hurt.", Text),
            ("{Updated} Two were hurt.", Text),
            ("From our own reporter: two were hurt.\n\nMore.", Text),
            ("<!doctype html><html>", Html),
            ("<!-- saved from url=(0014)about:internet -->\n<HTML lang=en>", Html),
            ("<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C\"><html>", Html),
            ("<p>Two were hurt", Html),
            ("junk <html><body>", Html),
            ("<?xml version='1.0'?><rss version='2.0'>", Feed),
            ("<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", Feed),
            ("<!-- made by hand --><feed xmlns=\"http://www.w3.org/2005/Atom\">", Feed),
            ("{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [", Feed),
            ("{\"text\": \"a\"}\n{\"text\": \"b\"}\n", Jsonl),
            ("{\"text\": \"a\"}\n", Jsonl),
            ("{\"name\": \"A channel\", \"type\": \"public_channel\", \"id\": 1, \"messages\": []}\n", Telegram),
            ("{\"version\": \"https://jsonfeed.org/version/1\", \"items\": []}\n", Feed),
            ("{\"records\": [{\"text\": \"a\"}]}\n", Json),
            ("{\"text\": \"cut\n{\"text\": \"b\"}\n", Jsonl),
            ("{\n  \"text\": \"a\"\n}", Json),
            ("[\n {\"text\": \"a\"}]", Json),
            ("{\"records\": [", Json),
            ("{\n \"name\": \"A channel\",\n \"type\": \"public_channel\",\n \"id\": 1,\n \"messages\": [", Telegram),
            ("{\n \"about\": \"x\",\n \"chats\": {", Telegram),
            ("<html><div class=\"page_wrap\"><div class=\"page_body chat_page\"><div class=\"history\">", Telegram),
            ("WARC/1.0\r\nWARC-Type: warcinfo", Warc),
            ("filedesc://a.arc 127.0.0.1 20140216050221 text/plain 75\n", Warc),
            ("From: a@example.org\nSubject: b\nDate: c\n\nText", Email),
            ("id,text,title\n1,a,b", Csv),
            ("id\ttext\n1\ta", Csv),
        ] {
            assert_eq!(told(head, ""), Format::Read(format), "{head}");
        }
        assert!(matches!(told("<?xml version='1.0'?><urlset>", "xml"), Format::Foreign(_)));
        assert_eq!(told("", "txt"), Format::Empty);
        assert_eq!(recognise(&[0, 1, 2, 3, 4, 5, 200], "txt", None), Format::Binary);
    }

    #[test]
    fn names_decide_between_what_is_left() {
        assert_eq!(told("<div>x</div>\n# Title", "md"), Format::Read(Input::Markdown));
        assert_eq!(told("{\"text\": \"a\"}", "jsonl"), Format::Read(Input::Jsonl));
        assert_eq!(told("a,b\n", "csv"), Format::Read(Input::Csv));
        let export = format!("{{\"name\": \"c\", \"id\": 1, \"messages\": [{{\"text\": \"{}", "x".repeat(HEAD));
        assert_eq!(told(&export, ""), Format::Read(Input::Telegram));
        let long = format!("{{\"text\": \"{}", "x".repeat(HEAD));
        assert_eq!(told(&long, ""), Format::Read(Input::Jsonl));
        assert_eq!(told(&long, "json"), Format::Read(Input::Json));
    }

    #[test]
    fn what_is_forced_still_is_unpacked() {
        assert_eq!(recognise(b"\x1f\x8b\x08\0", "", Some(Input::Text)), Format::Gzip);
        assert_eq!(recognise(b"<html>", "", Some(Input::Text)), Format::Read(Input::Text));
        assert_eq!(recognise(b"\xff\xfe{\0\"\0", "", Some(Input::Jsonl)), Format::Utf16);
        assert_eq!(recognise(b"\xff\xfe<\0p\0>\0", "", None), Format::Read(Input::Html));
        assert_eq!(recognise(b"\xff\xfe{\0\"\0t\0\"\0:\0", "", None), Format::Utf16);
    }
}
