//! Files, folders and standard input, read in order.

use std::{
    fs::{self, File},
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{
    Quarantined, Reason, Record, archives,
    attachments::Attachments,
    open,
    out::{At, Flow, Options, Out, Place, Skipped, Summary},
    stream::Stream,
};

/// Where input comes from.
pub enum Source<'r> {
    /// A file, or a folder with all that lies in it.
    Path(PathBuf),
    /// A stream, such as standard input, and what to call it.
    Stream(&'r str, Box<dyn Read + 'r>),
}

/// Reads every record of a source and gives each to `sink`, in the order of the input; folders are walked by name. What
/// cannot be read is given with the reason, and reading goes on behind it. `sink` may end it.
///
/// Records are read one at a time, so memory does not grow with the input.
pub fn read(
    source: Source<'_>,
    options: &Options,
    sink: &mut dyn FnMut(Result<Record, Quarantined>) -> Flow,
) -> Summary {
    let mut out = Out { options, sink, summary: Summary::default() };
    // Whether the sink has had enough makes no difference to the summary.
    let _ = match source {
        Source::Path(path) => any(&path, &mut out),
        Source::Stream(name, reader) => {
            open::stream(Stream::new(watched(reader, options)), &Place::new(name.to_owned()), &mut out)
        }
    };
    out.summary
}

/// How many bytes of files a path holds, packed as they are; for showing how far a run is.
pub fn size(path: &Path) -> u64 {
    let Ok(meta) = fs::metadata(path) else { return 0 };
    if !meta.is_dir() {
        return meta.len();
    }
    let Ok(entries) = fs::read_dir(path) else { return 0 };
    entries.flatten().filter(|e| !e.path().is_symlink() || e.path().is_file()).map(|entry| size(&entry.path())).sum()
}

/// Counts what is read for whoever watches.
struct Watched<R> {
    inner: R,
    count: Option<Arc<AtomicU64>>,
}

fn watched<R>(inner: R, options: &Options) -> Watched<R> {
    Watched { inner, count: options.progress.clone() }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        if let Some(count) = &self.count {
            count.fetch_add(read as u64, Ordering::Relaxed);
        }
        Ok(read)
    }
}

fn any(path: &Path, out: &mut Out<'_>) -> Flow {
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => folder(path, out),
        Ok(_) => file(path, out),
        Err(error) => out.quarantine(&place(path), At::START, Reason::Io, error.to_string()),
    }
}

fn place(path: &Path) -> Place {
    Place::new(path.to_string_lossy().into_owned())
}

fn file(path: &Path, out: &mut Out<'_>) -> Flow {
    let place = place(path);
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) => return out.quarantine(&place, At::START, Reason::Io, error.to_string()),
    };
    let mut magic = Vec::new();
    let mut reader = BufReader::with_capacity(4096, watched(file, out.options));
    if let Err(error) = reader.by_ref().take(4).read_to_end(&mut magic) {
        return out.quarantine(&place, At::START, Reason::Io, error.to_string());
    }
    // The members of a zip are found from its end, so it is given as a file and not as a stream.
    let regular = path.is_file();
    if regular && (magic == b"PK\x03\x04" || magic == b"PK\x05\x06") {
        let flow = archives::zip_file(reader.into_inner().inner, &place, out);
        if let Some(count) = &out.options.progress {
            count.fetch_add(fs::metadata(path).map_or(0, |meta| meta.len()), Ordering::Relaxed);
        }
        return flow;
    }
    open::stream(Stream::new(io::Cursor::new(magic).chain(reader)), &place, out)
}

fn folder(root: &Path, out: &mut Out<'_>) -> Flow {
    let mut files = Vec::new();
    list(root, out, &mut files)?;
    // By the parts of their paths, so that the order does not depend on the system.
    files.sort();
    let names: Vec<String> = files.iter().map(|path| below(root, path)).collect();
    let attachments = Attachments::among(names.iter().map(String::as_str));
    let mut read = false;
    for (path, name) in files.iter().zip(&names) {
        if let Some(why) = archives::passed_over(name, &attachments) {
            out.skip(why);
            continue;
        }
        read = true;
        file(path, out)?;
    }
    if !read && out.summary == Summary::default() {
        out.quarantine(&place(root), At::START, Reason::Empty, "a folder without files")?;
    }
    Flow::Continue(())
}

fn below(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}

/// All files below a folder, and what cannot be listed set aside. Links to folders are not followed.
fn list(folder: &Path, out: &mut Out<'_>, files: &mut Vec<PathBuf>) -> Flow {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let mut entries = match fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) => {
                out.quarantine(&place(&folder), At::START, Reason::Io, error.to_string())?;
                continue;
            }
        };
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            match (path.is_dir(), path.is_symlink()) {
                (true, true) => out.skip(Skipped::Link),
                (true, false) if hidden => out.skip(Skipped::Hidden),
                (true, false) => folders.push(path),
                // A pipe or a socket would be waited for without end.
                (false, _) if !path.is_file() && path.exists() => {
                    out.quarantine(&place(&path), At::START, Reason::UnknownFormat, "neither a file nor a folder")?;
                }
                (false, _) => files.push(path),
            }
        }
    }
    Flow::Continue(())
}
