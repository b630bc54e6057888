//! Character references: `&amp;`, `&#8212;`, `&nbsp` without its semicolon.

use std::{borrow::Cow, sync::LazyLock};

use hashbrown::HashMap;

/// Every named reference: what it stands for, and whether pages may leave its semicolon out.
static NAMES: LazyLock<HashMap<&'static str, (String, bool)>> = LazyLock::new(|| {
    let rows = include_str!("entities.tsv").lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let name = cells.next()?;
        let numbers = cells.next()?.split(' ');
        let text = numbers.filter_map(|n| u32::from_str_radix(n, 16).ok().and_then(char::from_u32)).collect();
        Some((name, (text, cells.next() == Some("bare"))))
    })
    .collect()
});

/// The longest name that may stand without its semicolon.
const LONGEST_BARE: usize = 6;

/// The longest name of a reference, with room to spare.
const LONGEST: usize = 40;

/// What a reference stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Character(char),
    Text(&'static str),
}

/// Reads the reference that `text` begins with (its first byte is `&`): its meaning and its length in bytes.
///
/// `None` if it is no reference, and the `&` stands for itself.
pub(super) fn reference(text: &str, in_attribute: bool) -> Option<(Meaning, usize)> {
    let rest = text.strip_prefix('&')?;
    if let Some(number) = rest.strip_prefix('#') {
        return numbered(number).map(|(c, length)| (Meaning::Character(c), length + 2));
    }
    let name = rest.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    let ended = rest.as_bytes().get(name) == Some(&b';');
    if ended && let Some((text, _)) = rest.get(..name).and_then(|name| NAMES.get(name)) {
        return Some((Meaning::Text(text), name + 2));
    }
    let bare = |length: usize| rest.get(..length).and_then(|name| NAMES.get(name)).filter(|(_, bare)| *bare);
    let (length, (text, _)) = (2..=name.min(LONGEST_BARE)).rev().find_map(|length| Some((length, bare(length)?)))?;
    // In an address, `&copy=1` is a parameter.
    let next = rest.as_bytes().get(length);
    if in_attribute && next.is_some_and(|&b| b == b'=' || b.is_ascii_alphanumeric()) {
        return None;
    }
    Some((Meaning::Text(text), length + 1))
}

/// The character of a number after `&#`, and the length of what was read.
fn numbered(text: &str) -> Option<(char, usize)> {
    let (digits, radix, prefix) = match text.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 1),
        None => (text, 10, 0),
    };
    let mut value = 0_u32;
    let mut length = 0;
    for digit in digits.bytes().map_while(|b| char::from(b).to_digit(radix)) {
        value = value.saturating_mul(radix).saturating_add(digit);
        length += 1;
    }
    if length == 0 {
        return None;
    }
    let semicolon = usize::from(digits.as_bytes().get(length) == Some(&b';'));
    let character = match u8::try_from(value) {
        // Numbers of Windows-1252, which pages write for its dashes and quotation marks.
        Ok(byte @ 0x80..=0x9f) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next(),
        Ok(0) => None,
        _ => char::from_u32(value),
    };
    Some((character.unwrap_or(char::REPLACEMENT_CHARACTER), prefix + length + semicolon))
}

/// An attribute's value with its references read.
pub(super) fn decoded(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, from)) = rest.find('&').and_then(|at| rest.split_at_checked(at)) {
        out.push_str(before);
        let (meaning, length) = reference(from, true).unwrap_or((Meaning::Character('&'), 1));
        match meaning {
            Meaning::Character(c) => out.push(c),
            Meaning::Text(s) => out.push_str(s),
        }
        rest = from.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_as_browsers_read_them() {
        assert_eq!(decoded("a&amp;b &lt;&#8212;&#x2014;&#151;&rsquo;"), "a&b <———’");
        assert_eq!(decoded("?a=1&copy=2&amp=3"), "?a=1&copy=2&amp=3");
        assert_eq!(decoded("Tom &amp Jerry & co &bogus; &#; &#xZ;"), "Tom & Jerry & co &bogus; &#; &#xZ;");
        assert_eq!(decoded("&#0;&#xD800;&#99999999999;"), "\u{fffd}\u{fffd}\u{fffd}");
        assert_eq!(reference("&notit;", false), Some((Meaning::Text("¬"), 4)));
    }

    #[test]
    fn the_table_is_whole() {
        assert_eq!(NAMES.len(), 2125);
        assert_eq!(NAMES.values().filter(|(_, bare)| *bare).count(), 106);
        assert!(NAMES.iter().all(|(name, (text, bare))| !text.is_empty() && (!bare || name.len() <= LONGEST_BARE)));
    }
}
