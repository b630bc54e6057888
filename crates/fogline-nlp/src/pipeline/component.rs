//! The components of a pipeline at work.

use super::draft::{Draft, Lemmas, WithLemmas};
use crate::{
    classify::Classifier,
    doc::Pos,
    encode::{EncoderScratch, Tok2Vec, Words},
    labels::{Label, Labels},
    lemmatize::Lemmatizer,
    parse::{ArcEager, EntityRecognizer, ScorerScratch},
    ruler::{AttributeRuler, RulerCache},
    text::Lexicon,
};

/// An encoder and the components that read its vectors.
pub(super) struct Encoder {
    /// The component it belongs to.
    pub(super) name: String,
    pub(super) tok2vec: Tok2Vec,
    /// Whether it is a component of its own, which others can listen to.
    pub(super) shared: bool,
    /// Indexes of the components.
    pub(super) readers: Vec<usize>,
}

/// One component.
pub(super) struct Component {
    name: String,
    work: Work,
}

/// Caches and buffers of components.
#[derive(Default)]
pub(super) struct WorkScratch {
    pub(super) scorer: ScorerScratch,
    pub(super) ruler: RulerCache,
    pub(super) lemmas: Lemmas,
}

/// What a component does.
pub(super) enum Work {
    /// Sets tags.
    Tagger { classifier: Classifier, tags: Vec<Label>, overwrite: bool },
    /// Sets parts of speech and features.
    Morphologizer { classifier: Classifier, classes: Vec<(Pos, Label)>, overwrite: bool },
    /// Sets sentence starts.
    Senter { classifier: Classifier, overwrite: bool },
    /// Sets heads, relations and sentence starts.
    Parser(ArcEager),
    /// Sets entities.
    Entities(EntityRecognizer),
    /// Sets whatever its patterns say.
    Ruler(AttributeRuler),
    /// Sets lemmas.
    Lemmatizer { lemmatizer: Lemmatizer, overwrite: bool },
}

impl Encoder {
    /// Encodes documents and lets every reader take what it needs of the rows while they are at hand.
    pub(super) fn run(
        &self,
        lexicon: &Lexicon,
        scratch: &mut EncoderScratch,
        components: &[Component],
        drafts: &mut [Draft<'_>],
    ) {
        let stride = self.tok2vec.stride();
        let words: Vec<Words> = drafts.iter_mut().map(|draft| std::mem::take(&mut draft.words)).collect();
        for draft in &mut *drafts {
            draft.classes.resize_with(components.len(), Vec::new);
            draft.inputs.resize_with(components.len(), Vec::new);
        }
        self.tok2vec.run(&words, lexicon, scratch, |doc, _, rows| {
            let draft = &mut drafts[doc];
            for reader in &self.readers {
                match &components[*reader].work {
                    Work::Tagger { classifier, .. }
                    | Work::Morphologizer { classifier, .. }
                    | Work::Senter { classifier, .. } => {
                        classifier.classify(rows, stride, &mut draft.classes[*reader]);
                    }
                    Work::Parser(parser) => parser.scorer.project(rows, stride, &mut draft.inputs[*reader]),
                    Work::Entities(entities) => entities.scorer.project(rows, stride, &mut draft.inputs[*reader]),
                    Work::Ruler(_) | Work::Lemmatizer { .. } => {}
                }
            }
        });
        for (draft, words) in drafts.iter_mut().zip(words) {
            draft.words = words;
        }
    }
}

impl Component {
    pub(super) fn new(name: &str, work: Work) -> Self {
        Self { name: name.to_owned(), work }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn finds_sentences(&self) -> bool {
        matches!(self.work, Work::Senter { .. } | Work::Parser(_))
    }

    pub(super) fn finds_entities(&self) -> bool {
        matches!(self.work, Work::Entities(_))
    }

    pub(super) fn work_mut(&mut self) -> &mut Work {
        &mut self.work
    }

    /// Adds this component's annotations to a draft. `index` is its place in the pipeline.
    pub(super) fn apply(
        &self,
        index: usize,
        draft: &mut Draft<'_>,
        labels: &Labels,
        lexicon: &Lexicon,
        scratch: &mut WorkScratch,
    ) {
        let WorkScratch { scorer, ruler, lemmas } = scratch;
        let found = draft.classes.get_mut(index).map(std::mem::take).unwrap_or_default();
        let inputs = draft.inputs.get_mut(index).map(std::mem::take).unwrap_or_default();
        let columns = &mut draft.columns;
        match &self.work {
            Work::Tagger { tags, overwrite, .. } => {
                for (tag, class) in columns.tag.iter_mut().zip(found) {
                    if *overwrite || *tag == Label::default() {
                        *tag = tags[usize::from(class)];
                    }
                }
            }
            Work::Morphologizer { classes, overwrite, .. } => {
                for ((pos, morph), class) in columns.pos.iter_mut().zip(&mut columns.morph).zip(found) {
                    let (new_pos, new_morph) = classes[usize::from(class)];
                    if *overwrite || *morph == Label::default() {
                        *morph = new_morph;
                    }
                    if *overwrite || *pos == Pos::default() {
                        *pos = new_pos;
                    }
                }
            }
            Work::Senter { overwrite, .. } => {
                for (begins, class) in columns.begins.iter_mut().zip(found) {
                    if *overwrite || begins.is_none() {
                        *begins = Some(class == 1);
                    }
                }
            }
            Work::Parser(parser) => {
                let parse = parser.parse(&inputs, &columns.begins, &draft.space, scorer);
                columns.head = parse.heads;
                columns.dep = parse.labels;
                columns.begins = parse.starts.into_iter().map(Some).collect();
            }
            Work::Entities(recognizer) => {
                let starts: Vec<bool> = columns.begins.iter().map(|begins| *begins == Some(true)).collect();
                draft.entities = recognizer.find(&inputs, &starts, &draft.space, scorer);
            }
            Work::Ruler(rules) => {
                let length = draft.len();
                rules.apply(length, &mut WithLemmas { draft, lemmas }, lexicon, ruler);
            }
            Work::Lemmatizer { lemmatizer, overwrite } => {
                for token in 0..draft.len() {
                    if *overwrite || draft.columns.lemma[token] == 0 {
                        let (pos, morph) = (draft.columns.pos[token], draft.columns.morph[token]);
                        let text = draft.token_text(token);
                        let find = || lemmatizer.lemma(text, pos.name(), labels.get(morph));
                        draft.columns.lemma[token] = lemmas.of_word((draft.words.lex[token], pos, morph), find);
                    }
                }
            }
        }
    }
}
