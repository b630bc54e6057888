//! W3C Web Annotations: every statement as an annotation of its exact words.

use std::io::Write;

use fogline_reconcile::report::Span;
use serde_json::{Value, json};

use crate::{Declared, ExportError, Input};

/// Code points of context before and after a quotation.
const CONTEXT: usize = 32;

/// The statements as an annotation page. Offsets are Unicode code points, as the standard has them.
pub fn annotations(input: &Input<'_>, mut out: impl Write) -> Result<Declared, ExportError> {
    let of = input.memberships();
    let mut items = Vec::new();
    let mut masked = 0;
    for report in input.reports {
        let document = &report.document;
        let letters: Vec<char> = document.text.chars().collect();
        let hash = format!("urn:sha256:{}", document.id);
        let source = document.uri.as_deref().unwrap_or(&hash);
        for one in &report.statements {
            let speaker = one.speaker.actor.as_deref().and_then(|id| report.actor(id)).map(|actor| &actor.name);
            let incidents = of.statements.get(&(document.reference.as_str(), one.id.as_str()));
            let target: Vec<Value> = one
                .content
                .iter()
                .map(|span| {
                    let quote = quote(span, &letters, input.public);
                    masked += usize::from(quote.is_none());
                    let position = json!({ "type": "TextPositionSelector", "start": span.start, "end": span.end });
                    let selectors: Vec<Value> = quote.into_iter().chain([position]).collect();
                    json!({ "source": source, "selector": selectors })
                })
                .collect();
            items.push(json!({
                "id": format!("urn:fogline:{}#{}", document.id, one.id),
                "type": "Annotation",
                "motivation": "describing",
                "body": {
                    "type": "Dataset",
                    "value": {
                        "document": document.reference, "statement": one.id, "sha256": document.id, "speaker": speaker,
                        "side": one.side, "speech_act": one.speech_act, "factuality": one.factuality,
                        "reviewed": of.said.get(&(document.reference.as_str(), one.id.as_str())).map_or(one.reviewed, |said| said.reviewed),
                        "retracted": one.retracted, "published": document.published, "outlet": document.outlet, "incidents": incidents,
                    },
                },
                "target": target,
            }));
        }
    }
    let page = json!({ "@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": items });
    serde_json::to_writer(&mut out, &page)?;
    out.write_all(b"\n")?;
    Ok(Declared::new("Statements of Fogline as W3C Web Annotations", input)
        .loses("Positions count in the text that Fogline read, which of a page is its visible text; the quotation finds them in the page.")
        .loses(format!("{masked} quotations held what may not be shown and are given by position alone.")))
}

/// The selector by exact words; none where they are masked and would find nothing.
fn quote(span: &Span, letters: &[char], public: bool) -> Option<Value> {
    let length = span.exact.chars().count();
    if public && (length != span.end.saturating_sub(span.start) || span.exact.contains('[')) {
        return None;
    }
    let part = |from: usize, to: usize| letters.get(from..to).map(|part| part.iter().collect::<String>());
    let mut out = json!({ "type": "TextQuoteSelector", "exact": span.exact });
    if let (Value::Object(fields), Some(before), Some(after)) = (
        &mut out,
        part(span.start.saturating_sub(CONTEXT), span.start),
        part(span.end, span.end.saturating_add(CONTEXT).min(letters.len())),
    ) {
        fields.insert("prefix".to_owned(), json!(before));
        fields.insert("suffix".to_owned(), json!(after));
    }
    Some(out)
}
