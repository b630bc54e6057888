//! Templates become pages. Whatever stands in a report is escaped, and characters that would steer how text runs are shown by
//! their names.

use std::sync::LazyLock;

use axum::http::StatusCode;
use fogline_reconcile::{
    brief::{self, Brief},
    coding::codebook::{Codebook, Form},
};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, HtmlEscape, UndefinedBehavior, Value, context,
    value::{Kwargs, Serde},
};
use serde::Serialize;
use serde_json::json;

use super::{
    text::harmless,
    visit::Visit,
    words::{Tongue, Words},
};
use crate::{
    api::in_address,
    error::{Fault, tell},
};

/// Every template by its name.
const TEMPLATES: [(&str, &str); 9] = [
    ("base.html", include_str!("templates/base.html")),
    ("kept.html", include_str!("templates/kept.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("incidents.html", include_str!("templates/incidents.html")),
    ("incident.html", include_str!("templates/incident.html")),
    ("reports.html", include_str!("templates/reports.html")),
    ("report.html", include_str!("templates/report.html")),
    ("search.html", include_str!("templates/search.html")),
    ("login.html", include_str!("templates/login.html")),
];

/// What a template is rendered with, for each language.
static ENVIRONMENTS: LazyLock<[Environment<'static>; 3]> = LazyLock::new(|| Tongue::ALL.map(environment));

fn of(tongue: Tongue) -> &'static Environment<'static> {
    let [en, uk, ru] = &*ENVIRONMENTS;
    match tongue {
        Tongue::En => en,
        Tongue::Uk => uk,
        Tongue::Ru => ru,
    }
}

fn environment(tongue: Tongue) -> Environment<'static> {
    let mut known = Environment::new();
    known.set_undefined_behavior(UndefinedBehavior::Chainable);
    known.set_auto_escape_callback(|_| AutoEscape::Html);
    known.set_formatter(move |out, state, value| match value.as_str().filter(|_| !value.is_safe()) {
        Some(text) => minijinja::escape_formatter(out, state, &Value::from(harmless(text, tongue.words().redacted()))),
        None => minijinja::escape_formatter(out, state, value),
    });
    known.add_function("t", move |key: &str, values: Kwargs| say(tongue.words(), key, &values));
    known.add_function("term", move |kind: &str, value: &Value| match value.as_str() {
        Some(word) => tongue.words().term(kind, word).into_owned(),
        None => value.to_string(),
    });
    known.add_function("valued", move |value: &Value| match value.as_str() {
        Some(value) => tongue.words().valued(value).into_owned(),
        None => value.to_string(),
    });
    known.add_filter("path", |text: &str| in_address(text));
    known.add_filter("tongue", tongue_of);
    for (name, text) in TEMPLATES {
        // The templates are of this build, and a test renders each.
        if let Err(error) = known.add_template(name, text) {
            known.add_global("fault", error.to_string());
        }
    }
    known
}

/// A phrase, in the form that `n` asks for, with values in the place of `{name}`.
fn say(words: &Words, key: &str, values: &Kwargs) -> Result<Value, Error> {
    let number: Option<usize> = values.get("n")?;
    let unsaid = || Error::new(ErrorKind::InvalidOperation, format!("there are no words for `{key}`"));
    let mut rest = words.phrase(key, number).ok_or_else(unsaid)?;
    let mut out = String::new();
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(b, rest)| Some((b, rest.split_once('}')?)))
    {
        let value: Value = values.get(name)?;
        let shown = value.to_string();
        out.push_str(&HtmlEscape(before).to_string());
        let shown = if value.is_safe() { shown } else { HtmlEscape(&harmless(&shown, words.redacted())).to_string() };
        out.push_str(&shown);
        rest = after;
    }
    out.push_str(&HtmlEscape(rest).to_string());
    Ok(Value::from_safe_string(out))
}

/// The language of what the ledger names, as an incident or a side: English, where it begins with Latin letters.
fn tongue_of(name: &str) -> Option<&'static str> {
    let first = name.chars().find(|letter| letter.is_alphabetic())?;
    matches!(first, 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}').then_some("en")
}

/// A page as it is asked for.
pub(crate) fn page(name: &str, visit: &Visit, data: impl Serialize) -> Result<String, Fault> {
    let rendered = of(visit.tongue).get_template(name).and_then(|template| {
        let (data, visit) = (Value::from(Serde(data)), Value::from(Serde(visit.told())));
        template.render(context! { ..data, ..visit })
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
pub(super) fn sheet(brief: &Brief) -> Result<String, Fault> {
    let template = brief::render::Template { file: "brief", text: &SHEET.template };
    brief::render::render(brief, brief::render::Form::Html, Some(template)).map_err(|error| {
        tell(&error);
        Fault::Broken
    })
}

/// A page that says what went wrong.
pub(crate) fn trouble(status: StatusCode, why: &str, visit: &Visit) -> String {
    let known = visit.kind_of(status.as_str(), &["error"]).map_or("other", |_| status.as_str());
    page("base.html", visit, json!({ "status": known, "why": why })).unwrap_or_else(|_| status.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use axum::http::HeaderMap;

    use super::{super::words, *};

    #[test]
    fn every_template_fits_together_and_nothing_of_a_report_is_markup() {
        for (tongue, (name, _)) in Tongue::ALL.into_iter().flat_map(|tongue| TEMPLATES.map(|one| (tongue, one))) {
            of(tongue).get_template(name).unwrap_or_else(|error| panic!("{name}: {error:#}"));
        }
        let page = trouble(StatusCode::NOT_FOUND, "<script>alert(1)</script>\u{202e}evil", &Visit::default());
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"), "{page}");
        assert!(page.contains("⟦U+202E⟧evil"), "{page}");
        let said = trouble(StatusCode::IM_A_TEAPOT, "", &Visit::of(&"/x?lang=uk".parse().unwrap(), &HeaderMap::new()));
        assert!(said.contains("<html lang=\"uk\">") && said.contains("<h1>На це не вдалося відповісти</h1>"), "{said}");
    }

    #[test]
    fn values_of_a_phrase_are_no_markup_unless_they_are_ours() {
        let render = |template: &str| of(Tongue::En).render_str(template, context! { evil => "<b>\u{202e}" });
        assert_eq!(render("{{ t('why.rules', version=evil) }}").unwrap(), "Rules: &lt;b&gt;⟦U+202E⟧");
        let ours = "{% set hash %}<code>{{ evil }}</code>{% endset %}{{ t('chain.head', hash=hash) }}";
        assert_eq!(render(ours).unwrap(), "Head of the chain of records: <code>&lt;b&gt;⟦U+202E⟧</code>");
        assert!(render("{{ t('no.such') }}").is_err() && render("{{ t('why.rules') }}").is_err());
    }

    /// A template in parts: what is shown as it stands, with tags, and what is computed.
    fn parts(template: &str) -> (String, Vec<&str>) {
        let (mut literal, mut computed, mut rest) = (String::new(), Vec::new(), template);
        while let Some((before, after)) = rest.split_once('{') {
            literal.push_str(before);
            let close = match after.chars().next() {
                Some('{') => "}}",
                Some('%') => "%}",
                Some('#') => "#}",
                other => panic!("{{{other:?} opens nothing"),
            };
            let (code, after) = after.split_once(close).unwrap();
            computed.extend((close != "#}").then_some(code));
            rest = after;
        }
        (literal + rest, computed)
    }

    #[test]
    fn templates_have_no_words_of_their_own_and_all_words_are_used() {
        let mut said = BTreeSet::new();
        for (name, template) in TEMPLATES {
            let (literal, computed) = parts(template);
            let (mut shown, mut rest) = (String::new(), literal.as_str());
            while let Some((before, (tag, after))) =
                rest.split_once('<').and_then(|(b, rest)| Some((b, rest.split_once('>')?)))
            {
                shown.push_str(before);
                for attribute in ["title=\"", "aria-label=\"", "placeholder=\"", "alt=\""] {
                    let text = tag.split_once(attribute).and_then(|(_, rest)| rest.split('"').next());
                    assert!(!text.unwrap_or_default().contains(char::is_alphabetic), "{name}: <{tag}>");
                }
                rest = after;
            }
            shown.push_str(rest);
            // Names and a command are the same in every language.
            for name in ["Fogline", "GeoNames, CC BY 4.0", "fogline ingest PATH..."] {
                shown = shown.replace(name, "");
            }
            let word = shown.lines().find(|line| line.replace("&amp;", "").contains(char::is_alphabetic));
            assert_eq!(word, None, "{name}");
            for code in computed {
                let literals = code.split('"').skip(1).step_by(2);
                for (before, key) in code.split('"').step_by(2).zip(literals) {
                    if before.ends_with("t(") {
                        for tongue in Tongue::ALL {
                            assert!(tongue.words().phrase(key, Some(1)).is_some(), "{name}: {key}");
                        }
                        said.insert(key.to_owned());
                    } else if before.ends_with("term(") {
                        said.insert(format!("{key}."));
                    } else if before.trim_end().ends_with(" or") || before.trim_end().ends_with(" else") {
                        assert!(!key.contains(char::is_alphabetic), "{name}: `{key}` in {code}");
                    }
                }
            }
        }
        said.extend(["language", "redacted"].map(str::to_owned));
        let is_said = |key: &String| {
            said.contains(key) || key.rsplit_once('.').is_some_and(|(kind, _)| said.contains(&format!("{kind}.")))
        };
        let idle: Vec<String> = words::tests::own_keys().into_iter().filter(|key| !is_said(key)).collect();
        assert!(idle.is_empty(), "nobody says {idle:?}");
    }

    #[test]
    fn a_name_is_one_part_of_an_address() {
        assert_eq!(in_address("a/b?c#d 1~2 ї"), "a%2Fb%3Fc%23d%201~2%20%D1%97");
    }
}
