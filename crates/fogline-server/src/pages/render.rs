//! Templates become pages. Whatever stands in a report is escaped, and characters that would steer how text runs are shown by
//! their names.

use std::sync::LazyLock;

use axum::http::StatusCode;
use fogline_reconcile::{
    brief::{self, Brief},
    coding::codebook::{Codebook, Form},
};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context, value::Serde};
use serde::Serialize;

use super::text::harmless;
use crate::{
    api::{When, in_address},
    error::{Fault, Result, tell},
};

/// Every template by its name.
const TEMPLATES: [(&str, &str); 8] = [
    ("base.html", include_str!("templates/base.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("incidents.html", include_str!("templates/incidents.html")),
    ("incident.html", include_str!("templates/incident.html")),
    ("reports.html", include_str!("templates/reports.html")),
    ("report.html", include_str!("templates/report.html")),
    ("search.html", include_str!("templates/search.html")),
    ("login.html", include_str!("templates/login.html")),
];

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut known = Environment::new();
    known.set_undefined_behavior(UndefinedBehavior::Chainable);
    known.set_auto_escape_callback(|_| AutoEscape::Html);
    known.set_formatter(|out, state, value| match value.as_str().filter(|_| !value.is_safe()) {
        Some(text) => minijinja::escape_formatter(out, state, &Value::from(harmless(text))),
        None => minijinja::escape_formatter(out, state, value),
    });
    known.add_filter("plain", plain);
    known.add_filter("day", |at: &str| at.get(..10).unwrap_or(at).to_owned());
    known.add_filter("path", |text: &str| in_address(text));
    for (name, text) in TEMPLATES {
        // The templates are of this build, and a test renders each.
        if let Err(error) = known.add_template(name, text) {
            known.add_global("fault", error.to_string());
        }
    }
    known
});

/// A word of the contract as people read it. What is corroborated is never more than that something occurred.
fn plain(word: &str) -> String {
    match word.strip_suffix("_occurrence") {
        Some(word) => format!("{} (occurrence)", word.replace('_', " ")),
        None => word.replace('_', " "),
    }
}

/// A page as of a time.
pub(crate) fn page(name: &str, when: &When, data: impl Serialize) -> Result<String> {
    let as_of = when.in_address();
    let rendered = ENVIRONMENT.get_template(name).and_then(|template| {
        let (data, when) = (Value::from(Serde(data)), Value::from(Serde(when)));
        template.render(context! { when, as_of, ..data })
    });
    rendered.map_err(|error| {
        tell(&format!("a page could not be made: {error:#}"));
        Fault::Broken
    })
}

/// The situation report as a page of this site, whose style stands in a file of its own.
pub(super) struct Sheet {
    template: String,
    /// Its style.
    pub(super) style: String,
}

/// Taken from the page that stands alone, so that both look the same.
pub(super) static SHEET: LazyLock<Sheet> = LazyLock::new(|| {
    let whole = brief::render::bundled(brief::render::Form::Html);
    let (head, rest) = whole.split_once("<style>").unwrap_or((whole, ""));
    let (style, body) = rest.split_once("</style>").unwrap_or(("", rest));
    // What may be loaded is told by the site.
    let head: String = head.split_inclusive('\n').filter(|line| !line.contains("Content-Security-Policy")).collect();
    Sheet {
        template: format!("{head}<link rel=\"stylesheet\" href=\"/brief.css\">{body}"),
        style: style.trim_start().to_owned(),
    }
});

/// The codebook as a page of this site, and its style.
pub(super) static CODEBOOK: LazyLock<[String; 2]> = LazyLock::new(|| {
    let whole = Codebook::bundled().render(Form::Html);
    let (head, rest) = whole.split_once("<style>").unwrap_or((&whole, ""));
    let (style, body) = rest.split_once("</style>").unwrap_or(("", rest));
    [format!("{head}<link rel=\"stylesheet\" href=\"/codebook.css\">{body}"), style.trim_start().to_owned()]
});

/// A situation report as a page.
pub(super) fn sheet(brief: &Brief) -> Result<String> {
    let template = brief::render::Template { file: "brief", text: &SHEET.template };
    brief::render::render(brief, brief::render::Form::Html, Some(template)).map_err(|error| {
        tell(&error);
        Fault::Broken
    })
}

/// A page that says what went wrong.
pub(crate) fn trouble(status: StatusCode, why: &str) -> String {
    let title = status.canonical_reason().unwrap_or("Error");
    let rendered = ENVIRONMENT.get_template("base.html").and_then(|template| template.render(context! { title, why }));
    rendered.unwrap_or_else(|_| title.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_fits_together_and_nothing_of_a_report_is_markup() {
        for (name, _) in TEMPLATES {
            ENVIRONMENT.get_template(name).unwrap_or_else(|error| panic!("{name}: {error:#}"));
        }
        let page = trouble(StatusCode::NOT_FOUND, "<script>alert(1)</script>\u{202e}evil");
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"), "{page}");
        assert!(page.contains("⟦U+202E⟧evil"), "{page}");
    }

    #[test]
    fn a_name_is_one_part_of_an_address() {
        assert_eq!(in_address("a/b?c#d 1~2 ї"), "a%2Fb%3Fc%23d%201~2%20%D1%97");
    }
}
