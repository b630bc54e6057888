//! How a page is asked for: as of when, in which language, and at which address, so that its links keep to it.

use axum::{
    extract::{FromRequestParts, Request},
    http::{HeaderMap, Uri, request::Parts},
};
use serde_json::{Value, json};

use super::words::Tongue;
use crate::{
    api::{Query, When, in_address},
    error::{Fault, Result},
};

/// Parameter that names the language.
const LANG: &str = "lang";

/// How a page is asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Visit {
    /// As of when.
    pub(crate) when: When,
    /// In which language.
    pub(super) tongue: Tongue,
    /// Whether the address names the language, so that links have to.
    named: bool,
    /// All that the address asks.
    asked: Vec<(String, String)>,
}

impl Visit {
    /// Of an address, now.
    pub(crate) fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        let asked: Vec<(String, String)> =
            axum::extract::Query::try_from_uri(uri).map(|axum::extract::Query(asked)| asked).unwrap_or_default();
        // The board has a parameter of its own for it.
        let named = asked.iter().find(|(name, _)| [LANG, "ui"].contains(&name.as_str()));
        let named = named.and_then(|(_, code)| Tongue::named(code));
        let tongue = named.or_else(|| Tongue::accepted(headers)).unwrap_or_default();
        Self { when: When::default(), tongue, named: named.is_some(), asked }
    }

    /// Of a request, now.
    pub(crate) fn of_request(request: &Request) -> Self {
        Self::of(request.uri(), request.headers())
    }

    /// The same of now, at an address that asks this and nothing else but the language.
    pub(crate) fn asking(self, asked: &[(&str, &str)]) -> Self {
        let asked = asked.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { when: When::default(), asked, ..self }
    }

    /// The language as a parameter, where the address names one.
    pub(crate) fn lang(&self) -> Option<String> {
        self.named.then(|| format!("{LANG}={}", self.tongue.code()))
    }

    /// What every link within the pages is asked with, with its question mark; empty where that is nothing.
    pub(crate) fn kept(&self) -> String {
        let when = Some(self.when.in_address()).filter(|when| !when.is_empty());
        let kept: Vec<String> = when.into_iter().chain(self.lang()).collect();
        if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) }
    }

    /// The address that one is at, without some of what it asks.
    fn without(&self, names: &[&str]) -> String {
        let asked = self.asked.iter().filter(|(name, value)| !value.is_empty() && !names.contains(&name.as_str()));
        let asked: Vec<String> =
            asked.map(|(name, value)| format!("{}={}&", in_address(name), in_address(value))).collect();
        format!("?{}", asked.concat())
    }

    /// The first of some kinds of words of which a value is one.
    pub(super) fn kind_of<'k>(&self, value: &str, kinds: &[&'k str]) -> Option<&'k str> {
        let words = self.tongue.words();
        kinds.iter().copied().find(|kind| words.phrase(&format!("{kind}.{value}"), None).is_some())
    }

    /// What every page is made with.
    pub(super) fn told(&self) -> Value {
        let here = self.without(&[LANG]);
        let languages = Tongue::ALL.map(|one| {
            let code = one.code();
            let name = one.words().phrase("language", None);
            json!({ "code": code, "name": name, "to": format!("{here}{LANG}={code}"), "is_this": one == self.tongue })
        });
        json!({
            "lang": self.tongue.code(), "when": self.when, "kept": self.kept(), "named": self.named, "languages": languages,
            "now": self.without(&["as_of", "as_published", "from"]), "rest": self.without(&["from"]),
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let Query(when) = Query::<When>::from_request_parts(parts, state).await?;
        Ok(Self { when, ..Self::of(&parts.uri, &parts.headers) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(address: &str, accepts: &str) -> Visit {
        let mut headers = HeaderMap::new();
        headers.insert("accept-language", accepts.parse().unwrap());
        Visit::of(&address.parse().unwrap(), &headers)
    }

    #[test]
    fn what_the_address_names_goes_before_what_the_browser_asks_for() {
        let kept = |visit: Visit| (visit.tongue, visit.kept());
        assert_eq!(kept(visit("/incidents?lang=uk", "ru")), (Tongue::Uk, "?lang=uk".to_owned()));
        assert_eq!(kept(visit("/incidents", "ru")), (Tongue::Ru, String::new()));
        assert_eq!(kept(visit("/incidents?lang=de", "uk")), (Tongue::Uk, String::new()), "there is no such language");
        assert_eq!(kept(visit("/incidents?lang=", "be")), (Tongue::En, String::new()));
    }

    #[test]
    fn links_to_other_languages_and_parts_keep_the_rest_of_the_address() {
        let at = visit("/incidents?text=a%26b&since=&as_of=2022-02-18T00:00:00%2B02:00&lang=ru&from=100", "");
        let told = at.told();
        let rest = "text=a%26b&as_of=2022-02-18T00%3A00%3A00%2B02%3A00&";
        assert_eq!(
            told["languages"][1],
            json!({
                "code": "uk", "name": "Українська", "to": format!("?{rest}from=100&lang=uk"), "is_this": false,
            })
        );
        assert_eq!((&told["rest"], &told["now"]), (&json!(format!("?{rest}lang=ru&")), &json!("?text=a%26b&lang=ru&")));
        assert_eq!(at.asking(&[]).told()["rest"], "?", "a page that says nothing of its address");
    }
}
