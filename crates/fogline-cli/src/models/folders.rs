//! The folders that models and other data are looked for in.

use std::{
    env,
    ffi::OsString,
    fmt,
    path::{Path, PathBuf},
};

/// Variable that lists folders, as `PATH` does.
const VARIABLE: &str = "FOGLINE_MODELS";

/// Folders to search, in order: those of `$FOGLINE_MODELS`, the user's data folder, `./models`.
#[derive(Debug)]
pub(crate) struct Folders {
    all: Vec<PathBuf>,
    users: Option<PathBuf>,
}

impl Folders {
    /// The folders for this process.
    pub(crate) fn from_env() -> Self {
        Self::new(|name| env::var_os(name).filter(|value| !value.is_empty()), env::home_dir())
    }

    fn new(variable: impl Fn(&str) -> Option<OsString>, home: Option<PathBuf>) -> Self {
        Self::of(VARIABLE, "models", variable, home)
    }

    /// The folders that data of another kind is looked for in.
    pub(crate) fn for_data(name: &str, listed_by: &str) -> Self {
        Self::of(listed_by, name, |name| env::var_os(name).filter(|value| !value.is_empty()), env::home_dir())
    }

    fn of(listed_by: &str, name: &str, variable: impl Fn(&str) -> Option<OsString>, home: Option<PathBuf>) -> Self {
        let users = data_folder(&variable, home).map(|folder| folder.join("fogline").join(name));
        let named = variable(listed_by).unwrap_or_default();
        let mut all: Vec<PathBuf> = Vec::new();
        for folder in env::split_paths(&named).chain(users.clone()).chain([Path::new(".").join(name)]) {
            if !folder.as_os_str().is_empty() && !all.contains(&folder) {
                all.push(folder);
            }
        }
        Self { all, users }
    }

    /// In the order they are searched.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Path> {
        self.all.iter().map(PathBuf::as_path)
    }

    /// The one that belongs to the user, where models are added; `None` without a home.
    pub(crate) fn users(&self) -> Option<&Path> {
        self.users.as_deref()
    }
}

/// One per line, as messages list them.
impl fmt::Display for Folders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|folder| write!(f, "\n  {}", folder.display()))
    }
}

/// Where the platform keeps data of a user's programs.
fn data_folder(variable: &impl Fn(&str) -> Option<OsString>, home: Option<PathBuf>) -> Option<PathBuf> {
    if cfg!(windows) {
        return variable("LOCALAPPDATA").map(PathBuf::from);
    }
    if cfg!(target_os = "macos") {
        return home.map(|home| home.join("Library").join("Application Support"));
    }
    variable("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|folder| folder.is_absolute()) // the XDG standard has relative ones ignored
        .or_else(|| home.map(|home| home.join(".local").join("share")))
}

#[cfg(all(test, unix, not(target_os = "macos")))]
mod tests {
    use super::*;

    fn folders(set: &[(&str, &str)], home: Option<&str>) -> Vec<String> {
        let variable = |name: &str| set.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
        Folders::new(variable, home.map(PathBuf::from)).iter().map(|folder| folder.display().to_string()).collect()
    }

    #[test]
    fn listed_folders_come_first_and_once() {
        let set = [("FOGLINE_MODELS", "/a:/b::/a"), ("XDG_DATA_HOME", "/data")];
        assert_eq!(folders(&set, Some("/home/u")), ["/a", "/b", "/data/fogline/models", "./models"]);
    }

    #[test]
    fn the_home_stands_in_for_the_data_folder() {
        assert_eq!(folders(&[], Some("/home/u")), ["/home/u/.local/share/fogline/models", "./models"]);
        assert_eq!(folders(&[("XDG_DATA_HOME", "here")], None), ["./models"]);
    }
}
