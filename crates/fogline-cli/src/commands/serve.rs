//! `fogline serve`: the ledger over HTTP, on this machine.

use std::{net::SocketAddr, sync::Arc};

use anyhow::{Context, bail};
use fogline_server::Desk;
use tokio::{net::TcpListener, runtime, signal};

use crate::{
    atlas,
    engine::Sources,
    exit::{Outcome, complain},
    ledger::Place,
    reader::OnDemand,
};

/// Serve a ledger on this machine: pages that need no script, and an API
///
/// Nothing is loaded from or sent to anywhere else. What is recorded meanwhile, by this or another process, appears by itself.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: Place,

    #[command(flatten)]
    sources: Sources,

    /// Address and port to serve on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8750")]
    bind: SocketAddr,
}

pub(crate) fn run(args: Args) -> anyhow::Result<Outcome> {
    if !args.bind.ip().is_loopback() {
        bail!("{} can be reached from other machines, which needs accounts: serve on 127.0.0.1", args.bind.ip());
    }
    let desk = args.place.located()?;
    let atlas = atlas::OnDemand::new(args.sources.gazetteers().to_vec());
    let reader = OnDemand::new(args.place, args.sources);
    let desk = Arc::new(Desk::open(desk, Some(Box::new(reader)), Some(Box::new(atlas)))?);
    let runtime = runtime::Builder::new_multi_thread().enable_all().build().context("cannot start the server")?;
    runtime.block_on(async {
        let listener = TcpListener::bind(args.bind)
            .await
            .with_context(|| format!("cannot serve on {}; give another address by --bind", args.bind))?;
        let at = listener.local_addr().context("cannot serve")?;
        complain(&format!(
            "the ledger is at http://{at}/ and its API at http://{at}/api/v1/openapi.json; Ctrl-C ends it"
        ));
        let closing = async {
            if signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        fogline_server::serve(listener, desk, closing).await.context("the server ended")
    })?;
    Ok(Outcome::Done)
}
