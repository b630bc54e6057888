//! spaCy's `Tok2Vec`: `MultiHashEmbed` (or `HashEmbedCNN`) read by a `MaxoutWindowEncoder`.
//!
//! Computed with three exact savings. The layer that mixes the embeddings is multiplied into their tables when the
//! model is loaded, so that embedding a word is a sum of table rows. The outcome depends on the word alone and is kept
//! by word. So is the word's product with each part of the first convolution, which becomes a sum of three kept rows.

use std::{ops::Range, sync::Arc};

use super::{
    cache::RowCache,
    windows::{Layout, Window},
};
use crate::{
    model::{Tensor, ThincFile, Vectors},
    tensor::{Buffers, Isa, Layer, MOST_PIECES, Norm, Packed, Pieces, matmul, norm, pad16, sum_max},
    text::{LexId, Lexicon, hash::embedding_keys},
};

/// Tokens that a window may reach to either side.
const MOST_WINDOW: usize = 8;

/// What the encoder reads of a document: its words, and whether a space follows each.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) lex: Vec<LexId>,
    pub(crate) space: Vec<bool>,
}

/// A feature of a token that has an embedding table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Feature {
    Orth,
    Norm,
    Lower,
    Prefix,
    Suffix,
    Shape,
    Space,
    IsSpace,
}

impl Feature {
    const ALL: [(&'static str, Self); 8] = [
        ("ORTH", Self::Orth),
        ("NORM", Self::Norm),
        ("LOWER", Self::Lower),
        ("PREFIX", Self::Prefix),
        ("SUFFIX", Self::Suffix),
        ("SHAPE", Self::Shape),
        ("SPACY", Self::Space),
        ("IS_SPACE", Self::IsSpace),
    ];

    fn named(name: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, feature)| *feature);
        found.ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|(name, _)| *name).collect();
            format!("embeds the attribute `{name}`, which is not supported; supported: {}", known.join(", "))
        })
    }
}

/// One embedding table, mixed: a row holds the table's part in each piece of the mixing layer.
struct Table {
    feature: Feature,
    seed: u32,
    rows: usize,
    mixed: Vec<f32>,
}

/// Maxout and normalisation over sums of rows, which lie as [`Pieces`] says.
struct SumLayer {
    bias: Vec<f32>,
    norm: Norm,
}

/// Static vectors, with the projection and the mixing layer multiplied together.
struct Static {
    vectors: Arc<Vectors>,
    mixed: Packed,
}

/// The first convolution: what a word gives to the sums of each row in its window.
struct First {
    parts: Packed,
    layer: SumLayer,
}

/// An encoder, ready to run.
pub(crate) struct Tok2Vec {
    tables: Vec<Table>,
    vectors: Option<Static>,
    mix: SumLayer,
    first: Option<First>,
    layers: Vec<Layer>,
    window: usize,
    stride: usize,
    layout: Layout,
    isa: Isa,
    /// A row of zeros.
    nothing: Vec<f32>,
}

/// An encoder's caches and buffers.
#[derive(Debug, Default)]
pub(crate) struct EncoderScratch {
    cache: RowCache,
    slots: Vec<u32>,
    missing: Vec<(u32, u32)>,
    embedded: Vec<f32>,
    products: Vec<f32>,
    buffers: Buffers,
    x: Vec<f32>,
    y: Vec<f32>,
}

impl EncoderScratch {
    /// Must be called whenever lexeme ids are given out anew.
    pub(crate) fn clear_cache(&mut self) {
        self.cache.clear();
    }
}

impl Tok2Vec {
    /// Builds the encoder from the layers of a model file.
    pub(crate) fn new(file: &mut ThincFile, vectors: Option<&Arc<Vectors>>, isa: Isa) -> Result<Self, String> {
        let columns = file.texts("extract_features", "columns").ok_or("has no list of features to extract")?;
        let count = |name: &str| file.count(name);
        let (tables, maxouts, has_vectors) = (count("hashembed"), count("maxout"), count("static_vectors") > 0);
        if tables != columns.len() || maxouts == 0 || count("layernorm") < maxouts {
            let norms = count("layernorm");
            return Err(format!(
                "has {tables} hash embeddings for {} features, {maxouts} maxout and {norms} layernorm layers",
                columns.len()
            ));
        }
        let mix = Maxout::take(file, 0)?;
        let width = mix.width();
        let window = match file.int("expand_window", 0, "window_size") {
            Some(window) => usize::try_from(window)
                .ok()
                .filter(|w| (1..=MOST_WINDOW).contains(w))
                .ok_or("has a malformed window size")?,
            None => 1,
        };
        mix.check(width, width * (tables + usize::from(has_vectors)))?;
        let mut encoder = Self {
            tables: Vec::new(),
            vectors: None,
            mix: mix.sum_layer(),
            first: None,
            layers: Vec::new(),
            window,
            stride: pad16(width),
            layout: Layout::new(window, maxouts - 1),
            isa,
            nothing: vec![0.0; pad16(width)],
        };
        for (index, name) in columns.iter().enumerate() {
            let table = file.take("hashembed", index, "E", 2)?;
            let seed = file.int("hashembed", index, "seed").and_then(|seed| seed.try_into().ok());
            let seed = seed.ok_or_else(|| format!("hash embedding {index} has no seed"))?;
            if table.shape[1] != width || table.shape[0] == 0 {
                return Err(format!("hash embedding {index} has shape {:?}, not rows of {width}", table.shape));
            }
            let (feature, rows) = (Feature::named(name)?, table.shape[0]);
            let mixed = encoder.mix_in(&mix, index, &table);
            encoder.tables.push(Table { feature, seed, rows, mixed });
        }
        if has_vectors {
            let vectors = vectors.ok_or("uses static vectors, but the package has none")?;
            encoder.vectors = Some(encoder.mix_vectors(&mix, file, tables, vectors)?);
        }
        for index in 1..maxouts {
            let layer = Maxout::take(file, index)?;
            layer.check(width, width * (2 * window + 1))?;
            if index == 1 {
                encoder.first = Some(encoder.first(&layer));
            } else {
                encoder.layers.push(Layer::new(
                    &layer.weights.data,
                    &layer.bias.data,
                    window,
                    layer.pieces(),
                    layer.norm,
                ));
            }
        }
        Ok(encoder)
    }

    /// Cuts documents into windows of another length.
    #[cfg(test)]
    pub(crate) fn set_longest(&mut self, longest: usize) {
        self.layout.longest = longest;
    }

    /// Numbers in a row of output.
    pub(crate) fn width(&self) -> usize {
        self.mix.norm.width()
    }

    /// Numbers in a row of output, padding included.
    pub(crate) fn stride(&self) -> usize {
        self.stride
    }

    /// A table times its part of the mixing layer.
    fn mix_in(&self, mix: &Maxout, index: usize, table: &Tensor) -> Vec<f32> {
        let (width, rows) = (mix.width(), table.shape[0]);
        let weights = mix.packed_part(index * width, width);
        let mut mixed = vec![0.0; rows * weights.columns()];
        matmul(self.isa, weights.all(), &table.data, width, rows, &mut mixed);
        mixed
    }

    fn mix_vectors(
        &self,
        mix: &Maxout,
        file: &mut ThincFile,
        tables: usize,
        vectors: &Arc<Vectors>,
    ) -> Result<Static, String> {
        let (width, length) = (mix.width(), vectors.width());
        let projection = file.take("static_vectors", 0, "W", 2)?;
        if projection.shape != [width, length] {
            return Err(format!("projects static vectors by {:?}, not [{width}, {length}]", projection.shape));
        }
        let weights = mix.packed_part(tables * width, width);
        let transposed: Vec<f32> = (0..length)
            .flat_map(|i| (0..width).map(move |o| (o, i)))
            .map(|(o, i)| projection.data[o * length + i])
            .collect();
        let mut product = vec![0.0; length * weights.columns()];
        matmul(self.isa, weights.all(), &transposed, width, length, &mut product);
        let columns = weights.columns();
        let mixed = Packed::new(columns, length, |column, input| product[input * columns + column], |_| 0.0);
        Ok(Static { vectors: vectors.clone(), mixed })
    }

    fn first(&self, layer: &Maxout) -> First {
        let (width, pieces) = (layer.width(), layer.layout());
        let weight = |column: usize, input: usize| {
            let (offset, (piece, out)) = (column / pieces.row, pieces.at(column % pieces.row));
            if out < width && input < width { layer.weight(out, piece, offset * width + input) } else { 0.0 }
        };
        let columns = (2 * self.window + 1) * pieces.row;
        First { parts: Packed::new(columns, self.stride, weight, |_| 0.0), layer: layer.sum_layer() }
    }

    /// Encodes documents, giving `sink` the document's index, a range of its tokens, and their rows, in order.
    pub(crate) fn run(
        &self,
        docs: &[Words],
        lexicon: &Lexicon,
        scratch: &mut EncoderScratch,
        mut sink: impl FnMut(usize, Range<usize>, &[f32]),
    ) {
        for (windows, rows) in self.layout.batches(docs.iter().map(|doc| doc.lex.len())) {
            self.embed(docs, lexicon, &windows, scratch);
            self.first_layer(&windows, rows, scratch);
            let regions: Vec<_> = windows.iter().map(|window| window.region).collect();
            for layer in &self.layers {
                layer.run(self.isa, &regions, &mut scratch.buffers, &scratch.x, &mut scratch.y);
                std::mem::swap(&mut scratch.x, &mut scratch.y);
            }
            for window in windows {
                let from = window.row(window.tokens.start) * self.stride;
                let rows = &scratch.x[from..from + window.tokens.len() * self.stride];
                sink(window.doc, window.tokens, rows);
            }
        }
    }

    /// Numbers kept by word: its embedding, then its parts of the first layer.
    fn kept(&self) -> usize {
        self.stride + self.first.as_ref().map_or(0, |first| first.parts.columns())
    }

    /// Finds or makes the kept row of every word of the windows' contexts; `scratch.slots` names them in order.
    fn embed(&self, docs: &[Words], lexicon: &Lexicon, windows: &[Window], scratch: &mut EncoderScratch) {
        let (stride, kept) = (self.stride, self.kept());
        let EncoderScratch { cache, slots, missing, embedded, products, .. } = scratch;
        slots.clear();
        missing.clear();
        cache.begin(lexicon.len() * 2);
        for window in windows {
            let doc = &docs[window.doc];
            slots.extend(window.context.clone().map(|token| {
                let key = doc.lex[token] * 2 + u32::from(doc.space[token]);
                let (slot, new) = cache.slot(key, kept);
                if new {
                    missing.push((key, slot));
                }
                slot
            }));
        }
        embedded.resize(missing.len() * stride, 0.0);
        for ((key, _), row) in missing.iter().zip(embedded.chunks_exact_mut(stride)) {
            self.embed_word(*key, lexicon, row);
        }
        if let Some(first) = &self.first {
            products.resize(missing.len() * first.parts.columns(), 0.0);
            matmul(self.isa, first.parts.all(), embedded, stride, missing.len(), products);
        }
        for (index, (_, slot)) in missing.iter().enumerate() {
            let row = cache.row_mut(*slot, kept);
            row[..stride].copy_from_slice(&embedded[index * stride..(index + 1) * stride]);
            let columns = kept - stride;
            row[stride..].copy_from_slice(&products[index * columns..(index + 1) * columns]);
        }
    }

    fn embed_word(&self, key: u32, lexicon: &Lexicon, out: &mut [f32]) {
        let word = lexicon.get(key / 2);
        let width = self.mix.bias.len();
        let mut rows = Vec::with_capacity(self.tables.len() * 4 + 1);
        for table in &self.tables {
            let id = match table.feature {
                Feature::Orth => word.orth,
                Feature::Norm => word.norm,
                Feature::Lower => word.lower,
                Feature::Prefix => word.prefix,
                Feature::Suffix => word.suffix,
                Feature::Shape => word.shape,
                Feature::Space => u64::from(key % 2),
                Feature::IsSpace => u64::from(word.is_space),
            };
            for hash in embedding_keys(id, table.seed) {
                let row = hash as usize % table.rows;
                rows.push(&table.mixed[row * width..(row + 1) * width]);
            }
        }
        let mut static_part = Vec::new();
        if let Some(table) = &self.vectors
            && let Some(vector) = table.vectors.get(word.orth)
        {
            static_part.resize(width, 0.0);
            matmul(self.isa, table.mixed.all(), vector, vector.len(), 1, &mut static_part);
        }
        if !static_part.is_empty() {
            rows.push(&static_part);
        }
        self.mix.apply(self.isa, &rows, &self.nothing, out);
    }

    /// Fills `scratch.x` with the rows after the first layer.
    fn first_layer(&self, windows: &[Window], rows: usize, scratch: &mut EncoderScratch) {
        let (stride, kept) = (self.stride, self.kept());
        let EncoderScratch { cache, slots, x, y, .. } = scratch;
        // The layers write every row but those between the regions, which must be zero in both buffers.
        for buffer in [&mut *x, &mut *y] {
            buffer.resize(rows * stride, 0.0);
            let mut gap = 0;
            for window in windows {
                buffer[gap * stride..window.region.first * stride].fill(0.0);
                gap = window.region.rows().end;
            }
            buffer[gap * stride..].fill(0.0);
        }
        let mut slots = slots.as_slice();
        for window in windows {
            let (ours, rest) = slots.split_at(window.context.len());
            slots = rest;
            for index in 0..window.region.count {
                let out = &mut x[(window.region.first + index) * stride..][..stride];
                let word = |offset: usize| {
                    let token = (index + offset).checked_sub(window.padding + self.window)?;
                    ours.get(token).map(|slot| cache.row(*slot, kept))
                };
                let embedded = word(self.window).map_or(&self.nothing[..], |row| &row[..stride]);
                match &self.first {
                    None => out.copy_from_slice(embedded),
                    Some(first) => {
                        let part = first.layer.bias.len();
                        let mut parts = [&self.nothing[..]; 2 * MOST_WINDOW + 1];
                        let mut count = 0;
                        for offset in 0..=2 * self.window {
                            if let Some(row) = word(offset) {
                                parts[count] = &row[stride + offset * part..stride + (offset + 1) * part];
                                count += 1;
                            }
                        }
                        first.layer.apply(self.isa, &parts[..count], embedded, out);
                    }
                }
            }
        }
    }
}

impl SumLayer {
    fn apply(&self, isa: Isa, rows: &[&[f32]], residual: &[f32], out: &mut [f32]) {
        sum_max(isa, rows, &self.bias, out);
        norm(isa, &self.norm, residual, out);
    }
}

/// A Maxout layer and the normalisation behind it, as the model file holds them.
struct Maxout {
    weights: Tensor,
    bias: Tensor,
    norm: Norm,
}

impl Maxout {
    /// Takes the first such layer that is left.
    fn take(file: &mut ThincFile, index: usize) -> Result<Self, String> {
        let weights = file.take("maxout", index, "W", 3)?;
        let bias = file.take("maxout", index, "b", 2)?;
        let (gain, shift) = (file.take("layernorm", index, "G", 1)?, file.take("layernorm", index, "b", 1)?);
        if weights.shape[..2] != bias.shape[..]
            || gain.shape != [weights.shape[0]]
            || shift.shape != gain.shape
            || bias.data.is_empty()
            || bias.shape[1] > MOST_PIECES
        {
            let shapes = [&weights.shape, &bias.shape, &gain.shape, &shift.shape];
            return Err(format!("maxout layer {index} and its layernorm have shapes {shapes:?}, which do not fit"));
        }
        Ok(Self { norm: Norm::new(&gain.data, &shift.data), weights, bias })
    }

    fn width(&self) -> usize {
        self.weights.shape[0]
    }

    fn pieces(&self) -> usize {
        self.weights.shape[1]
    }

    fn weight(&self, out: usize, piece: usize, input: usize) -> f32 {
        self.weights.data[(out * self.pieces() + piece) * self.weights.shape[2] + input]
    }

    fn check(&self, width: usize, inputs: usize) -> Result<(), String> {
        if self.width() == width && self.weights.shape[2] == inputs {
            Ok(())
        } else {
            Err(format!("maxout layer has shape {:?}, not [{width}, pieces, {inputs}]", self.weights.shape))
        }
    }

    fn layout(&self) -> Pieces {
        Pieces::new(self.width(), self.pieces())
    }

    /// The weights of `count` inputs from `first` on.
    fn packed_part(&self, first: usize, count: usize) -> Packed {
        let (width, layout) = (self.width(), self.layout());
        let weight = |column: usize, input: usize| {
            let (piece, out) = layout.at(column);
            if out < width { self.weight(out, piece, first + input) } else { 0.0 }
        };
        Packed::new(layout.row, count, weight, |_| 0.0)
    }

    fn sum_layer(&self) -> SumLayer {
        let (width, layout) = (self.width(), self.layout());
        let bias = (0..layout.row).map(|column| {
            let (piece, out) = layout.at(column);
            if out < width { self.bias.data[out * self.pieces() + piece] } else { 0.0 }
        });
        SumLayer { bias: bias.collect(), norm: self.norm.clone() }
    }
}
