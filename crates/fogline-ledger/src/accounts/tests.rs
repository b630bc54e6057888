use super::*;
use crate::Kind;

const PASSWORD: &str = "correct horse battery";

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_600_000_000 + second).unwrap()
}

fn made() -> (tempfile::TempDir, Accounts, Name) {
    let dir = tempfile::tempdir().unwrap();
    Ledger::init(dir.path(), None, at(0)).unwrap();
    assert!(!Accounts::are_in(dir.path()).unwrap());
    assert!(!dir.path().join(FILE).exists(), "asking makes nothing");
    let mut accounts = Accounts::open(dir.path()).unwrap();
    let name: Name = "anna".parse().unwrap();
    let password = Password::chosen(PASSWORD, &name).unwrap();
    accounts.add(&name, Role::Analyst, &password, &Actor::default(), at(0)).unwrap();
    (dir, accounts, name)
}

fn begun(accounts: &mut Accounts, now: Timestamp) -> Secret {
    let kept = accounts.kept("anna").unwrap();
    assert!(kept.is(&Password::typed(PASSWORD).unwrap()));
    accounts.begin("anna", &kept, now).unwrap().unwrap()
}

#[test]
fn sessions_and_tokens_end_with_their_account() {
    let (dir, mut accounts, name) = made();
    let session = begun(&mut accounts, at(0));
    let token = accounts.give_token(&name, "board", &Actor::default(), at(0)).unwrap();
    assert!(accounts.give_token(&name, "board", &Actor::default(), at(0)).is_err());
    let known = Known { name: "anna".to_owned(), role: Role::Analyst, token: None };
    assert_eq!(accounts.of_session(&session, at(1)).unwrap(), Some(known.clone()));
    assert_eq!(accounts.of_token(&token).unwrap(), Some(Known { token: Some("board".to_owned()), ..known }));
    assert_eq!((accounts.of_token(&session).unwrap(), accounts.of_session(&token, at(1)).unwrap()), (None, None));
    // Another process removes it.
    Accounts::open(dir.path()).unwrap().remove(&name, &Actor::default(), at(2)).unwrap();
    assert_eq!((accounts.of_session(&session, at(3)).unwrap(), accounts.of_token(&token).unwrap()), (None, None));
    assert!(accounts.remove(&name, &Actor::default(), at(3)).is_err());
    let bytes = fs::read(dir.path().join(FILE)).unwrap();
    for secret in [session.reveal(), token.reveal(), PASSWORD] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
    }
}

#[test]
fn sessions_end_when_they_are_not_used_and_at_last() {
    let (_dir, mut accounts, name) = made();
    let (idle, longest) = (IDLE.as_secs().cast_signed(), LONGEST.as_secs().cast_signed());
    let session = begun(&mut accounts, at(0));
    assert!(accounts.of_session(&session, at(idle - 1)).unwrap().is_some());
    assert!(accounts.of_session(&session, at(2 * idle - 2)).unwrap().is_some(), "it was used in between");
    assert!(accounts.holds(&session, at(3 * idle - 3)).unwrap(), "which is no use of it");
    assert!(accounts.of_session(&session, at(3 * idle)).unwrap().is_none());
    let session = begun(&mut accounts, at(0));
    let used = (1..).map(|i| i * idle / 2).take_while(|second| *second < longest);
    assert!(used.into_iter().all(|second| accounts.of_session(&session, at(second)).unwrap().is_some()));
    assert!(accounts.of_session(&session, at(longest + 1)).unwrap().is_none());
    // A new password ends them at once, and a session for the old one does not begin any more.
    let session = begun(&mut accounts, at(0));
    let old = accounts.kept("anna").unwrap();
    let password = Password::chosen("another horse battery", &name).unwrap();
    accounts.set_password(&name, &password, &Actor::default(), at(1)).unwrap();
    assert!(accounts.of_session(&session, at(1)).unwrap().is_none());
    assert!(accounts.begin("anna", &old, at(1)).unwrap().is_none());
}

#[test]
fn an_account_has_so_many_sessions() {
    let (_dir, mut accounts, _) = made();
    let kept = accounts.kept("anna").unwrap();
    let all: Vec<Secret> =
        (0..=SESSIONS).map(|second| accounts.begin("anna", &kept, at(second)).unwrap().unwrap()).collect();
    let holds = |secret: &Secret| accounts.of_session(secret, at(60)).unwrap().is_some();
    assert!(!holds(&all[0]) && all[1..].iter().all(holds), "the oldest made room");
}

#[test]
fn what_is_changed_goes_into_the_chain_when_it_can() {
    let (dir, mut accounts, name) = made();
    accounts.set_role(&name, Role::Reader, &Actor::default(), at(1)).unwrap();
    assert!(accounts.revoke(&name, "none", &Actor::default(), at(1)).is_err(), "and what failed does not");
    let mut ledger = Ledger::open(dir.path(), None).unwrap();
    let told = ledger.told().unwrap();
    accounts.record(&mut ledger, at(2)).unwrap();
    assert!(!accounts.has_pending().unwrap());
    accounts.record(&mut ledger, at(3)).unwrap();
    let changes: Vec<String> = ledger
        .audits(None)
        .unwrap()
        .into_iter()
        .map(|one| match one.deed {
            Deed::Account { account, change, .. } => format!("{account} {change}"),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(changes, ["anna added as analyst", "anna made reader"]);
    assert!(ledger.counts(None).unwrap().contains(&(Kind::Audit, 2)));
    assert!(ledger.verify(None).unwrap().is_sound());
    assert_eq!(ledger.told().unwrap(), told, "nothing follows from who did it");
}

#[test]
fn accounts_of_another_ledger_let_nobody_in() {
    let (dir, accounts, _) = made();
    drop(accounts);
    let other = tempfile::tempdir().unwrap();
    Ledger::init(other.path(), None, at(0)).unwrap();
    fs::copy(dir.path().join(FILE), other.path().join(FILE)).unwrap();
    assert!(matches!(Accounts::open(other.path()), Err(LedgerError::OtherLedger(_))));
    assert!(matches!(Accounts::open(&dir.path().join("none")), Err(LedgerError::Missing(_))));
}

#[cfg(unix)]
#[test]
fn nobody_else_on_the_machine_reads_them() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, _accounts, _) = made();
    assert_eq!(fs::metadata(dir.path().join(FILE)).unwrap().permissions().mode() & 0o777, 0o600);
}
