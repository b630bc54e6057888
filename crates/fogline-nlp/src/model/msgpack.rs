//! Small helpers over borrowed MessagePack values.

use rmpv::ValueRef;

/// Deeper nesting than any model file has.
const DEEPEST: usize = 64;

/// Decodes one value that borrows from `bytes`.
pub(crate) fn decode(bytes: &[u8]) -> Result<ValueRef<'_>, String> {
    let mut rest = bytes;
    rmpv::decode::read_value_ref_with_max_depth(&mut rest, DEEPEST)
        .map_err(|error| format!("is not MessagePack: {error}"))
}

/// Text or binary alike: spaCy's files mix both for strings.
pub(crate) fn bytes<'v>(value: &'v ValueRef<'_>) -> Option<&'v [u8]> {
    match value {
        ValueRef::String(text) => Some(text.as_bytes()),
        ValueRef::Binary(bytes) => Some(bytes),
        _ => None,
    }
}

/// A value as UTF-8 text.
pub(crate) fn text<'v>(value: &'v ValueRef<'_>) -> Option<&'v str> {
    bytes(value).and_then(|bytes| std::str::from_utf8(bytes).ok())
}

/// The entries of a map, or none.
pub(crate) fn entries<'v, 'a>(value: &'v ValueRef<'a>) -> &'v [(ValueRef<'a>, ValueRef<'a>)] {
    match value {
        ValueRef::Map(entries) => entries,
        _ => &[],
    }
}

/// The items of an array, or none.
pub(crate) fn items<'v, 'a>(value: &'v ValueRef<'a>) -> &'v [ValueRef<'a>] {
    match value {
        ValueRef::Array(items) => items,
        _ => &[],
    }
}

/// The value under a text key of a map.
pub(crate) fn get<'v, 'a>(value: &'v ValueRef<'a>, key: &str) -> Option<&'v ValueRef<'a>> {
    entries(value).iter().find(|(name, _)| bytes(name) == Some(key.as_bytes())).map(|(_, value)| value)
}

/// A whole number, signed or not.
pub(crate) fn int(value: &ValueRef<'_>) -> Option<i64> {
    match value {
        ValueRef::Integer(number) => number.as_i64(),
        _ => None,
    }
}

/// A 64-bit hash.
pub(crate) fn hash(value: &ValueRef<'_>) -> Option<u64> {
    match value {
        ValueRef::Integer(number) => number.as_u64(),
        _ => None,
    }
}
