//! Names as files of a pack hold them: in TOML, in which language, and as ids.

use fogline::names::fold;

/// A text as a TOML string.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            control if control.is_control() => out.extend([format!("\\u{:04X}", u32::from(control))]),
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}

/// Texts as a TOML list.
pub(super) fn list<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let texts: Vec<String> = texts.into_iter().map(quoted).collect();
    format!("[{}]", texts.join(", "))
}

/// The lists of a pack that a name belongs to: Cyrillic without a letter that only one language has is of both.
pub(super) fn languages(name: &str) -> &'static [&'static str] {
    let cyrillic = name.chars().any(|c| ('\u{400}'..='\u{52f}').contains(&c));
    let has = |letters: &str| name.to_lowercase().chars().any(|c| letters.contains(c));
    match (cyrillic, has("іїєґ"), has("ыэъё")) {
        (false, ..) => &["en"],
        (_, true, false) => &["uk"],
        (_, false, true) => &["ru"],
        _ => &["ru", "uk"],
    }
}

/// An id made of a name: its letters and digits, small, with hyphens between words.
pub(super) fn slug(name: &str) -> String {
    let words: Vec<String> =
        fold(name).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.join("-")
}

/// Whether a text can be an id as people write them.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

/// Whether a text is the code of a state.
pub(super) fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}
