use std::{io, path::PathBuf};

/// Why a model package cannot be read or run.
///
/// Every message names the package and, where there is one, the member inside it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The file or folder could not be opened or read.
    #[error("cannot read the model `{}`: {source}", package.display())]
    Read {
        /// The wheel or folder.
        package: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The path holds something else than a spaCy v3 pipeline.
    #[error("`{}` is not a spaCy v3 pipeline: {fault}", package.display())]
    NotAPackage {
        /// The wheel or folder.
        package: PathBuf,
        /// What is missing or wrong.
        fault: String,
    },
    /// One member is absent, damaged, or does not hold what its name promises.
    #[error("model `{}`, member `{member}`: {fault}", package.display())]
    Member {
        /// The wheel or folder.
        package: PathBuf,
        /// Path of the member inside the pipeline.
        member: String,
        /// What is wrong with it.
        fault: String,
    },
    /// A component was to be left out or run that the pipeline does not have.
    #[error("model `{}` has no component `{component}`; it has: {}", package.display(), has.join(", "))]
    NoComponent {
        /// The wheel or folder.
        package: PathBuf,
        /// The name asked for.
        component: String,
        /// The names there are.
        has: Vec<String>,
    },
    /// The pipeline asks for something this engine does not run.
    #[error("model `{}`, component `{component}`: {what}; supported: {supported}{}", package.display(), way_out(component))]
    Unsupported {
        /// The wheel or folder.
        package: PathBuf,
        /// Name of the component in the pipeline.
        component: String,
        /// The factory, architecture or setting that is not supported.
        what: String,
        /// What is.
        supported: String,
    },
}

/// The tokenizer and what surrounds it cannot be left out of a pipeline.
fn way_out(component: &str) -> &'static str {
    if matches!(component, "tokenizer" | "nlp") { "" } else { " (or load the pipeline without this component)" }
}
