//! Telegram Desktop's export as pages: `messages.html` and those that follow it.
//!
//! The pages are all written by one template, so posts are found by its marks; a post's words are given without markup, as
//! the export in JSON gives them.

use std::ops::Range;

use quick_xml::escape::{resolve_xml_entity, unescape};

use super::{
    Body, Record, charset, dates, fields,
    out::{At, Flow, Out, Place, Skipped},
    stream::{Fault, Stream},
};
use crate::{
    document::{Facts, Media, Post},
    offsets::OffsetMap,
    span::Span,
    time::Moment,
};

/// Begins each post.
const POST: &str = "<div class=\"message ";
const FORWARDED: &str = "<div class=\"forwarded body\">";
const NAME: &str = "<div class=\"from_name\">";
const DATE: &str = "date details\" title=\"";
const TEXT: &str = "<div class=\"text\">";
/// Marks of the links to media, and what they are called in the export in JSON.
const MEDIA: [(&str, &str); 7] = [
    ("photo_wrap", "photo"),
    ("video_file_wrap", "video_file"),
    ("media_voice_message", "voice_message"),
    ("media_video", "video_file"),
    ("media_audio_file", "audio_file"),
    ("sticker_wrap", "sticker"),
    ("media_file", "file"),
];

/// Whether a page is one of such an export.
pub(super) fn is_export(head: &str) -> bool {
    head.contains("class=\"page_wrap\"") && head.contains("class=\"history\"") && head.contains("chat_page")
}

pub(super) fn read(stream: &mut Stream<'_>, place: &Place, out: &mut Out<'_>) -> Flow {
    let decoded = stream.rest(out.limits().record).and_then(|bytes| {
        let (page, offsets) = charset::html(&bytes, None)?;
        Ok((bytes, page, offsets))
    });
    let (bytes, page, offsets) = match decoded {
        Ok(decoded) => decoded,
        Err(fault) => return out.fault(place, At::START, fault),
    };
    let starts: Vec<usize> = page.match_indices(POST).map(|(at, _)| at).collect();
    let head = page.get(..starts.first().copied().unwrap_or(page.len())).unwrap_or_default();
    let channel = after(head, "<div class=\"text bold\">").map(|name| words(head, name).0.trim().to_owned());
    let ends = starts.iter().skip(1).copied().chain([page.len()]);
    for (number, (start, end)) in (1..).zip(starts.iter().copied().zip(ends)) {
        let Some(source) = offsets.source(Span::new(start, end)) else { continue };
        let at = At::new(source.start as u64, number);
        let own = OffsetMap::identity(end - start, start).through(&offsets).moved_back(source.start);
        let original = bytes.get(source.range()).unwrap_or_default();
        match record(page.get(start..end).unwrap_or_default(), original, &own, channel.as_deref(), place) {
            Ok(Ok(record)) => out.record(record)?,
            Ok(Err(why)) => out.skip(why),
            Err(fault) => out.fault(place, at, fault)?,
        }
    }
    Flow::Continue(())
}

fn record(
    post: &str,
    original: &[u8],
    own: &OffsetMap,
    channel: Option<&str>,
    place: &Place,
) -> Result<Result<Record, Skipped>, Fault> {
    let classes = post.get(POST.len()..).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    if classes.split(' ').any(|class| class == "service") {
        return Ok(Err(Skipped::Service));
    }
    let (text, offsets) = after(post, TEXT).map(|range| words(post, range)).unwrap_or_default();
    let caption = Some(Span::new(0, text.len())).filter(|_| !text.trim().is_empty());
    let media = media(post, caption);
    if caption.is_none() && media.is_empty() {
        return Ok(Err(Skipped::NoWords));
    }
    let id = number(post, "id=\"message")
        .ok_or_else(|| Fault::new(super::Reason::Malformed, "a message without its number"))?;
    // Names and dates behind this mark are those of the post that was forwarded.
    let (mine, forwarded) = post.split_once(FORWARDED).map_or((post, None), |(mine, other)| (mine, Some(other)));
    let name_in = |part: &str| {
        let name = after(part, NAME)?;
        let name = part.get(name)?.split("<span").next()?.trim();
        Some(unescape(name).map_or_else(|_| name.to_owned(), std::borrow::Cow::into_owned))
    };
    let from = name_in(mine);
    let published = value(mine, DATE).and_then(moment);
    let facts = Facts {
        outlet: channel.map(str::to_owned),
        authors: from.filter(|name| Some(name.as_str()) != channel).into_iter().collect(),
        published: published.map(fields::by_field),
        ..Facts::default()
    };
    let forwarded_from = forwarded.and_then(name_in);
    let reply_to = number(post, "In reply to <a href=\"#go_to_message");
    let body = Body::Text { text, offsets: offsets.through(own) };
    let post = Some(Post { id, reply_to, forwarded_from, edited: None });
    let reference = format!("{}/{id}", channel.unwrap_or(&place.path));
    Ok(Ok(Record { facts, media, post, ..Record::new(reference, original, body) }))
}

/// Where the inside of an element lies that begins with this tag and holds no other of its kind.
fn after(page: &str, tag: &str) -> Option<Range<usize>> {
    let start = page.find(tag)? + tag.len();
    let length = page.get(start..)?.find("</div>")?;
    Some(start..start + length)
}

/// The rest of an attribute's value behind this mark.
fn value<'p>(page: &'p str, mark: &str) -> Option<&'p str> {
    page.split_once(mark)?.1.split('"').next()
}

fn number(page: &str, mark: &str) -> Option<i64> {
    let digits = page.split_once(mark)?.1;
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(digits.len());
    digits.get(..end)?.parse().ok()
}

/// `17.02.2022 09:05:00 UTC+02:00`; older exports lack the distance from UTC, and give the day.
fn moment(title: &str) -> Option<Moment> {
    let mut words = title.split_whitespace();
    let mut day = words.next()?.split('.');
    let (day, month, year) = (day.next()?, day.next()?, day.next()?);
    let (clock, zone) = (words.next().unwrap_or_default(), words.next().and_then(|zone| zone.strip_prefix("UTC")));
    dates::moment(&format!("{year}-{month}-{day}T{clock}{}", zone.unwrap_or_default()))
        .or_else(|| dates::moment(&format!("{year}-{month}-{day}")))
}

/// The words in a part of a page: without tags, with breaks as line breaks.
fn words(page: &str, range: Range<usize>) -> (String, OffsetMap) {
    let (mut text, mut offsets) = (String::new(), OffsetMap::default());
    // The template puts the words on lines of their own.
    let inner = page.get(range.clone()).unwrap_or_default();
    let start = range.start + (inner.len() - inner.trim_start().len());
    let end = start + inner.trim().len();
    let mut at = start;
    while let Some(rest) = page.get(at..end).filter(|rest| !rest.is_empty()) {
        let plain = rest.find(['<', '&']).unwrap_or(rest.len());
        offsets.copied(text.len(), at, plain);
        text.push_str(rest.get(..plain).unwrap_or_default());
        at += plain;
        let Some(mark) = rest.get(plain..).filter(|mark| !mark.is_empty()) else { break };
        let (length, stands_for) = if mark.starts_with('<') {
            let length = mark.find('>').map_or(mark.len(), |end| end + 1);
            (length, mark.starts_with("<br").then(|| "\n".to_owned()))
        } else {
            reference(mark).unwrap_or((1, Some("&".into())))
        };
        if let Some(words) = stands_for {
            offsets.replaced(text.len(), words.len(), at, length);
            text.push_str(&words);
        }
        at += length;
    }
    (text, offsets)
}

/// The length of a reference to a character, and the character.
fn reference(mark: &str) -> Option<(usize, Option<String>)> {
    let end = mark.bytes().take(12).position(|b| b == b';')?;
    let name = mark.get(1..end)?;
    let found = match name.strip_prefix('#') {
        Some(_) => unescape(mark.get(..=end)?).ok()?.into_owned(),
        None if name == "nbsp" => "\u{a0}".into(),
        None => resolve_xml_entity(name)?.to_owned(),
    };
    Some((end + 1, Some(found)))
}

fn media(post: &str, caption: Option<Span>) -> Vec<Media> {
    let links = post.match_indices("<a class=\"").filter_map(|(at, _)| {
        let tag = post.get(at..)?.split('>').next()?;
        let (_, kind) = MEDIA.iter().find(|(mark, _)| tag.contains(mark))?;
        let reference = value(tag, "href=\"")?.to_owned();
        Some(Media { kind: (*kind).to_owned(), reference, caption })
    });
    links.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPORT: &str = r##"<!DOCTYPE html><html><head><meta charset="utf-8"/></head><body><div class="page_wrap">
<div class="page_header"><div class="content"><div class="text bold">
Station
</div></div></div><div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">17 February 2022</div></div>
<div class="message default clearfix" id="message7"><div class="body">
<div class="pull_right date details" title="17.02.2022 09:05:00 UTC+02:00">09:05</div>
<div class="from_name">Station </div><div class="reply_to details">In reply to <a href="#go_to_message5">this</a></div>
<div class="forwarded body"><div class="from_name">Other &amp; Co<span class="date details" title="16.02.2022 23:00:00"> 16.02.2022</span></div>
<div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" href="photos/1.jpg"><img/></a></div>
<div class="text">
Two &quot;hurt&quot;<br>near <strong>Vrubivka</strong>.
</div></div></div></div>
<div class="message default clearfix joined" id="message8"><div class="body"><a class="photo_wrap" href="p"></a></div></div>
</div></div></div></body></html>"##;

    #[test]
    fn posts_are_read_from_pages() {
        assert!(is_export(EXPORT));
        let mut found = Vec::new();
        let options = super::super::Options::default();
        let mut sink = |record: Result<Record, super::super::Quarantined>| {
            found.push(record.unwrap());
            Flow::Continue(())
        };
        let mut out = Out { options: &options, sink: &mut sink, summary: super::super::Summary::default() };
        let flow = read(&mut Stream::new(EXPORT.as_bytes()), &Place::new("messages.html".into()), &mut out);
        assert!(flow.is_continue());
        assert_eq!(out.summary.skipped.values().sum::<u64>(), 1);
        let [record, picture] = &found[..] else { panic!("two posts") };
        assert_eq!((picture.media[0].reference.as_str(), picture.media[0].caption), ("p", None));
        let Body::Text { text, offsets } = &record.body else { panic!("not text") };
        assert_eq!(text, "Two \"hurt\"\nnear Vrubivka.");
        let at = text.find("\"\nnear Vru").unwrap();
        let source = offsets.source(Span::new(at, at + 10)).unwrap();
        assert_eq!(&record.original[source.range()], b"&quot;<br>near <strong>Vru");
        let post = record.post.as_ref().unwrap();
        assert_eq!((post.id, post.reply_to, post.forwarded_from.as_deref()), (7, Some(5), Some("Other & Co")));
        assert_eq!(record.reference, "Station/7");
        assert_eq!(record.facts.published.unwrap().at.rfc3339(), "2022-02-17T09:05:00+02:00");
        assert!(record.facts.authors.is_empty());
        assert_eq!((record.media[0].kind.as_str(), record.media[0].reference.as_str()), ("photo", "photos/1.jpg"));
    }

    #[test]
    fn dates_without_a_zone_give_the_day() {
        assert_eq!(moment("17.02.2022 09:05:00").map(Moment::rfc3339).as_deref(), Some("2022-02-17"));
        assert_eq!(moment("yesterday"), None);
    }
}
