//! Pages without a script: incidents, one incident, one report, search. They print well, can be kept, and every word that they
//! show of a report links to where it stands.

mod render;
mod text;
mod visit;
mod words;

use std::collections::BTreeSet;

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use fogline_ask::{Need, brief as briefs, incidents::Filter};
use fogline_ledger::Search;
use fogline_reconcile::{head::Head, incidents::Incident};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;

use self::render::{CODEBOOK, SHEET, sheet};
pub(crate) use self::{
    render::{page, trouble},
    visit::Visit,
};
use crate::{
    api::{Path, Query, Shared, When},
    desk::Card,
    error::{Fault, Result},
};

/// Incidents on a page.
const PAGE: usize = 100;
/// By what the answer at an address differs: where it names no language, by that which the browser asks for.
pub(crate) const BY_LANGUAGE: &str = "Accept-Language";
/// Reports that a search shows.
const HITS: usize = 30;

/// The pages, and what they are dressed with.
pub(crate) fn router(desk: Shared) -> Router {
    Router::new()
        .route("/incidents", get(incidents))
        .route("/incidents/{id}", get(incident))
        .route("/reports", get(reports))
        .route("/reports/{name}", get(report))
        .route("/search", get(search))
        .route("/brief", get(brief))
        .route("/codebook", get(async || Html(CODEBOOK[0].as_str())))
        .route(
            "/codebook.css",
            get(async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], CODEBOOK[1].as_str())),
        )
        .route("/brief.css", get(async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], SHEET.style.as_str())))
        .route(
            "/pages.css",
            get(async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("pages.css"))),
        )
        .route("/icon.svg", get(icon))
        // Browsers ask for it where a page names none.
        .route("/favicon.ico", get(icon))
        .with_state(desk)
}

/// What an answer is for people: a page, or a page that says what went wrong.
struct Page(Result<String>);

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        match self.0 {
            Ok(page) => {
                let kept = [(header::CACHE_CONTROL, "private, no-cache"), (header::VARY, BY_LANGUAGE)];
                (StatusCode::OK, kept, Html(page)).into_response()
            }
            Err(fault) => fault.into_response(),
        }
    }
}

/// A form sends what is left empty as an empty text; it is not asked for then.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Form {
    since: String,
    until: String,
    area: String,
    side: String,
    status: String,
    text: String,
    from: usize,
}

fn said(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn day(text: &str) -> Result<Option<Date>> {
    let day =
        said(text).map(|text| text.parse().map_err(|_| Fault::Wrong(format!("`{text}` is not a day as 2022-02-17"))));
    day.transpose()
}

impl Form {
    fn filter(&self) -> Result<Filter> {
        Ok(Filter {
            since: day(&self.since)?,
            until: day(&self.until)?,
            area: said(&self.area),
            side: said(&self.side),
            status: said(&self.status),
            text: said(&self.text),
            told_by: None,
        })
    }
}

async fn incidents(State(desk): State<Shared>, visit: Visit, Query(form): Query<Form>) -> Page {
    Page(list(desk, visit, form).await)
}

async fn list(desk: Shared, visit: Visit, form: Form) -> Result<String> {
    let filter = form.filter()?;
    desk.ask(visit.when.known()?, move |asked| {
        let snapshot = asked.snapshot;
        let found = asked.incidents(&filter, |_| true)?;
        let shown: Vec<Incident> = found.iter().skip(form.from).take(PAGE).map(|one| Incident::clone(one)).collect();
        let cards: Vec<Card> = asked.view(Need::Heads)?.redacted().all(&shown).iter().map(Card::from).collect();
        let to = form.from + cards.len();
        let statuses: Vec<_> = fogline_reconcile::brief::statuses()
            .into_iter()
            .map(|word| json!({ "word": word, "kind": visit.kind_of(word, &["roll_up", "occurrence", "responsibility"]) }))
            .collect();
        let sides: Vec<_> = snapshot.sides(true).into_iter().map(|id| json!({ "id": id, "name": snapshot.base.sides.name(id) })).collect();
        let state = json!({
            "since": form.since, "until": form.until, "area": form.area, "side": form.side, "status": form.status,
            "text": form.text,
        });
        page("incidents.html", &visit, json!({
            "cards": cards, "matching": found.len(), "all": snapshot.cards.len(), "reports": snapshot.base.heads.len(),
            "from": form.from, "to": to, "earlier": (form.from > 0).then(|| form.from.saturating_sub(PAGE)),
            "later": (to < found.len()).then_some(to), "sides": sides, "statuses": statuses, "asked": state,
        }))
    })
    .await
}

async fn incident(State(desk): State<Shared>, visit: Visit, Path(id): Path<String>) -> Page {
    Page(one(desk, visit, id).await)
}

async fn one(desk: Shared, visit: Visit, id: String) -> Result<String> {
    desk.ask(visit.when.known()?, move |asked| {
        let (mut view, id) = asked.incident(&id)?;
        let redacted = view.redacted();
        view.incidents = redacted.all(&view.incidents);
        let shown = view.shown(&id)?;
        let side = |side: Option<&String>| side.map(|id| json!({ "id": id, "name": view.sides.name(id) }));
        let accounts: Vec<_> = shown
            .incident
            .accounts
            .iter()
            .map(|one| json!({ "side": side(one.side.as_ref()), "account": one }))
            .collect();
        let titles: serde_json::Map<_, _> = shown
            .incident
            .documents()
            .filter_map(|name| {
                let head = view.head_of(name)?;
                let told = json!({ "title": head.title, "lang": head.lang });
                Some((name.to_owned(), redacted.all(&[told]).pop()?))
            })
            .collect();
        page(
            "incident.html",
            &visit,
            json!({
                "one": shown.incident, "accounts": accounts, "no_answer": shown.no_answer, "titles": titles,
                "rules": fogline_reconcile::derive::RULES, "head": view.head,
            }),
        )
    })
    .await
}

async fn reports(State(desk): State<Shared>, visit: Visit, Query(form): Query<Form>) -> Page {
    Page(all_reports(desk, visit, form.from).await)
}

async fn all_reports(desk: Shared, visit: Visit, from: usize) -> Result<String> {
    desk.ask(visit.when.known()?, move |asked| {
        let heads = asked.snapshot.latest();
        let shown: Vec<Head> = heads.iter().skip(from).take(PAGE).map(|head| Head::clone(head)).collect();
        let shown = asked.view(Need::Heads)?.redacted().all(&shown);
        let to = from + shown.len();
        page(
            "reports.html",
            &visit,
            json!({
                "reports": shown, "all": heads.len(), "from": from, "to": to,
                "earlier": (from > 0).then(|| from.saturating_sub(PAGE)), "later": (to < heads.len()).then_some(to),
            }),
        )
    })
    .await
}

async fn report(State(desk): State<Shared>, visit: Visit, Path(name): Path<String>) -> Page {
    Page(read(desk, visit, name).await)
}

async fn read(desk: Shared, visit: Visit, name: String) -> Result<String> {
    desk.ask(visit.when.known()?, move |asked| {
        let (read, view) = asked.report(&name)?;
        let redacted = view.redacted();
        let report = redacted.all(std::slice::from_ref(&read.report)).pop().ok_or(Fault::Broken)?;
        let report = &report;
        let incidents: Vec<_> = read.incidents.iter().map(|one| json!(one)).collect();
        let incidents = redacted.all(&incidents);
        let name_of = |id: Option<&String>| id.and_then(|id| report.actor(id)).map(|actor| actor.name.clone());
        let statements: Vec<_> = report
            .statements
            .iter()
            .map(|one| {
                let through: Vec<_> = one.chain.iter().filter_map(|id| name_of(Some(id))).collect();
                json!({
                    "one": one, "speaker": name_of(one.speaker.actor.as_ref()), "chain": through,
                    "accused": one.accused.iter().filter_map(|id| name_of(Some(id))).collect::<Vec<_>>(),
                })
            })
            .collect();
        page("report.html", &visit, json!({
            "report": report, "paragraphs": text::paragraphs(report), "statements": statements, "copies": read.copies,
            "incidents": incidents,
        }))
    })
    .await
}

/// What a situation report covers, as a form sends it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Covering {
    since: String,
    until: String,
    area: String,
    public: bool,
}

async fn brief(State(desk): State<Shared>, Query(when): Query<When>, Query(covering): Query<Covering>) -> Page {
    Page(report_of(desk, when, covering).await)
}

async fn report_of(desk: Shared, when: When, covering: Covering) -> Result<String> {
    let wanted = briefs::Wanted {
        since: day(&covering.since)?,
        until: day(&covering.until)?,
        area: said(&covering.area),
        public: covering.public,
    };
    desk.ask(when.known()?, move |asked| {
        let mut view = asked.view(Need::Brief)?;
        sheet(&briefs::brief(&wanted, asked.ledger, &mut view)?)
    })
    .await
}

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Looking {
    q: String,
}

async fn search(State(desk): State<Shared>, visit: Visit, Query(looking): Query<Looking>) -> Page {
    Page(hits(desk, visit, looking.q).await)
}

async fn hits(desk: Shared, visit: Visit, words: String) -> Result<String> {
    let known = visit.when.known()?;
    desk.ask(known, move |asked| {
        if words.trim().is_empty() {
            return page("search.html", &visit, json!({ "q": words }));
        }
        let mut found =
            asked.ledger.search(&Search { words: &words, as_of: known.as_of, limit: HITS, ..Search::default() })?;
        if known.as_published.is_some() {
            let then: BTreeSet<&str> = asked.snapshot.base.heads.iter().map(|head| head.id.as_str()).collect();
            found.hits.retain(|hit| then.contains(hit.id.as_str()));
            found.total = i64::try_from(found.hits.len()).unwrap_or_default();
        }
        let redacted = asked.view(Need::Heads)?.redacted();
        let hits = found.hits.iter().map(|hit| json!({ "hit": hit, "pieces": text::marked(hit) })).collect::<Vec<_>>();
        let hits = redacted.all(&hits);
        page("search.html", &visit, json!({ "q": words, "hits": hits, "total": found.total }))
    })
    .await
}

async fn icon() -> ([(header::HeaderName, &'static str); 1], &'static str) {
    ([(header::CONTENT_TYPE, "image/svg+xml")], include_str!("icon.svg"))
}
