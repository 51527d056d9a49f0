//! An account beside which a bot over MTProto looks after the group.

use crate::house::House;

async fn opened(parameters: &[(&str, &str)]) -> House {
    House::mixed_over_mtproto(parameters).await
}

#[path = "../commands.rs"]
mod commands;
#[path = "../gates.rs"]
mod gates;
#[path = "../relay.rs"]
mod relay;
#[path = "../states.rs"]
mod states;
