//! A pipeline's files, read alike from a wheel and from an unpacked folder.

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read},
    path::{Path, PathBuf},
    sync::Mutex,
};

use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::{ModelError, id::hex};

/// No member of a real package comes near this; a larger one is a decompression bomb.
const LARGEST_MEMBER: u64 = 2 << 30;
/// The file that marks the folder of a spaCy v3 pipeline.
const MARK: &str = "config.cfg";

/// An opened model package.
///
/// Members are named by their path below the pipeline's folder, as `parser/model`. A member of a wheel is checked
/// against the wheel's `RECORD` whenever it is read.
pub struct Package {
    path: PathBuf,
    files: Files,
    /// Hash of every member read so far.
    read: Mutex<BTreeMap<String, [u8; 32]>>,
}

enum Files {
    Folder {
        root: PathBuf,
        members: Vec<String>,
    },
    Wheel {
        zip: Mutex<ZipArchive<Cursor<Vec<u8>>>>,
        root: String,
        members: Vec<String>,
        record: BTreeMap<String, String>,
    },
}

impl Package {
    /// Opens a wheel, or a folder that holds a pipeline at its top or one or two levels below it.
    pub fn open(path: &Path) -> Result<Self, ModelError> {
        let meta = fs::metadata(path).map_err(|source| ModelError::Read { package: path.into(), source })?;
        let files = if meta.is_dir() { open_folder(path)? } else { open_wheel(path)? };
        Ok(Self { path: path.into(), files, read: Mutex::default() })
    }

    /// Where the package lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Members in path order.
    pub fn members(&self) -> impl Iterator<Item = &str> {
        let (Files::Folder { members, .. } | Files::Wheel { members, .. }) = &self.files;
        members.iter().map(String::as_str)
    }

    /// Whether there is such a member.
    pub fn has(&self, member: &str) -> bool {
        self.members().any(|name| name == member)
    }

    /// The bytes of one member.
    pub fn read(&self, member: &str) -> Result<Vec<u8>, ModelError> {
        if !self.has(member) {
            return Err(self.fault(member, "missing; the package is incomplete, get it again"));
        }
        let bytes = match &self.files {
            Files::Folder { root, .. } => {
                fs::read(root.join(member)).map_err(|error| self.fault(member, format!("cannot be read: {error}")))?
            }
            Files::Wheel { zip, root, .. } => self.inflate(zip, &format!("{root}{member}"), member)?,
        };
        let hash: [u8; 32] = Sha256::digest(&bytes).into();
        if let Files::Wheel { root, record, .. } = &self.files
            && let Some(expected) = record.get(&format!("{root}{member}"))
            && *expected != record_hash(&hash)
        {
            return Err(self.fault(member, "does not have the hash the wheel's RECORD gives; get the wheel again"));
        }
        if let Ok(mut read) = self.read.lock() {
            read.insert(member.to_owned(), hash);
        }
        Ok(bytes)
    }

    /// Reads every member, checking a wheel's against its `RECORD`, which must list them all. Returns how many were read.
    pub fn verify(&self) -> Result<usize, ModelError> {
        if let Files::Wheel { root, record, members, .. } = &self.files {
            if let Some(member) = members.iter().find(|member| !record.contains_key(&format!("{root}{member}"))) {
                let fault = "not listed in the wheel's RECORD, so that nothing says whether it is whole";
                return Err(self.fault(member, fault));
            }
            for listed in record.keys().filter_map(|name| name.strip_prefix(root.as_str())) {
                if !self.has(listed) {
                    return Err(self.fault(listed, "listed in the wheel's RECORD but missing"));
                }
            }
        }
        let names: Vec<_> = self.members().map(str::to_owned).collect();
        names.iter().try_for_each(|name| self.read(name).map(drop))?;
        Ok(names.len())
    }

    /// Hash over the members read so far, as [`super::ModelId::sha256`] describes it.
    pub(crate) fn digest(&self) -> [u8; 32] {
        let mut all = Sha256::new();
        if let Ok(read) = self.read.lock() {
            for (name, hash) in read.iter() {
                all.update(format!("{name}\0{}\n", hex(hash)));
            }
        }
        all.finalize().into()
    }

    /// An error that names a member of this package.
    pub(crate) fn fault(&self, member: &str, fault: impl Into<String>) -> ModelError {
        ModelError::Member { package: self.path.clone(), member: member.into(), fault: fault.into() }
    }

    fn inflate(
        &self,
        zip: &Mutex<ZipArchive<Cursor<Vec<u8>>>>,
        name: &str,
        member: &str,
    ) -> Result<Vec<u8>, ModelError> {
        let damaged = |error: &dyn std::fmt::Display| self.fault(member, format!("damaged in the wheel: {error}"));
        let mut zip = zip.lock().map_err(|_| damaged(&"a reader stopped half-way"))?;
        let mut file = zip.by_name(name).map_err(|error| damaged(&error))?;
        if file.size() > LARGEST_MEMBER {
            return Err(self.fault(member, format!("claims {} bytes, more than any model has", file.size())));
        }
        // The declared size is only a hint: a lying header must not reserve memory that the data does not fill.
        let mut bytes = Vec::with_capacity(file.size().min(64 << 20) as usize);
        file.by_ref().take(LARGEST_MEMBER).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
        Ok(bytes)
    }
}

fn open_folder(path: &Path) -> Result<Files, ModelError> {
    let root = find_root(path, 2).ok_or_else(|| ModelError::NotAPackage {
        package: path.into(),
        fault: format!("no `{MARK}` in the folder or two levels below it"),
    })?;
    let mut members = Vec::new();
    list(&root, "", 4, &mut members).map_err(|source| ModelError::Read { package: path.into(), source })?;
    members.sort();
    Ok(Files::Folder { root, members })
}

/// The nearest folder with a `config.cfg`, looking `depth` levels down, in name order.
fn find_root(path: &Path, depth: usize) -> Option<PathBuf> {
    if path.join(MARK).is_file() {
        return Some(path.into());
    }
    let depth = depth.checked_sub(1)?;
    let mut below: Vec<_> =
        fs::read_dir(path).ok()?.flatten().map(|entry| entry.path()).filter(|p| p.is_dir()).collect();
    below.sort();
    below.iter().find_map(|folder| find_root(folder, depth))
}

fn list(folder: &Path, prefix: &str, depth: usize, members: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = format!("{prefix}{name}");
        if entry.path().is_dir() {
            if depth > 0 {
                list(&entry.path(), &format!("{path}/"), depth - 1, members)?;
            }
        } else {
            members.push(path);
        }
    }
    Ok(())
}

fn open_wheel(path: &Path) -> Result<Files, ModelError> {
    let not = |fault: String| ModelError::NotAPackage { package: path.into(), fault };
    let bytes = fs::read(path).map_err(|source| ModelError::Read { package: path.into(), source })?;
    let mut zip = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| not(format!("cannot be opened as a wheel: {error}; the file may be cut short")))?;
    let mut names: Vec<String> =
        zip.file_names().flatten().filter(|name| !name.ends_with('/')).map(Into::into).collect();
    names.sort_by_key(|name| (name.matches('/').count(), name.clone()));
    let root = names
        .iter()
        .find_map(|name| name.strip_suffix(MARK).filter(|root| root.is_empty() || root.ends_with('/')))
        .ok_or_else(|| not(format!("no `{MARK}` in the archive")))?
        .to_owned();
    let record = match names.iter().find(|name| name.ends_with(".dist-info/RECORD")) {
        None => BTreeMap::new(),
        Some(name) => {
            let mut text = String::new();
            zip.by_name(name)
                .map_err(|error| error.to_string())
                .and_then(|file| file.take(16 << 20).read_to_string(&mut text).map_err(|error| error.to_string()))
                .map_err(|error| not(format!("its RECORD cannot be read: {error}")))?;
            text.lines().filter_map(record_line).collect()
        }
    };
    let mut members: Vec<_> = names.iter().filter_map(|name| name.strip_prefix(&root)).map(str::to_owned).collect();
    members.sort();
    Ok(Files::Wheel { zip: Mutex::new(zip), root, members, record })
}

/// `path,sha256=HASH,size` of a wheel's RECORD; lines without a hash (RECORD itself) are passed over.
fn record_line(line: &str) -> Option<(String, String)> {
    let mut fields = line.rsplitn(3, ',');
    let (_size, hash, path) = (fields.next()?, fields.next()?, fields.next()?);
    Some((path.trim_matches('"').to_owned(), hash.strip_prefix("sha256=")?.to_owned()))
}

/// A hash as RECORD writes it: URL-safe base 64 without padding.
fn record_hash(hash: &[u8; 32]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::with_capacity(43);
    for three in hash.chunks(3) {
        let word = three.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for digit in 0..=three.len() {
            out.push(char::from(DIGITS[(word >> (18 - 6 * digit)) as usize & 63]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn record_hashes_are_url_safe_base64() {
        let hash: [u8; 32] = Sha256::digest(b"").into();
        assert_eq!(record_hash(&hash), "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
    }

    #[test]
    fn record_lines_keep_commas_in_names() {
        let line = "\"a,b/model\",sha256=abc,12";
        assert_eq!(record_line(line), Some(("a,b/model".into(), "abc".into())));
        assert_eq!(record_line("x.dist-info/RECORD,,"), None);
    }

    #[test]
    fn a_folder_without_a_pipeline_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = Package::open(folder.path()).err().unwrap().to_string();
        assert!(error.contains("config.cfg"), "{error}");
    }
}
