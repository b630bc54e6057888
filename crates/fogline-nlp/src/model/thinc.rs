//! thinc's model files: one MessagePack map `{nodes, attrs, params, shims}`, lists parallel over the layers of the
//! network in breadth-first order.

use std::collections::BTreeMap;

use super::msgpack::{self, get, int, items, text};

/// A dense array, row-major.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tensor {
    pub(crate) shape: Vec<usize>,
    pub(crate) data: Vec<f32>,
}

/// One layer that has parameters or attributes.
#[derive(Debug, Default)]
struct Node {
    name: String,
    params: BTreeMap<String, Tensor>,
    /// Attributes, still encoded.
    attrs: BTreeMap<String, Vec<u8>>,
}

/// The layers of one network.
#[derive(Debug)]
pub(crate) struct ThincFile {
    nodes: Vec<Node>,
}

impl ThincFile {
    /// Decodes a model file; the error says what is wrong with it.
    pub(crate) fn decode(file: &[u8]) -> Result<Self, String> {
        let value = msgpack::decode(file)?;
        let list = |key: &str| get(&value, key).map(items).ok_or(format!("has no list `{key}`"));
        let (names, attrs, params) = (list("nodes")?, list("attrs")?, list("params")?);
        if names.len() != attrs.len() || names.len() != params.len() {
            return Err(format!("has {} nodes, {} attrs, {} params", names.len(), attrs.len(), params.len()));
        }
        let nodes = names.iter().zip(attrs).zip(params).enumerate().map(|(index, ((name, attrs), params))| {
            let mut node =
                Node { name: get(name, "name").and_then(text).unwrap_or_default().to_owned(), ..Node::default() };
            for (key, value) in msgpack::entries(attrs) {
                if let (Some(key), Some(value)) = (text(key), msgpack::bytes(value)) {
                    node.attrs.insert(key.to_owned(), value.to_vec());
                }
            }
            for (key, value) in msgpack::entries(params) {
                if let (Some(key), false) = (text(key), matches!(value, rmpv::ValueRef::Nil)) {
                    let tensor =
                        tensor(value).map_err(|fault| format!("layer {index} `{}`, `{key}`: {fault}", node.name))?;
                    node.params.insert(key.to_owned(), tensor);
                }
            }
            Ok(node)
        });
        Ok(Self { nodes: nodes.collect::<Result<_, String>>()? })
    }

    /// Takes one parameter of the `nth` layer of this name that has it, checking the number of its dimensions.
    pub(crate) fn take(&mut self, layer: &str, nth: usize, param: &str, dims: usize) -> Result<Tensor, String> {
        let node = self.nodes.iter_mut().filter(|node| node.name == layer).nth(nth);
        let tensor = node
            .and_then(|node| node.params.remove(param))
            .ok_or_else(|| format!("has no layer `{layer}` number {nth} with `{param}`"))?;
        if tensor.shape.len() == dims {
            Ok(tensor)
        } else {
            Err(format!("layer `{layer}` number {nth}, `{param}` has shape {:?}, not {dims} dimensions", tensor.shape))
        }
    }

    /// How many layers of this name have parameters.
    pub(crate) fn count(&self, layer: &str) -> usize {
        self.nodes.iter().filter(|node| node.name == layer && !node.params.is_empty()).count()
    }

    /// A whole-number attribute of the `nth` layer of this name.
    pub(crate) fn int(&self, layer: &str, nth: usize, attr: &str) -> Option<i64> {
        let node = self.nodes.iter().filter(|node| node.name == layer).nth(nth)?;
        int(&msgpack::decode(node.attrs.get(attr)?).ok()?)
    }

    /// Whether some layer has a list of this name that is not empty.
    pub(crate) fn has_items(&self, attr: &str) -> bool {
        let attrs = self.nodes.iter().filter_map(|node| node.attrs.get(attr));
        attrs.filter_map(|attr| msgpack::decode(attr).ok()).any(|value| !items(&value).is_empty())
    }

    /// A list-of-texts attribute of the first layer of this name.
    pub(crate) fn texts(&self, layer: &str, attr: &str) -> Option<Vec<String>> {
        let node = self.nodes.iter().find(|node| node.name == layer)?;
        let value = msgpack::decode(node.attrs.get(attr)?).ok()?;
        items(&value).iter().map(|item| text(item).map(str::to_owned)).collect()
    }
}

fn tensor(value: &rmpv::ValueRef<'_>) -> Result<Tensor, String> {
    let dtype = get(value, "type").and_then(text).unwrap_or_default();
    if dtype != "<f4" {
        return Err(format!("has number type `{dtype}`, not 32-bit floats"));
    }
    let shape: Option<Vec<usize>> = get(value, "shape")
        .map(items)
        .unwrap_or_default()
        .iter()
        .map(|n| int(n).and_then(|n| n.try_into().ok()))
        .collect();
    let shape = shape.ok_or("has a malformed shape")?;
    let data = get(value, "data").and_then(msgpack::bytes).ok_or("has no data")?;
    floats(shape, data)
}

/// Little-endian floats in the given shape.
pub(super) fn floats(shape: Vec<usize>, data: &[u8]) -> Result<Tensor, String> {
    let expected = shape.iter().try_fold(4usize, |size, n| size.checked_mul(*n));
    if expected != Some(data.len()) {
        return Err(format!("holds {} bytes, which do not fill shape {shape:?}", data.len()));
    }
    let data: Vec<f32> = data.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
    if data.iter().any(|number| !number.is_finite()) {
        return Err("holds numbers that are not finite".into());
    }
    Ok(Tensor { shape, data })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_apart() {
        assert!(ThincFile::decode(b"\x92\x01").unwrap_err().contains("MessagePack"));
        assert!(ThincFile::decode(b"\x80").unwrap_err().contains("nodes"));
        assert!(floats(vec![2, 2], &[0; 12]).unwrap_err().contains("[2, 2]"));
        assert!(floats(vec![usize::MAX, 8], &[0; 12]).is_err());
        assert!(floats(vec![1], &f32::NAN.to_le_bytes()).unwrap_err().contains("finite"));
    }
}
