//! Building a pipeline from its package.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use serde_json::Value;

use super::{
    Pipeline,
    component::{Component, Encoder, Work},
};
use crate::{
    Pos,
    classify::Classifier,
    doc::Layers,
    encode::Tok2Vec,
    labels::{Label, LabelsBuilder},
    lemmatize::Lemmatizer,
    model::{Config, ModelError, ModelId, Section, ThincFile, Vectors, msgpack, package::Package},
    parse::{ArcEager, EntityRecognizer, Moves},
    ruler::{AttributeRuler, normal_features},
    syntax,
    tensor::Isa,
    text::{Features, Tokenizer, hash::string_id},
};

/// Languages whose spaCy lemmatizers have rules of their own beside those in the tables.
const OWN_LEMMA_RULES: [&str; 7] = ["ca", "el", "es", "fr", "ht", "mk", "nl"];

/// Languages whose words get their norms from spaCy's code, which a package does not hold.
const OWN_NORMS: [&str; 3] = ["hi", "ht", "ne"];

/// What to load of a pipeline, and how to run it.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// Components to leave out.
    pub exclude: Vec<String>,
    /// Components to run although the pipeline has them switched off.
    pub enable: Vec<String>,
    /// Which compilation of the arithmetic to run; the fastest by default. The results are the same.
    pub isa: Option<Isa>,
}

impl Pipeline {
    /// Loads a pipeline from its wheel or unpacked folder.
    pub fn load_with(path: &Path, options: &LoadOptions) -> Result<Self, ModelError> {
        let package = Package::open(path)?;
        let text = package.read("config.cfg")?;
        let config = Config::parse(&String::from_utf8_lossy(&text));
        Loader::new(&package, &config, options)?.pipeline()
    }
}

/// A pipeline half-built.
struct Loader<'p> {
    package: &'p Package,
    config: &'p Config,
    lang: String,
    names: Vec<String>,
    labels: LabelsBuilder,
    encoders: Vec<Encoder>,
    components: Vec<Component>,
    vectors: Option<Arc<Vectors>>,
    isa: Isa,
}

impl<'p> Loader<'p> {
    fn new(package: &'p Package, config: &'p Config, options: &LoadOptions) -> Result<Self, ModelError> {
        let nlp = config.section("nlp");
        let (all, disabled) = (nlp.texts("pipeline"), nlp.texts("disabled"));
        for name in options.exclude.iter().chain(&options.enable) {
            if !all.contains(name) {
                let package = package.path().into();
                return Err(ModelError::NoComponent { package, component: name.clone(), has: all });
            }
        }
        let runs = |name: &String| {
            !options.exclude.contains(name) && (!disabled.contains(name) || options.enable.contains(name))
        };
        Ok(Self {
            package,
            config,
            lang: nlp.text("lang"),
            names: all.into_iter().filter(runs).collect(),
            labels: LabelsBuilder::default(),
            encoders: Vec::new(),
            components: Vec::new(),
            vectors: None,
            isa: options.isa.unwrap_or_else(Isa::detect),
        })
    }

    fn pipeline(mut self) -> Result<Pipeline, ModelError> {
        for callback in ["before_creation", "after_creation", "after_pipeline_creation"] {
            let inline = self.config.section("nlp").get(callback)["@callbacks"].as_str().map(str::to_owned);
            let section = self.config.section(&format!("nlp.{callback}")).text("@callbacks");
            if let Some(name) = inline.or(Some(section)).filter(|name| !name.is_empty()) {
                let what = format!("it is changed by the callback `{name}` (`{callback}`)");
                return Err(self.unsupported("nlp", what, "pipelines without callbacks"));
            }
        }
        let (tokenizer, features) = self.tokenizer()?;
        for name in self.names.clone() {
            self.component(&name)?;
        }
        let labels = self.labels.build().map_err(|fault| self.package.fault("config.cfg", fault))?;
        for component in &mut self.components {
            if let Work::Ruler(ruler) = component.work_mut() {
                ruler.finish(labels.iter().map(string_id));
            }
        }
        let layers = Layers {
            sentences: self.components.iter().any(Component::finds_sentences),
            entities: self.components.iter().any(Component::finds_entities),
            universal: syntax::are_universal(labels.iter()),
        };
        let meta = self.package.read("meta.json")?;
        let meta: Value =
            serde_json::from_slice(&meta).map_err(|error| self.package.fault("meta.json", error.to_string()))?;
        let field = |name: &str| meta[name].as_str().unwrap_or_default().to_owned();
        let name = if field("name").starts_with(&format!("{}_", self.lang)) {
            field("name")
        } else {
            format!("{}_{}", self.lang, field("name"))
        };
        let model = ModelId { name, version: field("version"), lang: self.lang, sha256: self.package.digest() };
        Ok(Pipeline {
            model: Arc::new(model),
            labels: Arc::new(labels),
            tokenizer,
            features,
            encoders: self.encoders,
            components: self.components,
            names: self.names,
            layers,
            spare: Mutex::default(),
        })
    }

    fn unsupported(&self, component: &str, what: String, supported: &str) -> ModelError {
        ModelError::Unsupported {
            package: self.package.path().into(),
            component: component.into(),
            what,
            supported: supported.into(),
        }
    }

    /// Reads a member and decodes it, naming it in what goes wrong.
    fn decode<T>(&self, member: &str, decode: impl FnOnce(&[u8]) -> Result<T, String>) -> Result<T, ModelError> {
        decode(&self.package.read(member)?).map_err(|fault| self.package.fault(member, fault))
    }

    fn tokenizer(&self) -> Result<(Tokenizer, Features), ModelError> {
        let nlp = self.config.section("nlp");
        let kind = match nlp.get("tokenizer")["@tokenizers"].as_str() {
            Some(kind) => kind.to_owned(),
            None => self.config.section("nlp.tokenizer").text("@tokenizers"),
        };
        if kind != "spacy.Tokenizer.v1" {
            return Err(self.unsupported("tokenizer", format!("`{kind}` is not supported"), "spacy.Tokenizer.v1"));
        }
        if OWN_NORMS.contains(&self.lang.as_str()) {
            let what = format!("the language `{}` has norms of words in spaCy's code", self.lang);
            return Err(self.unsupported("tokenizer", what, "languages whose norms are in their packages"));
        }
        let tokenizer = self.decode("tokenizer", Tokenizer::decode)?;
        let mut norms = Vec::new();
        if self.package.has("vocab/lookups.bin") {
            norms = self.decode("vocab/lookups.bin", |file| {
                if file.is_empty() {
                    return Ok(Vec::new());
                }
                let tables = msgpack::decode(file)?;
                let rows = msgpack::get(&tables, "lexeme_norm").map(msgpack::entries).unwrap_or_default();
                let rows =
                    rows.iter().map(|(word, norm)| Some((msgpack::hash(word)?, string_id(msgpack::text(norm)?))));
                rows.collect::<Option<_>>().ok_or_else(|| "has a malformed table `lexeme_norm`".into())
            })?;
        }
        let features = Features::new(norms.into_iter(), tokenizer.special_starts());
        Ok((tokenizer, features))
    }

    fn section(&self, component: &str, rest: &str) -> Section<'p> {
        self.config.section(&format!("components.{component}{rest}"))
    }

    fn component(&mut self, name: &str) -> Result<(), ModelError> {
        let section = self.section(name, "");
        let overwrite = section.flag("overwrite", false);
        let work = match section.text("factory").as_str() {
            "tok2vec" => {
                let mut file = self.model_file(name)?;
                self.own_encoder(name, "", &mut file)?;
                return Ok(());
            }
            "tagger" => {
                let labels = self.config_labels(name)?;
                let classifier = self.classifier(name, labels.len())?;
                Work::Tagger {
                    classifier,
                    tags: labels.iter().map(|label| self.labels.intern(label)).collect(),
                    overwrite,
                }
            }
            "morphologizer" => {
                if section.flag("extend", false) {
                    return Err(self.unsupported(name, "`extend = true` is not supported".into(), "`extend = false`"));
                }
                let classes = self.morph_classes(name)?;
                Work::Morphologizer { classifier: self.classifier(name, classes.len())?, classes, overwrite }
            }
            "senter" => Work::Senter { classifier: self.classifier(name, 2)?, overwrite },
            "parser" => {
                let (mut file, encoder) = self.transition_model(name)?;
                let moves = self.moves(name, ArcEager::moves)?;
                let (labels, width, isa) = (&mut self.labels, self.encoders[encoder].tok2vec.width(), self.isa);
                let parser = ArcEager::new(&mut file, moves, labels, width, isa)
                    .map_err(|fault| self.package.fault(&format!("{name}/model"), fault))?;
                Work::Parser(parser)
            }
            "ner" => {
                let (mut file, encoder) = self.transition_model(name)?;
                let moves = self.moves(name, EntityRecognizer::moves)?;
                let ner = EntityRecognizer::new(&mut file, moves, self.encoders[encoder].tok2vec.width(), self.isa)
                    .map_err(|fault| self.package.fault(&format!("{name}/model"), fault))?;
                Work::Entities(ner)
            }
            "attribute_ruler" => {
                let member = format!("{name}/patterns");
                let file = self.package.read(&member)?;
                Work::Ruler(
                    AttributeRuler::decode(&file, &mut self.labels)
                        .map_err(|fault| self.package.fault(&member, fault))?,
                )
            }
            "lemmatizer" => Work::Lemmatizer { lemmatizer: self.lemmatizer(name)?, overwrite },
            factory => {
                let supported = "tok2vec, tagger, morphologizer, senter, parser, ner, attribute_ruler, lemmatizer";
                return Err(self.unsupported(name, format!("factory `{factory}` is not supported"), supported));
            }
        };
        self.components.push(Component::new(name, work));
        Ok(())
    }

    fn model_file(&self, name: &str) -> Result<ThincFile, ModelError> {
        self.decode(&format!("{name}/model"), ThincFile::decode)
    }

    /// Checks that a setting names one of the architectures that are run.
    fn architecture(&self, component: &str, rest: &str, supported: &[&str]) -> Result<String, ModelError> {
        let found = self.section(component, rest).text("@architectures");
        if supported.contains(&found.as_str()) {
            return Ok(found);
        }
        let setting = rest.trim_start_matches('.');
        Err(self.unsupported(
            component,
            format!("architecture `{found}` (`{setting}`) is not supported"),
            &supported.join(", "),
        ))
    }

    /// Adds the encoder that a model file holds, described in the component's section below `.model` + `rest`.
    fn own_encoder(&mut self, name: &str, rest: &str, file: &mut ThincFile) -> Result<usize, ModelError> {
        let model = format!(".model{rest}");
        if self.architecture(name, &model, &["spacy.Tok2Vec.v2", "spacy.HashEmbedCNN.v2"])? == "spacy.Tok2Vec.v2" {
            self.architecture(name, &format!("{model}.embed"), &["spacy.MultiHashEmbed.v2"])?;
            self.architecture(name, &format!("{model}.encode"), &["spacy.MaxoutWindowEncoder.v2"])?;
        }
        if file.count("static_vectors") > 0 && self.vectors.is_none() {
            self.vectors = Some(Arc::new(Vectors::load(self.package)?));
        }
        let tok2vec = Tok2Vec::new(file, self.vectors.as_ref(), self.isa)
            .map_err(|fault| self.package.fault(&format!("{name}/model"), fault))?;
        let shared = rest.is_empty();
        self.encoders.push(Encoder { name: name.to_owned(), tok2vec, shared, readers: Vec::new() });
        Ok(self.encoders.len() - 1)
    }

    /// The encoder a component reads: its own, or the one it listens to.
    fn encoder(&mut self, name: &str, file: &mut ThincFile) -> Result<usize, ModelError> {
        let section = self.section(name, ".model.tok2vec");
        let encoder = if section.text("@architectures") == "spacy.Tok2VecListener.v1" {
            let upstream = section.text("upstream");
            let listened = |encoder: &Encoder| encoder.shared && (upstream == "*" || encoder.name == upstream);
            let found = self.encoders.iter().position(listened);
            found.ok_or_else(|| {
                self.unsupported(
                    name,
                    format!("it listens to `{upstream}`, which does not run before it"),
                    "a tok2vec component earlier in the pipeline",
                )
            })?
        } else {
            self.own_encoder(name, ".tok2vec", file)?
        };
        self.encoders[encoder].readers.push(self.components.len());
        Ok(encoder)
    }

    fn classifier(&mut self, name: &str, classes: usize) -> Result<Classifier, ModelError> {
        self.architecture(name, ".model", &["spacy.Tagger.v1", "spacy.Tagger.v2"])?;
        let mut file = self.model_file(name)?;
        let encoder = self.encoder(name, &mut file)?;
        let width = self.encoders[encoder].tok2vec.width();
        Classifier::new(&mut file, classes, width, self.isa)
            .map_err(|fault| self.package.fault(&format!("{name}/model"), fault))
    }

    fn transition_model(&mut self, name: &str) -> Result<(ThincFile, usize), ModelError> {
        self.architecture(name, ".model", &["spacy.TransitionBasedParser.v2"])?;
        let mut file = self.model_file(name)?;
        if file.has_items("unseen_classes") {
            let what = "it has labels that it was never trained on".into();
            return Err(self.unsupported(name, what, "models trained on all of their labels"));
        }
        if let Some(width) = self.config_file(name)?["beam_width"].as_u64().filter(|width| *width > 1) {
            return Err(self.unsupported(name, format!("`beam_width = {width}` is not supported"), "`beam_width = 1`"));
        }
        let encoder = self.encoder(name, &mut file)?;
        Ok((file, encoder))
    }

    fn moves(
        &mut self,
        name: &str,
        decode: fn(&[u8], &mut LabelsBuilder) -> Result<Moves, String>,
    ) -> Result<Moves, ModelError> {
        let member = format!("{name}/moves");
        let file = self.package.read(&member)?;
        decode(&file, &mut self.labels).map_err(|fault| self.package.fault(&member, fault))
    }

    fn config_file(&self, name: &str) -> Result<Value, ModelError> {
        self.decode(&format!("{name}/cfg"), |file| serde_json::from_slice(file).map_err(|error| error.to_string()))
    }

    fn config_labels(&self, name: &str) -> Result<Vec<String>, ModelError> {
        let config = self.config_file(name)?;
        let labels: Option<Vec<String>> = config["labels"]
            .as_array()
            .and_then(|labels| labels.iter().map(|label| label.as_str().map(str::to_owned)).collect());
        labels.ok_or_else(|| self.package.fault(&format!("{name}/cfg"), "has no list of labels"))
    }

    fn morph_classes(&mut self, name: &str) -> Result<Vec<(Pos, Label)>, ModelError> {
        let config = self.config_file(name)?;
        let fault = |what: &str| self.package.fault(&format!("{name}/cfg"), what);
        let morphs = config["labels_morph"].as_object().ok_or_else(|| fault("has no `labels_morph`"))?;
        let mut classes = Vec::new();
        for (class, morph) in morphs {
            let number = config["labels_pos"][class].as_i64().unwrap_or(0);
            let pos = Pos::from_spacy(number).ok_or_else(|| fault("has an unknown part of speech"))?;
            classes.push((pos, self.labels.intern(&normal_features(morph.as_str().unwrap_or_default()))));
        }
        Ok(classes)
    }

    fn lemmatizer(&self, name: &str) -> Result<Lemmatizer, ModelError> {
        let (mode, lang) = (self.section(name, "").text("mode"), self.lang.as_str());
        let own = OWN_LEMMA_RULES.contains(&lang);
        let rule = match mode.as_str() {
            "lookup" if lang != "nl" => false,
            "rule" if !own => true,
            _ => {
                let what = format!("mode `{mode}` for language `{lang}` is not supported");
                return Err(self.unsupported(
                    name,
                    what,
                    "lookup, and rule for languages without lemma rules in spaCy's code",
                ));
            }
        };
        self.decode(&format!("{name}/lookups/lookups.bin"), |file| {
            let tables = msgpack::decode(file)?;
            if rule { Lemmatizer::rules(&tables, lang == "en") } else { Lemmatizer::lookup(&tables) }
        })
    }
}
