//! What is written is read back, whatever stands in it, and faults are told by line.

use proptest::prelude::*;

use super::{Row, Sheet, parse, sides, write::escaped, written};

fn faults(text: &str) -> Vec<String> {
    parse(text).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn faults_are_told_by_line() {
    assert!(faults("")[0].contains("it is empty"));
    assert!(faults("kind\tname\n")[0].starts_with("sorting.tsv:1: the first row has no column side"));
    let head = "# a remark\nkind\tname\tside\n";
    assert_eq!(parse(&format!("{head}person\tAnna Berg\tGOV\n")).unwrap().rows[0].line, 3);
    assert!(faults(&format!("{head}wizard\tAnna Berg\tGOV\n"))[0].starts_with("sorting.tsv:3: no kind of row"));
    assert!(
        faults(&format!("{head}person\t \tGOV\n"))[0].starts_with("sorting.tsv:3: this row of kind person has no name")
    );
    assert!(faults(&format!("{head}person\tA\\x\tGOV\nperson\tB\\u{{110000}}\t\n")).len() == 2);
    assert!(faults(&format!("{head}person\t\"Anna\n"))[0].starts_with("sorting.tsv:3: a quotation mark opens"));
}

#[test]
fn what_a_spreadsheet_saves_is_read() {
    let text = "\u{feff}side\tname\tkind\tmine\r\nGOV\t\"Berg \"\"the Lake\"\"\tand\nmore\"\tperson\tx\r\n\r\n";
    let sheet = parse(text).unwrap();
    assert_eq!(
        (sheet.rows.len(), &sheet.more, &sheet.rows[0].more),
        (1, &vec!["mine".to_owned()], &vec!["x".to_owned()])
    );
    assert!(written(&sheet).contains("\tmine\n") && written(&sheet).contains("\tx\n"), "columns of one's own stay");
    assert_eq!((sheet.rows[0].name.as_str(), sheet.rows[0].side.as_str()), ("Berg \"the Lake\"\tand\nmore", "GOV"));
}

#[test]
fn no_cell_is_run_or_hides_anything() {
    for hostile in
        ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "#note", "\"open", "a\tb", "a\nb", "a\u{202e}b", "\\n", "'=1"]
    {
        let cell = escaped(hostile);
        assert!(!cell.starts_with(['=', '+', '-', '@', '#', '"']), "{cell}");
        assert!(!cell.contains(['\t', '\n', '\u{202e}']), "{cell}");
        let row = Row { kind: "person".to_owned(), name: hostile.to_owned(), ..Row::default() };
        let back = parse(&written(&Sheet { rows: vec![row], ..Sheet::default() })).unwrap();
        assert_eq!(back.rows[0].name, hostile);
    }
}

#[test]
fn a_cell_can_name_several_sides() {
    assert_eq!(sides(" GOV; REB,no"), ["GOV", "REB"]);
    assert_eq!(sides("yes"), Vec::<String>::new());
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_back(names in prop::collection::vec("\\PC{1,30}|[\\t\\n\\r\"'=\u{202e}a]{1,8}", 1..8)) {
        let rows: Vec<Row> = names
            .iter()
            .filter(|name| !name.trim().is_empty() && name.trim_matches(' ') == name.as_str())
            .map(|name| Row { kind: "label".to_owned(), name: name.clone(), side: "A".to_owned(), ..Row::default() })
            .collect();
        let sheet = Sheet { rows, ..Sheet::default() };
        let mut back = parse(&written(&sheet)).unwrap();
        for row in &mut back.rows {
            row.line = 0;
        }
        back.remarks.clear();
        prop_assert_eq!(back, sheet);
    }

    #[test]
    fn any_text_is_a_sheet_or_a_list_of_faults(text in "\\PC{0,200}") {
        if let Err(faults) = parse(&text) {
            prop_assert!(!faults.is_empty());
        }
    }
}
