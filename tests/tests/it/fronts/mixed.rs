//! An account beside which a bot looks after the group.

use crate::house::House;

async fn opened(parameters: &[(&str, &str)]) -> House {
    House::mixed(parameters).await
}

#[path = "../commands.rs"]
mod commands;
#[path = "../gates.rs"]
mod gates;
#[path = "../parameters.rs"]
mod parameters;
#[path = "../relay.rs"]
mod relay;
#[path = "../roles.rs"]
mod roles;
#[path = "../states.rs"]
mod states;
