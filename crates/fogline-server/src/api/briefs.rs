//! A situation report, as data.

use axum::{Json, extract::State};
use fogline_ask::{
    Need,
    brief::{self, Wanted},
};
use fogline_reconcile::brief::Brief;

use super::{
    Shared,
    asked::{Query, When},
};
use crate::error::Result;

/// It names the moment that it was made at, so the answer is not kept.
pub(crate) async fn brief(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Brief>> {
    desk.ask(when.known()?, move |asked| {
        let mut view = asked.view(Need::Brief)?;
        Ok(Json(brief::brief(&wanted, asked.ledger, &mut view)?))
    })
    .await
}
