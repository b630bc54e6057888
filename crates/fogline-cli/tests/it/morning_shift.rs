//! Every command of docs/morning-shift.md answers, on the demonstration dossier, as the page says.

use std::fs;

use serde_json::Value;

use crate::{
    english::english,
    second_conflict::{b_cubed, list, told_in},
    support::{Desk, Ran, repository},
};

/// Towns and regions that the dossier names, as GeoNames has them: id, name, other names, place, class, feature, country and
/// division.
const PLACES: [&str; 12] = [
    "692953|Stanytsya-Luhanska|Stanytsia Luhanska,Станиця Луганська|48.66|39.47|P|PPL|UA|14",
    "688841|Vrubivka|Врубівка|48.74|38.38|P|PPL|UA|14",
    "686868|Zolote|Золоте|48.69|38.51|P|PPL|UA|14",
    "709717|Donetsk|Донецк,Донецьк|48.02|37.80|P|PPLA|UA|05",
    "702658|Luhansk|Луганск,Луганськ|48.57|39.33|P|PPLA|UA|14",
    "703448|Kyiv|Kiev,Київ|50.45|30.52|P|PPLC|UA|12",
    "709716|Donetsk Oblast|Donetsk|48.0|37.5|A|ADM1|UA|05",
    "702657|Luhansk Oblast|Luhansk|49.0|39.0|A|ADM1|UA|14",
    "690791|Ukraine|Україна|49.0|32.0|A|PCLI|UA|00",
    "703883|Crimea|Крым,Крим|45.0|34.0|A|ADM1|UA|11",
    "2017370|Russia|Россия,Росія|60.0|100.0|A|PCLI|RU|00",
    "630336|Belarus|Белоруссия|53.0|28.0|A|PCLI|BY|00",
];

/// A desk whose ledger holds the dossier.
pub(crate) fn desk() -> Option<Desk> {
    let model = english()?;
    let desk = Desk::new();
    let row = |place: &&str| {
        let cells: Vec<&str> = place.split('|').collect();
        let [id, name, others, lat, lon, class, feature, country, division] = cells[..] else { panic!("{place}") };
        [id, name, name, others, lat, lon, class, feature, country, "", division, "", "", "", "2000", "", "", "", ""]
            .join("\t")
    };
    for country in ["UA", "BY", "RU"] {
        let rows: Vec<String> =
            PLACES.iter().filter(|place| place.contains(&format!("|{country}|"))).map(row).collect();
        desk.file(&format!("dumps/{country}.txt"), rows.join("\n"));
    }
    desk.run("gazetteer add dumps --name ua --to gazetteer").succeeded();
    ingest(&desk, &model, "fogline-ledger", &dispatches());
    Some(desk)
}

fn ingest(desk: &Desk, model: &std::path::Path, ledger: &str, reports: &[std::path::PathBuf]) {
    let mut command = desk.command();
    command.args(["ingest", "--ledger", ledger]).args(reports).arg("--model").arg(model);
    let ran = Ran::of(command.output().unwrap());
    assert!(ran.code == Some(0) && ran.out.contains(&format!("\"stored\":{}", reports.len())), "{ran:?}");
}

#[test]
fn a_ledger_comes_to_the_same_however_its_reports_came() {
    let Some(desk) = desk() else { return };
    let model = english().unwrap();
    let all = dispatches();
    let (first, second) = all.split_at(11);
    ingest(&desk, &model, "other", second);
    ingest(&desk, &model, "other", first);
    for question in ["incidents", "copies"] {
        let at_once = desk.run(&format!("{question} --format json")).succeeded();
        let in_two = desk.run(&format!("{question} --format json --ledger other")).succeeded();
        // What it was called before is history, and not derived.
        let plain = |json: &str| -> serde_json::Value {
            let mut all: serde_json::Value = serde_json::from_str(json).unwrap();
            for one in all.as_array_mut().unwrap() {
                one.as_object_mut().unwrap().remove("aliases");
            }
            all
        };
        assert_eq!(plain(&at_once), plain(&in_two), "{question}");
        // The replay of all that is known derives from the records alone.
        assert_eq!(
            plain(&at_once),
            plain(&desk.run(&format!("{question} --format json --as-of 2100-01-01")).succeeded())
        );
    }
}

#[test]
fn accounts_of_the_dossier_come_together_as_its_gold_says() {
    let Some(desk) = desk() else { return };
    let incidents: Value = serde_json::from_str(&desk.run("incidents --format json").succeeded()).unwrap();
    // What one report alone tells is no group.
    let groups: Vec<_> = incidents.as_array().unwrap().iter().map(told_in).filter(|group| group.len() > 1).collect();
    let gold: Value =
        serde_json::from_str(&fs::read_to_string(repository().join("dossiers/donbas-2022/gold.json")).unwrap())
            .unwrap();
    let wanted = gold["incidents"].as_object().unwrap().values().map(|one| list(&one["members"]));
    let wanted: Vec<_> = wanted.map(|members| members.into_iter().collect()).collect();
    let (precision, recall) = b_cubed(&groups, &wanted);
    let f1 = 2.0 * precision * recall / (precision + recall);
    assert!(f1 >= 0.9, "B-cubed precision {precision:.3}, recall {recall:.3}, F1 {f1:.3}: {groups:?}");
}

fn dispatches() -> Vec<std::path::PathBuf> {
    let all = fs::read_dir(repository().join("dossiers/donbas-2022")).unwrap();
    let mut all: Vec<_> = all.map(|entry| entry.unwrap().path()).collect();
    let is_dispatch = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with(|c: char| c.is_ascii_digit()) && path.extension().is_some_and(|extension| extension == "json")
    };
    all.retain(is_dispatch);
    all.sort();
    all
}

/// The words of a command line, of which some may stand in quotation marks.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    parts
        .flat_map(|(number, part)| {
            if number % 2 == 1 { vec![part.to_owned()] } else { part.split_whitespace().map(str::to_owned).collect() }
        })
        .collect()
}

/// Each command of the page with the lines that it shows of the answer, without those that only say that there is more.
fn shown(page: &str) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for block in page.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for line in block.lines() {
            match line.strip_prefix("$ ") {
                Some(command) => found.push((command.to_owned(), Vec::new())),
                None => found.last_mut().unwrap().1.push(line.trim().to_owned()),
            }
        }
    }
    for (_, lines) in &mut found {
        lines.retain(|line| line != "…" && !line.is_empty());
    }
    found
}

/// The listing of README, which says that a test checks it.
fn listing(readme: &str) -> Vec<String> {
    let block = readme.split("checked by a test. -->\n```text\n").nth(1).unwrap();
    let lines = block.split("```").next().unwrap().lines().map(|line| line.trim().to_owned());
    lines.filter(|line| line != "…" && !line.is_empty()).collect()
}

#[test]
fn every_question_of_the_page_is_answered_as_it_says() {
    let page = fs::read_to_string(repository().join("docs/morning-shift.md")).unwrap();
    let commands = shown(&page);
    assert!(commands.len() >= 10, "{commands:?}");
    let Some(desk) = desk() else { return };
    let readme = listing(&fs::read_to_string(repository().join("README.md")).unwrap());
    let shown = ("fogline incidents --told-by reports".to_owned(), readme);
    for (command, lines) in commands.into_iter().chain([shown]) {
        let arguments = words(command.strip_prefix("fogline ").unwrap());
        let mut run = desk.command();
        run.args(&arguments);
        // On a terminal text is the default, as the page has it.
        if !command.contains("--format") {
            run.args(["--format", "text"]);
        }
        let ran = Ran::of(run.output().unwrap());
        assert_eq!(ran.code, Some(0), "{command}: {ran:?}");
        assert!(!ran.out.trim().is_empty() && !lines.is_empty(), "{command}");
        for line in lines {
            assert!(
                ran.out.lines().any(|own| own.trim() == line),
                "`{command}` does not print\n{line}\nbut\n{}",
                ran.out
            );
        }
    }
}
