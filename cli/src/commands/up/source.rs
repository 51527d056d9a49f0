//! Which Telegram `up` works with.

use backline_client::Secret;

use crate::args::Up;
use crate::commands::Context;
use crate::failure::Failure;
use crate::secret::{Wanted, check_bot_token};

/// Which Telegram.
#[derive(Debug)]
pub(super) enum Source {
    /// The real one, with this bot; without one, bots are connected by the setup bot.
    Telegram(Option<Secret>),
    /// The simulated one.
    Simulated,
}

// === impl Source ===

impl Source {
    /// As the arguments, the environment or the person at the terminal say. Without a token and
    /// without anything that would need one: the simulated one.
    ///
    /// # Errors
    /// What is there is no token, or one is needed and nobody can be asked.
    pub(super) fn choose(arguments: &Up, context: &mut Context) -> Result<Self, Failure> {
        if arguments.demo {
            return Ok(Self::Simulated);
        }
        let wanted = Wanted {
            what: "the bot's token",
            file: arguments.bot_token_file.as_deref(),
            flag: "--bot-token-file",
            variable: "BACKLINE_BOT_TOKEN",
        };
        let has_setup_bot = arguments.setup_bot_token_file.is_some()
            || ["BACKLINE_SETUP_BOT_TOKEN", "BACKLINE_SETUP_BOT_TOKEN_FILE"]
                .iter()
                .any(|variable| context.environment.get(variable).is_some());
        let token = match wanted.given(&context.environment)? {
            Some(token) => token,
            None if has_setup_bot => return Ok(Self::Telegram(None)),
            None if context.terminal.is_interactive() => {
                context.printer.note(
                    "A bot's token is needed: @BotFather gives one after /newbot. Without one (just \
                     Enter) Backline runs against a simulated Telegram.",
                )?;
                context.terminal.ask_secret(wanted.what)?
            }
            None if needs_token(arguments) => {
                return wanted
                    .obtain(&context.environment, &mut *context.terminal)
                    .map(|token| Self::Telegram(Some(token)));
            }
            None => return Ok(Self::Simulated),
        };
        if token.is_blank() {
            return Ok(Self::Simulated);
        }
        let token = Secret::new(token.expose().trim().to_owned());
        check_bot_token(&token)?;
        Ok(Self::Telegram(Some(token)))
    }
}

/// Whether what was asked for makes no sense against the simulated Telegram.
const fn needs_token(arguments: &Up) -> bool {
    arguments.group.is_some()
        || arguments.bot_api_url.is_some()
        || arguments.via.is_some()
        || arguments.dc.is_some()
        || arguments.store.is_some()
}
