//! What the names in a page's markup say of its parts; the data is `lexicon/markup.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use hashbrown::HashMap;
use serde::Deserialize;

static MARKUP: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::read(include_str!("../../../../../lexicon/markup.toml")));

/// What a name hints at; several may hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Hints(u16);

macro_rules! hints {
    ($($name:ident = $bit:literal),+ $(,)?) => {
        impl Hints {
            $(pub(super) const $name: Self = Self(1 << $bit);)+
        }
    };
}

hints! {
    CONTENT = 0, HEADLINE = 1, CAPTION = 2, CREDIT = 3, NAVIGATION = 4, RELATED = 5, COMMENTS = 6, APPEAL = 7,
    BOILERPLATE = 8, LEAD = 9, ARTICLE_BODY = 10, CONSENT = 11, WRAPPER = 12,
}

impl Hints {
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn take(&mut self, other: Self) {
        self.0 &= !other.0;
    }

    pub(super) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    parts: Vec<String>,
    whole: Vec<String>,
    #[serde(default)]
    prefixes: Vec<String>,
}

struct Vocabulary {
    /// Beginnings of names that say nothing of an element's part.
    prefixes: Vec<String>,
    parts: HashMap<String, Hints>,
    whole: HashMap<String, Hints>,
}

impl Vocabulary {
    fn read(data: &str) -> Self {
        let classes: BTreeMap<String, Names> = toml::from_str(data).unwrap_or_default();
        let mut out = Self { prefixes: Vec::new(), parts: HashMap::new(), whole: HashMap::new() };
        for (class, names) in classes {
            out.prefixes.extend(names.prefixes);
            let Some(hint) = named(&class) else { continue };
            for part in names.parts {
                out.parts.entry(part).or_default().add(hint);
            }
            for whole in names.whole {
                // A name as plain as `content` may well stand for more than the report.
                let hint = if hint == Hints::CONTENT { Hints::WRAPPER } else { hint };
                out.whole.entry(parts_of(&whole).join("-")).or_default().add(hint);
            }
        }
        out
    }
}

fn named(class: &str) -> Option<Hints> {
    Some(match class {
        "content" => Hints::CONTENT,
        "headline" => Hints::HEADLINE,
        "caption" => Hints::CAPTION,
        "credit" => Hints::CREDIT,
        "navigation" => Hints::NAVIGATION,
        "related" => Hints::RELATED,
        "comments" => Hints::COMMENTS,
        "appeal" => Hints::APPEAL,
        "boilerplate" => Hints::BOILERPLATE,
        "lead" => Hints::LEAD,
        "consent" => Hints::CONSENT,
        _ => return None,
    })
}

/// What an attribute's value (several names, between spaces) hints at.
pub(super) fn hints(value: &str) -> Hints {
    let mut out = Hints::default();
    for name in value.split_ascii_whitespace().take(32) {
        if MARKUP.prefixes.iter().any(|prefix| name.starts_with(prefix.as_str())) {
            continue;
        }
        let parts = parts_of(name);
        let mut key = String::with_capacity(name.len() + 4);
        for start in 0..parts.len() {
            key.clear();
            for (i, part) in parts.iter().skip(start).take(3).enumerate() {
                if i > 0 {
                    key.push('-');
                }
                key.push_str(part);
                if let Some(&found) = MARKUP.parts.get(key.as_str()) {
                    out.add(found);
                }
            }
        }
        if let Some(&found) = MARKUP.whole.get(parts.join("-").as_str()) {
            out.add(found);
        }
    }
    out
}

/// The parts of a name, in lower case: `relatedPosts__item` is `related`, `posts`, `item`.
fn parts_of(name: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut part = String::new();
    let mut was_lower = false;
    for c in name.chars().take(120) {
        let border = !c.is_alphabetic() || (c.is_uppercase() && was_lower);
        if border && !part.is_empty() {
            out.push(std::mem::take(&mut part));
        }
        if c.is_alphabetic() {
            part.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    if !part.is_empty() {
        out.push(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_read() {
        let data: BTreeMap<String, Names> = toml::from_str(include_str!("../../../../../lexicon/markup.toml")).unwrap();
        assert!(data.keys().all(|class| class == "state" || named(class).is_some()));
    }

    #[test]
    fn names_are_split_and_recognised() {
        assert_eq!(parts_of("relatedPosts__item2"), ["related", "posts", "item"]);
        assert!(hints("td-post-content tagdiv").has(Hints::CONTENT));
        assert!(hints("story-relatedArticles").has(Hints::RELATED));
        assert!(hints("shadow header-box").0 == 0);
        assert!(hints("header").has(Hints::NAVIGATION));
    }
}
