//! An account that is its own desk.

use crate::house::House;

async fn opened(parameters: &[(&str, &str)]) -> House {
    House::of_account(parameters).await
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
