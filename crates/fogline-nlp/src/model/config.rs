//! `config.cfg`: sections of `key = JSON value`, with `${section.key}` references.

use std::collections::BTreeMap;

use serde_json::Value;

/// How many references may lead to one another.
const LONGEST_CHAIN: usize = 8;

/// The pipeline's configuration.
#[derive(Debug, Default)]
pub(crate) struct Config {
    sections: BTreeMap<String, BTreeMap<String, String>>,
}

/// One section, `[components.parser.model]` say.
#[derive(Clone, Copy)]
pub(crate) struct Section<'c> {
    config: &'c Config,
    entries: Option<&'c BTreeMap<String, String>>,
}

impl Config {
    /// Reads the file; lines that are neither a section nor an entry continue the entry above.
    pub(crate) fn parse(text: &str) -> Self {
        let mut config = Self::default();
        let (mut section, mut last) = (String::new(), None::<String>);
        for line in text.lines().filter(|line| !line.trim_start().starts_with(['#', ';'])) {
            let indented = line.starts_with([' ', '\t']);
            let trimmed = line.trim();
            if let Some(name) = trimmed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).filter(|_| !indented)
            {
                name.clone_into(&mut section);
                config.sections.entry(section.clone()).or_default();
                last = None;
            } else if let (true, Some(key)) = (indented, &last) {
                let entries = config.sections.entry(section.clone()).or_default();
                if let Some(value) = entries.get_mut(key) {
                    value.push('\n');
                    value.push_str(trimmed);
                }
            } else if let Some((key, value)) = trimmed.split_once('=') {
                let key = key.trim().to_owned();
                config.sections.entry(section.clone()).or_default().insert(key.clone(), value.trim().to_owned());
                last = Some(key);
            }
        }
        config
    }

    /// The section of this name; an absent one is empty.
    pub(crate) fn section(&self, name: &str) -> Section<'_> {
        Section { config: self, entries: self.sections.get(name) }
    }

    fn resolve(&self, raw: &str) -> Value {
        let mut raw = raw;
        for _ in 0..LONGEST_CHAIN {
            let Some(name) = raw.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) else { break };
            let target = name.split_once(':').or_else(|| name.rsplit_once('.'));
            match target.and_then(|(section, key)| self.sections.get(section)?.get(key)) {
                Some(value) => raw = value,
                None => return Value::Null,
            }
        }
        serde_json::from_str(raw).unwrap_or_else(|_| Value::String(raw.to_owned()))
    }
}

impl Section<'_> {
    /// The value of a key, with references followed; null when there is none.
    pub(crate) fn get(&self, key: &str) -> Value {
        self.entries.and_then(|entries| entries.get(key)).map_or(Value::Null, |raw| self.config.resolve(raw))
    }

    /// A text value, or the empty text.
    pub(crate) fn text(&self, key: &str) -> String {
        self.get(key).as_str().unwrap_or_default().to_owned()
    }

    /// A switch, or its default.
    pub(crate) fn flag(&self, key: &str, default: bool) -> bool {
        self.get(key).as_bool().unwrap_or(default)
    }

    /// The texts of a list value.
    pub(crate) fn texts(&self, key: &str) -> Vec<String> {
        let value = self.get(key);
        value.as_array().into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lists_and_continuations_are_read() {
        let text = "[nlp]\nlang = \"en\"\npipeline = [\"a\",\n  \"b\"]\n[m.encode]\nwidth = 96\n[x]\nw = ${m.encode:width}\nv=${m.encode.width}\n# no\nloop = ${x.loop}";
        let config = Config::parse(text);
        assert_eq!(config.section("nlp").texts("pipeline"), ["a", "b"]);
        assert_eq!(config.section("x").get("w"), 96);
        assert_eq!(config.section("x").get("v"), 96);
        assert_eq!(config.section("none").get("v"), Value::Null);
        assert!(config.section("x").get("loop").is_string());
    }
}
