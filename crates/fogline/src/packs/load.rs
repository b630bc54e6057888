//! From files to a pack.

use std::{borrow::Cow, collections::BTreeMap, path::Path, sync::LazyLock};

use include_dir::{Dir, include_dir};

use super::{Pack, check, schema, warn};
use crate::{
    faults::{self, At, Fault},
    resolve::places::areas_fault,
};

/// The packs that come with Fogline.
static BUNDLED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../packs");
static PACKS: LazyLock<Result<Vec<Pack>, PackError>> = LazyLock::new(parse_bundled);

/// Files of a pack that others read.
const NOT_OURS: [&str; 1] = ["areas.toml"];

/// Why a pack cannot be used: everything wrong in it, in the order of its files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("pack `{pack}` is not sound:\n{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct PackError {
    /// Its name.
    pub pack: String,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

impl Pack {
    /// The packs that come with Fogline, the general one first.
    ///
    /// # Errors
    /// What is wrong in one of them; a test keeps that from happening.
    pub fn bundled() -> Result<&'static [Self], PackError> {
        PACKS.as_deref().map_err(Clone::clone)
    }

    /// Reads a pack's folder.
    ///
    /// # Errors
    /// What is wrong in it, by file and line.
    pub fn load(folder: &Path) -> Result<Self, PackError> {
        Self::parse(&called(folder), Self::files_in(folder)?)
    }

    /// The files of a pack's folder by name, as they are.
    ///
    /// # Errors
    /// Which of them cannot be read.
    pub fn files_in(folder: &Path) -> Result<BTreeMap<String, Cow<'static, str>>, PackError> {
        let id = called(folder);
        let fail =
            |file: String, fault: String| PackError { pack: id.clone(), faults: vec![Fault { file, line: 0, fault }] };
        let (mut files, mut faults) = (BTreeMap::new(), Vec::new());
        let entries =
            std::fs::read_dir(folder).map_err(|error| fail(folder.display().to_string(), error.to_string()))?;
        for entry in entries {
            let entry = entry.map_err(|error| fail(folder.display().to_string(), error.to_string()))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_toml(&name) {
                let bytes = std::fs::read(entry.path()).map_err(|error| fail(name.clone(), error.to_string()))?;
                match faults::text(&name, bytes) {
                    Ok(text) => drop(files.insert(name, Cow::Owned(text))),
                    Err(fault) => faults.push(fault),
                }
            }
        }
        if faults.is_empty() { Ok(files) } else { Err(PackError { pack: id, faults }) }
    }

    /// Looks at the files of a pack: everything that keeps it from being used, and everything that is probably not meant so.
    pub fn check(id: &str, files: BTreeMap<String, Cow<'static, str>>) -> Checked {
        let areas = files.get("areas.toml").and_then(|text| areas_fault(text));
        let (mut faults, warnings) = match Self::parse(id, files) {
            Ok(pack) => (Vec::new(), warn::warnings(&pack)),
            Err(error) => (error.faults, Vec::new()),
        };
        faults.extend(areas);
        Checked { faults, warnings }
    }

    /// Makes a pack of files by name. Files whose form is another reader's are kept and not looked into.
    ///
    /// # Errors
    /// What is wrong in them, by file and line.
    pub fn parse(id: &str, files: BTreeMap<String, Cow<'static, str>>) -> Result<Self, PackError> {
        let general = (id != GENERAL).then(Self::bundled).and_then(Result::ok).and_then(<[Self]>::first);
        Self::parse_upon(id, files, general)
    }

    /// The same, where the general pack is not yet known.
    fn parse_upon(
        id: &str,
        files: BTreeMap<String, Cow<'static, str>>,
        general: Option<&Self>,
    ) -> Result<Self, PackError> {
        let mut pack = Self { id: id.to_owned(), ..Self::default() };
        let mut faults = Vec::new();
        let mut parsed = Vec::new();
        for (name, text) in files.iter().filter(|(name, _)| !NOT_OURS.contains(&name.as_str())) {
            match toml::from_str::<schema::File>(text) {
                Ok(file) => parsed.push((name.as_str(), &**text, file)),
                Err(error) => At { file: name, text, faults: &mut faults }.error(&error),
            }
        }
        check::fill(&mut pack, &parsed, general, &mut faults);
        pack.files = files;
        if faults.is_empty() { Ok(pack) } else { Err(PackError { pack: id.to_owned(), faults }) }
    }
}

/// What was found in the files of a pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// What keeps it from being used, in the order of its files.
    pub faults: Vec<Fault>,
    /// What is probably not meant so; only looked for where there are no faults.
    pub warnings: Vec<Fault>,
}

/// What a pack is called: by its folder.
fn called(folder: &Path) -> String {
    folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn is_toml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "toml")
}

/// Name of the pack that every text is read with.
pub(super) const GENERAL: &str = "general";

fn parse_bundled() -> Result<Vec<Pack>, PackError> {
    let mut folders: Vec<_> = BUNDLED.dirs().collect();
    folders.sort_by_key(|folder| (folder.path() != Path::new(GENERAL), folder.path()));
    let mut packs = Vec::<Pack>::new();
    for folder in folders {
        let files = folder.files().filter_map(|file| {
            let name = file.path().file_name()?.to_string_lossy().into_owned();
            Some((name, Cow::Borrowed(file.contents_utf8()?)))
        });
        let files = files.filter(|(name, _)| is_toml(name)).collect();
        let id = folder.path().to_string_lossy().into_owned();
        packs.push(Pack::parse_upon(&id, files, packs.first())?);
    }
    Ok(packs)
}
