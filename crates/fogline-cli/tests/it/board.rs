//! The board as it is served: its files, under the policy that nothing comes from elsewhere, and the types that it is built on.

use std::fs;

use crate::{questions::desk, served::Served, support::repository};

#[test]
fn the_boards_types_are_made_from_what_the_api_says() {
    let Some(desk) = desk() else { return };
    let told = Served::start(&desk).get("/api/v1/openapi.json").json();
    let told = format!("{}\n", serde_json::to_string_pretty(&told).unwrap());
    let path = repository().join("board/openapi.json");
    if std::env::var_os("FOGLINE_BLESS").is_some() {
        fs::write(&path, &told).unwrap();
    }
    assert!(
        told == fs::read_to_string(&path).unwrap_or_default(),
        "board/openapi.json is not what the API says: if the change is meant, run with FOGLINE_BLESS=1 and look at the difference"
    );
}

#[test]
fn the_board_is_served_with_its_files_and_no_others() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    let start = served.get("/");
    assert_eq!((start.status, start.header("location")), (307, Some("/board")));
    let page = served.get("/board");
    assert_eq!(page.status, 200);
    assert!(page.header("content-security-policy").unwrap().contains("script-src 'self'"), "{}", page.head);
    assert!(page.body.contains("<noscript>"), "who runs no script is shown where to go");
    assert!(
        !page.body.contains("<style") && !page.body.contains(" style="),
        "nothing stands in the page that its policy forbids"
    );
    for screen in ["/board/", "/board/incidents/i0123456789", "/board/search?q=school", "/board/..%2f..%2fCargo.toml"] {
        assert_eq!(served.get(screen).body, page.body, "{screen}");
    }
    let mut files = 0;
    for address in page.body.split('"').filter(|part| part.starts_with("/board/")) {
        let file = served.get(address);
        assert_eq!(file.status, 200, "{address}");
        let kind = file.header("content-type").unwrap();
        assert!(["text/javascript", "text/css", "image/svg+xml"].iter().any(|known| kind.starts_with(known)), "{kind}");
        files += 1;
    }
    assert!(files > 2, "{}", page.body);
    assert_eq!(served.get("/board/assets/none.js").status, 404);
    assert_eq!(served.get("/board/base/world.json").header("content-type"), Some("application/json"));
}
