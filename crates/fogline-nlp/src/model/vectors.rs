//! Static word vectors: `vocab/vectors` (NumPy array), `vocab/key2row` (hash to row), `vocab/vectors.cfg`.

use hashbrown::HashMap;

use super::{ModelError, Tensor, msgpack, package::Package, thinc::floats};

/// A table of word vectors; several words may share a row.
#[derive(Debug)]
pub(crate) struct Vectors {
    table: Tensor,
    rows: HashMap<u64, u32>,
}

impl Vectors {
    /// Reads the table a package ships.
    pub(crate) fn load(package: &Package) -> Result<Self, ModelError> {
        let settings = package.read("vocab/vectors.cfg")?;
        let mode = serde_json::from_slice::<serde_json::Value>(&settings)
            .map_err(|error| package.fault("vocab/vectors.cfg", error.to_string()))?;
        if let Some(mode) = mode["mode"].as_str().filter(|mode| *mode != "default") {
            let fault = format!("vectors of mode `{mode}` are not supported; supported: `default`");
            return Err(package.fault("vocab/vectors.cfg", fault));
        }
        if let Some(attr) = mode["attr"].as_str().filter(|attr| *attr != "ORTH") {
            let fault = format!("vectors looked up by `{attr}` are not supported; supported: `ORTH`");
            return Err(package.fault("vocab/vectors.cfg", fault));
        }
        let table = npy(&package.read("vocab/vectors")?).map_err(|fault| package.fault("vocab/vectors", fault))?;
        let file = package.read("vocab/key2row")?;
        let map = msgpack::decode(&file).map_err(|fault| package.fault("vocab/key2row", fault))?;
        let rows = msgpack::entries(&map).iter().map(|(key, row)| {
            let row = msgpack::int(row)?;
            Some((msgpack::hash(key)?, u32::try_from(row).ok().filter(|row| (*row as usize) < table.shape[0])?))
        });
        let rows = rows.collect::<Option<_>>().ok_or_else(|| {
            package.fault(
                "vocab/key2row",
                format!("points to rows that `vocab/vectors` ({} rows) does not have", table.shape[0]),
            )
        })?;
        Ok(Self { table, rows })
    }

    /// Numbers in one vector.
    pub(crate) fn width(&self) -> usize {
        self.table.shape[1]
    }

    /// The vector of the word with this hash.
    pub(crate) fn get(&self, orth: u64) -> Option<&[f32]> {
        let width = self.width();
        let row = *self.rows.get(&orth)? as usize;
        self.table.data.get(row * width..(row + 1) * width)
    }
}

/// A two-dimensional, row-major, 32-bit NumPy array file.
fn npy(file: &[u8]) -> Result<Tensor, String> {
    let rest = file.strip_prefix(b"\x93NUMPY").ok_or("is not a NumPy array")?;
    let (start, length) = match rest {
        [1, _, a, b, ..] => (4, usize::from(u16::from_le_bytes([*a, *b]))),
        [2 | 3, _, a, b, c, d, ..] => (6, u32::from_le_bytes([*a, *b, *c, *d]) as usize),
        _ => return Err("is a NumPy array of an unknown version".into()),
    };
    let header = rest.get(start..start + length).ok_or("is cut short")?;
    let header = String::from_utf8_lossy(header);
    if !header.contains("'<f4'") || header.contains("'fortran_order': True") {
        return Err(format!("holds other numbers than row-major 32-bit floats: {}", header.trim()));
    }
    let shape = header.split_once("'shape': (").and_then(|(_, rest)| rest.split_once(')')).map(|(shape, _)| shape);
    let shape: Result<Vec<usize>, _> =
        shape.unwrap_or_default().split(',').map(str::trim).filter(|n| !n.is_empty()).map(str::parse).collect();
    match shape {
        Ok(shape) if shape.len() == 2 => floats(shape, &rest[start + length..]),
        _ => Err(format!("has a malformed shape: {}", header.trim())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numpy_headers_are_checked() {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
        let mut file = b"\x93NUMPY\x01\x00".to_vec();
        file.extend((header.len() as u16).to_le_bytes());
        file.extend(header.as_bytes());
        file.extend([1.0f32, 2.0].iter().flat_map(|n| n.to_le_bytes()));
        assert_eq!(npy(&file).unwrap().data, [1.0, 2.0]);
        file.pop();
        assert!(npy(&file).unwrap_err().contains("[1, 2]"));
        assert!(npy(b"\x93NUMPY\x01\x00\xff\xff").is_err());
        assert!(npy(b"").is_err());
    }
}
