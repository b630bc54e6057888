//! Each format is recognised and read, with what it knows of a report.

use encoding_rs::{KOI8_R, WINDOWS_1251};
use fogline::{
    acquire::{self, Input, Number, Options, Reason, Skipped},
    document::{Facts, Published, PublishedBasis},
    outlets::Outlets,
    time::Moment,
};
use jiff::civil;

use super::support::{Outcome, bytes, gzip, is_html, page, reader, text, warc};

const RUSSIAN: &str = "В среду вечером в городе прозвучали три взрыва, сообщили в Администрации области.";

fn published(outcome: &Outcome) -> (String, PublishedBasis) {
    let published = outcome.one().facts.published.expect("a date");
    (published.at.rfc3339(), published.basis)
}

#[test]
fn plain_text_is_taken_unchanged() {
    let words = "KYIV, Feb 17 - Two were hurt.\r\n\r\nMore <later> & so on.\n";
    let outcome = bytes("a.txt", words);
    assert_eq!((outcome.one().reference.as_str(), text(outcome.one())), ("a.txt", words));
    assert_eq!(&outcome.one().original[..], words.as_bytes());
    let marked = bytes("a.txt", format!("\u{feff}{words}"));
    assert_eq!((text(marked.one()), marked.one().original.len()), (words, words.len() + 3));
    assert_eq!(text(bytes("a.md", "# Title\n\n<b>x</b>").one()), "# Title\n\n<b>x</b>");
}

#[test]
fn text_in_any_encoding_is_decoded() {
    for encoding in [WINDOWS_1251, KOI8_R] {
        let outcome = bytes("a.txt", &encoding.encode(RUSSIAN).0);
        assert_eq!(text(outcome.one()), RUSSIAN);
    }
    let utf_16: Vec<u8> = format!("\u{feff}{RUSSIAN}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(text(bytes("a.txt", &utf_16).one()), RUSSIAN);
}

#[test]
fn a_page_is_recognised_and_a_wrong_label_overruled() {
    let page = format!("<html><head><meta charset=utf-8></head><body><p>{RUSSIAN}</p></body></html>");
    let outcome = bytes("a.txt", &WINDOWS_1251.encode(&page).0);
    assert!(is_html(outcome.one()));
    assert_eq!(text(outcome.one()), page);
    let mislabelled = page.replace("utf-8", "windows-1251");
    assert_eq!(text(bytes("a.html", &mislabelled).one()), mislabelled);
}

#[test]
fn json_comes_in_lines_lists_and_pieces() {
    let record = r#"{"text": "Two were hurt.", "id": "r1", "published": "2022-02-17T09:05:00+02:00"}"#;
    for json in [
        record.to_owned(),
        format!("{record}\n"),
        format!("[{record}]"),
        format!("{{\"version\": 1, \"records\": [{record}], \"more\": {{}}}}"),
        record.replace(", ", ",\n"),
        format!("\u{feff}[\n{record}\n]"),
    ] {
        let outcome = bytes("input", &json);
        assert_eq!(published(&outcome), ("2022-02-17T09:05:00+02:00".into(), PublishedBasis::RecordField), "{json}");
        assert_eq!((text(outcome.one()), outcome.one().reference.as_str()), ("Two were hurt.", "r1"));
        let own = String::from_utf8_lossy(&outcome.one().original).into_owned();
        assert!(own.starts_with('{') && own.ends_with('}') && json.contains(&own), "{own}");
    }
    let many = format!("[{record}, 5, {{\"id\": 3}}, {{\"text\": \"x\", \"text\": \"y\"}}, {record}");
    let outcome = bytes("input.json", many);
    assert_eq!(outcome.reasons(), [Reason::Malformed, Reason::NoText, Reason::Malformed, Reason::Truncated]);
    assert_eq!(outcome.records.len(), 2);
    assert_eq!(outcome.quarantined[1].number, Some(Number::Record(3)));
}

#[test]
fn tables_have_named_columns() {
    let table = "id,Title,text,authors,published\r\n\
                 1,\"A, b\",\"Two were\nhurt, \"\"he\"\" said.\",A. Writer;B. Other,2022-02-17\r\n\
                 2,,,,\r\n\r\n3,x,Again.,,\r\n";
    let outcome = bytes("a.csv", table);
    assert_eq!(outcome.texts(), ["Two were\nhurt, \"he\" said.", "Again."]);
    let first = &outcome.records[0];
    assert_eq!(first.facts.title.as_deref(), Some("A, b"));
    assert_eq!(first.facts.authors, ["A. Writer", "B. Other"]);
    assert_eq!(first.facts.published.map(|published| published.at), Some(Moment::Day(civil::date(2022, 2, 17))));
    assert_eq!(outcome.quarantined[0].number, Some(Number::Line(4)));
    assert_eq!(outcome.reasons(), [Reason::NoText]);
    assert_eq!(bytes("-", "id\thtml\n7\t<p>x</p>\n").texts(), ["<p>x</p>"]);
    let utf_16: Vec<u8> = "\u{feff}id\ttext\n1\tТак\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(bytes("unicode.txt", utf_16).texts(), ["Так"]);
    let rows: String = (2..=500).map(|n| format!("{n},Shells hit town {n}.\n")).collect();
    let outcome = bytes("a.csv", format!("id,text\n1,\"Shells hit\n{rows}"));
    assert_eq!((outcome.records.len(), outcome.reasons()), (499, vec![Reason::Truncated]));
    let unnamed = bytes("a.csv", "a,b\n1,2\n");
    assert_eq!(unnamed.reasons(), [Reason::NoText]);
    assert!(unnamed.quarantined[0].detail.contains("a, b"));
}

#[test]
fn a_telegram_export_keeps_posts_and_says_what_it_passes_over() {
    let export = r#"{
 "name": "Station", "type": "public_channel", "id": 12,
 "messages": [
  {"id": 1, "type": "service", "date": "2022-02-17T09:00:00", "action": "create_channel", "text": ""},
  {"id": 2, "type": "message", "date": "2022-02-17T09:05:00", "text": "One."},
  {"id": 3, "type": "message", "date": "2022-02-17T09:06:00", "text": ""},
  {"id": "four", "type": "message", "text": "x"},
  {"id": 5, "type": "message", "date": "2022-02-17T09:07:00", "file": "video_files/1.mp4",
   "media_type": "video_file", "thumbnail": "video_files/1.mp4_thumb.jpg",
   "forwarded_from": "Other", "text": ["Two ", {"type": "bold", "text": "hurt"}, "."]}
 ]
}"#;
    let check = |outcome: &Outcome| {
        assert_eq!(outcome.texts(), ["One.", "Two hurt."]);
        assert_eq!(outcome.reasons(), [Reason::Malformed]);
        assert_eq!(outcome.summary.skipped.get(&Skipped::Service), Some(&1));
        assert_eq!(outcome.summary.skipped.get(&Skipped::NoWords), Some(&1));
        let second = &outcome.records[1];
        assert_eq!(second.post.as_ref().unwrap().forwarded_from.as_deref(), Some("Other"));
        let media: Vec<_> = second.media.iter().map(|media| media.kind.as_str()).collect();
        assert_eq!(media, ["video_file", "thumbnail"]);
    };
    check(&bytes("result.json", export));
    let whole = format!(
        "{{\"about\": \"x\", \"contacts\": {{\"list\": []}}, \"chats\": {{\"about\": \"y\", \"list\": [{export}, {{}}]}}}}"
    );
    check(&bytes("result.json", whole));
}

#[test]
fn feeds_of_every_kind_give_their_items() {
    let items = |item: &str, end: &str| format!("{}{}{end}", item.replace("{n}", "1"), item.replace("{n}", "2"));
    let rss = "<item><title>T{n}</title><link>https://example.org/{n}</link><description>&lt;p&gt;Two were hurt {n}\
               </description><pubDate>Thu, 17 Feb 2022 07:05:00 GMT</pubDate></item>";
    let rss = items(rss, "</channel></rss>");
    let rdf = "<item rdf:about='https://example.org/{n}'><title>T{n}</title><link>https://example.org/{n}</link>\
               <description><![CDATA[<p>Two were hurt {n}]]></description><dc:date>2022-02-17T07:05:00Z</dc:date></item>";
    let atom = "<entry><title>T{n}</title><link href='https://example.org/{n}'/><content type='html'>&lt;p&gt;Two were \
                hurt {n}</content><published>2022-02-17T07:05:00Z</published></entry>";
    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Station", "items": [
        {"id": "https://example.org/1", "title": "T1", "content_html": "<p>Two were hurt 1",
         "date_published": "2022-02-17T07:05:00Z"},
        {"id": "https://example.org/2", "title": "T2", "content_html": "<p>Two were hurt 2",
         "date_published": "2022-02-17T07:05:00Z"}]}"#;
    for feed in [
        format!("<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>Station</title>{rss}"),
        format!("<rdf:RDF><channel><title>Station</title></channel>{}", items(rdf, "</rdf:RDF>")),
        format!("<feed xmlns='http://www.w3.org/2005/Atom'><title>Station</title>{}", items(atom, "</feed>")),
        json.to_owned(),
    ] {
        let outcome = bytes("feed", &feed);
        assert_eq!(outcome.texts(), ["<p>Two were hurt 1", "<p>Two were hurt 2"], "{feed}");
        for (number, record) in (1..).zip(&outcome.records) {
            assert!(is_html(record));
            assert_eq!(record.reference, format!("https://example.org/{number}"));
            assert_eq!(record.facts.title, Some(format!("T{number}")));
            assert_eq!(record.facts.outlet.as_deref(), Some("Station"));
            let published = record.facts.published.unwrap();
            assert_eq!(published.at.rfc3339(), "2022-02-17T07:05:00+00:00");
            assert_eq!(published.basis, PublishedBasis::Feed);
        }
    }
}

#[test]
fn a_feed_in_an_old_encoding_and_a_broken_one_are_read() {
    let feed = format!(
        "<?xml version=\"1.0\" encoding=\"windows-1251\"?><rss><channel><item><description>{RUSSIAN}</description></item>\
         <item><description>{RUSSIAN}</description><item><title>{RUSSIAN}</title></item><item>"
    );
    let outcome = bytes("feed.xml", &WINDOWS_1251.encode(&feed).0);
    assert_eq!(outcome.texts(), [RUSSIAN, RUSSIAN]);
    assert_eq!(outcome.reasons(), [Reason::Malformed, Reason::Truncated]);
}

#[test]
fn web_archives_give_pages_and_texts_that_were_found() {
    let archive = [
        warc("warcinfo", "x", "application/warc-fields", b"software: x"),
        page("https://example.org/1", "", b"<p>Two were hurt."),
        page("https://example.org/2", "Content-Encoding: gzip\r\n", &gzip("<p>Again.")),
        page("https://example.org/3", "Transfer-Encoding: chunked\r\n", b"4\r\n<p>O\r\n3\r\nne.\r\n0\r\n\r\n"),
        warc("response", "https://example.org/4", "application/http", b"HTTP/1.1 404 Not Found\r\n\r\nno"),
        warc(
            "response",
            "https://example.org/5",
            "application/http",
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx",
        ),
        warc("resource", "https://example.org/6", "text/plain; charset=koi8-r", &KOI8_R.encode(RUSSIAN).0),
        warc("revisit", "https://example.org/1", "application/http", b""),
        warc("conversion", "https://example.org/7", "text/plain", b"Plain."),
    ];
    let one = archive.concat();
    let members: Vec<u8> = archive.iter().flat_map(gzip).collect();
    for bytes_of in [one.clone(), gzip(&one), members] {
        let outcome = bytes("a.warc", &bytes_of);
        assert_eq!(outcome.texts(), ["<p>Two were hurt.", "<p>Again.", "<p>One.", RUSSIAN, "Plain."]);
        assert!(outcome.quarantined.is_empty());
        assert_eq!(outcome.records[0].facts.uri.as_deref(), Some("https://example.org/1"));
        let published = outcome.records[0].facts.published.unwrap();
        assert_eq!(published.basis, PublishedBasis::Capture);
        assert_eq!(published.at.rfc3339(), "2022-02-17T07:05:00+00:00");
        for (why, count) in
            [(Skipped::ArchiveRecord, 1), (Skipped::Status, 1), (Skipped::ContentType, 1), (Skipped::Revisit, 1)]
        {
            assert_eq!(outcome.summary.skipped.get(&why), Some(&count), "{}", why.code());
        }
    }
}

#[test]
fn a_page_s_own_date_comes_before_that_of_its_capture() {
    let dated = b"<html><head><meta property='article:published_time' content='2022-02-16T20:00:00+02:00'></head>\
                  <body><article><h1>Two hurt</h1><p>Two were hurt near the station.</p></article></body></html>";
    let undated = b"<html><body><article><h1>Two hurt</h1><p>Two were hurt.</p></article></body></html>";
    for (page_of, expected, basis) in [
        (&dated[..], "2022-02-16T20:00:00+02:00", PublishedBasis::Metadata),
        (undated, "2022-02-17T07:05:00+00:00", PublishedBasis::Capture),
    ] {
        let outcome = bytes("a.warc", page("https://example.org/1", "", page_of));
        let record = outcome.records.into_iter().next().unwrap();
        let published = acquire::document(record, &Outlets::bundled(), &Facts::default()).facts.published.unwrap();
        assert_eq!((published.at.rfc3339().as_str(), published.basis), (expected, basis));
    }
}

#[test]
fn a_mail_gives_its_page() {
    let mail = "From: Press <press@example.org>\nTo: x@example.org\nSubject: Two hurt\n\
        Date: Thu, 17 Feb 2022 09:05:00 +0200\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n\
        --b\nContent-Type: text/html; charset=windows-1251\nContent-Transfer-Encoding: base64\n\n\
        PHA+0uDqPC9wPg==\n--b\nContent-Type: image/png; name=\"a.png\"\nContent-Disposition: attachment; \
        filename=\"a.png\"\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n";
    let outcome = bytes("a.eml", mail);
    assert_eq!(published(&outcome), ("2022-02-17T09:05:00+02:00".into(), PublishedBasis::Metadata));
    let record = outcome.one();
    assert_eq!(text(record), "<p>Так</p>");
    assert!(is_html(record));
    assert_eq!(record.facts.title.as_deref(), Some("Two hurt"));
    assert_eq!(record.facts.authors, ["Press"]);
    assert_eq!((record.media[0].kind.as_str(), record.media[0].reference.as_str()), ("photo", "a.png"));
}

#[test]
fn what_is_supplied_fills_what_neither_record_nor_page_says() {
    let published = |day, basis| Some(Published { at: Moment::Day(civil::date(2022, 2, day)), basis });
    let supplied = Facts {
        outlet: Some("Supplied".into()),
        uri: Some("https://supplied.example/1".into()),
        lang: Some("uk".into()),
        published: published(17, PublishedBasis::Supplied),
        ..Facts::default()
    };
    let read = |text: &'static str, input| {
        let options = Options { input: Some(input), ..Options::default() };
        let record = reader("-", text.as_bytes(), &options).one().clone();
        acquire::document(record, &Outlets::bundled(), &supplied).facts
    };
    let facts = read(r#"{"text": "x", "outlet": "Own"}"#, Input::Jsonl);
    assert_eq!((facts.outlet.as_deref(), facts.lang.as_deref()), (Some("Own"), Some("uk")));
    assert_eq!(facts.published, supplied.published);
    let page = r#"<html lang="ru"><head><link rel="canonical" href="https://own.example/2">
        <meta property="og:site_name" content="Own"><meta name="date" content="2022-02-15"></head><body><p>x</p>"#;
    let facts = read(page, Input::Html);
    assert_eq!((facts.outlet.as_deref(), facts.lang.as_deref()), (Some("Own"), Some("ru")));
    assert_eq!(facts.uri.as_deref(), Some("https://own.example/2"));
    assert_eq!(facts.published, published(15, PublishedBasis::Metadata));
    let captured = Facts { published: published(20, PublishedBasis::Capture), ..Facts::default() };
    assert_eq!(captured.clone().or(&supplied).published, supplied.published);
    assert_eq!(captured.clone().or(&Facts::default()), captured);
}

#[test]
fn a_forced_format_is_not_recognised() {
    let options = Options { input: Some(Input::Text), ..Options::default() };
    let outcome = reader("-", &b"<p>x</p>"[..], &options);
    assert!(!is_html(outcome.one()));
    let options = Options { input: Some(Input::Jsonl), ..Options::default() };
    assert_eq!(reader("-", &b"plain"[..], &options).reasons(), [Reason::Malformed]);
}
