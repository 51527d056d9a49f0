//! What a login tells, and what is said to that.

use super::{Failure, Login, MOST_SHOWN, Told, Waits, end};
use crate::catalogue::SetupWords;
use crate::id::ConnectionId;
use crate::setup_bot::talk::Talk;
use crate::setup_bot::{
    Act, Decision, Done, Person, Refusal, Scene, Step, account, answered::said, picture,
};

/// A login told something.
pub(in crate::setup_bot) fn told(scene: Scene<'_>, person: Person, told: &Told) -> Decision {
    let mut talk = Talk::new(scene, person, None);
    if let Step::Account(stage) = talk.person.step.clone() {
        if let account::Stage::LogIn(login) = stage {
            heard(&mut talk, login, told);
        } else if *told == Told::Gone && stage.account().is_some() {
            // Its account is not there any more.
            talk.person.step = Step::Idle;
            again(&mut talk, None, &SetupWords::AccountLate {});
        }
    }
    talk.done()
}

fn heard(talk: &mut Talk<'_>, mut login: Login, told: &Told) {
    match told {
        Told::Code {
            way,
            length,
            is_wrong,
        } => {
            login.waits = Waits::Code { length: *length };
            talk.person.step = Step::Account(account::Stage::LogIn(login));
            let words = if *is_wrong {
                SetupWords::CodeWrong {}
            } else {
                let place = talk.text(&place(way));
                SetupWords::CodeAsk { place }
            };
            talk.ask(&words);
        }
        Told::Password { hint, is_wrong } => {
            login.waits = Waits::Password;
            talk.person.step = Step::Account(account::Stage::LogIn(login));
            let words = match (*is_wrong, hint.is_empty()) {
                (true, _) => SetupWords::PasswordWrong {},
                (false, true) => SetupWords::PasswordAsk {},
                (false, false) => SetupWords::PasswordAskHint { hint: hint.clone() },
            };
            talk.ask(&words);
        }
        Told::Qr => {
            let before = if let Waits::Scan { shown } = login.waits {
                shown
            } else {
                0
            };
            if before >= MOST_SHOWN {
                end(talk, login, &SetupWords::QrOver {});
                return;
            }
            login.waits = Waits::Scan { shown: before + 1 };
            talk.person.step = Step::Account(account::Stage::LogIn(login));
            picture::show(talk);
        }
        Told::LoggedIn { account, is_taken } => {
            account::logged_in(talk, &login, account, *is_taken)
        }
        Told::Failed(failure) => {
            let words = words_of(failure);
            match failure.reason.as_str() {
                // The same number would fail in the same way.
                "PHONE_NUMBER_INVALID" | "PHONE_NUMBER_BANNED" | "PHONE_NUMBER_UNOCCUPIED" => {
                    talk.person.step = Step::Idle;
                    again(talk, login.of, &words);
                }
                _ => end(talk, login, &words),
            }
        }
        Told::Gone if login.waits == Waits::Button => {}
        Told::Gone => end(talk, login, &SetupWords::LoginGone {}),
    }
}

/// Says something, with a button to begin from the start.
pub(in crate::setup_bot) fn again(
    talk: &mut Talk<'_>,
    of: Option<ConnectionId>,
    words: &SetupWords,
) {
    let method = Act::Account(account::Press::Method(of));
    let keys = vec![
        vec![talk.key(&SetupWords::KeyLogInAnew {}, method)],
        vec![talk.key(&SetupWords::KeyMenu {}, Act::Menu)],
    ];
    let text = talk.text(words);
    talk.show(&text, keys);
}

/// What came of what was asked of the other end.
pub(in crate::setup_bot) fn answered(talk: &mut Talk<'_>, done: &Done) {
    let Step::Account(account::Stage::LogIn(login)) = talk.person.step.clone() else {
        return;
    };
    match done {
        Done::LoginGone => end(talk, login, &SetupWords::LoginGone {}),
        Done::Refused(Refusal::Malformed) => {
            talk.person.step = Step::Account(account::Stage::AskPhone { of: login.of });
            talk.ask(&SetupWords::PhoneWrong {});
        }
        Done::Refused(refusal) => end(talk, login, &said(*refusal)),
        Done::Done | Done::Created(_) | Done::Token(_) => {}
    }
}

/// Looks whether it took too long.
pub(in crate::setup_bot) fn look(talk: &mut Talk<'_>) {
    let now = talk.scene.now;
    let Step::Account(stage) = talk.person.step.clone() else {
        return;
    };
    if stage.account().is_some_and(|one| now >= one.until) {
        talk.person.step = Step::Idle;
        again(talk, None, &SetupWords::AccountLate {});
    } else if let account::Stage::LogIn(login) = stage
        && now >= login.ends_at()
    {
        if login.waits == Waits::Button {
            talk.person.step = Step::Idle;
        } else {
            end(talk, login, &SetupWords::LoginLate {});
        }
    }
}

fn place(way: &str) -> SetupWords {
    match way {
        "app" => SetupWords::CodeInApp {},
        "sms" => SetupWords::CodeBySms {},
        "call" => SetupWords::CodeByCall {},
        "flash_call" | "missed_call" => SetupWords::CodeMissedCall {},
        "email" => SetupWords::CodeByEmail {},
        "fragment" => SetupWords::CodeAtFragment {},
        _ => SetupWords::CodeSomewhere {},
    }
}

fn words_of(failure: &Failure) -> SetupWords {
    match (failure.reason.as_str(), failure.wait) {
        (_, Some(time)) => SetupWords::LoginWait { time },
        ("PHONE_NUMBER_INVALID", None) => SetupWords::PhoneInvalid {},
        ("PHONE_NUMBER_BANNED", None) => SetupWords::PhoneBanned {},
        ("PHONE_NUMBER_UNOCCUPIED", None) => SetupWords::PhoneUnoccupied {},
        ("PHONE_NUMBER_FLOOD" | "PHONE_PASSWORD_FLOOD", None) => SetupWords::LoginFlood {},
        ("PHONE_CODE_EXPIRED", None) => SetupWords::CodeExpired {},
        ("AUTH_TOKEN_EXPIRED", None) => SetupWords::QrExpired {},
        (code, None) if code.starts_with("API_ID_") => SetupWords::LoginApp {
            code: code.to_owned(),
        },
        (code, None) if is_code(code) => SetupWords::LoginRefused {
            code: code.to_owned(),
        },
        (_, None) => SetupWords::LoginFailed {},
    }
}

/// Whether it looks as Telegram's names of errors do.
fn is_code(text: &str) -> bool {
    let is_of_code = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    !text.is_empty() && text.chars().all(is_of_code)
}
