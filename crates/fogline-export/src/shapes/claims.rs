//! schema.org ClaimReview as JSON-LD, without ratings: what was claimed, by whom, where, and how it stands.

use std::io::Write;

use fogline_reconcile::incidents::mention::Stance;
use serde_json::{Value, json};

use super::notes;
use crate::{Declared, ExportError, Input, input::said};

/// One ClaimReview for each statement of an incident that asserts or denies it, or did so until it was taken back.
pub fn claims(input: &Input<'_>, mut out: impl Write) -> Result<Declared, ExportError> {
    let reports = input.by_reference();
    let mut graph = Vec::new();
    for incident in input.incidents {
        for one in
            said(incident).filter(|one| matches!(one.stance, Stance::Asserts | Stance::Denies) || one.is_taken_back())
        {
            let Some(report) = reports.get(one.document.as_str()) else { continue };
            let document = &report.document;
            let words: Vec<&str> = one.words.iter().map(|words| words.exact.as_str()).collect();
            let outlet = json!({ "@type": "Organization", "name": one.outlet });
            let author = match &one.speaker {
                Some(name) => json!({ "@type": "Thing", "name": name }),
                None => outlet.clone(),
            };
            let mut appearance = json!({
                "@type": "CreativeWork",
                "identifier": format!("sha256:{}", document.id),
                "datePublished": document.published,
                "publisher": outlet,
            });
            if let (Some(uri), Value::Object(fields)) = (&document.uri, &mut appearance) {
                fields.insert("url".to_owned(), json!(uri));
            }
            let mut claim =
                json!({ "@type": "Claim", "author": author, "datePublished": one.published, "appearance": appearance });
            if let (true, Value::Object(fields)) = (one.is_taken_back(), &mut claim) {
                fields.insert("creativeWorkStatus".to_owned(), json!("Retracted"));
            }
            graph.push(json!({
                "@type": "ClaimReview",
                "@id": format!("urn:fogline:{}:{}#{}", incident.id, document.id, one.statement),
                "claimReviewed": words.join(" … "),
                "about": format!("urn:fogline:incident:{}", incident.id),
                "reviewBody": notes(incident),
                "itemReviewed": claim,
                "author": { "@type": "SoftwareApplication", "name": "Fogline" },
            }));
        }
    }
    serde_json::to_writer(&mut out, &json!({ "@context": "https://schema.org", "@graph": graph }))?;
    out.write_all(b"\n")?;
    Ok(Declared::new("Statements of Fogline's incidents in the shape of schema.org ClaimReview", input)
        .loses("There is no reviewRating: Fogline does not say what is true. `reviewBody` has the statuses, by who says so.")
        .loses("`creativeWorkStatus` is `Retracted` where who published a claim took it back.")
        .loses("Comments, doubts and refusals to comment are no claims and are left out."))
}
