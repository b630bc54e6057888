//! What reading a report rests on, as the commands that read take it: models, packs, gazetteer, and what a report lacks.

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use clap::ValueEnum;
use fogline::{
    acquire::{self, Input, Record, dates},
    annotate::{self, Annotation, Models},
    document::{Document, Facts, OutletKind, Published, PublishedBasis},
    lang::Lang,
    outlets::Outlets,
    packs::Pack,
    reading::{self, Knowledge, Reading},
    version,
};
use fogline_nlp::Pipeline;
use sha2::{Digest, Sha256};

use crate::{
    gazetteers,
    models::{Folders, Wanted, locate},
};

/// What is known besides the reports themselves.
#[derive(clap::Args)]
pub(crate) struct Basis {
    /// What the input is, where it should not be recognised by its content
    #[arg(long, value_enum)]
    pub(crate) input_format: Option<InputFormat>,

    /// When reports were published that do not say it themselves, as 2022-02-17 or 2022-02-17T09:05:00+02:00
    #[arg(long, value_name = "DATE", value_parser = published)]
    published: Option<Published>,

    /// Name of the outlet of reports that do not say it themselves
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,

    /// Class of that outlet, as wire or newspaper
    #[arg(long, value_name = "KIND", value_parser = outlet_kind)]
    outlet_kind: Option<OutletKind>,

    /// Address of a report that does not say it itself
    #[arg(long, value_name = "URL")]
    url: Option<String>,

    /// Language of reports that do not say it themselves: en, ru, uk
    #[arg(long, value_name = "CODE", value_parser = lang)]
    lang: Option<String>,

    #[command(flatten)]
    sources: Sources,
}

/// What reports are read with.
#[derive(clap::Args)]
pub(crate) struct Sources {
    /// Conflict packs to read every report with, by name or folder, and no others; without it, those whose area or parties it
    /// names
    #[arg(long = "pack", value_name = "NAME|DIR")]
    packs: Vec<String>,

    /// Model for English: a name, or the path of a wheel or of an unpacked folder
    #[arg(long, value_name = "NAME|PATH", default_value_t)]
    model: Wanted,

    /// Gazetteer files, each over the one before, instead of those that are found
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum InputFormat {
    /// Plain text
    Text,
    /// Markdown
    Markdown,
    /// A saved page
    Html,
    /// A record a line
    Jsonl,
    /// One record or a list of them
    Json,
    /// Records with named columns
    Csv,
    /// Telegram Desktop's `result.json`
    Telegram,
    /// RSS, Atom or JSON Feed
    Feed,
    /// WARC or ARC
    Warc,
    /// One e-mail
    Email,
}

impl From<InputFormat> for Input {
    fn from(format: InputFormat) -> Self {
        match format {
            InputFormat::Text => Self::Text,
            InputFormat::Markdown => Self::Markdown,
            InputFormat::Html => Self::Html,
            InputFormat::Jsonl => Self::Jsonl,
            InputFormat::Json => Self::Json,
            InputFormat::Csv => Self::Csv,
            InputFormat::Telegram => Self::Telegram,
            InputFormat::Feed => Self::Feed,
            InputFormat::Warc => Self::Warc,
            InputFormat::Email => Self::Email,
        }
    }
}

pub(crate) fn published(argument: &str) -> anyhow::Result<Published> {
    let at =
        dates::written(argument).ok_or_else(|| anyhow!("not a date as 2022-02-17 or 2022-02-17T09:05:00+02:00"))?;
    Ok(Published { at, basis: PublishedBasis::Supplied })
}

pub(crate) fn lang(argument: &str) -> anyhow::Result<String> {
    let known = Lang::of_code(argument).code().ok_or_else(|| anyhow!("not one of: en, ru, uk"))?;
    Ok(known.to_owned())
}

fn outlet_kind(argument: &str) -> anyhow::Result<OutletKind> {
    let names = || OutletKind::ALL.map(OutletKind::name).join(", ");
    OutletKind::named(argument).ok_or_else(|| anyhow!("not one of: {}", names()))
}

/// What reading rests on.
pub(crate) struct Engine {
    models: Models,
    outlets: Outlets,
    knowledge: Knowledge,
    /// What fills in for facts that a report lacks.
    supplied: Facts,
}

impl Basis {
    /// Loads it all. `known` are the packs that need no folder, the general one among them.
    pub(crate) fn load(&self, known: Vec<Pack>) -> anyhow::Result<Engine> {
        let supplied = Facts {
            uri: self.url.clone(),
            outlet: self.outlet.clone(),
            outlet_kind: self.outlet_kind,
            published: self.published,
            lang: self.lang.clone(),
            ..Facts::default()
        };
        Ok(Engine { supplied, ..self.sources.load(known)? })
    }
}

impl Sources {
    /// The gazetteer files that are named.
    pub(crate) fn gazetteers(&self) -> &[PathBuf] {
        &self.gazetteer
    }

    /// Loads it all; nothing is supplied.
    pub(crate) fn load(&self, known: Vec<Pack>) -> anyhow::Result<Engine> {
        let model = locate(&self.model, &Folders::from_env())?;
        let packs = packs(known, &self.packs)?;
        Ok(Engine {
            models: Models { en: Some(Pipeline::load(&model)?) },
            outlets: Outlets::new(&packs),
            knowledge: Knowledge { gazetteer: gazetteers::open(&self.gazetteer)?, packs, ..Knowledge::default() },
            supplied: Facts::default(),
        })
    }
}

impl Engine {
    /// The versions of all that a reading rests on.
    pub(crate) fn versions(&self) -> fogline_ledger::Basis {
        let mut versions = fogline_ledger::Basis::default();
        versions.0.insert("engine".to_owned(), version::ENGINE.to_owned());
        if let Some(model) = &self.models.en {
            let id = model.model();
            versions.0.insert("model".to_owned(), format!("{} {} {}", id.name, id.version, id.sha256_hex()));
        }
        versions.0.insert("lexicon".to_owned(), version::lexicon().to_owned());
        for pack in &self.knowledge.packs {
            versions.0.insert(format!("pack {}", pack.id), version::pack(pack));
        }
        if let Some(gazetteer) = &self.knowledge.gazetteer {
            versions.0.insert("gazetteer".to_owned(), gazetteer.version());
        }
        versions
    }

    /// The packs that it reads with.
    pub(crate) fn packs(&self) -> &[Pack] {
        &self.knowledge.packs
    }

    /// Reads one report.
    pub(crate) fn read(&self, record: Record) -> (Document, Annotation, Reading) {
        self.read_with(record, &self.supplied)
    }

    /// What fills in for facts that a report lacks.
    pub(crate) fn supplied(&self) -> &Facts {
        &self.supplied
    }

    /// Reads one report of which something else was supplied.
    pub(crate) fn read_with(&self, record: Record, supplied: &Facts) -> (Document, Annotation, Reading) {
        self.read_again(record, supplied, None)
    }

    /// Reads one report again: by the parse that was kept, if that still fits, else by a new one.
    pub(crate) fn read_again(
        &self,
        record: Record,
        supplied: &Facts,
        parse: Option<&[u8]>,
    ) -> (Document, Annotation, Reading) {
        let (document, annotation) = self.annotated(record, supplied, parse);
        let reading = self.reading(&document, &annotation);
        (document, annotation, reading)
    }

    /// One report with its words, by the parse that was kept, if that still fits, else by a new one.
    pub(crate) fn annotated(&self, record: Record, supplied: &Facts, parse: Option<&[u8]>) -> (Document, Annotation) {
        let document = acquire::document(record, &self.outlets, supplied);
        let kept = parse.and_then(|parse| parse.strip_prefix(&of_what(&document)));
        let kept = kept.and_then(|bytes| Annotation::from_bytes(bytes, &document.text).ok());
        let annotation = kept.unwrap_or_else(|| annotate::annotate(&document, &self.models));
        (document, annotation)
    }

    /// What a report says.
    pub(crate) fn reading(&self, document: &Document, annotation: &Annotation) -> Reading {
        reading::read(document, annotation, &self.knowledge)
    }

    /// The versions of what a parse rests on.
    pub(crate) fn parsing(&self) -> fogline_ledger::Basis {
        let mut versions = self.versions();
        versions.0.retain(|of, _| matches!(of.as_str(), "engine" | "model"));
        versions
    }
}

/// A parse as it is kept: what it is of, then the annotation.
pub(crate) fn kept_parse(document: &Document, annotation: &Annotation) -> Vec<u8> {
    [&of_what(document)[..], &annotation.to_bytes()].concat()
}

/// A hash of all that a parse rests on in a report. Packs have a say in which parts are read, so a text alone is not enough.
fn of_what(document: &Document) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(document.text.as_bytes());
    for segment in &document.segments {
        hash.update(format!("{:?} {} {}\n", segment.kind, segment.span.start, segment.span.end));
    }
    hash.finalize().into()
}

/// The packs that texts are read with: those that are asked for, by name or folder, beside the general one, each for every
/// text; where none is, all that are known, each for the texts that name its conflict.
fn packs(known: Vec<Pack>, asked: &[String]) -> anyhow::Result<Vec<Pack>> {
    if asked.is_empty() {
        return Ok(known);
    }
    let mut packs: Vec<Pack> = known.iter().filter(|pack| pack.always).cloned().collect();
    for name in asked {
        let mut pack = match known.iter().find(|pack| pack.id == *name) {
            Some(pack) => pack.clone(),
            None => in_folder(name, &known)?,
        };
        pack.always = true;
        match packs.iter_mut().find(|own| own.id == pack.id) {
            Some(own) => *own = pack,
            None => packs.push(pack),
        }
    }
    Ok(packs)
}

fn in_folder(name: &str, known: &[Pack]) -> anyhow::Result<Pack> {
    let folder = Path::new(name);
    if !folder.is_dir() {
        let known: Vec<_> = known.iter().map(|pack| pack.id.as_str()).collect();
        bail!("there is no pack `{name}`: it is neither a folder nor one of {}", known.join(", "));
    }
    // A pack is called by its folder, also where that is given as `.`.
    let folder = folder.canonicalize().with_context(|| format!("cannot read `{name}`"))?;
    Ok(Pack::load(&folder)?)
}
