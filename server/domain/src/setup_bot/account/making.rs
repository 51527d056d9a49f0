//! From *my own account* to a connection: what is asked, and what comes of it.

use super::keeper::{ask_other_desk, awaits_desk};
use super::{Account, Ask, Keeper, Press, Stage, founding};
use crate::catalogue::SetupWords;
use crate::connection::Connection;
use crate::id::{ConnectionId, IdentityId};
use crate::message::FormattedText;
use crate::outreach::MAX_TITLE;
use crate::setup_bot::answered::refused;
use crate::setup_bot::login::{self, Login};
use crate::setup_bot::talk::{Key, Talk};
use crate::setup_bot::{Act, Done, Refusal, Step, Wish, card, create, find_token};
use crate::text::concat;

/// Step 1: a bot or an account.
pub(in crate::setup_bot) fn ask_frontend(talk: &mut Talk<'_>) {
    // A token that is sent at once is one, and goes from the chat whatever is wrong with it.
    talk.person.step = Step::AskToken;
    let keys = vec![
        vec![
            talk.key(&SetupWords::KeyBot {}, Act::Account(Press::Bot)),
            talk.key(
                &SetupWords::KeyAccount {},
                Act::Account(Press::Method(None)),
            ),
        ],
        vec![talk.key(&SetupWords::KeyCancel {}, Act::Cancel)],
    ];
    let text = talk.text(&SetupWords::FrontendAsk {});
    talk.show(&text, keys);
}

/// A button was pressed.
pub(in crate::setup_bot) fn pressed(talk: &mut Talk<'_>, press: Press) {
    match (press, talk.person.step.clone()) {
        (Press::Bot, _) => create::ask_token(talk),
        (Press::Method(of), _) => login::ask_method(talk, of.as_ref()),
        (Press::LogIn(of, method), _) => login::begin(talk, of, method),
        (Press::Renew, _) => login::renew(talk),
        (Press::Desk(of), _) => ask_other_desk(talk, &of),
        (Press::Make(of), _) => founding::ask_title(talk, &of),
        (Press::Title(title), Step::Account(Stage::AskGroupTitle { connection })) => {
            founding::make(talk, connection, title);
        }
        (Press::WithDesk, Step::Account(Stage::AskKeeper(account) | Stage::AskTitle(account))) => {
            talk.person.step = Step::Account(Stage::AskDesk(account));
            talk.ask(&SetupWords::DeskAsk {});
        }
        (Press::Alone, Step::Account(Stage::AskKeeper(account) | Stage::AskDesk(account))) => {
            ask_title(talk, account);
        }
        (Press::Title(title), Step::Account(Stage::AskTitle(account))) => {
            found(talk, account, title);
        }
        // The account that it was about is not there any more.
        (Press::WithDesk | Press::Alone | Press::Title(_), _) => {
            login::again(talk, None, &SetupWords::AccountLate {});
        }
    }
}

/// Something was sent. What may be a secret is being deleted.
pub(in crate::setup_bot) fn given(
    talk: &mut Talk<'_>,
    stage: Stage,
    text: &str,
    token: Option<&str>,
) {
    match stage {
        Stage::AskPhone { of } => login::phone_given(talk, of, text),
        Stage::LogIn(login) => login::given(talk, login, text),
        Stage::AskKeeper(account) => ask_keeper(talk, account, &SetupWords::KeeperUnchosen {}),
        Stage::AskDesk(account) => desk_given(talk, account, token),
        Stage::AskTitle(account) => {
            if let Some(title) = title_in(talk, text) {
                found(talk, account, title);
            }
        }
        Stage::AskGroupTitle { connection } => {
            if let Some(title) = title_in(talk, text) {
                founding::make(talk, connection, title);
            }
        }
        Stage::AskOtherDesk { connection } => other_desk_given(talk, connection, token),
    }
}

/// What was sent, as far as a group can be called that; it is said when not.
fn title_in(talk: &mut Talk<'_>, text: &str) -> Option<String> {
    if find_token(text).is_some() {
        // It would be for all to read.
        talk.say(&SetupWords::TitleAsk {});
        return None;
    }
    let title = text.trim();
    let length = title.chars().count();
    if (1..=MAX_TITLE).contains(&length) {
        return Some(title.to_owned());
    }
    talk.say(&SetupWords::TooLong {
        length: length as u64,
        most: MAX_TITLE as u64,
    });
    None
}

/// The account is logged in.
pub(in crate::setup_bot) fn logged_in(
    talk: &mut Talk<'_>,
    login: &Login,
    account: &Account,
    is_taken: bool,
) {
    let identity = IdentityId::account(account.user.0);
    let theirs = talk.scene.connections;
    let known = theirs.iter().find(|one| one.frontend == identity);
    talk.person.step = Step::Idle;
    let again = |connection: &Connection| {
        Wish::Account(Ask::Renew {
            connection: connection.id.clone(),
            account: account.clone(),
        })
    };
    match (&login.of, known) {
        (Some(of), Some(known)) if known.id == *of => talk.wish(again(known)),
        (Some(of), _) => {
            let who = account.shown();
            login::again(talk, Some(of.clone()), &SetupWords::AccountOther { who });
        }
        // It has to be logged in again anyway.
        (None, Some(known)) if known.is_barred => talk.wish(again(known)),
        (None, Some(known)) => {
            let text = talk.text(&SetupWords::AccountYours {
                who: account.shown(),
                name: known.name.clone(),
            });
            let keys = card::keys(talk, known);
            talk.show(&text, keys);
        }
        (None, None) if is_taken => {
            let who = account.shown();
            login::again(talk, None, &SetupWords::AccountTaken { who });
        }
        (None, None) => {
            let who = account.shown();
            ask_keeper(talk, account.clone(), &SetupWords::LoggedIn { who });
        }
    }
}

/// Step 2: who looks after the group.
fn ask_keeper(talk: &mut Talk<'_>, account: Account, above: &SetupWords) {
    talk.person.step = Step::Account(Stage::AskKeeper(account));
    let keys = vec![
        vec![talk.key(&SetupWords::KeyWithDesk {}, Act::Account(Press::WithDesk))],
        vec![talk.key(&SetupWords::KeyAlone {}, Act::Account(Press::Alone))],
        vec![talk.key(&SetupWords::KeyCancel {}, Act::Cancel)],
    ];
    let above = talk.text(above);
    let asked = talk.text(&SetupWords::KeeperAsk {});
    let text = concat([above, FormattedText::plain("\n\n"), asked]);
    talk.show(&text, keys);
}

fn ask_title(talk: &mut Talk<'_>, account: Account) {
    let title: String = account.name.chars().take(MAX_TITLE).collect();
    talk.person.step = Step::Account(Stage::AskTitle(account));
    let mut keys = Vec::new();
    if !title.trim().is_empty() {
        let label = talk.text(&SetupWords::KeyTitle {
            title: title.clone(),
        });
        let act = Act::Account(Press::Title(title));
        keys.push(vec![Key::Do(label.text, act)]);
    }
    keys.push(vec![talk.key(&SetupWords::KeyCancel {}, Act::Cancel)]);
    let text = talk.text(&SetupWords::TitleAsk {});
    talk.show(&text, keys);
}

fn found(talk: &mut Talk<'_>, account: Account, title: String) {
    talk.say(&SetupWords::Founding {
        title: title.clone(),
    });
    make(talk, account, Keeper::Itself(title));
}

/// What was sent, as far as it is a desk bot's token.
fn desk_given(talk: &mut Talk<'_>, account: Account, token: Option<&str>) {
    if let Some(token) = create::usable(talk, token) {
        make(talk, account, Keeper::Desk(token));
    }
}

fn other_desk_given(talk: &mut Talk<'_>, connection: ConnectionId, token: Option<&str>) {
    if talk.scene.connection(&connection).is_none() {
        talk.person.step = Step::Idle;
        talk.say(&SetupWords::CardGone {});
    } else if let Some(token) = create::usable(talk, token) {
        talk.wish(Wish::Account(Ask::SetDesk { connection, token }));
    }
}

fn make(talk: &mut Talk<'_>, account: Account, keeper: Keeper) {
    // It is in what is wished for until the answer is there.
    talk.person.step = Step::Idle;
    let language = talk.person.language;
    talk.wish(Wish::Account(Ask::Create {
        account,
        keeper,
        language,
    }));
}

/// What came of what was asked of the server.
pub(in crate::setup_bot) fn answered(talk: &mut Talk<'_>, ask: &Ask, done: &Done) {
    match ask {
        Ask::LogIn { .. } | Ask::Say(_) => login::answered(talk, done),
        Ask::Create {
            account, keeper, ..
        } => made(talk, account, keeper, done),
        Ask::Renew {
            connection,
            account,
        } => renewed(talk, connection, account, done),
        Ask::SeekGroup { connection, .. } => founding::answered(talk, connection, done),
        Ask::SetDesk { connection, .. } => match done {
            Done::Refused(Refusal::Taken) => {
                talk.say(&SetupWords::TokenTaken {});
            }
            Done::Refused(refusal) => refused(talk, *refusal),
            Done::Done | Done::Created(_) | Done::Token(_) | Done::LoginGone => {
                talk.person.step = awaits_desk(talk, connection);
                create::look(talk);
            }
        },
    }
}

/// The connection is made, or was refused.
fn made(talk: &mut Talk<'_>, account: &Account, keeper: &Keeper, done: &Done) {
    match (done, keeper) {
        (Done::Created(connection), keeper) => {
            if !account.username.is_empty() {
                let name = account.username.clone();
                talk.wish(Wish::Rename(connection.clone(), name));
            }
            talk.person.step = match keeper {
                Keeper::Desk(_) => awaits_desk(talk, connection),
                Keeper::Itself(_) => Step::AwaitGroup {
                    connection: connection.clone(),
                },
            };
            create::look(talk);
        }
        (Done::LoginGone, _) => login::again(talk, None, &SetupWords::AccountLate {}),
        (Done::Refused(Refusal::Taken), Keeper::Desk(_)) => {
            talk.person.step = Step::Account(Stage::AskDesk(account.clone()));
            talk.say(&SetupWords::TokenTaken {});
        }
        (Done::Refused(refusal), _) => {
            refused(talk, *refusal);
            let who = account.shown();
            ask_keeper(talk, account.clone(), &SetupWords::LoggedIn { who });
        }
        (Done::Done | Done::Token(_), _) => {}
    }
}

/// It is logged in again, or not.
fn renewed(talk: &mut Talk<'_>, id: &ConnectionId, account: &Account, done: &Done) {
    match (done, talk.scene.connection(id)) {
        (Done::LoginGone, _) => {
            login::again(talk, Some(id.clone()), &SetupWords::AccountLate {});
        }
        (Done::Refused(refusal), _) => refused(talk, *refusal),
        (_, Some(connection)) => {
            let text = talk.text(&SetupWords::LoggedInAgain {
                who: account.shown(),
            });
            let keys = card::keys(talk, connection);
            talk.show(&text, keys);
        }
        (_, None) => talk.say(&SetupWords::CardGone {}),
    }
}
