//! What must hold for every page, and pages made to do harm.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::offsets::OffsetMap;

fn page(html: &str) -> Document {
    let body = Body::Html { html: html.to_owned(), offsets: OffsetMap::identity(html.len(), 0) };
    document(Record::new("p", html.as_bytes(), body))
}

/// Segments are in order, between characters, cover all that is not white space; every part leads back to the source.
fn check(html: &str) {
    let doc = page(html);
    let mut at = 0;
    for segment in &doc.segments {
        assert!(segment.span.start >= at && segment.span.end > segment.span.start, "{segment:?}");
        let gap = doc.text.get(at..segment.span.start).expect("between characters");
        assert!(gap.trim().is_empty(), "left out: {gap:?}");
        assert!(doc.text.get(segment.span.range()).is_some());
        at = segment.span.end;
    }
    assert!(doc.text.get(at..).expect("between characters").trim().is_empty());
    for (start, c) in doc.text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let source = doc.offsets.source(Span::new(start, start + c.len_utf8())).expect("a source");
        let written = html.get(source.range()).expect("between characters");
        let same = written.chars().eq([c]);
        assert!(same || written.starts_with('&') || written.chars().count() == 1, "{c:?} from {written:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_a_page(html in ".{0,200}") {
        check(&html);
    }

    #[test]
    fn any_markup_is_a_page(parts in prop::collection::vec(prop::sample::select(vec![
        "<p>", "</p>", "<div class='article-body'>", "</div>", "<a href=x>", "</a>", "<b>", "</b>", "<table><tr><td>", "</table>",
        "<br>", "<h1>", "</h1>", "<script>", "</script>", "<style>x", "<ul><li>", "</li>", "<li>", "&amp;", "&nbsp;", "&#8212;", "&bogus", " ",
        "\n", "Shells hit a school on Thursday, officials in the town said.", "Subscribe to our newsletter", "Слово", "<!--", "-->", "\0", "<nav>",
        "</nav>", "<title>", "</title>", "KYIV, Feb 17 (Northwire) - ", "<svg>", "</svg>", "<pre>", "<p hidden>", "<", "<a href='", "\u{200b}",
        "<blockquote>", "<figure><figcaption>", "</figure>", "<td>", "</tr>", "<noscript>", "17 February 2022", "<template>", "\u{a0}",
    ]), 0..40)) {
        check(&parts.concat());
    }
}

/// Reads a page and fails if that takes longer than any page of its size should.
fn quick(html: &str) -> Document {
    let started = Instant::now();
    let doc = page(html);
    assert!(started.elapsed() < Duration::from_mins(1), "{:?}", started.elapsed());
    doc
}

#[test]
fn depth_is_no_danger() {
    for tag in
        ["div", "a href=x", "b", "table><tr><td", "p", "ul><li", "blockquote", "svg", "section class=related", "h1"]
    {
        let html = format!("{}deep{}", format!("<{tag}>").repeat(100_000), "</div></b></p>".repeat(100_000));
        quick(&html);
    }
}

#[test]
fn nothing_need_be_closed() {
    for part in [
        "<p",
        "<a href='",
        "<!--",
        "<script>",
        "<title>",
        "&",
        "&#",
        "&#x",
        "</",
        "<![CDATA[",
        "<a b=",
        "<!",
        "<?",
        "&a",
        "<li>a",
        "<td>b</b>",
    ] {
        let html = part.repeat(200_000);
        quick(&html);
    }
}

#[test]
fn size_is_no_danger() {
    let long = "word. ".repeat(500_000);
    assert!(quick(&format!("<p>{long}")).text.len() > 2_900_000);
    quick(&format!("<p class='{long}'>x"));
    quick(&format!("<p>{}", "&#1".repeat(500_000)));
    quick(&format!("<p>{}", "1".repeat(3_000_000)));
    assert_eq!(&*quick("<script>only()</script>").text, "");
    assert_eq!(&*quick("a\0b\0<p\0>c\0").text, "ab\nc\n".replace("ab\nc", "abc").as_str());
}

#[test]
fn what_a_style_hides_is_read_where_nothing_else_is() {
    let report = "Two people were hurt when shells hit a school in the east of the country, officials said. ".repeat(9);
    let doc = page(&format!("<p>Loading</p><div style='display:none'><p>{report}</p></div>"));
    assert!(doc.segments.iter().any(|s| s.kind == SegmentKind::Body && s.span.len() > 500));
}

#[test]
fn the_report_is_found() {
    let html = "<html><body><nav><a href=/>Home</a> <a href=/w>World</a></nav><article><h1>Shells hit a school</h1>\
        <div class=byline>By Anna Petrenko</div><div class=article-body><p>KYIV, Feb 17 (Northwire) - Two people were hurt on \
        Thursday when shells hit a school in the east of the country, officials said.</p><p>The army denied that it had \
        fired, and said that the shells came from the other side of the line.</p><figure><img src=x><figcaption>A classroom \
        after the shelling.</figcaption></figure><p>Read also: <a href=/x>Mayor asks residents to leave</a></p><p>UPI \
        contributed reporting.</p></div><div class=newsletter>Sign up for our newsletter</div><div class=comments><p>Who \
        believes this? I do not believe a word of it.</p></div></article><footer>All rights reserved.</footer>";
    let doc = page(html);
    let read: Vec<_> = doc.segments.iter().map(|s| (s.kind.name(), s.span.of(&doc.text))).collect();
    let kinds: Vec<_> = read.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(
        kinds,
        [
            "navigation",
            "headline",
            "boilerplate",
            "dateline",
            "body",
            "caption",
            "related",
            "credit",
            "appeal",
            "boilerplate"
        ]
    );
    assert_eq!(read[3].1, "KYIV, Feb 17 (Northwire) -");
    assert!(read[4].1.starts_with("Two people") && read[4].1.ends_with("side of the line."));
}

fn parts(html: &str) -> Vec<(&'static str, String)> {
    let doc = page(html);
    doc.segments.iter().map(|s| (s.kind.name(), s.span.of(&doc.text).to_owned())).collect()
}

#[test]
fn a_part_of_a_page_is_the_report() {
    for short in ["<p>Three soldiers died on Monday.</p>", "<article>Three soldiers died on Monday.</article>"] {
        assert_eq!(parts(short), [("body", "Three soldiers died on Monday.".to_owned())], "{short}");
    }
    let item = "<p>Three soldiers died near <a href=x>the bridge</a>.</p><p>Two wounded.</p><p>Additional reporting by Anna \
        Petrenko.</p><div class=newsletter>Sign up for our newsletter</div>";
    let kinds: Vec<_> = parts(item).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["body", "credit", "appeal"]);
    assert_eq!(parts("<div class=related>Three soldiers died.</div>")[0].0, "body");
}

#[test]
fn titles_under_a_heading_of_other_reports_are_related() {
    let report =
        "<p>Two people were hurt when shells hit a school in the east of the country, officials said.</p>".repeat(4);
    let html = format!(
        "<html><body><div><h1>Shells hit a school</h1>{report}</div><section><h3>Related stories</h3><p>Mayor asks residents \
         to leave</p></section><div>Loading</div></body></html>"
    );
    let parts = parts(&html);
    assert_eq!(parts[2], ("related", "Related stories\nMayor asks residents to leave".to_owned()));
    assert_eq!(parts[3].0, "boilerplate");
}
