//! Annotates texts for comparison with spaCy: `dump --model PATH [--enable C] [--exclude C] [--portable]
//! [--vectors FILE] < texts.jsonl > annotations.jsonl`.
//!
//! Texts are lines of JSON with `id` and `text`; annotations are what `tools/reference.py` writes, a line a text.
//! `--vectors` also writes the token vectors of the first encoder as little-endian floats.

#![expect(clippy::print_stdout, reason = "a command-line tool")]

use std::{
    error::Error,
    fs::File,
    io::{self, BufRead, BufWriter, Write},
};

use fogline_nlp::{Doc, Isa, LoadOptions, Pipeline, Token};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let (mut model, mut vectors, mut options) = (None, None, LoadOptions::default());
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--portable" {
            options.isa = Some(Isa::PORTABLE);
            continue;
        }
        let value = args.next().ok_or_else(|| format!("{arg} needs a value"))?;
        match arg.as_str() {
            "--model" => model = Some(value),
            "--enable" => options.enable.push(value),
            "--exclude" => options.exclude.push(value),
            "--vectors" => vectors = Some(BufWriter::new(File::create(value)?)),
            _ => return Err(format!("unknown option {arg}").into()),
        }
    }
    let pipeline = Pipeline::load_with(model.ok_or("--model is missing")?.as_ref(), &options)?;
    let records: Vec<Value> = io::stdin()
        .lock()
        .lines()
        .map(|line| Ok(serde_json::from_str(&line?)?))
        .collect::<Result<_, Box<dyn Error>>>()?;
    let texts: Vec<&str> = records.iter().map(|record| record["text"].as_str().unwrap_or_default()).collect();
    for (record, doc) in records.iter().zip(pipeline.annotate_all(&texts)) {
        println!("{}", line(&record["id"], &doc));
        if let Some(out) = &mut vectors {
            for number in pipeline.token_vectors("tok2vec", doc.text()).unwrap_or_default() {
                out.write_all(&number.to_le_bytes())?;
            }
        }
    }
    Ok(())
}

fn line(id: &Value, doc: &Doc) -> Value {
    fn column<'d, T: Into<Value>>(doc: &'d Doc, get: impl Fn(Token<'d>) -> T) -> Vec<Value> {
        doc.tokens().map(|token| get(token).into()).collect()
    }
    json!({
        "id": id,
        "start": column(doc, |t| t.span().start),
        "end": column(doc, |t| t.span().end),
        "tag": column(doc, Token::tag),
        "pos": column(doc, Token::pos),
        "morph": column(doc, Token::morph),
        "lemma": column(doc, Token::lemma),
        "head": column(doc, |t| t.head().i()),
        "dep": column(doc, Token::dep),
        "sent_start": column(doc, Token::is_sent_start),
        "ents": doc.entities().map(|e| json!([e.start, e.end, e.label])).collect::<Vec<_>>(),
    })
}
