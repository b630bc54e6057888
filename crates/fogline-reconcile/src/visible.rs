//! Text of reports as it may be shown: nothing in it can hide, reorder or end what stands around it.

/// Text on one line, in which every character that steers the display stands as its code: `⟦U+202E⟧`.
///
/// Bidirectional controls can turn the order of what is read, zero-width ones hide words from searching eyes, controls end
/// lines and cells. Joiners between letters are kept out too: no report in the languages read here needs them.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for letter in text.trim().chars() {
        if letter.is_whitespace() {
            space = true;
            continue;
        }
        if std::mem::take(&mut space) {
            out.push(' ');
        }
        if is_hidden(letter) {
            out.extend([format!("⟦U+{:04X}⟧", u32::from(letter))]);
        } else {
            out.push(letter);
        }
    }
    out
}

/// Whether a character steers the display instead of being seen.
pub fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Text in quotation marks; marks within it of the same form are made single ones, so that none ends it.
pub fn quoted(text: &str) -> String {
    let inner: String = visible(text)
        .chars()
        .map(|letter| match letter {
            '“' => '‘',
            '”' => '’',
            other => other,
        })
        .collect();
    format!("“{inner}”")
}

/// The address if a browser may open it; other schemes can run what a hostile report wants.
pub fn web_address(uri: &str) -> Option<&str> {
    let scheme = uri.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    let plain = uri.chars().all(|letter| !letter.is_whitespace() && !is_hidden(letter) && !"<>\"'`\\".contains(letter));
    (plain && matches!(scheme.as_deref(), Some("http" | "https"))).then_some(uri)
}

/// Markdown in which nothing of a text is markup: no link, no HTML, no heading, no list, no emphasis.
pub fn markdown(text: &str) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len() + 8);
    // What makes a list or a rule at the beginning of a line: a dash, or a number with a dot.
    let mut number = true;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        // A dot within a number makes none.
        let ends = letters.peek().is_none_or(|next| next.is_whitespace());
        let opens =
            out.is_empty() && matches!(letter, '-' | '+' | '=' | ':') || number && matches!(letter, '.' | ')') && ends;
        number &= letter.is_ascii_digit();
        // Addresses in running text would become links.
        let links = letter == '/' && out.ends_with(['/', ':']) || letter == '.' && out.ends_with(['w', 'W']);
        if opens
            || links
            || matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '@' | '$')
        {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_steers_the_display_is_seen() {
        assert_eq!(visible(" a\u{202e}b\n\tc\u{200b} "), "a⟦U+202E⟧b c⟦U+200B⟧");
        assert_eq!(quoted("he said “no” to it"), "“he said ‘no’ to it”");
    }

    #[test]
    fn only_web_addresses_are_opened() {
        assert_eq!(web_address("https://example.org/a"), Some("https://example.org/a"));
        for hostile in
            ["javascript://%0aalert(1)", "data:text/html,x", "https://a\" onclick=", "file:///etc", "nothing"]
        {
            assert_eq!(web_address(hostile), None, "{hostile}");
        }
    }

    #[test]
    fn markdown_of_a_report_is_text() {
        assert_eq!(markdown("# [a](http://b) <i>"), r"\# \[a\](http:\/\/b) \<i\>");
        assert_eq!(markdown("1. one - two"), r"1\. one - two");
        assert_eq!(markdown("see www.x.org"), r"see www\.x.org");
        assert_eq!(markdown("19.2 % of 0.1.0"), "19.2 % of 0.1.0");
        assert_eq!(markdown("7."), r"7\.");
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_left(text in any::<String>()) {
            prop_assert!(!visible(&text).chars().any(is_hidden));
            prop_assert!(!markdown(&text).contains('\n'));
        }
    }
}
