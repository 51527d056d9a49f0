//! Server, gateway and simulated Telegram in one process, on one driven clock.

mod clock;
mod house;

mod commands;
mod crash;
mod gates;
mod hostile;
mod relay;
mod setup;
mod states;
mod trouble;
mod twice;
