//! CSV files, for a program.

use js_sys::{Array, JSON, JsString, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::client::Error;
use crate::csv::{
    Delimiter, Problem, Problems, Table, Unwritable, Writer, place, read_bytes, too_large,
};
use crate::javascript::failure::Failed;
use crate::javascript::object;
use crate::json::quote;

/// `[columns, [row, …values], …]`
pub fn read(file: &Uint8Array, name: Option<&str>) -> Result<JsValue, JsValue> {
    let delimiter = name.map(delimiter).transpose();
    let delimiter = delimiter.map_err(Failed::into_js)?;
    let table = if too_large(file.length() as usize) {
        // It is not even copied: a module that runs out of memory ends for all.
        Err(Problems::too_large())
    } else {
        read_bytes(&file.to_vec(), delimiter)
    };
    let table = table.map_err(|problems| refused(&problems))?;
    JSON::parse(&told(&table))
}

/// As JSON: so a million of cells are handed over at once.
fn told(table: &Table) -> String {
    let mut out = "[[".to_owned();
    for (index, name) in table.columns().iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        quote(&mut out, name);
    }
    for record in table.records() {
        out.push_str("],[");
        out.push_str(&record.row.to_string());
        for value in record.values() {
            out.push(',');
            quote(&mut out, value);
        }
    }
    out.push_str("]]");
    out
}

/// A failure whose details are the problems, each with its row, and their number, as `total`.
fn refused(problems: &Problems) -> JsValue {
    let mut message = "The file cannot be read.".to_owned();
    if let Some(first) = problems.first.first() {
        let (row, total) = (first.row.to_string(), problems.total.to_string());
        message = [
            &message,
            " Problem 1 of ",
            &total,
            ", row ",
            &row,
            ": ",
            &first.message(),
        ]
        .concat();
    }
    let failed = Failed::csv(message).into_js();
    let details: Array = problems.first.iter().map(detail).collect();
    let _ = Reflect::set(&failed, &"details".into(), &details);
    let _ = Reflect::set(&failed, &"total".into(), &(problems.total as f64).into());
    failed
}

fn detail(problem: &Problem) -> JsValue {
    let column = problem.column.as_deref();
    let fields = [
        ("parameter", column.map_or(JsValue::NULL, JsValue::from)),
        ("message", problem.message().into()),
        ("code", problem.kind.code().into()),
        ("row", problem.row.into()),
    ];
    object(&fields).into()
}

fn delimiter(name: &str) -> Result<Delimiter, Failed> {
    Delimiter::named(name).ok_or_else(|| invalid("delimiter", "must be , or ; or a tab"))
}

fn invalid(place: &str, message: &str) -> Failed {
    Error::invalid(place, message).into()
}

pub fn write(
    columns: &Array,
    rows: &Array,
    name: Option<&str>,
    bom: bool,
) -> Result<String, Failed> {
    let delimiter = name.map_or(Ok(Delimiter::Comma), delimiter)?;
    let columns = texts(columns, &|index| place("columns", index))?;
    let refused = |Unwritable { place, message }| invalid(&place, message);
    let mut writer = Writer::new(columns, delimiter, bom).map_err(refused)?;
    for row in rows.iter() {
        let values = texts(row.unchecked_ref(), &|index| writer.place(index))?;
        writer.row(&values).map_err(refused)?;
    }
    Ok(writer.finish())
}

fn texts(list: &Array, place: &dyn Fn(usize) -> String) -> Result<Vec<String>, Failed> {
    let mut texts = Vec::new();
    for (index, value) in list.iter().enumerate() {
        let text = value.as_string().filter(|text| {
            // What is half of a pair has become this.
            let broken = text.chars().any(|character| character == '\u{fffd}');
            !broken || value.unchecked_ref::<JsString>().is_valid_utf16()
        });
        texts.push(text.ok_or_else(|| invalid(&place(index), NO_TEXT))?);
    }
    Ok(texts)
}

const NO_TEXT: &str = "must be a whole text, a number, a boolean, a date or nothing";
