//! Everything in one process, against the simulated Telegram.

use super::Context;
use crate::args::Demo;
use crate::failure::Failure;

pub(super) async fn run(_: Demo, _: &mut Context) -> Result<(), Failure> {
    Err(Failure::failed("`demo` is not built yet"))
}
