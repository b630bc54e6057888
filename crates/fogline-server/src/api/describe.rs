//! The OpenAPI document: schemas that are what is sent and taken, and how each request can fail.

use std::{borrow::Cow, marker::PhantomData, sync::Arc};

use aide::{generate::in_context, openapi::OpenApi};
use axum::http::StatusCode;
use schemars::{
    JsonSchema, Schema, SchemaGenerator,
    generate::{Contract, SchemaSettings},
};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Where the document keeps its schemas.
const SCHEMAS: &str = "#/components/schemas/";

/// What is sent is described as it is written, and not as it could be read back: what always stands there is required.
pub(super) fn begin() {
    in_context(|context| context.schema = generator(Contract::Serialize, false));
}

/// Adds the schema of a type.
pub(super) fn add<T: JsonSchema>() {
    in_context(|context| context.schema.subschema_for::<T>());
}

fn generator(contract: Contract, inline: bool) -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.contract = contract;
        settings.inline_subschemas = inline;
        settings.definitions_path = SCHEMAS.into();
        settings.meta_schema = None;
    });
    settings.into_generator()
}

/// What a type takes as parameters: each is there or not, and never `null`.
pub(super) fn of_parameters<T: JsonSchema>() -> Schema {
    let mut generator = generator(Contract::Deserialize, true);
    let mut schema = generator.root_schema_for::<T>();
    if let Some(Value::Object(fields)) = schema.ensure_object().get_mut("properties") {
        fields.values_mut().for_each(without_null);
    }
    schema
}

/// What a type takes as a body. Its schemas are added to those of the document.
pub(super) fn of_body<T: JsonSchema>(all: &mut SchemaGenerator) -> Schema {
    let mut own = generator(Contract::Deserialize, false);
    let schema = own.subschema_for::<T>();
    for (name, schema) in own.take_definitions(true) {
        all.definitions_mut().entry(name).or_insert(schema);
    }
    schema
}

fn without_null(schema: &mut Value) {
    let Value::Object(fields) = schema else { return };
    fields.remove("default");
    if let Some(Value::Array(types)) = fields.get_mut("type") {
        types.retain(|one| one != "null");
        if let [one] = types.as_slice() {
            let one = one.clone();
            fields.insert("type".to_owned(), one);
        }
    }
    if let Some(Value::Array(words)) = fields.get_mut("enum") {
        words.retain(|one| !one.is_null());
    }
    if let Some(Value::Array(any)) = fields.get_mut("anyOf") {
        any.retain(|one| *one != json!({ "type": "null" }));
        if let [Value::Object(one)] = any.as_slice() {
            let one = one.clone();
            fields.remove("anyOf");
            for (name, value) in one {
                fields.entry(name).or_insert(value);
            }
        }
    }
}

/// An answer in which whatever names a statement says who has looked at it: JSON of the form that `T` has.
pub(crate) struct Marked<T> {
    body: Value,
    of: PhantomData<fn() -> T>,
}

impl<T> Marked<T> {
    /// What a view makes of it, or of a part of it.
    pub(crate) fn of(view: &fogline_ask::View, of: &(impl Like<T> + ?Sized)) -> crate::error::Result<Self> {
        Ok(Self { body: view.json(of)?, of: PhantomData })
    }
}

/// What is kept for several answers, written as what it is.
pub(crate) struct Lent<T>(pub(crate) Arc<T>);

impl<T: Serialize> Serialize for Lent<T> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

impl<T: JsonSchema> JsonSchema for Lent<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// What is written as `T` is.
pub(crate) trait Like<T>: Serialize {}

impl<T: Serialize> Like<T> for T {}

impl<T: Serialize> Like<Vec<T>> for [T] {}

impl<T: Serialize> Like<Vec<T>> for [&T] {}

impl<T> Serialize for Marked<T> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.body.serialize(to)
    }
}

impl<T: JsonSchema> JsonSchema for Marked<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// The document as it is sent.
pub(super) fn finished(api: &OpenApi) -> Value {
    let mut all = serde_json::to_value(api).unwrap_or_default();
    if let Some(Value::Object(schemas)) = all.pointer_mut("/components/schemas") {
        schemas.values_mut().for_each(mend);
    }
    if let Some(Value::Object(paths)) = all.get_mut("paths") {
        for (path, methods) in paths {
            let Value::Object(methods) = methods else { continue };
            for (method, operation) in methods {
                mend(operation);
                name(operation, path, method);
                let takes_json = operation.pointer("/requestBody/content/application~1json").is_some();
                let names_one = path.contains('{') || asks_of_one(operation);
                if let Some(Value::Object(answers)) = operation.get_mut("responses") {
                    fail(answers, path, method, takes_json, names_one);
                }
            }
        }
    }
    all
}

/// Takes away what a field is where nobody says so, as what is sent always says so; and adds who has looked at a statement
/// wherever one is named.
fn mend(schema: &mut Value) {
    match schema {
        Value::Array(all) => all.iter_mut().for_each(mend),
        Value::Object(fields) => {
            if let Some(Value::Object(properties)) = fields.get_mut("properties") {
                for property in properties.values_mut() {
                    if let Value::Object(property) = property {
                        property.remove("default");
                    }
                }
                if properties.contains_key("document") && properties.contains_key("statement") {
                    properties.entry("reviewed").or_insert_with(|| json!({
                        "description": "Who has looked at the statement; told where it is one of several that something rests on.",
                        "allOf": [{ "$ref": format!("{SCHEMAS}Reviewed") }],
                    }));
                }
            }
            // What stands beside a reference is passed over by many readers.
            if fields.contains_key("properties")
                && let Some(named) = fields.remove("$ref")
            {
                fields.insert("allOf".to_owned(), json!([{ "$ref": named }]));
            }
            // An array of a fixed length is a tuple, and its readers are told so.
            if let (Some(least), Some(most)) = (fields.get("minItems").and_then(Value::as_u64), fields.get("maxItems"))
                && most.as_u64() == Some(least)
                && let Some(item) = fields.remove("items")
            {
                let each: Vec<Value> = (0..least).map(|_| item.clone()).collect();
                fields.entry("prefixItems").or_insert(each.into());
            }
            fields.values_mut().for_each(mend);
        }
        _ => {}
    }
}

/// Gives a name to an operation that has none: what it does, and of what.
fn name(operation: &mut Value, path: &str, method: &str) {
    let Value::Object(fields) = operation else { return };
    let of = path.trim_start_matches("/api/v1/").replace(|letter: char| !letter.is_ascii_alphanumeric(), "_");
    fields.entry("operationId").or_insert_with(|| format!("{method}_{}", of.trim_matches('_')).into());
}

/// Parameters that name something, which need not be there.
const NAMES: [&str; 4] = ["about", "assignment", "coder", "incident"];

/// Whether a question can be about something that a parameter names.
fn asks_of_one(operation: &Value) -> bool {
    let parameters = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
    let mut names = parameters.filter_map(|one| one.get("name").and_then(Value::as_str));
    names.any(|name| NAMES.contains(&name))
}

/// How a request can fail.
fn fail(answers: &mut Map<String, Value>, path: &str, method: &str, takes_json: bool, names_one: bool) {
    let mut statuses = vec![
        (StatusCode::BAD_REQUEST, "What is asked for makes no sense"),
        (StatusCode::UNAUTHORIZED, "Nobody who has an account asks, where that is needed"),
        (StatusCode::FORBIDDEN, "Who asks may not, or a page of another site asks"),
        (StatusCode::REQUEST_TIMEOUT, "What the request brings comes too slowly"),
        (StatusCode::MISDIRECTED_REQUEST, "The server does not answer under this name"),
        (StatusCode::TOO_MANY_REQUESTS, "Too much is asked at once"),
        (StatusCode::INTERNAL_SERVER_ERROR, "A fault of the server, or of the files of the ledger"),
        (
            StatusCode::SERVICE_UNAVAILABLE,
            "Not just now: the ledger is being written, or what is needed is not at hand",
        ),
        (StatusCode::GATEWAY_TIMEOUT, "It took too long"),
    ];
    if names_one || method == "post" && takes_json {
        statuses.push((StatusCode::NOT_FOUND, "Nothing is called so"));
        statuses.push((StatusCode::GONE, "It was erased"));
    }
    if matches!(method, "post" | "put" | "delete") {
        statuses.push((StatusCode::PAYLOAD_TOO_LARGE, "What was sent is larger than is taken"));
        statuses.push((StatusCode::INSUFFICIENT_STORAGE, "No space is left where the ledger lies"));
    }
    if method == "post" && path.ends_with("/corrections") {
        statuses.push((StatusCode::CONFLICT, "It contradicts an earlier correction, which it does not name"));
    }
    if path.ends_with("/basemap") {
        statuses.push((StatusCode::NOT_FOUND, "The file is not there any more"));
        statuses.push((StatusCode::PRECONDITION_FAILED, "The file is not as the client takes it to be"));
        statuses
            .push((StatusCode::RANGE_NOT_SATISFIABLE, "The file has no such part, or several are asked for at once"));
    }
    if takes_json {
        statuses.push((StatusCode::UNSUPPORTED_MEDIA_TYPE, "What was sent is not said to be JSON"));
        statuses.push((
            StatusCode::UNPROCESSABLE_ENTITY,
            "It is not of the form that is taken here, or its key was sent with another one",
        ));
    }
    for (status, says) in statuses {
        let mut answer = json!({
            "description": says,
            "content": { "application/problem+json": { "schema": { "$ref": format!("{SCHEMAS}Problem") } } },
        });
        if status == StatusCode::SERVICE_UNAVAILABLE {
            answer["headers"] = json!({ "Retry-After": {
                "description": "After how many seconds to ask again", "schema": { "type": "integer" }
            } });
        }
        answers.entry(status.as_str()).or_insert(answer);
    }
    let known: std::collections::BTreeMap<String, Value> = std::mem::take(answers).into_iter().collect();
    answers.extend(known);
}
