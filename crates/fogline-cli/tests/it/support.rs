//! A folder of its own and a clean environment for each test.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

use assert_cmd::{Command, cargo::cargo_bin_cmd};
use tempfile::TempDir;

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The wheel of one of the small pipelines made for tests.
pub(crate) fn wheel(name: &str) -> PathBuf {
    let path = repository().join(format!("crates/fogline-nlp/tests/fixtures/pipelines/{name}-0.1.0-py3-none-any.whl"));
    assert!(path.is_file(), "{} is part of the repository", path.display());
    path
}

/// A home without models, to run the command in.
pub(crate) struct Desk {
    home: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    /// A path in the folder the command runs in.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Writes a file into it.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// Where `fogline model add` puts a wheel.
    pub(crate) fn users_models(&self) -> PathBuf {
        self.path("data/fogline/models")
    }

    /// The command, with nothing of the caller's environment in its way.
    pub(crate) fn command(&self) -> Command {
        let mut command = cargo_bin_cmd!("fogline");
        command.current_dir(self.home.path()).env_remove("FOGLINE_MODELS").env_remove("FOGLINE_GAZETTEER");
        command.env("HOME", self.home.path());
        command.env("XDG_DATA_HOME", self.path("data")).env("LOCALAPPDATA", self.path("data"));
        command
    }

    /// Runs it on arguments divided by spaces.
    pub(crate) fn run(&self, arguments: &str) -> Ran {
        Ran::of(self.command().args(arguments.split(' ')).output().unwrap())
    }

    /// Annotates a text given on standard input.
    pub(crate) fn annotate(&self, model: &Path, format: &str, text: &str) -> String {
        let mut command = self.command();
        command.args(["annotate", "-", "--format", format, "--model"]).arg(model).write_stdin(text);
        Ran::of(command.output().unwrap()).succeeded()
    }
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The output of a run that went well and said nothing else.
    #[track_caller]
    pub(crate) fn succeeded(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{self:?}");
        self.out
    }

    /// The message of a run that ended with code 2.
    #[track_caller]
    pub(crate) fn refused(self) -> String {
        assert_eq!(self.code, Some(2), "{self:?}");
        assert!(self.err.starts_with("error: "), "{self:?}");
        self.err
    }
}

/// Asserts that a message names all of these.
#[track_caller]
pub(crate) fn names(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "`{part}` is not in:\n{message}");
    }
}
