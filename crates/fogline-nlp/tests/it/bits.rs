//! The compilations of the arithmetic for different processors give the same bits.

use fogline_nlp::{Isa, LoadOptions, Pipeline};

use crate::fixtures::{self, english_path, mini_path, texts};

/// Compares raw bits and whole annotations of the portable and the detected compilation; gives the number of tokens.
fn compare(path: &std::path::Path, components: &[&str], texts: &[String]) -> usize {
    let load = |isa| Pipeline::load_with(path, &LoadOptions { isa: Some(isa), ..LoadOptions::default() }).unwrap();
    let (portable, detected) = (load(Isa::PORTABLE), load(Isa::detect()));
    let mut tokens = 0;
    for text in texts {
        for component in components {
            let bits = |pipeline: &Pipeline| {
                let vectors = pipeline.token_vectors(component, text).unwrap();
                vectors.into_iter().map(f32::to_bits).collect::<Vec<_>>()
            };
            assert!(bits(&portable) == bits(&detected), "{}: {component} differs on {text:?}", path.display());
        }
        let doc = portable.annotate(text);
        assert!(doc == detected.annotate(text), "{}: annotations differ on {text:?}", path.display());
        tokens += doc.len();
    }
    tokens
}

#[test]
fn small_pipelines_have_the_same_bits_on_every_processor() {
    println!("portable against {}", Isa::detect().name());
    let own = [
        ("mini_morph", vec!["tok2vec"]),
        ("mini_vectors", vec!["tok2vec", "ner"]),
        ("mini_parse", vec!["tok2vec"]),
        ("mini_uk", vec!["tok2vec"]),
    ];
    for (name, components) in own {
        let tokens = compare(&mini_path(name), &components, &texts());
        assert!(tokens > 6_000, "{name}: {tokens} tokens");
    }
}

#[test]
fn the_english_model_has_the_same_bits_on_every_processor() {
    if let Some(path) = english_path() {
        let texts: Vec<String> = texts().into_iter().chain(fixtures::dossier()).collect();
        let tokens = compare(&path, &["tok2vec", "ner"], &texts);
        assert!(tokens >= 10_000, "{tokens} tokens");
    }
}
