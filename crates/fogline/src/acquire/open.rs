//! From a stream of bytes to the reader of its format.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder};

use super::{
    Body, Form, Input, Reason, Record, archives, charset, csv, email, feed, json_file, jsonl,
    out::{At, Flow, Out, Place},
    recognise::{self, Format},
    stream::{Fault, Stream},
    telegram, warc,
};
use crate::offsets::OffsetMap;

/// Reads whatever a stream holds.
pub(super) fn stream(mut stream: Stream<'_>, place: &Place, out: &mut Out<'_>) -> Flow {
    let format = recognise::recognise(stream.peek(recognise::HEAD), &place.ending(), out.options.input);
    match format {
        Format::Empty => match stream.fill_buf() {
            Ok(_) => out.quarantine(place, At::START, Reason::Empty, "nothing in it"),
            Err(error) => out.fault(place, At::START, error),
        },
        Format::Gzip => archives::gzip(stream, place, out),
        Format::Zstd => archives::zstd(stream, place, out),
        Format::Zip => archives::zip_stream(stream, place, out),
        Format::Foreign(what) => out.quarantine(place, At::START, Reason::UnknownFormat, format!("{what}, not text")),
        Format::Binary => {
            out.quarantine(place, At::START, Reason::NotText, "neither text nor a known format: a binary file")
        }
        Format::Utf16 => {
            let utf_8 = Stream::new(Transcribed::new(stream));
            self::stream(utf_8, place, out)
        }
        Format::Read(input) => read(input, stream, place, out),
    }
}

fn read(input: Input, mut stream: Stream<'_>, place: &Place, out: &mut Out<'_>) -> Flow {
    match input {
        Input::Text | Input::Markdown | Input::Html => one(input, &mut stream, place, out),
        Input::Jsonl => jsonl::read(&mut stream, place, out),
        Input::Json => json_file::read(&mut stream, place, out),
        Input::Csv => csv::read(&mut stream, place, out),
        Input::Telegram => telegram::read(&mut stream, place, out),
        Input::Feed => feed::read(&mut stream, place, out),
        Input::Warc => warc::read(&mut stream, place, out),
        Input::Email => email::read(&mut stream, place, out),
    }
}

/// A file that is one document.
fn one(input: Input, stream: &mut Stream<'_>, place: &Place, out: &mut Out<'_>) -> Flow {
    let bytes = match stream.rest(out.limits().record) {
        Ok(bytes) => bytes,
        Err(fault) => return out.fault(place, At::START, fault),
    };
    match body(&bytes, None, input == Input::Html) {
        Ok(body) => {
            let form = if input == Input::Markdown { Form::Markdown } else { Form::Plain };
            out.record(Record { form, ..Record::new(&*place.path, bytes, body) })
        }
        Err(fault) => out.fault(place, At::START, fault),
    }
}

/// Decodes a page or a text, labelled from outside or not. Blank ones are empty.
pub(super) fn body(bytes: &[u8], label: Option<&str>, html: bool) -> Result<Body, Fault> {
    let (text, offsets): (String, OffsetMap) =
        if html { charset::html(bytes, label)? } else { charset::text(bytes, &[label])? };
    if text.chars().all(|c| c.is_whitespace() || c == '\0') {
        return Err(Fault::new(Reason::Empty, "nothing but white space in it"));
    }
    Ok(if html { Body::Html { html: text, offsets } } else { Body::Text { text, offsets } })
}

/// Whether a payload without a known type is a page.
pub(super) fn looks_like_page(bytes: &[u8]) -> bool {
    let head = bytes.get(..recognise::HEAD).unwrap_or(bytes);
    recognise::recognise(head, "", None) == Format::Read(Input::Html)
}

/// Whether a payload without a known type is plain text.
pub(super) fn looks_like_text(bytes: &[u8]) -> bool {
    let head = bytes.get(..recognise::HEAD).unwrap_or(bytes);
    recognise::recognise(head, "", None) == Format::Read(Input::Text)
}

/// UTF-16 brought into UTF-8, for formats that hold many records. Their originals are then the UTF-8 form.
struct Transcribed<'s> {
    inner: Stream<'s>,
    decoder: Decoder,
    done: bool,
}

impl<'s> Transcribed<'s> {
    fn new(mut inner: Stream<'s>) -> Self {
        let (encoding, mark) = charset::encoding(inner.peek(recognise::HEAD), &[]).unwrap_or((encoding_rs::UTF_8, 0));
        inner.consume(mark);
        Self { inner, decoder: encoding.new_decoder_without_bom_handling(), done: false }
    }
}

impl Read for Transcribed<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        // The decoder wants room for a whole character; streams ask for whole blocks.
        while !self.done && out.len() >= 16 {
            let input = self.inner.fill_buf()?;
            let last = input.is_empty();
            let (result, read, written, _) = self.decoder.decode_to_utf8(input, out, last);
            self.inner.consume(read);
            self.done = last && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}
