//! Markdown and HTML of a brief, by templates that users can replace.
//!
//! Whatever a template prints is made visible and escaped for its form first, so that a template of one's own is safe as
//! well: nothing that a report says can become markup, reorder the line, or load something.

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, syntax::SyntaxConfig, value::Serde};
use serde::Serialize;
use thiserror::Error;

use super::{Brief, words::Words};
use crate::visible::{markdown, visible, web_address};

/// What a brief is rendered as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Markdown (CommonMark with tables).
    Markdown,
    /// One HTML page for screen and print that loads nothing.
    Html,
}

/// A template of one's own.
#[derive(Debug, Clone, Copy)]
pub struct Template<'t> {
    /// Its file, for messages.
    pub file: &'t str,
    /// What stands in it: Jinja.
    pub text: &'t str,
}

/// A template that cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{file}{}: {what}", line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct TemplateError {
    /// The file.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong and what could be done.
    pub what: String,
}

const MARKDOWN: Template<'static> =
    Template { file: "templates/brief.md.j2", text: include_str!("../../templates/brief.md.j2") };
const HTML: Template<'static> =
    Template { file: "templates/brief.html.j2", text: include_str!("../../templates/brief.html.j2") };

/// The template that comes with Fogline, to start one's own from.
pub fn bundled(form: Form) -> &'static str {
    match form {
        Form::Markdown => MARKDOWN.text,
        Form::Html => HTML.text,
    }
}

/// A brief in a form, by a template of one's own or the bundled one.
pub fn render(brief: &Brief, form: Form, own: Option<Template<'_>>) -> Result<String, TemplateError> {
    let template = own.unwrap_or(match form {
        Form::Markdown => MARKDOWN,
        Form::Html => HTML,
    });
    fill(brief, form, template)
}

/// A template filled with something; whatever it prints is made visible and escaped for its form.
pub(crate) fn fill<T: Serialize>(what: &T, form: Form, template: Template<'_>) -> Result<String, TemplateError> {
    let fault = |error: &minijinja::Error| TemplateError {
        file: template.file.to_owned(),
        line: error.line(),
        what: in_words(error),
    };
    let mut known = Environment::new();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    known.set_syntax(syntax.map_err(|error| fault(&error))?);
    known.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    known.set_auto_escape_callback(move |_| match form {
        Form::Markdown => AutoEscape::Custom("markdown".into()),
        Form::Html => AutoEscape::Html,
    });
    known.set_formatter(move |out, _, value| {
        match value.as_str() {
            None if value.is_none() || value.is_undefined() => {}
            // Whatever is no text is written as text of this form too: lists hold texts of reports.
            None => out.write_str(&escaped(&value.to_string(), form)).map_err(minijinja::Error::from)?,
            Some(text) => out.write_str(&escaped(text, form)).map_err(minijinja::Error::from)?,
        }
        Ok(())
    });
    known.add_global("shown_cites", Words::bundled().cites);
    known.add_test("web_address", |uri: &str| web_address(uri).is_some());
    // Escaping is not a template's to switch off.
    known.remove_filter("safe");
    known.remove_filter("escape");
    known.remove_filter("e");
    known.add_template(template.file, template.text).map_err(|error| fault(&error))?;
    let found = known.get_template(template.file).map_err(|error| fault(&error))?;
    let text = found.render(Value::from(Serde(what))).map_err(|error| fault(&error))?;
    Ok(text)
}

fn escaped(text: &str, form: Form) -> String {
    match form {
        Form::Markdown if text.chars().all(|letter| letter == ' ') => text.to_owned(),
        Form::Markdown => markdown(text),
        Form::Html => html(&visible(text)),
    }
}

fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '`' => out.push_str("&#96;"),
            other => out.push(other),
        }
    }
    out
}

fn in_words(error: &minijinja::Error) -> String {
    let detail =
        error.detail().map_or_else(|| error.kind().to_string(), |detail| format!("{}: {detail}", error.kind()));
    format!("{detail}. The bundled template shows every value that there is")
}
