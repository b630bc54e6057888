//! What is a copy and what is none.

use proptest::prelude::*;

use super::*;
use crate::report::Document;

/// A text of a wire, of three paragraphs.
const WIRE: &str = "KYIV, March 3 (Northwire) - Engineers restored power to the eastern half of Lysychansk on Thursday after \
shells cut two lines on Tuesday, the regional grid operator said. Some 14,200 households had been without heating for \
two nights, and the water works ran on a generator.\n\
Crews waited for a truce of six hours before they climbed the pylons, operator chief Olena Marchuk told Northwire. \"We \
asked both sides for a quiet morning and for once we were given one,\" she said. A third line, towards Rubizhne, remains \
cut because the road to it is mined.\n\
The outage closed nine schools and a maternity ward, which moved 31 patients to Sievierodonetsk by bus. Repairs to the \
last line may take until the middle of next week, Marchuk said, provided that nobody fires at her people again.";

fn report(reference: &str, outlet: &str, published: &str, text: &str) -> Report {
    Report {
        document: Document {
            reference: reference.to_owned(),
            outlet: Some(outlet.to_owned()),
            published: Some(published.to_owned()),
            lang: Some("en".to_owned()),
            text: text.to_owned(),
            ..Document::default()
        },
        ..Report::default()
    }
}

fn wire(reference: &str) -> Report {
    report(reference, "Northwire", "2022-03-03T09:00:00Z", WIRE)
}

/// The edge between two texts of two outlets on one day.
fn between(one: &str, other: &str) -> Option<Edge> {
    let one = Signature::of(&report("a", "Northwire", "2022-03-03T09:00:00Z", one));
    let other = Signature::of(&report("b", "Harbour Post", "2022-03-03T12:00:00Z", other));
    let edge = compare(&one, &other);
    assert_eq!(edge, compare(&other, &one));
    edge
}

fn relation(one: &str, other: &str) -> Option<Relation> {
    between(one, other).map(|edge| edge.relation)
}

/// Ten copies, trimmed and retyped.
fn copies() -> Vec<Report> {
    let paragraphs: Vec<&str> = WIRE.lines().collect();
    let typed = WIRE.replace('"', "”").replace(" - ", " — ").replace("14,200", "14 200").replace("Kyiv", "Kiev");
    let sentences: Vec<&str> = WIRE.split_inclusive(". ").collect();
    let texts = [
        WIRE.to_owned(),
        WIRE.to_uppercase(),
        typed,
        paragraphs[..2].join("\n"),
        paragraphs[1..].join("\n\n"),
        format!("Power returns to Lysychansk\n{WIRE}\nMore follows."),
        format!("Our newsroom, with agencies\n{}\n(Northwire)", paragraphs.join(" ")),
        sentences.iter().enumerate().filter(|(at, _)| at % 3 != 2).map(|(_, it)| *it).collect(),
        paragraphs[0].to_owned(),
        WIRE.replace(" said", " has said").replace(", and the water works ran on a generator", ""),
    ];
    let report = |(number, text): (usize, &String)| {
        report(
            &format!("copy-{number}"),
            &format!("Outlet {number}"),
            &format!("2022-03-03T{:02}:30:00Z", 10 + number),
            text,
        )
    };
    texts.iter().enumerate().map(report).collect()
}

#[test]
fn ten_copies_of_one_text_are_one_origin() {
    let mut reports = copies();
    reports.push(wire("the wire"));
    let groups = fold(&reports);
    assert_eq!(groups.len(), 1, "{groups:#?}");
    assert_eq!(groups[0].origin, "the wire");
    assert_eq!(groups[0].members.len(), 10);
    assert_eq!(groups[0].members[0].relation, Relation::Identical);
    let excerpts = groups[0].members.iter().filter(|member| member.relation == Relation::Excerpt).count();
    assert!(excerpts >= 2, "{groups:#?}");
    assert!(groups[0].members.iter().all(|member| !member.reasons.is_empty() && member.score > 0.5));
}

#[test]
fn the_outlet_that_others_credit_is_the_origin_even_if_it_is_dated_later() {
    let late = report("wire", "Northwire", "2022-03-03T20:00:00Z", WIRE);
    let early = report("post", "Harbour Post", "2022-03-03T08:00:00Z", WIRE);
    assert_eq!(fold(&[early, late])[0].origin, "wire");
}

#[test]
fn one_event_in_two_reporters_words_is_two_origins() {
    let other = "Lights came back on in eastern Lysychansk this Thursday, two days after artillery severed a pair of power \
        lines. Olena Marchuk, who heads the grid operator of the region, said 14,200 homes were affected.\nHer engineers \
        used a six-hour ceasefire to climb up. The line to Rubizhne is still down: mines block the way. Nine schools shut \
        and 31 patients of a maternity ward were bussed to Sievierodonetsk.";
    assert_eq!(relation(WIRE, other), None);
}

#[test]
fn the_same_words_of_an_official_are_no_copy() {
    let quote = "\"We asked both sides for a quiet morning, and for once we were given one, and I want to thank the officers \
        who kept their word when it would have been easy to break it,\"";
    let one = format!(
        "Power is back in the eastern districts after two dark nights.\n{quote} said Olena Marchuk.\nPatients \
        return to the ward tomorrow."
    );
    let other = format!(
        "Mines still block the road towards Rubizhne, where a third line is down.\n{quote} the operator's \
        head told a briefing.\nSchools stay closed until the heating works, the mayor wrote."
    );
    assert_eq!(relation(&one, &other), None);
}

#[test]
fn a_standing_paragraph_joins_nothing() {
    let footer = "The conflict in the east began in April 2014, when armed groups seized administrative buildings in a dozen \
        towns. More than 14,000 people have been killed since, by estimates of the United Nations, and a million and a half \
        have left their homes. Agreements signed in Minsk in 2015 have not ended the fighting.";
    let one = format!("A bridge over the Donets was closed on Monday after its railings were hit.\n{footer}");
    let other = format!("The head of the delegation flies to Vienna for talks about a prisoner exchange.\n{footer}");
    let signature = |reference, text| Signature::of(&report(reference, "Harbour Post", "2022-03-03", text));
    assert_eq!(compare(&signature("a", &one), &signature("b", &other)), None);
    let longer = format!("{WIRE}\n{footer}");
    assert_eq!(relation(&longer, &one), None);
}

#[test]
fn bulletins_of_a_series_are_no_copies() {
    let bulletin = |day: u32, figures: [u32; 6]| {
        format!(
            "WEEKLY BULLETIN - {day} March 2022\nIn the reporting period the mission recorded {} ceasefire violations in \
             Donetsk region, among them {} explosions, compared with {} in the previous week. In Luhansk region it recorded \
             {} violations, among them {} explosions. The patrols were restricted at {} checkpoints of the armed \
             formations. The mission continues to call on the sides to keep to the ceasefire.",
            figures[0], figures[1], figures[2], figures[3], figures[4], figures[5]
        )
    };
    let at = |text: &str, day: u32| {
        Signature::of(&report("x", "Contact Line Monitor", &format!("2022-03-{day:02}T18:00:00Z"), text))
    };
    let first = bulletin(4, [222, 135, 189, 648, 519, 2]);
    let second = bulletin(11, [75, 14, 222, 402, 77, 3]);
    assert_eq!(compare(&at(&first, 4), &at(&second, 11)), None);
    assert_eq!(compare(&at(&first, 4), &at(&second, 4)), None);
    // The same bulletin printed by others is a copy.
    assert_eq!(relation(&first, &first.replace("WEEKLY BULLETIN - ", "")), Some(Relation::Reprint));
}

#[test]
fn a_corrected_version_is_an_update_and_its_copies_are_counted_apart() {
    let corrected =
        format!("CORRECTED: {}", WIRE.replace("nine schools", "ten schools").replace("31 patients", "34 patients"));
    let reports = [
        wire("first"),
        report("copy of first", "Harbour Post", "2022-03-03T09:30:00Z", WIRE),
        report("second", "Northwire", "2022-03-03T15:00:00Z", &corrected),
    ];
    let groups = fold(&reports);
    assert_eq!(groups.len(), 1, "{groups:#?}");
    let relations: Vec<_> = groups[0].members.iter().map(|it| (it.reference.as_str(), it.relation)).collect();
    assert_eq!(relations, [("copy of first", Relation::Identical), ("second", Relation::Update)]);
}

#[test]
fn a_translation_is_a_candidate() {
    let russian = "КИЕВ - Инженеры вернули электричество в восточную часть города Лисичанск в четверг, 3 марта. Без отопления \
        оставались 14,200 семей, сообщила глава оператора Елена Марчук. Перемирие длилось 6 часов.\nЛиния на Рубежное \
        перебита. Закрыты 9 школ, 31 пациентка вывезена в Северодонецк на 4 автобусах. Ремонт займет до 16 марта, а движение \
        на трассе Т1302 закрыто.";
    let english = "KYIV - Engineers brought power back to the eastern part of the town of Lysychansk on Thursday, March 3. \
        Some 14,200 families were without heating, said the operator's head Olena Marchuk. The truce lasted 6 hours.\nThe \
        line towards Rubizhne is cut. Schools, 9 of them, are closed, and 31 patients were taken to Sievierodonetsk in 4 \
        buses. Repairs will take until March 16, and traffic on road T1302 is closed.";
    let sign = |text: &str, lang: &str| {
        let mut report = report("x", "Outlet", "2022-03-03T10:00:00Z", text);
        report.document.lang = Some(lang.to_owned());
        Signature::of(&report)
    };
    let edge = compare(&sign(english, "en"), &sign(russian, "ru"));
    assert_eq!(edge.map(|edge| edge.relation), Some(Relation::Translation));
    assert_eq!(compare(&sign(WIRE, "en"), &sign(russian, "ru")), None);
}

#[test]
fn a_signature_is_small_and_comes_back_from_storage() {
    let long: String = (0..40_000).map(|number| format!("word{} ", number % 9_973)).collect();
    for text in [WIRE, &long, ""] {
        let signature = Signature::of(&report("a", "Northwire", "2022-03-03", text));
        let stored = postcard::to_stdvec(&signature).unwrap();
        assert!(stored.len() <= 4096, "{}", stored.len());
        assert_eq!(postcard::from_bytes::<Signature>(&stored).unwrap(), signature);
        let json = serde_json::to_string(&signature).unwrap();
        assert_eq!(serde_json::from_str::<Signature>(&json).unwrap(), signature);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_reports_does_not_matter(order in Just((0..11_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let mut reports = copies();
        reports.push(wire("the wire"));
        let shuffled: Vec<Report> = order.iter().map(|number| reports[*number].clone()).collect();
        prop_assert_eq!(fold(&shuffled), fold(&reports));
    }

    #[test]
    fn comparing_has_no_direction_and_a_text_is_its_own_copy(one in "([a-zA-Z0-9\"“”.]{1,5} ){0,60}", cut in 0..60_usize) {
        let other: String = one.chars().skip(cut).collect();
        let sign = |text: &str| Signature::of(&report("a", "Northwire", "2022-03-03", text));
        let (a, b) = (sign(&one), sign(&other));
        prop_assert_eq!(compare(&a, &b), compare(&b, &a));
        if a.words >= 8 {
            prop_assert_eq!(compare(&a, &a).map(|edge| edge.relation), Some(Relation::Identical));
        }
    }

    #[test]
    fn any_text_has_a_signature(text in r"\PC{0,300}") {
        let signature = Signature::of(&report("a", "Northwire", "2022-03-03", &text));
        let keys = signature.keys();
        prop_assert!(keys.len() <= 2 * text.len() + 2);
    }
}

/// A hundred reports of one outlet, each with a sentence or two of its own above one standing paragraph, and a hundred prints
/// of one wire by others: more under each key than any report has neighbours.
fn crowd() -> Vec<Report> {
    let footer = WIRE.lines().next_back().unwrap_or_default();
    let own = |number: usize| {
        let words: Vec<String> = (0..30).map(|word| format!("w{}", number * 31 + word * 7)).collect();
        report(
            &format!("own-{number}"),
            "Harbour Post",
            &format!("2022-03-03T{:02}:{:02}:00Z", 10 + number / 60, number % 60),
            &format!("{}.\n{footer}", words.join(" ")),
        )
    };
    let print = |number: usize| {
        let lines: Vec<&str> = WIRE.lines().take(2 + number % 2).collect();
        report(
            &format!("print-{number}"),
            &format!("Outlet {number}"),
            &format!("2022-03-03T{:02}:{:02}:30Z", 10 + number / 60, number % 60),
            &format!("Number {number} of our pages\n{}", lines.join("\n")),
        )
    };
    (0..100).flat_map(|number| [own(number), print(number)]).collect()
}

#[test]
fn a_text_that_everybody_prints_is_one_group_and_a_paragraph_that_everybody_adds_is_none() {
    let groups = fold(&crowd());
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0].members.len(), 99);
    assert!(groups[0].members.iter().all(|member| member.reference.starts_with("print-")));
}

#[test]
fn crowds_give_the_same_in_any_order() {
    let mut reports = crowd();
    let whole = fold(&reports);
    reports.reverse();
    assert_eq!(fold(&reports), whole);
    reports.sort_by_key(|report| report.document.text.len());
    assert_eq!(fold(&reports), whole);
}

#[test]
fn half_a_year_later_only_the_same_words_are_a_copy() {
    let at = |published: &str, text: &str| Signature::of(&report("x", "Harbour Post", published, text));
    let first = at("2022-03-03", WIRE);
    assert_eq!(compare(&first, &at("2022-09-03", WIRE)).map(|edge| edge.relation), Some(Relation::Identical));
    assert_eq!(compare(&first, &at("2022-09-03", &WIRE.replace("Thursday", "Friday"))), None);
}

#[test]
fn what_is_too_short_to_tell_is_left_alone() {
    assert_eq!(relation("Air raid alert in Kharkiv.", "Air raid alert in Kharkiv."), None);
    assert_eq!(fold(&[report("a", "A", "2022-03-03", ""), report("b", "B", "2022-03-03", "")]), []);
}

#[test]
fn a_report_without_headline_segments_is_told_by_its_body_alone() {
    let mut framed = report("a", "Harbour Post", "2022-03-03T10:00:00Z", &format!("Меню\n{WIRE}\nSubscribe now"));
    let length = WIRE.chars().count();
    let segment = |kind: &str, start, end| crate::report::Segment { kind: kind.to_owned(), start, end };
    framed.document.segments =
        vec![segment("navigation", 0, 4), segment("body", 5, 5 + length), segment("appeal", 6 + length, 19 + length)];
    let edge = compare(&Signature::of(&framed), &Signature::of(&wire("b")));
    assert_eq!(edge.map(|edge| edge.relation), Some(Relation::Identical));
}

#[test]
fn of_the_dossier_one_wire_item_is_printed_three_times_and_nothing_else_is_a_copy() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../dossiers/donbas-2022");
    let mut reports = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let dispatch: serde_json::Value = match path.extension() {
            Some(json) if json == "json" => serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap(),
            _ => continue,
        };
        let field = |name: &str| dispatch[name].as_str().unwrap_or_default().to_owned();
        if dispatch["text"].is_string() {
            let mut report = report(&field("id"), &field("outlet"), &field("published"), &field("text"));
            report.document.lang = Some(field("lang"));
            report.document.title = Some(field("title"));
            reports.push(report);
        }
    }
    assert_eq!(reports.len(), 24);
    let groups = fold(&reports);
    assert_eq!(groups.len(), 1, "{groups:#?}");
    assert_eq!(groups[0].origin, "08");
    let members: Vec<_> = groups[0].members.iter().map(|it| (it.reference.as_str(), it.relation)).collect();
    assert_eq!(members, [("09", Relation::Reprint), ("10", Relation::Reprint)]);
}
