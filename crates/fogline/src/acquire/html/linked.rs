//! Linked data in a page's scripts (JSON-LD): the report that they describe.

use serde_json::Value;

use super::{
    facts::raw_text,
    names::{Attribute, Tag},
    tree::Tree,
};

/// What linked data say of the report.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Linked {
    pub(super) title: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) uri: Option<String>,
    pub(super) lang: Option<String>,
}

/// How many values of one script are looked at.
const MOST: usize = 20_000;

/// Finds the first description of a report, of one of the types given.
pub(super) fn find(tree: &Tree, html: &str, types: &[String]) -> Linked {
    for (at, node) in tree.nodes.iter().enumerate() {
        let is_linked = node.tag() == Tag::Script
            && tree
                .attribute(node, Attribute::Type, html)
                .is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json"));
        let Some(text) = is_linked.then(|| raw_text(tree, at, html)).flatten() else { continue };
        let text = text
            .trim_start_matches("<!--")
            .trim_end_matches("-->")
            .trim_start_matches("//<![CDATA[")
            .trim_end_matches("//]]>");
        let Ok(value) = serde_json::from_str::<Value>(text.trim().trim_end_matches(';')) else { continue };
        if let Some(found) = report(&value, types) {
            return found;
        }
    }
    Linked::default()
}

fn report(value: &Value, types: &[String]) -> Option<Linked> {
    let mut open = vec![value];
    for _ in 0..MOST {
        let value = open.pop()?;
        match value {
            Value::Array(items) => open.extend(items.iter().rev()),
            Value::Object(fields) => {
                let named = |kind: &Value| {
                    kind.as_str().is_some_and(|kind| types.iter().any(|t| kind.rsplit('/').next() == Some(t)))
                };
                let is_report = match fields.get("@type") {
                    Some(Value::Array(kinds)) => kinds.iter().any(named),
                    Some(kind) => named(kind),
                    None => false,
                };
                if is_report && fields.get("headline").or(fields.get("datePublished")).is_some() {
                    let text = |key: &str| fields.get(key).and_then(name);
                    return Some(Linked {
                        title: text("headline"),
                        outlet: text("publisher"),
                        authors: fields.get("author").map(names).unwrap_or_default(),
                        published: text("datePublished"),
                        uri: text("url").or_else(|| text("mainEntityOfPage")).filter(|uri| uri.starts_with("http")),
                        lang: text("inLanguage"),
                    });
                }
                open.extend(fields.values().rev().filter(|v| v.is_object() || v.is_array()));
            }
            _ => {}
        }
    }
    None
}

/// A text, or the name or address of an object, or the first of several.
fn name(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.as_str(),
        Value::Object(fields) => fields.get("name").or(fields.get("@id"))?.as_str()?,
        Value::Array(items) => match items.first()? {
            Value::String(text) => text.as_str(),
            Value::Object(fields) => fields.get("name")?.as_str()?,
            _ => return None,
        },
        _ => return None,
    };
    let text = super::entities::decoded(text.trim()).into_owned();
    (!text.is_empty()).then_some(text)
}

fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(name).collect(),
        other => name(other).into_iter().collect(),
    }
}
