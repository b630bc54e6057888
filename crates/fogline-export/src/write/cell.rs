//! Cells as text that no spreadsheet takes for a formula.

use fogline_reconcile::visible::visible;

use crate::tables::Cell;

/// Text that a spreadsheet shows and does not run: what begins as a formula gets an apostrophe, and what steers the display is
/// made visible. Two texts stay different.
pub fn spreadsheet_safe(text: &str) -> String {
    let text = visible(text);
    match text.chars().next() {
        // An apostrophe of its own is doubled, so that one that was put there can be told from it.
        Some('=' | '+' | '-' | '@' | '\'' | '＝' | '＋' | '－' | '＠') => format!("'{text}"),
        _ => text,
    }
}

/// A cell as text; what is not known is empty. Texts of a list are joined by ` | `, which within a text is written `||`.
pub(crate) fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Unknown => String::new(),
        Cell::Text(text) => spreadsheet_safe(text),
        Cell::Texts(texts) => {
            let list: Vec<String> = texts.iter().map(|text| text.replace('|', "||")).collect();
            spreadsheet_safe(&list.join(" | "))
        }
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(flag) => flag.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_text() {
        for (text, safe) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("\t=1", "'=1"),
            ("\u{202e}=1", "⟦U+202E⟧=1"),
            ("@SUM", "'@SUM"),
            ("-1+1", "'-1+1"),
            ("plain", "plain"),
            ("'s", "''s"),
        ] {
            assert_eq!(spreadsheet_safe(text), safe);
        }
        assert_eq!(shown(&Cell::Number(-3.5)), "-3.5", "numbers are not texts");
        assert_eq!(shown(&Cell::Texts(vec!["a|b".to_owned(), "c".to_owned()])), "a||b | c");
    }

    proptest! {
        #[test]
        fn no_text_begins_a_formula(text in any::<String>()) {
            let safe = spreadsheet_safe(&text);
            prop_assert!(!safe.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', ' ']));
        }
    }
}
