//! `fogline gazetteer`: the files that places are looked up in.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::Subcommand;
use fogline::gazetteer::{Gazetteer, Kind, build};

use crate::{exit::Outcome, gazetteers};

/// Build, extend and look into the gazetteer, where names of places are looked up
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Add(Add),
    Build(Build),
    List(List),
    Lookup(Lookup),
}

/// Make a layer of GeoNames dumps and put it over the world file
///
/// Reads the native files of a folder as GeoNames gives them: XX.txt or allCountries.txt (19 columns),
/// alternateNamesV2.txt, admin1CodesASCII.txt, admin2Codes.txt, hierarchy.txt. Its places take the place of those with
/// the same number.
#[derive(clap::Args)]
struct Add {
    /// Folder with the dumps
    #[arg(value_name = "DIR")]
    dumps: PathBuf,

    /// Name of the layer, instead of the folder's
    #[arg(long)]
    name: Option<String>,

    /// Folder to write it to, instead of the user's gazetteer folder
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

/// Make the world file of downloaded packages (`make gazetteer` downloads them and runs this)
#[derive(clap::Args)]
struct Build {
    /// Folder with the unpacked packages
    #[arg(long, value_name = "DIR", default_value = "gazetteer/cache")]
    cache: PathBuf,

    /// Folder with the curated tables
    #[arg(long, value_name = "DIR", default_value = "gazetteer")]
    tables: PathBuf,

    /// File to write
    #[arg(long, value_name = "FILE", default_value = "gazetteer/world.fgz")]
    to: PathBuf,
}

/// List the gazetteer files that are used
#[derive(clap::Args)]
struct List {}

/// Show what the gazetteer knows under a name
#[derive(clap::Args)]
struct Lookup {
    /// Name to look up
    name: String,

    /// Gazetteer files, instead of those that are found
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    match &args.command {
        Command::Add(args) => add(args),
        Command::Build(args) => build(args),
        Command::List(_) => list(),
        Command::Lookup(args) => lookup(args),
    }
}

fn add(args: &Add) -> anyhow::Result<Outcome> {
    let name = match (&args.name, args.dumps.canonicalize().ok().as_deref().and_then(Path::file_name)) {
        (Some(name), _) => name.clone(),
        (None, Some(name)) => name.to_string_lossy().into_owned(),
        (None, None) => bail!("`{}` has no name to call the layer by; give one with --name", args.dumps.display()),
    };
    if name == "world" || name.contains(['/', '\\']) || name.starts_with('.') {
        bail!("a layer cannot be called `{name}`; give another name with --name");
    }
    let builder = build::read_dumps(&args.dumps).with_context(|| format!("cannot read `{}`", args.dumps.display()))?;
    let folders = gazetteers::folders();
    let Some(folder) = args.to.as_deref().or(folders.users()) else {
        bail!("this user has no data folder; give a folder with --to DIR");
    };
    write(&builder, &folder.join(format!("{name}.fgz")))
}

fn build(args: &Build) -> anyhow::Result<Outcome> {
    let builder = build::world(&args.cache, &args.tables)
        .context("the gazetteer was not built; `make gazetteer` downloads what it is made of")?;
    write(&builder, &args.to)
}

/// Writes a file beside its place and renames it, so that whoever has the old one open goes on reading that.
fn write(builder: &build::Builder, to: &Path) -> anyhow::Result<Outcome> {
    let bytes = builder.finish()?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(|| format!("cannot create the folder `{}`", folder.display()))?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&bytes)?;
    let written = file.persist(to).with_context(|| format!("cannot write `{}`", to.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        written.set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    drop(written);
    let size = bytes.len() as f64 / 1e6;
    writeln!(io::stdout().lock(), "{}: {} places, {size:.1} MB", to.display(), builder.len())?;
    Ok(Outcome::Done)
}

fn list() -> anyhow::Result<Outcome> {
    let paths = gazetteers::found();
    let mut out = io::stdout().lock();
    if paths.is_empty() {
        writeln!(out, "There is no gazetteer. Folders searched:{}", gazetteers::folders())?;
    }
    for path in paths {
        let mut gazetteer = Gazetteer::default();
        gazetteer.open(&path).with_context(|| format!("gazetteer `{}`", path.display()))?;
        for (meta, places, bytes) in gazetteer.layers() {
            writeln!(out, "{}", path.display())?;
            writeln!(out, "  {places} places, {:.1} MB, version {}", bytes as f64 / 1e6, meta.version)?;
            meta.sources.iter().try_for_each(|source| writeln!(out, "  {source}"))?;
        }
    }
    Ok(Outcome::Done)
}

fn lookup(args: &Lookup) -> anyhow::Result<Outcome> {
    let Some(gazetteer) = gazetteers::open(&args.gazetteer)? else {
        bail!("there is nothing to look `{}` up in", args.name);
    };
    let mut found = gazetteer.lookup(&args.name);
    if found.is_empty() {
        found = gazetteer.lookup_loose(&args.name);
    }
    let mut out = io::stdout().lock();
    for (place, name) in found {
        let (lat, lon) = place.point().unwrap_or((f64::NAN, f64::NAN));
        let country = place.country().unwrap_or("-");
        writeln!(
            out,
            "{}\t{}\t{lat:.5}\t{lon:.5}\t{country}.{}\t{}\t{}\t{}\t{name:?}",
            place.id(),
            place.name(),
            place.admin1(),
            Kind::name(place.kind()),
            place.feature(),
            place.population(),
        )?;
    }
    Ok(Outcome::Done)
}
