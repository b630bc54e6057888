//! Briefs of a small dossier of our own: a school shelled in a town that does not exist, told by two sides and observers.

use super::{
    render::{Form, Template, render},
    *,
};
use crate::{
    incidents::Incident,
    public::{self, Released},
    report::{Citation, Report},
    sides::Sides,
};

fn dossier() -> (Vec<Incident>, Vec<Report>) {
    let incidents = include_str!("../../tests/fixtures/lumen/incidents.json");
    let readings = include_str!("../../tests/fixtures/lumen/readings.jsonl");
    let reports = readings.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (serde_json::from_str(incidents).unwrap(), reports)
}

fn material<'m>(incidents: &'m [Incident], reports: &'m [Report], sides: &'m Sides) -> Material<'m> {
    Material {
        window: Window { from: "2031-05-06".to_owned(), to: "2031-05-07".to_owned() },
        area: None,
        as_of: "2031-05-08T00:00:00Z".to_owned(),
        head: Some("c0ffee".to_owned()),
        rules: "1".to_owned(),
        incidents,
        reports,
        sides,
        commitments: Vec::new(),
        warnings: Vec::new(),
        figures: changed_figures(incidents),
        public: None,
    }
}

fn section<'b>(brief: &'b Brief, id: &str) -> &'b Section {
    brief.sections.iter().find(|section| section.id == id).unwrap()
}

fn texts<'b>(brief: &'b Brief, id: &str) -> Vec<&'b str> {
    section(brief, id).items.iter().flat_map(|item| &item.lines).map(|line| line.text.as_str()).collect()
}

fn released(incidents: &[Incident], reports: &[Report]) -> Released {
    public::release(incidents, reports, &[], "2031-05-08T00:00:00Z")
}

#[test]
fn every_sentence_leads_to_exact_words() {
    let (incidents, reports) = dossier();
    let sides = Sides::default();
    let brief = brief(&material(&incidents, &reports, &sides));
    let lines: Vec<&Line> = brief.sections.iter().flat_map(|one| &one.items).flat_map(|item| &item.lines).collect();
    assert!(lines.len() > 20);
    for line in lines {
        assert!(!line.cites.is_empty() && !line.text.is_empty(), "{line:?}");
        assert!(line.cites.iter().all(|number| brief.citations[number - 1].number == *number));
        assert_eq!(line.marks[0], "machine-read");
    }
    for cite in &brief.citations {
        let report = reports.iter().find(|report| report.document.reference == cite.document).unwrap();
        let text: Vec<char> = report.document.text.chars().collect();
        assert_eq!(cite.sha256, report.document.id);
        for words in &cite.words {
            assert_eq!(words.exact, text[words.start..words.end].iter().collect::<String>());
        }
    }
}

#[test]
fn sections_tell_what_belongs_to_them() {
    let (incidents, reports) = dossier();
    let sides = Sides::default();
    let brief = brief(&material(&incidents, &reports, &sides));
    assert_eq!(texts(&brief, "new").len(), 3);
    let contested = texts(&brief, "contested");
    assert_eq!(
        contested[0],
        "Violence (artillery, school), Lumen, 2031-05-06: occurrence recorded by an observer; those accused deny it. \
         3 reports, 3 origins, 3 sides."
    );
    assert!(contested.contains(&"Denied by: N."), "{contested:?}");
    assert!(contested.contains(
        &"“Mira Solen”, in Harbour Post, 2031-05-06T10:00:00+00:00: “It was <b>them</b>, the ⟦U+202E⟧vandals”"
    ));
    assert!(texts(&brief, "corroborated")[0].starts_with("Coercion, Orra"));
    assert_eq!(
        texts(&brief, "unanswered"),
        ["Build up, Orra: no answer of N found in 4 reports read (en 3, ru 1), 2031-05-06 to 2031-05-07."]
    );
    assert_eq!(texts(&brief, "access"), ["Line Observers: “denied passage at a checkpoint near Orra”"]);
    assert!(texts(&brief, "monitors")[0].contains("(recorded)"));
    let partly: Vec<&Line> = section(&brief, "one_sided").items.iter().flat_map(|item| &item.lines).collect();
    assert!(partly.iter().any(|line| line.marks.contains(&"partly read".to_owned())));
    let rows: Vec<_> =
        brief.coverage.iter().map(|row| (row.lang.as_deref(), row.side.as_deref(), row.reports)).collect();
    assert_eq!(
        rows,
        [
            (Some("en"), Some("IND"), 1),
            (Some("en"), Some("N"), 1),
            (Some("en"), Some("S"), 1),
            (Some("ru"), Some("S"), 1)
        ]
    );
    assert_eq!(brief.coverage[3].unread, Some(0.5));
}

#[test]
fn accounts_stand_in_the_order_in_which_sides_spoke() {
    let (mut incidents, reports) = dossier();
    for incident in &mut incidents {
        incident.accounts.reverse();
    }
    let sides = Sides::default();
    let brief = brief(&material(&incidents, &reports, &sides));
    let heads: Vec<&Line> =
        section(&brief, "contested").items[0].lines.iter().filter(|line| line.kind == "account").collect();
    let heads: Vec<&str> = heads.iter().map(|line| line.text.split(':').next().unwrap()).collect();
    assert_eq!(heads, ["S", "Those whose side is not known", "N", "IND"]);
}

#[test]
fn outside_the_window_nothing_is_told() {
    let (incidents, reports) = dossier();
    let sides = Sides::default();
    let mut material = material(&incidents, &reports, &sides);
    material.window = Window { from: "2031-06-01".to_owned(), to: "2031-06-02".to_owned() };
    let brief = brief(&material);
    assert!(brief.sections.iter().all(|section| section.items.is_empty()));
    assert!(brief.citations.is_empty() && brief.coverage.is_empty());
    let page = render(&brief, Form::Markdown, None).unwrap();
    assert!(page.contains("That does not show that there was access."));
}

#[test]
fn figures_commitments_and_warnings_are_told() {
    let (mut incidents, reports) = dossier();
    let made =
        |document: &str, statement: &str| Citation { document: document.to_owned(), statement: statement.to_owned() };
    let detail = incidents[2].details.get_mut("injured").unwrap();
    let mut before = detail.values[0].clone();
    before.value = "2".to_owned();
    before.superseded = true;
    detail.values.insert(0, before);
    let sides = Sides::default();
    let mut material = material(&incidents, &reports, &sides);
    material.commitments.push(Commitment {
        promisor: "N".to_owned(),
        kind: "unilateral promise".to_owned(),
        measure: None,
        due: Some("2031-05-08".to_owned()),
        status: "open".to_owned(),
        made: vec![made("r2", "s2")],
        evidence: vec![made("r3", "s1")],
    });
    material.warnings.push(Warning { issuer: "S".to_owned(), made: vec![made("r4", "s1")], ..Warning::default() });
    material.warnings.push(Warning { issuer: "nobody".to_owned(), ..Warning::default() });
    let brief = brief(&material);
    assert_eq!(texts(&brief, "figures"), ["Violence (artillery, school), Lumen, injured: S replaced 2 by 3."]);
    assert_eq!(
        texts(&brief, "commitments"),
        ["N, unilateral promise, due 2031-05-08: open. “A staged show”", "Later statements about it: 1."]
    );
    assert_eq!(texts(&brief, "warnings"), ["S warns: “колонна из сорока танков вышла к Орре” No reported outcome."]);
}

#[test]
fn a_measure_is_named_and_many_citations_are_counted() {
    let (incidents, reports) = dossier();
    let sides = Sides::default();
    let mut material = material(&incidents, &reports, &sides);
    let all = reports.iter().flat_map(|report| {
        let cite = |id: &String| Citation { document: report.document.reference.clone(), statement: id.clone() };
        report.statements.iter().map(move |one| cite(&one.id)).collect::<Vec<_>>()
    });
    let evidence: Vec<Citation> = all.collect();
    let number = evidence.len();
    assert!(number > 6);
    material.commitments.push(Commitment {
        promisor: "N".to_owned(),
        kind: "agreement in force".to_owned(),
        measure: Some("Accord, P1: guns stay away".to_owned()),
        status: "reported violated".to_owned(),
        evidence,
        ..Commitment::default()
    });
    let brief = brief(&material);
    assert!(texts(&brief, "commitments")[0].contains("Accord, P1: guns stay away: reported violated."));
    let page = render(&brief, Form::Markdown, None).unwrap();
    assert!(page.contains(&format!("and {} more", number - 6)), "{page}");
}

#[test]
fn what_people_took_back_is_listed_and_marked() {
    let (incidents, mut reports) = dossier();
    let sides = Sides::default();
    assert!(texts(&brief(&material(&incidents, &reports, &sides)), "retracted").is_empty());
    reports[0].statements[0].retracted = true;
    let brief = brief(&material(&incidents, &reports, &sides));
    let lines: Vec<&Line> = section(&brief, "retracted").items.iter().flat_map(|item| &item.lines).collect();
    assert_eq!((lines.len(), lines[0].marks[1].as_str()), (1, "taken back"));
    let own = &brief.citations[lines[0].cites[0] - 1];
    assert!(own.retracted && own.statement == reports[0].statements[0].id);
}

#[test]
fn pages_hold_no_markup_of_a_report() {
    let (mut incidents, mut reports) = dossier();
    incidents[0].label = "<script>alert(1)</script>".to_owned();
    reports[0].document.title = Some("](javascript:alert(1)) <img src=http://x onerror=1>".to_owned());
    reports[0].document.uri = Some("javascript:alert(1)//".to_owned());
    let sides = Sides::default();
    let brief = brief(&material(&incidents, &reports, &sides));
    let page = render(&brief, Form::Html, None).unwrap();
    assert!(
        !page.contains("<script") && !page.contains("<b>them") && !page.contains("<img") && !page.contains('\u{202e}')
    );
    assert!(page.contains("&lt;b&gt;them&lt;/b&gt;, the ⟦U+202E⟧vandals"));
    assert!(!page.contains("href=\"javascript") && !page.contains(" src=\""));
    assert!(page.contains("href=\"https://example.org/r2\""));
    let text = render(&brief, Form::Markdown, None).unwrap();
    assert!(text.contains(r"\<script\>"));
    let bare = text.replace(r"\<", "").replace(r"\]", "");
    assert!(!bare.contains("<script") && !bare.contains("](javascript"));
}

#[test]
fn a_faulty_template_is_told_with_file_and_line() {
    let (incidents, reports) = dossier();
    let sides = Sides::default();
    let brief = brief(&material(&incidents, &reports, &sides));
    let with = |text: &str| render(&brief, Form::Html, Some(Template { file: "mine.html", text }));
    let error = with("one\n{% for x in sections %}\n").unwrap_err();
    assert_eq!((error.file.as_str(), error.line), ("mine.html", Some(2)), "{error}");
    let error = with("one\n{{ nothing.at.all }}").unwrap_err().to_string();
    assert!(error.starts_with("mine.html:2: "), "{error}");
    assert!(with("{{ window.from | safe }}").is_err());
    assert!(
        !with("{% autoescape false %}{{ citations[3].words[0].exact }}{% endautoescape %}").unwrap().contains("<b>")
    );
    assert_eq!(with("{{ window.from }}").unwrap(), "2031-05-06");
}

#[test]
fn the_public_form_leaves_out_what_it_must() {
    let (incidents, reports) = dossier();
    let sides = Sides::default();
    let out = released(&incidents, &reports);
    let mut material = material(&out.incidents, &out.reports, &sides);
    material.public = Some(out.withheld);
    let page = render(&brief(&material), Form::Html, None).unwrap();
    for hidden in [
        "Mira",
        "Solen",
        "48.66",
        "39.48",
        "SW of",
        "Orra",
        "Орре",
        "танков",
        "Канал Юг",
        "School in Lumen",
        "Ada Quill",
        "https://example.org/r2",
    ] {
        assert!(!page.contains(hidden), "{hidden}\n{page}");
    }
    for shown in [
        "Tarn Oke",
        "Lumen",
        "a source named in the report",
        "[coordinates]",
        "movements are held back",
        "https://example.org/",
    ] {
        assert!(page.contains(shown), "{shown}\n{page}");
    }
}

#[test]
fn in_public_nobody_is_named_by_what_came_with_a_commitment() {
    let (incidents, reports) = dossier();
    let out = released(&incidents, &reports);
    let sides = Sides::default();
    let mut material = material(&out.incidents, &out.reports, &sides);
    material.public = Some(out.withheld);
    let made =
        |document: &str, statement: &str| Citation { document: document.to_owned(), statement: statement.to_owned() };
    for made in [made("r1", "s3"), made("r4", "s1")] {
        let promisor = "Mira Solen".to_owned();
        material.commitments.push(Commitment {
            promisor,
            status: "open".to_owned(),
            made: vec![made],
            ..Commitment::default()
        });
    }
    let told = brief(&material);
    let told = texts(&told, "commitments");
    assert_eq!(told.len(), 1, "what is held back is not told: {told:?}");
    assert!(
        told[0].starts_with("A person named in the report") || told[0].starts_with("a person named in the report"),
        "{told:?}"
    );
}

#[test]
fn in_public_an_answer_is_missing_only_when_someone_sought_it() {
    let (mut incidents, reports) = dossier();
    let contested = incidents.iter_mut().find(|incident| incident.roll_up == "contested").unwrap();
    contested.responsibility = "one_sided_unanswered".to_owned();
    contested.accounts.retain(|account| account.side.as_deref() != Some("N"));
    let told = |incidents: &[Incident]| {
        let out = released(incidents, &reports);
        let sides = Sides::default();
        let mut material = material(&out.incidents, &out.reports, &sides);
        material.public = Some(out.withheld);
        let brief = brief(&material);
        texts(&brief, "unanswered").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(told(&incidents).is_empty());
    let contested = incidents.iter_mut().find(|incident| incident.roll_up == "contested").unwrap();
    contested.answers_sought.insert("N".to_owned(), "nothing on the ministry's page".to_owned());
    assert_eq!(
        told(&incidents),
        ["Violence (school), Lumen: no answer of N found in 4 reports read (en 3, ru 1), 2031-05-06 to 2031-05-07."]
    );
}
