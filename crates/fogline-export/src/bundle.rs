//! The evidence of one incident, in a ZIP that verifies itself with `sha256sum`.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Seek, Write},
};

use fogline_reconcile::{
    incidents::Incident,
    report::{Report, Statement},
};
use serde_json::json;
use sha2::{Digest, Sha256};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::{Declared, ExportError, Input, input::said};

/// The original bytes of reports, by what the input calls them.
pub type Originals<'o> = dyn Fn(&Report) -> Option<Vec<u8>> + 'o;

/// Packs an incident with its statements, their exact words, and hashes and addresses of the reports. `originals` gives the
/// reports as they came in; they are packed as well, but never in the public form. The same input gives the same bytes.
pub fn bundle(
    incident: &Incident,
    input: &Input<'_>,
    originals: Option<&Originals<'_>>,
    out: impl Write + Seek,
) -> Result<Declared, ExportError> {
    let reports = told(incident, input);
    let mut files = BTreeMap::<String, Vec<u8>>::new();
    files.insert("incident.json".to_owned(), pretty(&serde_json::to_value(incident)?)?);
    let mut statements = Vec::new();
    for (report, ids) in &reports {
        for one in report.statements.iter().filter(|one| ids.contains(one.id.as_str())) {
            serde_json::to_writer(&mut statements, &line(report, one))?;
            statements.push(b'\n');
        }
    }
    files.insert("statements.jsonl".to_owned(), statements);
    let mut unpacked = 0;
    let mut list = Vec::new();
    for (report, _) in &reports {
        let document = &report.document;
        let original = originals.filter(|_| !input.public).and_then(|give| give(report));
        let mut path = None;
        if let Some(bytes) = original {
            if hash(&bytes) != document.id {
                return Err(ExportError::WrongOriginal { document: document.reference.clone() });
            }
            let name = format!("originals/{}", document.id);
            files.insert(name.clone(), bytes);
            path = Some(name);
        } else {
            unpacked += 1;
        }
        if !input.public && !document.text.is_empty() {
            files.insert(format!("texts/{}.txt", document.id), document.text.clone().into_bytes());
        }
        list.push(json!({ "document": document.reference, "sha256": document.id, "uri": document.uri, "outlet": document.outlet,
            "published": document.published, "lang": document.lang, "title": document.title, "original": path }));
    }
    files.insert("reports.json".to_owned(), pretty(&json!(list))?);
    let chain = json!({ "head": input.head, "as_of": input.as_of, "rules": input.rules, "incident": incident.id, "public": input.public });
    files.insert("chain.json".to_owned(), pretty(&chain)?);
    let declared = Declared::new(&format!("Evidence of incident {}", incident.id), input)
        .loses(format!(
            "The originals of {unpacked} of {} reports are not packed: their hashes and addresses stand for them.",
            reports.len()
        ))
        .loses("What leaves a ledger in a bundle is out of reach of `fogline erase`.");
    files.insert("README.txt".to_owned(), format!("{}{HOW}", declared.text()).into_bytes());
    let manifest: String = files.iter().map(|(path, bytes)| format!("{}  {path}\n", hash(bytes))).collect();
    files.insert("manifest.sha256".to_owned(), manifest.into_bytes());
    pack(&files, out)?;
    Ok(declared)
}

const HOW: &str = "
How to verify it:
1. Unpack it, and in its folder run `sha256sum -c manifest.sha256`. Every line has to say OK.
2. `chain.json` has the head of the ledger's chain when this was made. Compare it with one written down elsewhere at that
   time, or run `fogline verify --head HEAD` on the ledger.
3. Each report's `sha256` is that of its original bytes. Files in `originals/` are named by it, and their line in the
   manifest says the same. An original that is not packed can be had from its address and hashed with `sha256sum`.
4. In `statements.jsonl`, `start` and `end` count Unicode code points in the text that Fogline reads from the original,
   which stands in `texts/` but for the public form.
";

/// The reports that tell of an incident, with the ids of the statements in them.
fn told<'i>(incident: &'i Incident, input: &Input<'i>) -> Vec<(&'i Report, BTreeSet<&'i str>)> {
    let mut ids = BTreeMap::<&str, BTreeSet<&str>>::new();
    for one in said(incident) {
        ids.entry(&one.document).or_default().insert(&one.statement);
    }
    for member in &incident.members {
        ids.entry(&member.document).or_default().extend(member.statement.as_deref());
    }
    let reports = input.by_reference();
    ids.into_iter().filter_map(|(reference, ids)| Some((*reports.get(reference)?, ids))).collect()
}

fn line(report: &Report, one: &Statement) -> serde_json::Value {
    let speaker = one.speaker.actor.as_deref().and_then(|id| report.actor(id));
    json!({ "document": report.document.reference, "sha256": report.document.id, "uri": report.document.uri,
        "outlet": report.document.outlet, "published": report.document.published, "statement": one.id,
        "speaker": speaker.map(|actor| &actor.name), "side": one.side, "speech_act": one.speech_act,
        "words": one.content, "quotes": one.quotes,
        "reviewed": one.reviewed, "retracted": one.retracted })
}

fn pretty(value: &serde_json::Value) -> Result<Vec<u8>, ExportError> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn pack(files: &BTreeMap<String, Vec<u8>>, out: impl Write + Seek) -> Result<(), ExportError> {
    let mut zip = ZipWriter::new(out);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (path, bytes) in files {
        zip.start_file(path.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    zip.finish()?.flush()?;
    Ok(())
}
