//! A login as the server asks for it: its steps go up, what a person says comes down.

use backline_client::Secret;
use backline_gateway::{Login as Asked, LoginEnd};
use backline_proto::common::v1::{
    LoginCodeSent, LoginPasswordNeeded, LoginQrCode, LoginStep, login_input, login_method,
    login_step,
};
use backline_proto::gateway::v1::{IdentityProfile, LoginFailed, LoginSucceeded};

use super::{At, CodeKind, Login, Step};
use crate::telegram::App;

/// Logs in as asked, until the account is logged in or cannot be.
pub(crate) async fn log_in(app: App, key: Option<[u8; 256]>, asked: Asked) -> LoginEnd {
    let Asked {
        method,
        mut inputs,
        steps,
        fence,
        clock,
    } = asked;
    let at = At {
        app,
        fence,
        clock,
        key,
    };
    let (mut login, mut step) = match method.kind {
        Some(login_method::Kind::Phone(phone)) => Box::pin(Login::by_phone(at, &phone)).await,
        Some(login_method::Kind::QrCode(true)) => Box::pin(Login::by_qr(at)).await,
        Some(login_method::Kind::QrCode(false)) | None => {
            return Err(failed(
                "this version knows no such way to log in".to_owned(),
            ));
        }
    };
    // What was asked for last, to be asked for again.
    let mut wanted = None;
    loop {
        let (kind, refusal) = match step {
            Step::CodeSent { kind, length } => (Some(code_sent(kind, length)), ""),
            Step::PasswordNeeded { hint } => (
                Some(login_step::Kind::PasswordNeeded(LoginPasswordNeeded {
                    hint,
                })),
                "",
            ),
            Step::WrongCode => (wanted.take(), "That was another code."),
            Step::WrongPassword => (wanted.take(), "That was another password."),
            Step::QrCode { url, expires } => {
                let expire_time = Some(prost_types::Timestamp {
                    seconds: expires,
                    nanos: 0,
                });
                let kind = login_step::Kind::QrCode(LoginQrCode { url, expire_time });
                steps.tell(told(Some(kind), "")).await;
                step = Box::pin(login.wait()).await;
                continue;
            }
            Step::LoggedIn(account) => {
                return Ok(LoginSucceeded {
                    account_session: account.session,
                    profile: Some(IdentityProfile {
                        user_id: account.user_id,
                        name: account.name,
                        username: account.username,
                        ..IdentityProfile::default()
                    }),
                });
            }
            Step::Failed(why) => {
                return Err(LoginFailed {
                    detail: why.words,
                    reason: why.reason,
                    wait_seconds: i32::try_from(why.wait).unwrap_or(i32::MAX),
                });
            }
        };
        steps.tell(told(kind.clone(), refusal)).await;
        step = loop {
            let Some(input) = inputs.recv().await else {
                // Given up: this is dropped.
                return std::future::pending().await;
            };
            match (&kind, input.kind) {
                (Some(login_step::Kind::CodeSent(_)), Some(login_input::Kind::Code(code))) => {
                    break Box::pin(login.code(&Secret::new(code))).await;
                }
                (
                    Some(login_step::Kind::PasswordNeeded(_)),
                    Some(login_input::Kind::Password(password)),
                ) => break Box::pin(login.password(&Secret::new(password))).await,
                _ => {
                    steps
                        .tell(told(kind.clone(), "Something else is asked for."))
                        .await
                }
            }
        };
        wanted = kind;
    }
}

fn told(kind: Option<login_step::Kind>, refusal: &str) -> LoginStep {
    LoginStep {
        kind,
        refusal: refusal.to_owned(),
    }
}

fn failed(detail: String) -> LoginFailed {
    LoginFailed {
        detail,
        ..LoginFailed::default()
    }
}

fn code_sent(kind: CodeKind, length: u32) -> login_step::Kind {
    let way = match kind {
        CodeKind::App => "app",
        CodeKind::Sms => "sms",
        CodeKind::Call => "call",
        CodeKind::MissedCall => "missed_call",
        CodeKind::Email | CodeKind::EmailSetup => "email",
        CodeKind::Fragment => "fragment",
    };
    login_step::Kind::CodeSent(LoginCodeSent {
        way: way.to_owned(),
        length: i32::try_from(length).unwrap_or(0),
    })
}
