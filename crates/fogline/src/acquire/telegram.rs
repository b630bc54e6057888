//! Telegram Desktop's exports. In `result.json`, the posts of one channel or chat, or of all of them.
//!
//! A post's text comes as a string or as a list of pieces; its files are noted and never opened.

use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use super::{
    Body, Reason, Record, dates, fields, json,
    json_walk::JsonWalk,
    out::{At, Flow, Out, Place, Skipped},
    stream::{Fault, Stream},
    telegram_html,
};
use crate::{
    document::{Facts, Media, Post},
    offsets::OffsetMap,
    span::Span,
    time::Moment,
};

/// Longest name or number of a chat.
const LONGEST_FACT: u64 = 1 << 16;

/// What an export says of a channel before its posts.
#[derive(Default)]
struct Chat {
    name: Option<String>,
    id: Option<String>,
    /// A channel speaks as itself; in a group each person does.
    channel: bool,
}

#[derive(Deserialize)]
struct Message<'m> {
    id: Option<i64>,
    #[serde(rename = "type")]
    kind: Option<String>,
    date: Option<String>,
    date_unixtime: Option<Value>,
    edited: Option<String>,
    edited_unixtime: Option<Value>,
    from: Option<String>,
    author: Option<String>,
    forwarded_from: Option<Value>,
    saved_from: Option<String>,
    reply_to_message_id: Option<i64>,
    #[serde(borrow)]
    text: Option<&'m RawValue>,
    photo: Option<String>,
    file: Option<String>,
    thumbnail: Option<String>,
    media_type: Option<String>,
    #[serde(borrow)]
    poll: Option<Poll<'m>>,
}

/// A question to the readers of a channel.
#[derive(Deserialize)]
struct Poll<'p> {
    #[serde(borrow)]
    question: Option<&'p RawValue>,
    #[serde(borrow)]
    answers: Option<Vec<Entity<'p>>>,
}

/// A piece of a text with its own form: bold, a link, a mention.
#[derive(Deserialize)]
struct Entity<'e> {
    #[serde(borrow)]
    text: Option<&'e RawValue>,
}

pub(super) fn read(stream: &mut Stream<'_>, place: &Place, out: &mut Out<'_>) -> Flow {
    if stream.peek(3) == b"\xef\xbb\xbf" {
        std::io::BufRead::consume(stream, 3);
    }
    if stream.peek(64).trim_ascii_start().starts_with(b"<") {
        return telegram_html::read(stream, place, out);
    }
    let mut number = 0;
    let mut walk = JsonWalk { stream };
    match walk.take(b'{').and_then(|_| chat(&mut walk, true, place, out, &mut number)) {
        Ok(_) if number == 0 => out.quarantine(place, At::START, Reason::Empty, "an export without messages"),
        Ok(flow) => flow,
        Err(fault) => {
            let at = At::new(walk.stream.position(), number + 1);
            out.fault(place, at, fault)
        }
    }
}

/// Reads an object behind its opening bracket: a chat or, outermost, what holds chats.
fn chat(
    walk: &mut JsonWalk<'_, '_>,
    outermost: bool,
    place: &Place,
    out: &mut Out<'_>,
    number: &mut u64,
) -> Result<Flow, Fault> {
    let mut chat = Chat::default();
    let mut first = true;
    while walk.another(b'}', &mut first)? {
        let key = walk.key()?;
        let flow = match (key.as_str(), walk.peek()?) {
            ("messages", Some(b'[')) => messages(walk, &chat, place, out, number)?,
            ("chats" | "left_chats", Some(b'{')) if outermost => chats(walk, place, out, number)?,
            ("name" | "type" | "id", _) => {
                let value = walk.value(LONGEST_FACT)?.unwrap_or_default();
                let value = match serde_json::from_slice(&value) {
                    Ok(Value::String(words)) => Some(words),
                    Ok(Value::Number(number)) => Some(number.to_string()),
                    _ => None,
                };
                match key.as_str() {
                    "name" => chat.name = value,
                    "id" => chat.id = value,
                    _ => chat.channel = value.is_some_and(|kind| kind.ends_with("channel")),
                }
                Flow::Continue(())
            }
            _ => {
                walk.value(0)?;
                Flow::Continue(())
            }
        };
        if flow.is_break() {
            return Ok(flow);
        }
    }
    Ok(Flow::Continue(()))
}

/// Reads `{"about": ..., "list": [chat, ...]}`.
fn chats(walk: &mut JsonWalk<'_, '_>, place: &Place, out: &mut Out<'_>, number: &mut u64) -> Result<Flow, Fault> {
    walk.take(b'{')?;
    let mut first = true;
    while walk.another(b'}', &mut first)? {
        if walk.key()? != "list" || !walk.take(b'[')? {
            walk.value(0)?;
            continue;
        }
        let mut first = true;
        while walk.another(b']', &mut first)? {
            if !walk.take(b'{')? {
                walk.value(0)?;
                continue;
            }
            let flow = chat(walk, false, place, out, number)?;
            if flow.is_break() {
                return Ok(flow);
            }
        }
    }
    Ok(Flow::Continue(()))
}

fn messages(
    walk: &mut JsonWalk<'_, '_>,
    chat: &Chat,
    place: &Place,
    out: &mut Out<'_>,
    number: &mut u64,
) -> Result<Flow, Fault> {
    walk.take(b'[')?;
    let (limit, mut first) = (out.limits().record, true);
    while walk.another(b']', &mut first)? {
        *number += 1;
        let at = At::new(walk.stream.position(), *number);
        let flow = match walk.value(limit)?.map(|bytes| record(&bytes, chat, place)) {
            Some(Ok(Ok(record))) => out.record(record),
            Some(Ok(Err(why))) => {
                out.skip(why);
                Flow::Continue(())
            }
            Some(Err(fault)) => out.fault(place, at, fault),
            None => out.fault(place, at, Fault::too_large(limit)),
        };
        if flow.is_break() {
            return Ok(flow);
        }
    }
    Ok(Flow::Continue(()))
}

/// Reads one post, or says why it is passed over.
fn record(original: &[u8], chat: &Chat, place: &Place) -> Result<Result<Record, Skipped>, Fault> {
    let words = std::str::from_utf8(original).map_err(|error| Fault::new(Reason::NotText, error.to_string()))?;
    let message: Message = json::object(words)?;
    if message.kind.as_deref() == Some("service") {
        return Ok(Err(Skipped::Service));
    }
    let (mut text, mut offsets) = message.text.map(|raw| text(raw, original)).transpose()?.unwrap_or_default();
    if let Some(poll) = message.poll {
        // What it asks, and each answer that can be given, on lines of their own.
        let answers = poll.answers.into_iter().flatten().map(|answer| answer.text);
        for raw in [poll.question].into_iter().chain(answers).flatten() {
            if !text.is_empty() {
                text.push('\n');
            }
            let (words, map) = self::text(raw, original)?;
            offsets.append(&map, text.len());
            text.push_str(&words);
        }
    }
    let id = message.id.ok_or_else(|| Fault::new(Reason::Malformed, "a message without `id`"))?;
    let caption = Some(Span::new(0, text.len())).filter(|_| !text.trim().is_empty());
    let mut media = Vec::new();
    let kind = message.media_type.unwrap_or_else(|| "file".into());
    for (kind, reference) in [("photo", message.photo), (kind.as_str(), message.file), ("thumbnail", message.thumbnail)]
    {
        media.extend(reference.map(|reference| Media { kind: kind.to_owned(), reference, caption }));
    }
    if caption.is_none() && media.is_empty() {
        return Ok(Err(Skipped::NoWords));
    }
    let published = moment(message.date_unixtime.as_ref(), message.date.as_deref());
    let facts = Facts {
        outlet: chat.name.clone(),
        authors: message.author.or(message.from.filter(|_| !chat.channel)).into_iter().collect(),
        published: published.map(fields::by_field),
        ..Facts::default()
    };
    let post = Post {
        id,
        reply_to: message.reply_to_message_id,
        forwarded_from: match message.forwarded_from {
            Some(Value::String(name)) => Some(name),
            // Whoever it was has hidden or deleted the account.
            Some(Value::Null) | None => message.saved_from,
            Some(other) => Some(other.to_string()),
        },
        edited: moment(message.edited_unixtime.as_ref(), message.edited.as_deref()),
    };
    let channel = chat.id.as_deref().or(chat.name.as_deref()).unwrap_or(&place.path);
    let body = Body::Text { text, offsets };
    Ok(Ok(Record { facts, media, post: Some(post), ..Record::new(format!("{channel}/{id}"), original, body) }))
}

/// The seconds since 1970 where they are given; the other date stands on the clock of whoever made the export, which is
/// not told, so it gives the day.
fn moment(unix: Option<&Value>, date: Option<&str>) -> Option<Moment> {
    let seconds = match unix {
        Some(Value::String(digits)) => digits.parse().ok(),
        Some(Value::Number(number)) => number.as_i64(),
        _ => None,
    };
    seconds.and_then(dates::unix).or_else(|| date.and_then(dates::moment))
}

/// The words of a post: a string, or a list of strings and of objects with a `text`.
fn text(raw: &RawValue, original: &[u8]) -> Result<(String, OffsetMap), Fault> {
    if raw.get().starts_with('"') {
        return Ok(json::unescaped(raw, original));
    }
    let (mut text, mut offsets) = (String::new(), OffsetMap::default());
    let pieces: Vec<&RawValue> = serde_json::from_str(raw.get())
        .map_err(|_| Fault::new(Reason::Malformed, "its words are neither a string nor a list of pieces"))?;
    for piece in pieces {
        let words = if piece.get().starts_with('"') {
            Some(piece)
        } else {
            serde_json::from_str::<Entity>(piece.get()).ok().and_then(|entity| entity.text)
        };
        if let Some(words) = words.filter(|words| words.get().starts_with('"')) {
            let (words, map) = json::unescaped(words, original);
            offsets.append(&map, text.len());
            text.push_str(&words);
        }
    }
    Ok((text, offsets))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POST: &str = r#"{
      "id": 7, "type": "message", "date": "2022-02-17T09:05:00", "date_unixtime": "1645081500",
      "edited": "2022-02-17T10:00:00", "from": "Station", "from_id": "channel1",
      "forwarded_from": "Another \u043a\u0430\u043d\u0430\u043b", "reply_to_message_id": 5,
      "photo": "photos/photo_1.jpg", "width": 1, "height": 1,
      "text": ["Shelling near ", {"type": "bold", "text": "\"Vrubivka\""}, {"type": "link", "href": "x"}, " at 9."]
    }"#;

    fn read_post(post: &str) -> Result<Record, Skipped> {
        let chat = Chat { name: Some("Station".into()), id: Some("12".into()), channel: true };
        record(post.as_bytes(), &chat, &Place::new("result.json".into())).unwrap()
    }

    #[test]
    fn pieces_are_joined_and_lead_back_to_the_export() {
        let record = read_post(POST).unwrap();
        let Body::Text { text, offsets } = &record.body else { panic!("not text") };
        assert_eq!(text, "Shelling near \"Vrubivka\" at 9.");
        let source = |words: &str| {
            let at = text.find(words).unwrap();
            offsets.source(Span::new(at, at + words.len())).unwrap().of(POST)
        };
        assert_eq!(source("\"Vrubivka"), "\\\"Vrubivka");
        assert_eq!(source(" at 9."), " at 9.");
    }

    #[test]
    fn forwards_edits_replies_and_media_are_kept() {
        let record = read_post(POST).unwrap();
        let post = record.post.unwrap();
        assert_eq!(record.reference, "12/7");
        assert_eq!((post.id, post.reply_to), (7, Some(5)));
        assert_eq!(post.forwarded_from.as_deref(), Some("Another канал"));
        assert_eq!(post.edited.map(Moment::rfc3339).as_deref(), Some("2022-02-17"));
        assert_eq!(record.facts.published.unwrap().at.rfc3339(), "2022-02-17T07:05:00+00:00");
        assert_eq!(record.facts.outlet.as_deref(), Some("Station"));
        assert!(record.facts.authors.is_empty());
        assert_eq!(record.media.len(), 1);
        assert_eq!(
            (record.media[0].kind.as_str(), record.media[0].reference.as_str()),
            ("photo", "photos/photo_1.jpg")
        );
    }

    #[test]
    fn what_says_nothing_is_passed_over() {
        let pinned = r#"{"id": 1, "type": "service", "action": "pin_message", "text": ""}"#;
        assert_eq!(read_post(pinned).unwrap_err(), Skipped::Service);
        let place = r#"{"id": 2, "type": "message", "location_information": {}, "text": ""}"#;
        assert_eq!(read_post(place).unwrap_err(), Skipped::NoWords);
    }

    #[test]
    fn pictures_and_polls_are_posts_too() {
        let picture = read_post(r#"{"id": 2, "type": "message", "photo": "photos/1.jpg", "text": ""}"#).unwrap();
        assert_eq!((picture.media[0].reference.as_str(), picture.media[0].caption), ("photos/1.jpg", None));
        let poll = read_post(
            r#"{"id": 3, "type": "message", "text": "", "poll": {"question": "Is it quiet?", "closed": false,
               "answers": [{"text": "Yes", "voters": 1}, {"text": "No"}]}}"#,
        );
        let Body::Text { text, .. } = poll.unwrap().body else { panic!("not text") };
        assert_eq!(text, "Is it quiet?\nYes\nNo");
    }

    #[test]
    fn words_of_another_form_are_a_fault() {
        let odd = br#"{"id": 4, "type": "message", "text": {"weird": 1}}"#;
        let fault = record(odd, &Chat::default(), &Place::new("result.json".into())).unwrap_err();
        assert_eq!(fault.reason, Reason::Malformed);
        let odd = br#"{"id": "x", "type": "message", "text": "a"}"#;
        let fault = record(odd, &Chat::default(), &Place::new("result.json".into())).unwrap_err();
        assert!(!fault.detail.contains("i64"), "{}", fault.detail);
    }
}
