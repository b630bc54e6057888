//! Accounts, as requests meet them: who asks, what they may, how often, and what of it is put on record.
//!
//! A ledger that is served on this machine alone and has no accounts asks nobody who they are. Any other demands an account
//! for all but signing in and what dresses that page.

mod access;
mod cookie;
mod gate;
mod limits;
mod page;
mod session;
mod tries;

use std::{
    collections::BTreeMap,
    net::IpAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::http::{HeaderMap, header};
use fogline_ledger::{
    Ledger,
    accounts::{Accounts as Store, Known, Name, Password, Role, Secret},
    audit::{Acting, Actor, Deed, Tries},
};
use jiff::Timestamp;
use tokio::sync::Semaphore;

pub(crate) use self::{access::is_read, gate::pass, page::router as pages, session::router as api};
use self::{limits::Buckets, tries::Attempts};
use crate::error::{Fault, Result};

/// Passwords that are looked at at once: each takes 19 MiB and some hundredths of a second.
const HASHED_AT_ONCE: usize = 2;
/// How long somebody waits for that, and then is told to come again.
const TURN: Duration = Duration::from_secs(5);
/// How often failed logins go on record, so that nobody makes the ledger grow by failing.
const ON_RECORD: Duration = Duration::from_mins(1);
/// Names and addresses of failed logins that are told apart in one record.
const TOLD_APART: usize = 50;

/// The accounts of a ledger that is served.
pub struct Accounts {
    dir: PathBuf,
    store: Mutex<Store>,
    /// Whether browsers may send the cookie over TLS alone.
    secure: bool,
    by_address: Buckets,
    by_account: Buckets,
    attempts: Attempts,
    hashing: Semaphore,
    failed: Mutex<Failed>,
}

/// Logins that failed since the last record of such.
#[derive(Default)]
struct Failed {
    since: Option<Timestamp>,
    tries: BTreeMap<(Option<String>, String), u64>,
    others: u64,
    /// When the last record was made.
    recorded: Option<Instant>,
}

/// Who asks.
#[derive(Debug, Clone)]
pub(crate) struct Who {
    /// As it goes on record.
    actor: Actor,
    role: Role,
    /// Method and path of the request.
    request: String,
    /// The session that the request came in.
    session: Option<Secret>,
}

impl Who {
    /// Somebody at this machine, where there are no accounts.
    fn anybody(address: IpAddr, request: String) -> Self {
        let actor = Actor { address: Some(address.to_string()), ..Actor::default() };
        Self { actor, role: Role::Admin, request, session: None }
    }

    fn of(known: Known, session: Option<Secret>, address: IpAddr, request: String) -> Self {
        let actor = Actor { account: Some(known.name), token: known.token, address: Some(address.to_string()) };
        Self { actor, role: known.role, request, session }
    }

    /// The name that stands under what they write; none where anybody may give any.
    pub(crate) fn signs(&self) -> Option<&str> {
        self.actor.account.as_deref()
    }

    /// Whoever has an account signs with its name, whatever they write.
    pub(crate) fn sign(&self, by: &mut String) {
        if let Some(name) = self.signs() {
            name.clone_into(by);
        }
    }

    /// Whether they may assign what is to be coded, and decide where coders differ.
    pub(crate) fn decides(&self) -> bool {
        self.role == Role::Admin
    }

    /// How what they write goes on record.
    pub(crate) fn acting(&self) -> Acting {
        Acting { by: self.actor.clone(), request: self.request.clone() }
    }

    /// What a page of ours sends along to show that it is one.
    fn proof(&self) -> Option<String> {
        self.session.as_ref().map(|secret| secret.derived("fogline.csrf/1"))
    }

    fn proves(&self, sent: &str) -> bool {
        self.proof().is_some_and(|own| same(&own, sent))
    }
}

/// Whether two texts are the same, in the same time wherever they differ.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// Why somebody did not get in.
enum Refused {
    /// The name or the password is wrong; it is not told which.
    Wrong,
    /// Too often; when to come again.
    Wait(Duration),
    /// It could not be looked at.
    Fault(Fault),
}

impl Accounts {
    /// Those of the ledger in a folder. `secure` where browsers are to send the cookie over TLS alone.
    pub fn open(dir: &Path, secure: bool) -> Result<Self> {
        Ok(Self {
            dir: dir.to_owned(),
            store: Mutex::new(Store::open(dir)?),
            secure,
            by_address: Buckets::new(200.0, 1000.0),
            by_account: Buckets::new(100.0, 500.0),
            attempts: Attempts::default(),
            hashing: Semaphore::new(HASHED_AT_ONCE),
            failed: Mutex::default(),
        })
    }

    /// Looks into a small file that is mostly in memory: no wait that another thread would be worth.
    fn look<T>(&self, work: impl FnOnce(&Store) -> fogline_ledger::Result<T>) -> Result<T> {
        Ok(work(&self.store.lock().unwrap_or_else(PoisonError::into_inner))?)
    }

    /// Who a request is of, by its token or else by its session. Whoever sends a token that is none is nobody.
    fn known(&self, headers: &HeaderMap) -> Result<Option<(Known, Option<Secret>)>> {
        if let Some(value) = headers.get(header::AUTHORIZATION) {
            let token = value.to_str().ok().and_then(|value| {
                let (scheme, token) = value.split_once(' ')?;
                scheme.eq_ignore_ascii_case("bearer").then(|| Secret::of(token.trim().strip_prefix(TOKEN)?)).flatten()
            });
            let Some(token) = token else { return Ok(None) };
            return Ok(self.look(|store| store.of_token(&token))?.map(|known| (known, None)));
        }
        let Some(session) = cookie::session(headers, self.secure) else { return Ok(None) };
        let known = self.look(|store| store.of_session(&session, Timestamp::now()))?;
        Ok(known.map(|known| (known, Some(session))))
    }

    /// Whether somebody who was let in still would be. To wait for an answer is no use of a session.
    fn still_knows(&self, who: &Who, headers: &HeaderMap) -> bool {
        let holds = match &who.session {
            Some(session) => self.look(|store| store.holds(session, Timestamp::now())),
            None => self.known(headers).map(|known| known.is_some()),
        };
        holds.unwrap_or(false)
    }

    /// Begins a session for whoever knows the password; the one that they came with ends.
    async fn begin(
        self: &Arc<Self>,
        name: &str,
        password: &str,
        address: IpAddr,
        before: Option<Secret>,
    ) -> Result<(Known, Secret), Refused> {
        let name: Option<Name> = name.parse().ok();
        self.attempts.begin(address, name.as_ref(), Instant::now()).map_err(Refused::Wait)?;
        let turn = tokio::time::timeout(TURN, self.hashing.acquire()).await;
        let Ok(Ok(_turn)) = turn else { return Err(Refused::Wait(TURN)) };
        let (accounts, typed, asked) = (Arc::clone(self), Password::typed(password), name.clone());
        let looked = tokio::task::spawn_blocking(move || accounts.compare(asked.as_ref(), typed, before)).await;
        match looked.map_err(|_| Refused::Fault(Fault::Broken))?.map_err(Refused::Fault)? {
            (_, Some(begun)) => {
                self.attempts.succeeded(address, name.as_ref());
                Ok(begun)
            }
            (is_known, None) => {
                self.note(name.filter(|_| is_known), address);
                Err(Refused::Wrong)
            }
        }
    }

    /// Whether there is such an account, and a session if the password is right. The work is the same where there is none.
    fn compare(
        &self,
        name: Option<&Name>,
        password: Option<Password>,
        before: Option<Secret>,
    ) -> Result<(bool, Option<(Known, Secret)>)> {
        let name = name.map_or("", Name::as_str);
        let kept = self.look(|store| store.kept(name))?;
        if !password.is_some_and(|password| kept.is(&password)) {
            return Ok((kept.exists(), None));
        }
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Timestamp::now();
        let Some(session) = store.begin(name, &kept, now)? else { return Ok((true, None)) };
        if let Some(before) = before {
            store.end(&before)?;
        }
        Ok((true, store.of_session(&session, now)?.map(|known| (known, session))))
    }

    fn end(&self, session: &Secret) -> Result<()> {
        self.look(|store| store.end(session))
    }

    /// Remembers a login that failed until it goes on record.
    fn note(&self, name: Option<Name>, address: IpAddr) {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.since.get_or_insert_with(Timestamp::now);
        let key = (name.map(|name| name.to_string()), address.to_string());
        if failed.tries.len() < TOLD_APART || failed.tries.contains_key(&key) {
            *failed.tries.entry(key).or_default() += 1;
        } else {
            failed.others += 1;
        }
    }

    /// What failed and is due to go on record; at the end all of it.
    fn due(&self, ends: bool) -> Option<Deed> {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        let since = failed.since.filter(|_| ends || failed.recorded.is_none_or(|at| at.elapsed() >= ON_RECORD))?;
        let before = std::mem::replace(&mut *failed, Failed { recorded: Some(Instant::now()), ..Failed::default() });
        let told = before.tries.into_iter().map(|((account, address), times)| Tries { account, address, times });
        Some(Deed::LoginsFailed { since, until: Timestamp::now(), tries: told.collect(), others: before.others })
    }

    /// Puts down what failed, and tells whether anything is to be recorded in the chain.
    pub(crate) fn has_deeds(&self, ends: bool) -> Result<bool> {
        if let Some(deed) = self.due(ends) {
            self.look(|store| store.put_down(&deed))?;
        }
        self.look(Store::has_pending)
    }

    /// Records them, by a connection of its own, so that nobody waits for the disk to be known.
    pub(crate) fn record(&self, ledger: &mut Ledger) -> Result<()> {
        Ok(Store::open(&self.dir)?.record(ledger, Timestamp::now())?)
    }
}

/// What a token begins with, by which one that was let out is found.
pub const TOKEN: &str = "fogline_";
