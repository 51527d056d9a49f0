//! The application with which `up` serves accounts, and bots over MTProto.

use backline_client::Secret;
use backline_gateway_user::{Accounts, Application, LoginKey};

use crate::args::{Up, Via};
use crate::failure::Failure;
use crate::secret::Wanted;
use crate::surroundings::Environment;

const ID: &str = "BACKLINE_API_ID";
const HASH: &str = "BACKLINE_API_HASH";

/// The accounts of the application that the environment names; `None`: none are served.
///
/// # Errors
/// It cannot be one, or the bot is to go over MTProto and there is none.
pub(super) fn accounts(
    arguments: &Up,
    environment: &Environment,
) -> Result<Option<Accounts>, Failure> {
    let named = named(arguments, environment)?;
    let accounts = named.map(|application| application.accounts());
    let accounts = accounts.transpose();
    accounts.map_err(|error| Failure::usage(error.to_string()))
}

fn named(arguments: &Up, environment: &Environment) -> Result<Option<Application>, Failure> {
    let [id, hash] = [ID, HASH].map(|name| environment.get(name).map(str::trim));
    if id.is_none() && hash.is_none() && arguments.via != Some(Via::Mtproto) {
        return Ok(None);
    }
    let api_id = match id {
        Some(id) => id.parse().map_err(|_| {
            Failure::usage(format!(
                "{ID} is no number: take the api_id that https://my.telegram.org shows (API \
                 development tools)"
            ))
        })?,
        // Missing, which is told with the remedy.
        None => 0,
    };
    Ok(Some(Application {
        api_id,
        api_hash: Secret::new(hash.unwrap_or_default().to_owned()),
        dc: arguments.dc,
        login_keys: login_keys(arguments, environment)?,
    }))
}

fn login_keys(arguments: &Up, environment: &Environment) -> Result<Vec<LoginKey>, Failure> {
    let Some(file) = arguments.dc_key.as_deref() else {
        return Ok(Vec::new());
    };
    let wanted = Wanted {
        what: "the auth keys",
        file: Some(file),
        flag: "--dc-key",
        variable: "BACKLINE_DC_KEY",
    };
    let text = wanted.given(environment)?;
    let keys = text.and_then(|text| LoginKey::parse_all(text.expose()));
    keys.ok_or_else(|| {
        let shown = file.display();
        Failure::usage(format!("{shown} holds no auth key: 512 hexadecimal digits"))
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        up: Up,
    }

    fn given(arguments: &[&str], environment: &[(&str, &str)]) -> Result<Option<i32>, String> {
        let line = Line::parse_from([&["up"], arguments].concat());
        let environment: Environment = environment
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let told = |failure: Failure| failure.to_string();
        let named = named(&line.up, &environment).map_err(told)?;
        accounts(&line.up, &environment).map_err(told)?;
        Ok(named.map(|application| application.api_id))
    }

    #[test]
    fn an_application_is_named_whole_or_not_at_all() {
        let mtproto = ["--via", "mtproto"];
        let (id, hash) = ((ID, " 7 "), (HASH, "0a1b"));
        assert_eq!(given(&[], &[]), Ok(None));
        assert_eq!(given(&[], &[(ID, ""), (HASH, " ")]), Ok(None));
        assert_eq!(given(&["--via", "bot-api"], &[]), Ok(None));
        assert_eq!(given(&[], &[id, hash]), Ok(Some(7)));
        assert_eq!(given(&mtproto, &[id, hash]), Ok(Some(7)));
        for (arguments, environment, said) in [
            (&mtproto[..], vec![], "api_id is missing"),
            (&[], vec![id], "api_hash is missing"),
            (&[], vec![hash], "api_id is missing"),
            (
                &[],
                vec![(ID, "seven"), hash],
                "BACKLINE_API_ID is no number",
            ),
            (
                &[],
                vec![id, (HASH, "0a 1b")],
                "api_hash is missing or no such thing",
            ),
        ] {
            let error = given(arguments, &environment).unwrap_err();
            assert!(error.contains(said), "{error}");
            assert!(!error.contains("1b") && !error.contains("seven"), "{error}");
        }
    }
}
