//! `fogline serve`: the ledger over HTTP, on this machine or to those who have an account.

use std::{
    fs::File,
    io::Read,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, bail};
use fogline_server::{Accounts, Desk, Site};
use tokio::{net::TcpListener, runtime, signal};

use crate::{
    atlas,
    engine::Sources,
    exit::{Outcome, complain},
    ledger::Place,
    reader::OnDemand,
};

/// How long what still works may take when the server is ended; what is being recorded takes less, and is whole or not there.
const LAST: Duration = Duration::from_secs(10);

/// Serve a ledger as a board, as pages that need no script, and as an API
///
/// Nothing is loaded from or sent to anywhere else. What is recorded meanwhile, by this or another process, appears by itself.
///
/// On this machine alone no accounts are needed, unless the ledger has some. Under any other address or name it takes accounts
/// (`fogline accounts add`), and a proxy with TLS in front, so that no password or token goes over the network in clear.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: Place,

    #[command(flatten)]
    sources: Sources,

    /// Address and port to serve on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8750")]
    bind: SocketAddr,

    /// Name that others know this server by, as `fogline.example`; can be given several times
    #[arg(long = "host", value_name = "NAME", value_parser = host)]
    hosts: Vec<String>,

    /// Address of a proxy with TLS that stands in front: what it says of who asks is believed, and nobody else is answered; can be
    /// given several times
    #[arg(long = "proxy", value_name = "ADDRESS")]
    proxies: Vec<IpAddr>,

    /// Serve others without TLS: whoever is on the network in between can read passwords, tokens and reports
    #[arg(long, conflicts_with = "proxies")]
    plain_http: bool,

    /// Map of one's own to draw below the board's: water, woods and roads of a PMTiles file
    #[arg(long, value_name = "FILE")]
    basemap: Option<PathBuf>,
}

/// A file that is no map is told of before anybody looks at one.
fn is_map(file: &Path) -> anyhow::Result<()> {
    let mut start = [0; 8];
    let read = File::open(file).and_then(|mut file| file.read_exact(&mut start));
    match read {
        Ok(()) if &start == b"PMTiles\x03" => Ok(()),
        Err(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => {
            Err(error).with_context(|| format!("cannot read {}", file.display()))
        }
        _ => bail!("{} is no PMTiles file of version 3", file.display()),
    }
}

fn host(name: &str) -> Result<String, String> {
    let part = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !part.starts_with('-')
    };
    if name.len() <= 253 && name.split('.').all(part) {
        return Ok(name.to_ascii_lowercase());
    }
    Err("a name as `fogline.example`, without a scheme, a port or a path".to_owned())
}

impl Args {
    /// Whether others than this machine are to be served.
    fn reaches_others(&self) -> bool {
        !self.bind.ip().is_loopback() || !self.hosts.is_empty() || !self.proxies.is_empty()
    }

    /// Those who are let in; none where whoever sits at this machine may ask.
    fn accounts(&self) -> anyhow::Result<Option<Accounts>> {
        let dir = &self.place.dir;
        let are_any = fogline_ledger::accounts::Accounts::are_in(dir)?;
        if !self.reaches_others() {
            return Ok(if are_any { Some(Accounts::open(dir, false)?) } else { None });
        }
        if !are_any {
            bail!(
                "others than this machine can reach that, which needs accounts: add one by `fogline accounts add NAME --role \
                 admin`, or serve on 127.0.0.1 alone"
            );
        }
        if self.proxies.is_empty() && !self.plain_http {
            bail!(
                "passwords and tokens would go over the network in clear: put a proxy with TLS in front and name its address by \
                 --proxy, or ask for it by --plain-http"
            );
        }
        Ok(Some(Accounts::open(dir, !self.plain_http)?))
    }
}

pub(crate) fn run(args: Args) -> anyhow::Result<Outcome> {
    let accounts = args.accounts()?;
    args.basemap.as_deref().map(is_map).transpose()?;
    let desk = args.place.located()?;
    let site = Site { hosts: args.hosts, proxies: args.proxies };
    let atlas = atlas::OnDemand::new(args.sources.gazetteers().to_vec());
    let reader = OnDemand::new(args.place, args.sources);
    let desk = Arc::new(Desk::open(desk, Some(Box::new(reader)), Some(Box::new(atlas)))?);
    let runtime = runtime::Builder::new_multi_thread().enable_all().build().context("cannot start the server")?;
    runtime.block_on(async {
        let listener = TcpListener::bind(args.bind)
            .await
            .with_context(|| format!("cannot serve on {}; give another address by --bind", args.bind))?;
        let at = listener.local_addr().context("cannot serve")?;
        let whom = if accounts.is_some() { ", for those who have an account" } else { "" };
        complain(&format!(
            "the ledger is at http://{at}/ and its API at http://{at}/api/v1/openapi.json{whom}; Ctrl-C ends it"
        ));
        let closing = async {
            if signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        fogline_server::serve(listener, desk, site, accounts, args.basemap, closing).await;
        anyhow::Ok(())
    })?;
    // What still works for an answer that nobody waits for any more does not keep the command from ending.
    runtime.shutdown_timeout(LAST);
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_alone() {
        assert_eq!(host("Fogline.Example").unwrap(), "fogline.example");
        for wrong in ["", "a..b", "https://a", "a:1", "a/b", "*.a", "a b", "-a", "а"] {
            assert!(host(wrong).is_err(), "{wrong}");
        }
    }
}
