//! Parquet with types of its own: days, instants, numbers and lists are what they are.

use std::{io::Write, sync::Arc};

use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
    builder::{ListBuilder, StringBuilder},
};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use fogline_reconcile::report::{day, seconds};
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    file::{metadata::KeyValue, properties::WriterProperties},
};

use crate::{
    Declared, ExportError, Input,
    tables::{Cell, Column, Kind, Table},
};

/// Rows of one batch.
const BATCH: usize = 65_536;

/// A table as Parquet (zstd). The file carries in its metadata what [`Declared`] says.
pub fn parquet(table: &Table, input: &Input<'_>, out: impl Write + Send) -> Result<Declared, ExportError> {
    let declared = Declared::new(&format!("Table `{}` of Fogline as Parquet", table.name), input).table(table).loses(
        "A day where an instant is expected stands for its first moment, UTC; the offset of an instant is not kept.",
    );
    let schema = Arc::new(Schema::new(table.columns.iter().map(field).collect::<Vec<_>>()));
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by("Fogline".to_owned())
        .set_key_value_metadata(Some(vec![
            KeyValue::new("fogline.table".to_owned(), table.name.to_owned()),
            KeyValue::new("fogline.readme".to_owned(), declared.text()),
        ]))
        .build();
    let mut writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties))?;
    for rows in table.rows.chunks(BATCH) {
        let arrays = table.columns.iter().enumerate().map(|(at, column)| {
            let cells: Vec<&Cell> = rows.iter().map(|row| row.get(at).unwrap_or(&Cell::Unknown)).collect();
            array(column.kind, &cells)
        });
        writer.write(&RecordBatch::try_new(Arc::clone(&schema), arrays.collect())?)?;
    }
    writer.close()?;
    Ok(declared)
}

fn field(column: &Column) -> Field {
    let kind = match column.kind {
        Kind::Text => DataType::Utf8,
        Kind::Texts => DataType::List(Arc::new(Field::new("item", DataType::Utf8, true))),
        Kind::Whole => DataType::Int64,
        Kind::Number => DataType::Float64,
        Kind::Flag => DataType::Boolean,
        Kind::Day => DataType::Date32,
        Kind::Instant => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
    };
    Field::new(column.name, kind, true)
}

fn array(kind: Kind, cells: &[&Cell]) -> ArrayRef {
    let cells = cells.iter().copied();
    match kind {
        Kind::Text => Arc::new(cells.map(text).collect::<StringArray>()),
        Kind::Texts => {
            let mut list = ListBuilder::new(StringBuilder::new());
            for cell in cells {
                match cell {
                    Cell::Texts(texts) => list.append_value(texts.iter().map(Some)),
                    _ => list.append_null(),
                }
            }
            Arc::new(list.finish())
        }
        Kind::Whole => Arc::new(cells.map(whole).collect::<Int64Array>()),
        Kind::Number => Arc::new(cells.map(number).collect::<Float64Array>()),
        Kind::Flag => Arc::new(cells.map(flag).collect::<BooleanArray>()),
        Kind::Day => Arc::new(cells.map(days).collect::<Date32Array>()),
        Kind::Instant => Arc::new(cells.map(microseconds).collect::<TimestampMicrosecondArray>().with_timezone("UTC")),
    }
}

fn text(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) => Some(text),
        _ => None,
    }
}

fn whole(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Whole(number) => Some(*number),
        _ => None,
    }
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(number) => Some(*number),
        _ => None,
    }
}

fn flag(cell: &Cell) -> Option<bool> {
    match cell {
        Cell::Flag(flag) => Some(*flag),
        _ => None,
    }
}

/// Days since 1970.
fn days(cell: &Cell) -> Option<i32> {
    Some(day(text(cell)?)?.since(jiff::civil::date(1970, 1, 1)).ok()?.get_days())
}

/// Microseconds since 1970, UTC.
fn microseconds(cell: &Cell) -> Option<i64> {
    seconds(text(cell)?)?.checked_mul(1_000_000)
}
