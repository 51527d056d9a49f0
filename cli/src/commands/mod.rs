//! What the commands do: one noun, one folder; one verb, one file.

mod completions;
mod connections;
mod dead_letters;
mod dialogs;
mod gateways;
mod messages;
mod params;
mod plans;
mod queue;
mod tokens;
mod updates;
mod webhooks;

#[cfg(feature = "all-in-one")]
mod config;
#[cfg(feature = "all-in-one")]
mod demo;
#[cfg(feature = "all-in-one")]
mod up;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::args::{self, Command};
use crate::failure::Failure;
use crate::output::Printer;
use crate::remote::{Listing, Remote};
use crate::surroundings::{Environment, Pause, Terminal};

/// What a command works with.
pub(crate) struct Context {
    pub(crate) printer: Printer,
    pub(crate) environment: Environment,
    pub(crate) terminal: Box<dyn Terminal>,
    pub(crate) now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    pub(crate) pause: Arc<dyn Fn(Duration) -> Pause + Send + Sync>,
    pub(crate) server: args::Remote,
}

/// Runs a command.
pub(crate) async fn run(command: Command, context: &mut Context) -> Result<(), Failure> {
    use args::{
        Config, Connections, DeadLetters, Dialogs, Messages, Params, Plans, RelayBots, Tokens,
        Updates, Webhooks,
    };
    match command {
        Command::Connections(verb) => match verb {
            Connections::Add(arguments) => connections::add(arguments, context).await,
            Connections::List { limit } => connections::list(limit, context).await,
            Connections::Show(named) => connections::show(&named, context).await,
            Connections::Remove(arguments) => connections::remove(&arguments, context).await,
            Connections::Stop(named) => connections::stop(&named, context).await,
            Connections::Start(named) => connections::start(&named, context).await,
            Connections::Claim(named) => connections::claim(&named, context).await,
            Connections::SetDesk(arguments) => connections::set_desk(&arguments, context).await,
            Connections::SetToken(arguments) => connections::set_token(&arguments, context).await,
            Connections::SetVia(arguments) => connections::set_via(&arguments, context).await,
            Connections::Login(arguments) => connections::log_in(&arguments, context).await,
            Connections::Relay(verb) => match verb {
                RelayBots::Add(arguments) => connections::relay::add(&arguments, context).await,
                RelayBots::List(named) => connections::relay::list(&named, context).await,
                RelayBots::Remove { connection, bot } => {
                    connections::relay::remove(&connection, &bot, context).await
                }
            },
        },
        Command::Params(verb) => match verb {
            Params::Get {
                connection,
                parameter,
            } => params::get(&connection, parameter, context).await,
            Params::Set {
                connection,
                parameter,
                value,
                check,
            } => params::set(&connection, parameter, value, check, context).await,
            Params::List {
                connection,
                changed,
            } => params::list(&connection, changed, context).await,
            Params::Export {
                connection,
                all,
                with_secrets,
            } => params::export(&connection, all, with_secrets, context).await,
            Params::Import {
                connection,
                file,
                replace,
                check,
            } => {
                let what = params::Import {
                    connection,
                    file,
                    replace,
                    is_check_only: check,
                };
                params::import(&what, context).await
            }
            Params::History { connection, limit } => {
                params::history(&connection, limit, context).await
            }
        },
        Command::Messages(Messages::List {
            connection,
            dialog,
            since,
            limit,
        }) => {
            let wanted = messages::Wanted {
                dialog,
                since,
                limit,
            };
            messages::list(&connection, wanted, context).await
        }
        Command::Dialogs(verb) => match verb {
            Dialogs::List {
                connection,
                state,
                limit,
            } => dialogs::list(&connection, state, limit, context).await,
            Dialogs::Show { dialog } => dialogs::show(&dialog, context).await,
            Dialogs::Close { dialog } => dialogs::close(&dialog, context).await,
        },
        Command::Updates(Updates::List { connection, limit }) => {
            updates::list(&connection, limit, context).await
        }
        Command::Queue { connection } => queue::show(connection.as_deref(), context).await,
        Command::DeadLetters(verb) => match verb {
            DeadLetters::List { connection, limit } => {
                dead_letters::list(&connection, limit, context).await
            }
            DeadLetters::Retry(chosen) => dead_letters::retry(&chosen, context).await,
            DeadLetters::Drop { chosen, yes } => dead_letters::drop(&chosen, yes, context).await,
        },
        Command::Webhooks(verb) => match verb {
            Webhooks::List { connection } => webhooks::list(&connection, context).await,
            Webhooks::Secret { connection, rotate } => {
                webhooks::secret(&connection, rotate, context).await
            }
            Webhooks::Dead { connection, limit } => {
                webhooks::dead(&connection, limit, context).await
            }
            Webhooks::Replay(chosen) => webhooks::replay(&chosen, context).await,
        },
        Command::Plans(verb) => match verb {
            Plans::List { limit } => plans::list(limit, context).await,
            Plans::Show { connection } => plans::show(&connection, context).await,
        },
        Command::Tokens(verb) => match verb {
            Tokens::Create(arguments) => tokens::create(arguments, context).await,
            Tokens::List { limit } => tokens::list(limit, context).await,
            Tokens::Revoke { token } => tokens::revoke(&token, context).await,
        },
        Command::Gateways => gateways::list(context).await,
        Command::Completions { shell } => completions::print(shell, context),
        #[cfg(feature = "all-in-one")]
        Command::Config(Config::Check(arguments)) => config::check(&arguments, context),
        #[cfg(feature = "all-in-one")]
        Command::Up(arguments) => up::run(arguments, context).await,
        #[cfg(feature = "all-in-one")]
        Command::Demo(arguments) => demo::run(arguments, context).await,
        #[cfg(not(feature = "all-in-one"))]
        Command::Config(Config::Check(_)) | Command::Up(_) | Command::Demo(_) => {
            Err(Failure::usage(
                "this program was built without the server (feature `all-in-one`): it only manages \
                 a server that runs elsewhere",
            ))
        }
    }
}

// === impl Context ===

impl Context {
    /// The server that the arguments name.
    fn remote(&self) -> Result<Remote, Failure> {
        Remote::open(&self.server, &self.environment)
    }

    /// Prints a list, and says when there is more than was asked for.
    fn print<T, V>(&mut self, listing: Listing<T>) -> Result<(), Failure>
    where
        V: crate::output::Row + From<T>,
    {
        let Listing { items, has_more } = listing.map(V::from);
        self.printer.list(&items)?;
        if has_more {
            let shown = items.len();
            self.printer
                .note(&format!("there are more than these {shown}: raise --limit"))?;
        }
        Ok(())
    }

    /// Asks before something that cannot be undone. `--yes` is the answer of programs.
    fn confirm(&mut self, question: &str, is_confirmed: bool) -> Result<(), Failure> {
        if is_confirmed {
            return Ok(());
        }
        if !self.terminal.is_interactive() {
            return Err(Failure::usage(
                "this cannot be undone, and nobody is here to be asked: add --yes",
            ));
        }
        if self.terminal.confirm(question)? {
            Ok(())
        } else {
            Err(Failure::failed("nothing was done"))
        }
    }
}
