//! A bot over MTProto.

use crate::house::House;

async fn opened(parameters: &[(&str, &str)]) -> House {
    House::of_bot_over_mtproto(parameters).await
}

#[path = "../commands.rs"]
mod commands;
#[path = "../gates.rs"]
mod gates;
#[path = "../relay.rs"]
mod relay;
#[path = "../roles.rs"]
mod roles;
#[path = "../states.rs"]
mod states;
