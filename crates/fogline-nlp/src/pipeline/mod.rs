//! A loaded pipeline and how it annotates.

mod component;
mod draft;
mod load;

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use rayon::prelude::*;

pub use self::load::LoadOptions;
use self::{
    component::{Component, Encoder, WorkScratch},
    draft::{Draft, Lemmas, Sources},
};
use crate::{
    Doc,
    doc::Layers,
    encode::EncoderScratch,
    labels::Labels,
    model::{ModelError, ModelId},
    text::{Features, Lexicon, Tokenizer, Tokens},
};

/// Longest text that can be annotated, in bytes.
pub const LONGEST_TEXT: usize = u32::MAX as usize;

/// Bytes of text that [`Pipeline::annotate_all`] gives a thread at a time: enough to fill a batch of the encoder.
const SHARE: usize = 6 << 10;

/// A trained pipeline, ready to annotate from any number of threads.
///
/// What a text is annotated with depends on the text and the model alone: not on texts annotated before or together
/// with it, on the number of threads, or on the processor.
pub struct Pipeline {
    model: Arc<ModelId>,
    labels: Arc<Labels>,
    tokenizer: Tokenizer,
    features: Features,
    encoders: Vec<Encoder>,
    components: Vec<Component>,
    names: Vec<String>,
    layers: Layers,
    /// Caches and buffers that no thread is using.
    spare: Mutex<Vec<Scratch>>,
}

/// Caches and buffers of one thread.
#[derive(Default)]
struct Scratch {
    lexicon: Lexicon,
    tokens: Tokens,
    encoders: Vec<EncoderScratch>,
    work: WorkScratch,
}

impl Pipeline {
    /// Loads a pipeline from its wheel or unpacked folder.
    pub fn load(path: &Path) -> Result<Self, ModelError> {
        Self::load_with(path, &LoadOptions::default())
    }

    /// The model that was loaded.
    pub fn model(&self) -> &Arc<ModelId> {
        &self.model
    }

    /// Names of the components that run, in order.
    pub fn components(&self) -> &[String] {
        &self.names
    }

    /// Annotates one text.
    ///
    /// # Panics
    /// If the text is longer than [`LONGEST_TEXT`].
    pub fn annotate(&self, text: &str) -> Doc {
        let mut docs = self.annotate_batch(&[text], &mut |_| ());
        // One text gives one document.
        docs.swap_remove(0)
    }

    /// Annotates many texts on this thread, in order.
    ///
    /// # Panics
    /// If a text is longer than [`LONGEST_TEXT`].
    pub fn annotate_here(&self, texts: &[&str]) -> Vec<Doc> {
        shares(texts).into_iter().flat_map(|share| self.annotate_batch(share, &mut |_| ())).collect()
    }

    /// Annotates many texts on all threads of the current rayon pool, in order.
    ///
    /// # Panics
    /// If a text is longer than [`LONGEST_TEXT`].
    pub fn annotate_all(&self, texts: &[&str]) -> Vec<Doc> {
        let docs: Vec<Vec<Doc>> =
            shares(texts).into_par_iter().map(|share| self.annotate_batch(share, &mut |_| ())).collect();
        docs.into_iter().flatten().collect()
    }

    /// Annotates texts on this thread and tells how long each stage took by the given clock: the tokenizer, then each
    /// encoder and component by name.
    ///
    /// # Panics
    /// If a text is longer than [`LONGEST_TEXT`].
    pub fn profile(&self, texts: &[&str], clock: impl Fn() -> Duration) -> (Vec<Doc>, Vec<(String, Duration)>) {
        let encoders = self.encoders.iter().map(|encoder| format!("{} (vectors)", encoder.name));
        let names = std::iter::once("tokenizer".to_owned())
            .chain(encoders)
            .chain(self.components.iter().map(|c| c.name().to_owned()));
        let mut stages: Vec<_> = names.chain(["document".to_owned()]).map(|name| (name, Duration::ZERO)).collect();
        let docs = shares(texts).into_iter().flat_map(|share| {
            let mut last = clock();
            self.annotate_batch(share, &mut |stage| {
                let now = clock();
                stages[stage].1 += now.saturating_sub(std::mem::replace(&mut last, now));
            })
        });
        (docs.collect(), stages)
    }

    /// The vectors that a component's own encoder gives a text's tokens, one after the other; `None` for a component
    /// without an encoder of its own.
    ///
    /// # Panics
    /// If the text is longer than [`LONGEST_TEXT`].
    pub fn token_vectors(&self, component: &str, text: &str) -> Option<Vec<f32>> {
        let index = self.encoders.iter().position(|encoder| encoder.name == component)?;
        let (mut scratch, mut rows) = (self.scratch(), Vec::new());
        let draft = Draft::tokenize(text, &self.sources(), &mut scratch.lexicon, &mut scratch.tokens);
        let encoder = &self.encoders[index].tok2vec;
        encoder.run(&[draft.words], &scratch.lexicon, &mut scratch.encoders[index], |_, _, padded| {
            for row in padded.chunks_exact(encoder.stride()) {
                rows.extend(&row[..encoder.width()]);
            }
        });
        self.give_back(scratch);
        Some(rows)
    }

    /// Annotates texts together on this thread. `lap` is called at the end of each stage.
    fn annotate_batch(&self, texts: &[&str], lap: &mut dyn FnMut(usize)) -> Vec<Doc> {
        let mut scratch = self.scratch();
        let Scratch { lexicon, tokens, encoders, work } = &mut scratch;
        let sources = self.sources();
        let mut drafts: Vec<Draft> =
            texts.iter().map(|text| Draft::tokenize(text, &sources, lexicon, tokens)).collect();
        lap(0);
        for (index, component) in self.components.iter().enumerate() {
            // An encoder runs just before the first component that reads it: what it gives is kept no longer than needed.
            for (number, encoder) in self.encoders.iter().enumerate() {
                if encoder.readers.first() == Some(&index) {
                    encoder.run(lexicon, &mut encoders[number], &self.components, &mut drafts);
                    lap(1 + number);
                }
            }
            for draft in &mut drafts {
                component.apply(index, draft, &self.labels, lexicon, work);
            }
            lap(1 + self.encoders.len() + index);
        }
        let docs = drafts
            .into_iter()
            .map(|draft| draft.finish(&self.model, &self.labels, self.layers, &mut work.lemmas))
            .collect();
        lap(1 + self.encoders.len() + self.components.len());
        self.give_back(scratch);
        docs
    }

    fn sources(&self) -> Sources<'_> {
        Sources { tokenizer: &self.tokenizer, features: &self.features }
    }

    fn scratch(&self) -> Scratch {
        let spare = self.spare.lock().ok().and_then(|mut spare| spare.pop());
        let mut scratch = spare.unwrap_or_default();
        scratch.encoders.resize_with(self.encoders.len(), EncoderScratch::default);
        if scratch.lexicon.is_full() || scratch.work.lemmas.is_full() {
            scratch.lexicon = Lexicon::default();
            scratch.work.lemmas = Lemmas::default();
            scratch.work.ruler.clear();
            scratch.encoders.iter_mut().for_each(EncoderScratch::clear_cache);
        }
        scratch
    }

    fn give_back(&self, scratch: Scratch) {
        if let Ok(mut spare) = self.spare.lock() {
            spare.push(scratch);
        }
    }
}

/// Texts in runs of some [`SHARE`] bytes.
fn shares<'s, 't>(texts: &'s [&'t str]) -> Vec<&'s [&'t str]> {
    let (mut shares, mut start, mut bytes) = (Vec::new(), 0, 0);
    for (index, text) in texts.iter().enumerate() {
        bytes += text.len();
        if bytes >= SHARE || index + 1 == texts.len() {
            shares.push(&texts[start..=index]);
            (start, bytes) = (index + 1, 0);
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A committed pipeline.
    fn pipeline(name: &str) -> Pipeline {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pipelines");
        Pipeline::load(&folder.join(format!("{name}-0.1.0-py3-none-any.whl"))).unwrap()
    }

    #[test]
    fn bits_do_not_depend_on_where_a_long_document_is_cut() {
        let text = "Officials said two shells hit the school on Thursday; nobody was hurt, they added.\n".repeat(70);
        for (name, component) in [("mini_parse", "tok2vec"), ("mini_vectors", "tok2vec"), ("mini_vectors", "ner")] {
            let mut pipeline = pipeline(name);
            let mut bits = |longest| {
                pipeline.encoders.iter_mut().for_each(|encoder| encoder.tok2vec.set_longest(longest));
                let vectors = pipeline.token_vectors(component, &text);
                vectors.into_iter().flatten().map(f32::to_bits).collect::<Vec<_>>()
            };
            let whole = bits(1 << 20);
            assert!(whole.len() > 10_000, "{name} {component}: {}", whole.len());
            for longest in [4, 64, 500, 1024] {
                assert!(bits(longest) == whole, "{name} {component} cut at {longest}");
            }
        }
    }

    #[test]
    fn caches_can_be_cleared_between_texts_without_a_trace() {
        let pipeline = pipeline("mini_vectors");
        let text = "The monitors said on Friday that they had counted 317 explosions.";
        let before = pipeline.annotate(text);
        let many: String = (0..Lexicon::ENOUGH + 10).map(|i| format!("w{i} ")).collect();
        assert_eq!(pipeline.annotate(&many).len(), Lexicon::ENOUGH + 10);
        assert!(pipeline.spare.lock().unwrap()[0].lexicon.is_full());
        assert_eq!(pipeline.annotate(text), before);
        assert!(!pipeline.spare.lock().unwrap()[0].lexicon.is_full());
    }
}
