//! A document while its components work on it.

use std::sync::Arc;

use hashbrown::HashMap;

use crate::{
    Doc,
    doc::{Columns, Layers, Pos, Strings},
    encode::Words,
    labels::{Label, Labels},
    model::ModelId,
    parse::EntitySpan,
    pipeline::LONGEST_TEXT,
    ruler::{Annotations, Facts},
    text::{Features, LexId, Lexicon, Tokenizer, Tokens},
};

/// What tokens are made by.
pub(super) struct Sources<'p> {
    pub(super) tokenizer: &'p Tokenizer,
    pub(super) features: &'p Features,
}

/// Annotations so far.
pub(super) struct Draft<'t> {
    pub(super) text: &'t str,
    pub(super) words: Words,
    /// Which tokens are whitespace.
    pub(super) space: Vec<bool>,
    /// Lemmas are indexes into [`Lemmas`] until the draft is finished.
    pub(super) columns: Columns,
    pub(super) entities: Vec<EntitySpan>,
    /// Classes found by each component, by its place in the pipeline.
    pub(super) classes: Vec<Vec<u16>>,
    /// Hidden inputs made for each component, likewise.
    pub(super) inputs: Vec<Vec<f32>>,
}

impl<'t> Draft<'t> {
    pub(super) fn tokenize(text: &'t str, sources: &Sources<'_>, lexicon: &mut Lexicon, tokens: &mut Tokens) -> Self {
        assert!(text.len() <= LONGEST_TEXT, "a text of {} bytes is longer than {LONGEST_TEXT}", text.len());
        sources.tokenizer.tokenize(text, sources.features, lexicon, tokens);
        let count = tokens.len();
        let mut begins = vec![None; count];
        if let Some(first) = begins.first_mut().filter(|_| !tokens.first_replaced) {
            *first = Some(true);
        }
        Self {
            text,
            words: Words { lex: tokens.lex.clone(), space: (0..count).map(|i| tokens.space_after(i, text)).collect() },
            space: tokens.lex.iter().map(|lex| lexicon.get(*lex).is_space).collect(),
            columns: Columns {
                start: tokens.start.clone(),
                end: tokens.end.clone(),
                tag: vec![Label::default(); count],
                pos: vec![Pos::default(); count],
                morph: vec![Label::default(); count],
                dep: vec![Label::default(); count],
                head: (0..count as u32).collect(),
                begins,
                lemma: vec![0; count],
            },
            entities: Vec::new(),
            classes: Vec::new(),
            inputs: Vec::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.columns.start.len()
    }

    pub(super) fn token_text(&self, token: usize) -> &'t str {
        let columns = &self.columns;
        self.text.get(columns.start[token] as usize..columns.end[token] as usize).unwrap_or_default()
    }

    pub(super) fn finish(self, model: &Arc<ModelId>, labels: &Arc<Labels>, layers: Layers, lemmas: &mut Lemmas) -> Doc {
        let (mut columns, mut strings) = (self.columns, Strings::default());
        lemmas.begin_doc();
        for lemma in &mut columns.lemma {
            *lemma = lemmas.number_in_doc(*lemma, &mut strings);
        }
        Doc {
            text: self.text.into(),
            model: model.clone(),
            labels: labels.clone(),
            columns,
            lemmas: strings,
            entities: self.entities,
            layers,
        }
    }
}

/// Lemmas found so far, by what they were found from: a bounded cache, which no result depends on.
#[derive(Debug, Default)]
pub(super) struct Lemmas {
    strings: Strings,
    by_string: HashMap<Box<str>, u32>,
    by_word: HashMap<(LexId, Pos, Label), u32>,
    /// By lemma: the last document it was met in, and its number there.
    in_doc: Vec<(u64, u32)>,
    doc: u64,
}

impl Lemmas {
    const ENOUGH: usize = 1 << 16;

    pub(super) fn is_full(&self) -> bool {
        self.strings.len() > Self::ENOUGH || self.by_word.len() > 2 * Self::ENOUGH
    }

    /// The index of a lemma.
    pub(super) fn intern(&mut self, lemma: &str) -> u32 {
        if lemma.is_empty() {
            return 0;
        }
        if let Some(index) = self.by_string.get(lemma) {
            return *index;
        }
        let index = self.strings.push(lemma);
        self.by_string.insert(lemma.into(), index);
        index
    }

    /// The lemma of a word under its annotations, found by `find` the first time.
    pub(super) fn of_word(&mut self, word: (LexId, Pos, Label), find: impl FnOnce() -> String) -> u32 {
        if let Some(index) = self.by_word.get(&word) {
            return *index;
        }
        let index = self.intern(&find());
        self.by_word.insert(word, index);
        index
    }

    fn begin_doc(&mut self) {
        self.doc += 1;
        self.in_doc.resize(self.strings.len(), (0, 0));
    }

    fn number_in_doc(&mut self, lemma: u32, strings: &mut Strings) -> u32 {
        if lemma == 0 {
            return 0;
        }
        let (doc, number) = &mut self.in_doc[lemma as usize];
        if *doc != self.doc {
            (*doc, *number) = (self.doc, strings.push(self.strings.get(lemma)));
        }
        *number
    }
}

/// A draft with the lemmas that its ruler may set.
pub(super) struct WithLemmas<'d, 't> {
    pub(super) draft: &'d mut Draft<'t>,
    pub(super) lemmas: &'d mut Lemmas,
}

impl Annotations for WithLemmas<'_, '_> {
    fn facts(&self, token: usize) -> Facts {
        let columns = &self.draft.columns;
        Facts {
            lex: self.draft.words.lex[token],
            tag: columns.tag[token],
            pos: columns.pos[token],
            morph: columns.morph[token],
            dep: columns.dep[token],
        }
    }

    fn text(&self, token: usize) -> &str {
        self.draft.token_text(token)
    }

    fn set_tag(&mut self, token: usize, tag: Label) {
        self.draft.columns.tag[token] = tag;
    }

    fn set_pos(&mut self, token: usize, pos: Pos) {
        self.draft.columns.pos[token] = pos;
    }

    fn set_morph(&mut self, token: usize, morph: Label) {
        self.draft.columns.morph[token] = morph;
    }

    fn set_dep(&mut self, token: usize, dep: Label) {
        self.draft.columns.dep[token] = dep;
    }

    fn set_lemma(&mut self, token: usize, lemma: &str) {
        self.draft.columns.lemma[token] = self.lemmas.intern(lemma);
    }
}
