//! By what reports are cited in public: as the input calls them, or, where that would tell of a person, by their hash alone.

use std::collections::BTreeMap;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{report::Copy, rewritten};

/// Digits of a hash that stand for a report.
const DIGITS: usize = 12;

/// What stands for references, by what the input calls the reports.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct References(BTreeMap<String, String>);

impl References {
    /// Those of reports on their way out.
    pub(super) fn of(copies: &[Copy<'_>]) -> Self {
        let told = copies.iter().filter(|copy| !copy.keeps_reference()).map(|copy| &copy.original.document);
        let hash = |id: &str| format!("sha256:{}", id.get(..DIGITS).unwrap_or(id));
        Self(told.map(|document| (document.reference.clone(), hash(&document.id))).collect())
    }

    /// The same with these in the place of those.
    pub fn all<T: Serialize + DeserializeOwned + Clone>(&self, values: &[T]) -> Vec<T> {
        if self.0.is_empty() {
            return values.to_vec();
        }
        rewritten(values, |json| self.walk(json))
    }

    fn walk(&self, value: &mut Value) {
        match value {
            Value::Array(all) => all.iter_mut().for_each(|one| self.walk(one)),
            Value::Object(fields) => {
                for (field, one) in fields.iter_mut() {
                    let is_reference = matches!(field.as_str(), "document" | "to_document" | "ref" | "origin");
                    match one {
                        Value::String(name) if is_reference => {
                            if let Some(hash) = self.0.get(name.as_str()) {
                                name.clone_from(hash);
                            }
                        }
                        other => self.walk(other),
                    }
                }
            }
            _ => {}
        }
    }
}
