use std::fmt::Write as _;

use backline_proto::admin::v1::{Connection, UpdateConnectionRequest};
use backline_proto::admin::v1::{LogInRequest, LoggedIn, log_in_request, log_in_response};
use backline_proto::common::v1::{
    LoginCodeSent, LoginInput, LoginMethod, LoginPasswordNeeded, LoginQrCode, LoginStep,
    login_input, login_method, login_step,
};
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use crate::args::{AccountLogin, LogIn};
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::ConnectionView;
use crate::remote::{Remote, connection_name, request_id};

/// Most of what was said that the server has not read yet.
const SAID: usize = 4;

/// Logs the account of a connection in again.
pub(crate) async fn log_in(arguments: &LogIn, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let name = connection_name(&arguments.connection)?;
    let account = talk(&remote, &arguments.account, context).await?;
    let request = UpdateConnectionRequest {
        request_id: request_id(),
        connection: Some(Connection {
            name,
            ..Connection::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["account_login".into()],
        }),
        account_login: account.account_login,
        ..UpdateConnectionRequest::default()
    };
    let result = remote
        .call(|| async {
            let mut connections = remote.client().connections();
            connections.update_connection(request.clone()).await
        })
        .await;
    let response = remote.about(&arguments.connection, result).await?;
    let connection = response.connection.unwrap_or_default();
    let name = &connection.display_name;
    let sentence =
        format!("{name} is logged in again. `backline connections show {name}` tells when it runs");
    Ok(context
        .printer
        .changed(&sentence, &ConnectionView::from(connection))?)
}

/// Logs an account in, with the person at the terminal.
///
/// # Errors
/// Nobody is at the terminal, the server or Telegram refuses, or the talk breaks off.
pub(super) async fn talk(
    remote: &Remote,
    account: &AccountLogin,
    context: &mut Context,
) -> Result<LoggedIn, Failure> {
    if !context.terminal.is_interactive() {
        let message = "logging an account in is a talk with a person: run it in a terminal";
        return Err(Failure::usage(message));
    }
    let method = match account {
        AccountLogin::QrCode => login_method::Kind::QrCode(true),
        AccountLogin::Phone(phone) => login_method::Kind::Phone(phone.clone()),
    };
    let method = LoginMethod { kind: Some(method) };
    let (say, said) = mpsc::channel(SAID);
    let first = log_in_request::Kind::Method(method);
    // There is room: nothing was said yet.
    let _ = say.try_send(LogInRequest { kind: Some(first) });
    let mut logins = remote.client().logins();
    let answered = logins.log_in(ReceiverStream::new(said)).await;
    let mut answers = answered
        .map_err(|status| Failure::from(remote.client().explain(&status)))?
        .into_inner();
    loop {
        let answer = answers.message().await;
        let answer = answer.map_err(|status| Failure::from(remote.client().explain(&status)))?;
        match answer.and_then(|answer| answer.kind) {
            Some(log_in_response::Kind::LoggedIn(account)) => {
                let who = match account.username.as_str() {
                    "" => account.name.clone(),
                    username => format!("{} (@{username})", account.name),
                };
                context.printer.note(&format!("Logged in as {who}."))?;
                return Ok(account);
            }
            Some(log_in_response::Kind::Step(step)) => {
                if let Some(input) = answer_to(step, context)? {
                    let kind = log_in_request::Kind::Input(LoginInput { kind: Some(input) });
                    // Whoever reads it may be gone: the next answer says why.
                    let _ = say.send(LogInRequest { kind: Some(kind) }).await;
                }
            }
            None => {
                let message = "the server ended the login without a word: try again";
                return Err(Failure::failed(message));
            }
        }
    }
}

/// What the person says to a step; `None` when they have to do something elsewhere.
fn answer_to(step: LoginStep, context: &mut Context) -> Result<Option<login_input::Kind>, Failure> {
    if !step.refusal.is_empty() {
        context.printer.note(&step.refusal)?;
    }
    Ok(match step.kind {
        Some(login_step::Kind::CodeSent(sent)) => {
            let code = context.terminal.ask_secret(&code_asked(&sent))?;
            Some(login_input::Kind::Code(code.expose().trim().to_owned()))
        }
        Some(login_step::Kind::PasswordNeeded(LoginPasswordNeeded { hint })) => {
            let hint = match hint.as_str() {
                "" => String::new(),
                hint => format!(" (hint: {hint})"),
            };
            let question = format!("the account's password of two-step verification{hint}");
            let password = context.terminal.ask_secret(&question)?;
            Some(login_input::Kind::Password(password.expose().to_owned()))
        }
        Some(login_step::Kind::QrCode(LoginQrCode { url, .. })) => {
            let code = drawn(&url)?;
            context.printer.note(&format!(
                "{code}\nScan it in Telegram on the account's phone: Settings, Devices, Link \
                 Desktop Device. A new one comes when it ends."
            ))?;
            None
        }
        // A step of a newer server.
        None => None,
    })
}

fn code_asked(sent: &LoginCodeSent) -> String {
    let mut question = "the login code".to_owned();
    if sent.length > 0 {
        let _ = write!(question, " of {} characters", sent.length);
    }
    question.push_str(match sent.way.as_str() {
        "app" => " that Telegram sent to the account's other devices",
        "sms" => " that Telegram sent by SMS",
        "call" => " that Telegram tells by phone",
        "flash_call" | "missed_call" => " (the last digits of the number that calls)",
        "email" => " that Telegram sent by e-mail",
        "fragment" => " that is shown at Fragment",
        _ => " that Telegram sent",
    });
    question
}

/// A QR code in half blocks, dark on light whatever the terminal's colours are.
fn drawn(url: &str) -> Result<String, Failure> {
    let code = QrCode::new(url.as_bytes());
    let code =
        code.map_err(|error| Failure::failed(format!("no QR code can be drawn: {error}")))?;
    let mut drawn = code.render::<Dense1x2>();
    // What a terminal prints is light: most are dark.
    drawn
        .dark_color(Dense1x2::Dark)
        .light_color(Dense1x2::Light)
        .quiet_zone(true);
    Ok(drawn.build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_qr_code_fits_into_a_terminal() {
        let token = "A".repeat(43);
        let code = drawn(&format!("tg://login?token={token}")).unwrap();
        let widths: Vec<usize> = code.lines().map(|line| line.chars().count()).collect();
        assert!(
            widths
                .iter()
                .all(|width| *width == widths[0] && *width < 60)
        );
        assert!(widths.len() < 30, "{code}");
    }

    #[test]
    fn the_question_says_where_the_code_is() {
        let sent = LoginCodeSent {
            way: "sms".to_owned(),
            length: 5,
        };
        assert_eq!(
            code_asked(&sent),
            "the login code of 5 characters that Telegram sent by SMS"
        );
        assert_eq!(
            code_asked(&LoginCodeSent::default()),
            "the login code that Telegram sent"
        );
    }
}
