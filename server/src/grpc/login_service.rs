//! `LoginService`: thin. The talk is between the caller and a gateway.

use std::pin::Pin;

use backline_proto::admin::v1::login_service_server::LoginService;
use backline_proto::admin::v1::{
    LogInRequest, LogInResponse, LoggedIn, log_in_request, log_in_response,
};
use backline_proto::common::v1::{LoginMethod, login_method};
use backline_proto::reason::Reason;
use futures::Stream;
use tonic::{Request, Response, Status, Streaming};

use super::{Caller, status};
use crate::convert;
use crate::gateway::{Error, LoginTold, Sessions, Talk};

/// Logging accounts in.
#[derive(Debug, Clone)]
pub struct AccountLogins {
    sessions: Sessions,
}

type Answers = Pin<Box<dyn Stream<Item = Result<LogInResponse, Status>> + Send>>;

// === impl AccountLogins ===

impl AccountLogins {
    /// The service over these sessions.
    #[must_use]
    pub const fn new(sessions: Sessions) -> Self {
        Self { sessions }
    }
}

#[tonic::async_trait]
impl LoginService for AccountLogins {
    type LogInStream = Answers;

    async fn log_in(
        &self,
        request: Request<Streaming<LogInRequest>>,
    ) -> Result<Response<Answers>, Status> {
        Caller::of(&request)?.reach_all("logging an account in")?;
        let conversation = Conversation {
            sessions: self.sessions.clone(),
            said: request.into_inner(),
            talk: None,
            is_over: false,
        };
        // What was said is let go of with the answers, not before: a request that is cut
        // off may take its answer with it.
        let answers = futures::stream::unfold(conversation, async |mut conversation| {
            let answer = conversation.answer().await.transpose()?;
            conversation.is_over |= answer.is_err();
            Some((answer, conversation))
        });
        Ok(Response::new(Box::pin(answers)))
    }
}

/// One login, at the caller's end. Dropped when the caller hangs up, and the login with it.
struct Conversation {
    sessions: Sessions,
    said: Streaming<LogInRequest>,
    /// Once it is known how to log in.
    talk: Option<Talk>,
    is_over: bool,
}

// === impl Conversation ===

impl Conversation {
    /// The next answer; `None`: the caller has nothing more to say, or all is said.
    async fn answer(&mut self) -> Result<Option<LogInResponse>, Status> {
        if self.is_over {
            return Ok(None);
        }
        if self.talk.is_none() {
            let Some(log_in_request::Kind::Method(method)) = next(&mut self.said).await? else {
                let message = "the first message has to say how to log in";
                return Err(status::invalid_field("method", message));
            };
            let talk = self.sessions.log_in(checked(method)?);
            self.talk = Some(talk.map_err(|error| refusal(&error))?);
        }
        let Some(talk) = &mut self.talk else {
            return Ok(None);
        };
        let told = loop {
            tokio::select! {
                told = talk.next() => break told,
                heard = next(&mut self.said) => match heard? {
                    Some(log_in_request::Kind::Input(input)) => talk.say(input),
                    Some(log_in_request::Kind::Method(_)) => {
                        let message = "how to log in is said once, first; begin anew for another way";
                        return Err(status::invalid_field("method", message));
                    }
                    None => return Ok(None),
                },
            }
        };
        let kind = match told {
            Some(LoginTold::Step(step)) => log_in_response::Kind::Step(step),
            Some(LoginTold::LoggedIn(account)) => {
                self.is_over = true;
                log_in_response::Kind::LoggedIn(LoggedIn {
                    account_login: account.ticket.clone(),
                    user_id: account.identity.user.0,
                    name: account.name.clone(),
                    username: account.username.clone(),
                    expire_time: Some(convert::time::to_proto(account.expires_at)),
                })
            }
            Some(LoginTold::Failed(failed)) => {
                return Err(status::status(Reason::WrongState, failed.detail));
            }
            None => {
                let message = "the gateway that was logging in is gone; begin anew";
                return Err(status::status(Reason::Unavailable, message));
            }
        };
        Ok(Some(LogInResponse { kind: Some(kind) }))
    }
}

async fn next(said: &mut Streaming<LogInRequest>) -> Result<Option<log_in_request::Kind>, Status> {
    match said.message().await? {
        None => Ok(None),
        Some(LogInRequest { kind: Some(kind) }) => Ok(Some(kind)),
        Some(LogInRequest { kind: None }) => Err(status::invalid_field(
            "kind",
            "a message has to say how to log in or what the last step asked for",
        )),
    }
}

/// A method that can work. A phone number goes on without spaces and the like.
pub(super) fn checked(method: LoginMethod) -> Result<LoginMethod, Status> {
    let kind = match method.kind {
        Some(login_method::Kind::QrCode(true)) => login_method::Kind::QrCode(true),
        Some(login_method::Kind::Phone(given)) => {
            let is_filler = |c: &char| matches!(c, ' ' | '-' | '(' | ')' | '.' | '\u{a0}');
            let phone: String = given.trim().chars().filter(|c| !is_filler(c)).collect();
            let digits = phone.strip_prefix('+').unwrap_or(&phone);
            let is_good = (5..=15).contains(&digits.len())
                && digits.bytes().all(|byte| byte.is_ascii_digit());
            if !is_good {
                let message = "it has to be a phone number in international form, such as \
                               +49 151 23456789";
                return Err(status::invalid_field("method.phone", message));
            }
            login_method::Kind::Phone(format!("+{digits}"))
        }
        Some(login_method::Kind::QrCode(false)) | None => {
            let message = "it has to be a phone number or a QR code";
            return Err(status::invalid_field("method", message));
        }
    };
    Ok(LoginMethod { kind: Some(kind) })
}

fn refusal(error: &Error) -> Status {
    match error {
        Error::NoAccountGateway => status::status(Reason::Unavailable, error.to_string()),
        other => status::internal(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(given: &str) -> Result<String, Status> {
        let kind = Some(login_method::Kind::Phone(given.to_owned()));
        match checked(LoginMethod { kind })?.kind {
            Some(login_method::Kind::Phone(phone)) => Ok(phone),
            _ => panic!("no phone"),
        }
    }

    #[test]
    fn a_phone_number_is_taken_as_people_write_it() {
        for given in ["+49 (151) 234-567", " 49151234567", "+49.151.234567"] {
            assert_eq!(phone(given).unwrap(), "+49151234567", "{given}");
        }
        for wrong in [
            "",
            "+",
            "1234",
            "+49 151 O23",
            "1234567890123456",
            "++4915123",
        ] {
            assert!(phone(wrong).is_err(), "{wrong}");
        }
    }
}
