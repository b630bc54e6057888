//! Reading bytes as a stream or a file, and making what is packed.

use std::{
    io::{Read, Write},
    ops::ControlFlow,
    path::PathBuf,
};

use flate2::{Compression, write::GzEncoder};
use fogline::acquire::{self, Body, Limits, Options, Quarantined, Reason, Record, Source, Summary};
use zip::{ZipWriter, write::SimpleFileOptions};

/// What came of an input.
pub(crate) struct Outcome {
    pub(crate) records: Vec<Record>,
    pub(crate) quarantined: Vec<Quarantined>,
    pub(crate) summary: Summary,
}

impl Outcome {
    pub(crate) fn texts(&self) -> Vec<&str> {
        self.records.iter().map(text).collect()
    }

    pub(crate) fn reasons(&self) -> Vec<Reason> {
        self.quarantined.iter().map(|quarantined| quarantined.reason).collect()
    }

    /// The one record, where nothing else came out.
    pub(crate) fn one(&self) -> &Record {
        assert!(self.quarantined.is_empty(), "{:?}", self.quarantined);
        assert_eq!(self.records.len(), 1);
        &self.records[0]
    }
}

pub(crate) fn text(record: &Record) -> &str {
    match &record.body {
        Body::Text { text, .. } | Body::Html { html: text, .. } => text,
    }
}

pub(crate) fn is_html(record: &Record) -> bool {
    matches!(record.body, Body::Html { .. })
}

fn all(source: Source<'_>, options: &Options) -> Outcome {
    let (mut records, mut quarantined) = (Vec::new(), Vec::new());
    let summary = acquire::read(source, options, &mut |found| {
        match found {
            Ok(record) => records.push(record),
            Err(fault) => quarantined.push(fault),
        }
        ControlFlow::Continue(())
    });
    assert_eq!((summary.records, summary.quarantined), (records.len() as u64, quarantined.len() as u64));
    Outcome { records, quarantined, summary }
}

pub(crate) fn bytes(name: &str, bytes: impl AsRef<[u8]>) -> Outcome {
    reader(name, bytes.as_ref(), &Options::default())
}

pub(crate) fn reader(name: &str, reader: impl Read, options: &Options) -> Outcome {
    all(Source::Stream(name, Box::new(reader)), options)
}

pub(crate) fn path(path: impl Into<PathBuf>) -> Outcome {
    all(Source::Path(path.into()), &Options::default())
}

pub(crate) fn limits(limits: Limits) -> Options {
    Options { limits, ..Options::default() }
}

pub(crate) fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes.as_ref()).expect("memory");
    packed.finish().expect("memory")
}

pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(*name, SimpleFileOptions::default()).expect("memory");
        archive.write_all(bytes).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

/// A record of a web archive.
pub(crate) fn warc(kind: &str, uri: &str, media: &str, block: &[u8]) -> Vec<u8> {
    let header = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:x:{uri}>\r\nWARC-Target-URI: {uri}\r\n\
         WARC-Date: 2022-02-17T07:05:00Z\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [header.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// A page as a server sends it, in such a record.
pub(crate) fn page(uri: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{fields}\r\n").as_bytes(), body].concat();
    warc("response", uri, "application/http; msgtype=response", &block)
}
