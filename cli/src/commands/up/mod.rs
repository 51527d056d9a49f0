//! Everything in one process.

use super::Context;
use crate::args::Up;
use crate::failure::Failure;

pub(super) async fn run(_: Up, _: &mut Context) -> Result<(), Failure> {
    Err(Failure::failed("`up` is not built yet"))
}
