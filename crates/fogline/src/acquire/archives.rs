//! What is packed, unpacked on the way through: gzip, Zstandard, zip, and these within each other.
//!
//! Nothing is ever written under a member's name. What unpacks to more than allowed, by its size or by how many times it
//! has grown, is stopped with [`Reason::Bomb`].

use std::{
    cell::Cell,
    fs::File,
    io::{self, BufRead, Read, Seek, SeekFrom, Write},
    ops::ControlFlow,
    rc::Rc,
};

use flate2::bufread::GzDecoder;
use zip::{ZipArchive, result::ZipError};

use super::{
    Limits, Reason,
    attachments::Attachments,
    open,
    out::{At, Flow, Out, Place, Skipped},
    recognise,
    stream::{Fault, Stream},
};

/// Small files may grow by any factor: a page of spaces is no bomb.
const HARMLESS: u64 = 1 << 20;
/// A zip that is no file of its own is kept in memory up to this size, then in a temporary file.
const SPOOLED: usize = 4 << 20;

/// Counts what passes, before it is unpacked.
struct Packed<'s> {
    stream: Stream<'s>,
    count: Rc<Cell<u64>>,
}

impl Read for Packed<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Packed<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.stream.fill_buf()
    }

    fn consume(&mut self, length: usize) {
        self.count.set(self.count.get() + length as u64);
        self.stream.consume(length);
    }
}

/// Stops what unpacks to more than allowed.
pub(super) struct Guard<R> {
    inner: R,
    limits: Limits,
    /// Size as packed, as far as it has been read.
    packed: Rc<Cell<u64>>,
    /// What this archive has given.
    given: Rc<Cell<u64>>,
    /// What all archives of the file have given.
    total: Rc<Cell<u64>>,
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        let given = self.given.get() + read as u64;
        self.given.set(given);
        self.total.set(self.total.get() + read as u64);
        check(self.limits, given, self.packed.get(), self.total.get())?;
        Ok(read)
    }
}

/// Whether so much may come of so much.
pub(super) fn check(limits: Limits, given: u64, packed: u64, total: u64) -> Result<(), Fault> {
    let Limits { unpacked, ratio, .. } = limits;
    if total > unpacked {
        return Err(Fault::new(Reason::Bomb, format!("unpacks to more than {unpacked} bytes")));
    }
    if given > HARMLESS && given / packed.max(1) > ratio {
        return Err(Fault::new(Reason::Bomb, format!("unpacks to more than {ratio} times its size")));
    }
    Ok(())
}

/// Members of gzip, one after the other. Behind a damaged one, the next that begins is looked for.
struct Members<'s> {
    member: Option<GzDecoder<Packed<'s>>>,
}

const MEMBER: [u8; 3] = [0x1f, 0x8b, 8];

impl<'s> Members<'s> {
    /// Begins the next member. What follows the last is padding, which gzip passes over too.
    fn next(&mut self, mut packed: Packed<'s>, damaged: bool) {
        loop {
            let ahead = packed.stream.peek(recognise::HEAD);
            match ahead.windows(MEMBER.len()).position(|bytes| bytes == MEMBER) {
                Some(at) if at == 0 || damaged => {
                    packed.consume(at);
                    self.member = Some(GzDecoder::new(packed));
                    return;
                }
                None if damaged && ahead.len() > 2 => {
                    let pass = ahead.len() - 2;
                    packed.consume(pass);
                }
                _ => return,
            }
        }
    }
}

impl Read for Members<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        while let Some(mut member) = self.member.take() {
            match member.read(out) {
                Ok(0) => self.next(member.into_inner(), false),
                Ok(read) => {
                    self.member = Some(member);
                    return Ok(read);
                }
                Err(error) => {
                    self.next(member.into_inner(), true);
                    return Err(error);
                }
            }
        }
        Ok(0)
    }
}

fn guarded<'s, R: Read + 's>(
    stream: Stream<'s>,
    place: &Place,
    limits: Limits,
    unpacker: impl FnOnce(Packed<'s>) -> io::Result<R>,
) -> io::Result<Stream<'s>> {
    let packed = Rc::new(Cell::new(0));
    let inner = unpacker(Packed { stream, count: Rc::clone(&packed) })?;
    Ok(Stream::new(Guard { inner, limits, packed, given: Rc::default(), total: Rc::clone(&place.unpacked) }))
}

/// Reads what is packed by gzip, in one or several members.
pub(super) fn gzip(stream: Stream<'_>, place: &Place, out: &mut Out<'_>) -> Flow {
    let Some(within) = deeper(place, out)? else { return Flow::Continue(()) };
    match guarded(stream, place, out.limits(), |packed| Ok(Members { member: Some(GzDecoder::new(packed)) })) {
        Ok(stream) => open::stream(stream, &within, out),
        Err(error) => out.fault(place, At::START, error),
    }
}

/// Reads what is packed by Zstandard.
pub(super) fn zstd(stream: Stream<'_>, place: &Place, out: &mut Out<'_>) -> Flow {
    let Some(within) = deeper(place, out)? else { return Flow::Continue(()) };
    let unpacker = |packed| zstd::stream::read::Decoder::with_buffer(packed).map(Frames);
    match guarded(stream, place, out.limits(), unpacker) {
        Ok(stream) => open::stream(stream, &within, out),
        Err(error) => out.fault(place, At::START, error),
    }
}

/// Zstandard tells damage as an error of no kind.
struct Frames<R>(R);

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.0.read(out).map_err(|error| match error.kind() {
            io::ErrorKind::Other if error.get_ref().is_none_or(|inner| !inner.is::<Fault>()) => {
                io::Error::new(io::ErrorKind::InvalidData, error)
            }
            _ => error,
        })
    }
}

/// The place within a packed file, if archives may still lie so deep.
fn deeper(place: &Place, out: &mut Out<'_>) -> ControlFlow<(), Option<Place>> {
    let limit = out.limits().depth;
    if place.depth < limit {
        return ControlFlow::Continue(Some(place.within(None)));
    }
    out.quarantine(place, At::START, Reason::TooDeep, format!("lies within {limit} archives already"))?;
    ControlFlow::Continue(None)
}

/// Reads the members of a zip that stands in another stream: its list of members is at the end, so it is kept aside.
pub(super) fn zip_stream(mut stream: Stream<'_>, place: &Place, out: &mut Out<'_>) -> Flow {
    let limit = out.limits().unpacked;
    let mut kept = tempfile::spooled_tempfile(SPOOLED);
    let copied = io::copy(&mut stream.by_ref().take(limit.saturating_add(1)), &mut kept).and_then(|length| {
        kept.flush()?;
        kept.seek(SeekFrom::Start(0))?;
        Ok(length)
    });
    match copied {
        Ok(length) if length > limit => {
            out.quarantine(place, At::START, Reason::Bomb, format!("longer than {limit} bytes"))
        }
        Ok(length) => zip(kept, length, place, out),
        Err(error) => out.fault(place, At::START, error),
    }
}

/// Reads the members of a zip that is a file.
pub(super) fn zip_file(mut file: File, place: &Place, out: &mut Out<'_>) -> Flow {
    match file.seek(SeekFrom::End(0)).and_then(|length| file.seek(SeekFrom::Start(0)).map(|_| length)) {
        Ok(length) => zip(io::BufReader::new(file), length, place, out),
        Err(error) => out.fault(place, At::START, error),
    }
}

fn zip(file: impl Read + Seek, length: u64, place: &Place, out: &mut Out<'_>) -> Flow {
    let Some(_) = deeper(place, out)? else { return Flow::Continue(()) };
    let mut archive = match ZipArchive::new(file) {
        Ok(archive) => archive,
        Err(error) => return out.fault(place, At::START, broken(&error)),
    };
    let names: Vec<String> = (0..archive.len())
        .map(|at| match archive.name_for_index(at) {
            Some(Ok(name)) => name.into_owned(),
            _ => format!("member {}", at + 1),
        })
        .collect();
    if let Some(name) = names.iter().find(|name| is_office(name)) {
        let detail = format!("an office document, book or program in a zip: it holds `{name}`");
        return out.quarantine(place, At::START, Reason::UnknownFormat, detail);
    }
    let attachments = Attachments::among(names.iter().map(String::as_str));
    let (packed, given) = (Rc::new(Cell::new(length)), Rc::default());
    for (at, name) in names.iter().enumerate() {
        let member = place.within(Some(name));
        let entry = match archive.by_index_data(at) {
            Ok(entry) => (entry.is_dir(), entry.encrypted()),
            Err(error) => {
                out.fault(&member, At::START, broken(&error))?;
                continue;
            }
        };
        match entry {
            (true, _) => continue,
            (_, true) => {
                out.quarantine(&member, At::START, Reason::Encrypted, "locked by a password")?;
                continue;
            }
            _ => {}
        }
        if let Some(why) = passed_over(name, &attachments) {
            out.skip(why);
            continue;
        }
        match archive.by_index(at) {
            Ok(inner) => {
                let guard = Guard {
                    inner,
                    limits: out.limits(),
                    packed: Rc::clone(&packed),
                    given: Rc::clone(&given),
                    total: Rc::clone(&place.unpacked),
                };
                open::stream(Stream::new(guard), &member, out)?;
            }
            Err(error) => out.fault(&member, At::START, broken(&error))?,
        }
        if check(out.limits(), given.get(), length, place.unpacked.get()).is_err() {
            break; // the member that went too far has been set aside
        }
    }
    Flow::Continue(())
}

/// Whether a file among others is one that nobody meant to be read.
pub(super) fn passed_over(name: &str, attachments: &Attachments) -> Option<Skipped> {
    let mut parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "." | ".."));
    if parts.any(|part| part.starts_with('.') || matches!(part, "__MACOSX" | "Thumbs.db" | "desktop.ini")) {
        return Some(Skipped::Hidden);
    }
    attachments.holds(name).then_some(Skipped::Attachment)
}

fn is_office(name: &str) -> bool {
    matches!(name, "[Content_Types].xml" | "mimetype" | "META-INF/MANIFEST.MF" | "AndroidManifest.xml")
}

fn broken(error: &ZipError) -> Fault {
    let reason = match error {
        ZipError::Io(error) => match error.kind() {
            io::ErrorKind::UnexpectedEof => Reason::Truncated,
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => Reason::Malformed,
            _ => Reason::Io,
        },
        // Its list of members stands at its end.
        ZipError::InvalidArchive(what) if what.contains("end") || what.contains("EOCD") => Reason::Truncated,
        ZipError::InvalidPassword => Reason::Encrypted,
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => Reason::UnknownFormat,
        _ => Reason::Malformed,
    };
    Fault::new(reason, format!("zip: {error}"))
}
