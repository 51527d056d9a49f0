//! A personal account as a frontend: from *my own account* to a connection, and what its card
//! says of it besides.

use serde::{Deserialize, Serialize};

use super::answered::refused;
use super::login::{self, Login, Method};
use super::talk::Talk;
use super::token::bot_of;
use super::{Act, Done, Hidden, RefusalKind, Step, Wish, card, create};
use crate::catalogue::{Language, SetupWords};
use crate::connection::{Connection, Group};
use crate::id::{ConnectionId, IdentityId, IdentityKind, UserId};
use crate::message::FormattedText;
use crate::outreach::MAX_TITLE;
use crate::text::concat;
use crate::time::Timestamp;

/// Where somebody is who connects an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Its phone number is awaited.
    AskPhone {
        /// Of the account of this connection; `None`: of a new one's.
        of: Option<ConnectionId>,
    },
    /// It is being logged in.
    LogIn(Login),
    /// It is logged in; who looks after its group is awaited.
    AskKeeper(Account),
    /// The token of the bot that does.
    AskDesk(Account),
    /// The title of the group that the account makes.
    AskTitle(Account),
    /// The token of another desk bot: that of the one that the connection has is none.
    AskOtherDesk {
        /// Of this connection.
        connection: ConnectionId,
    },
}

/// An account that is logged in and waits to be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// What it is used by. Who has it can use the account.
    pub ticket: Hidden,
    /// Who it is.
    pub user: UserId,
    /// Its name.
    pub name: String,
    /// Its @name without the @; may be empty.
    pub username: String,
    /// It waits until then.
    pub until: Timestamp,
}

/// What buttons about accounts do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Press {
    /// The frontend is to be a bot.
    Bot,
    /// Asks how to log in, anew or for the first time.
    Method(Option<ConnectionId>),
    /// It is this way.
    LogIn(Option<ConnectionId>, Method),
    /// Another code, or another QR code.
    Renew,
    /// A bot looks after the group.
    WithDesk,
    /// The account makes the group itself.
    Alone,
    /// With this title.
    Title(String),
    /// A bot is to look after the group of this connection, which has none that does.
    Desk(ConnectionId),
}

/// What the server does about accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// Begins a login; what came of it comes as news.
    LogIn {
        /// The number; `None`: by QR code.
        phone: Option<Hidden>,
    },
    /// Says something to it.
    Say(Said),
    /// A connection with this account, administered by the person.
    Create {
        /// The account.
        account: Account,
        /// Who looks after its group.
        keeper: Keeper,
        /// The language that Backline is to speak in its group.
        language: Language,
    },
    /// The account of this connection was logged in again.
    Renew {
        /// Which.
        connection: ConnectionId,
        /// The account.
        account: Account,
    },
    /// Its desk bot is another, or has this token.
    SetDesk {
        /// Of which connection.
        connection: ConnectionId,
        /// The token.
        token: Hidden,
    },
}

/// What is said to a login.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// The code.
    Code(Hidden),
    /// The password.
    Password(Hidden),
}

/// Who looks after the group of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keeper {
    /// A bot, with this token; its administrator chooses the group.
    Desk(Hidden),
    /// The account itself, which makes a group with this title.
    Itself(String),
}

// === impl Stage ===

impl Stage {
    /// The account that is logged in and waits.
    #[must_use]
    pub const fn account(&self) -> Option<&Account> {
        match self {
            Self::AskKeeper(account) | Self::AskDesk(account) | Self::AskTitle(account) => {
                Some(account)
            }
            Self::AskPhone { .. } | Self::LogIn(_) | Self::AskOtherDesk { .. } => None,
        }
    }

    /// Whether what is sent now may be a secret, and goes from the chat whatever it is.
    pub(super) const fn asks_for_secret(&self) -> bool {
        match self {
            Self::AskPhone { .. }
            | Self::LogIn(_)
            | Self::AskDesk(_)
            | Self::AskOtherDesk { .. } => true,
            Self::AskKeeper(_) | Self::AskTitle(_) => false,
        }
    }
}

// === impl Account ===

impl Account {
    /// Its name for people.
    #[must_use]
    pub fn shown(&self) -> String {
        match (self.name.is_empty(), self.username.is_empty()) {
            (_, true) => self.name.clone(),
            (true, false) => format!("@{}", self.username),
            (false, false) => format!("{} (@{})", self.name, self.username),
        }
    }
}

// === impl Press ===

impl Press {
    /// The connection that it is about.
    pub(super) const fn connection(&self) -> Option<&ConnectionId> {
        match self {
            Self::Method(of) | Self::LogIn(of, _) => of.as_ref(),
            Self::Desk(of) => Some(of),
            Self::Bot | Self::Renew | Self::WithDesk | Self::Alone | Self::Title(_) => None,
        }
    }
}

// === impl Ask ===

impl Ask {
    /// The connection that it is about.
    pub(super) const fn connection(&self) -> Option<&ConnectionId> {
        match self {
            Self::LogIn { .. } | Self::Say(_) | Self::Create { .. } => None,
            Self::Renew { connection, .. } | Self::SetDesk { connection, .. } => Some(connection),
        }
    }

    /// The account that waits for it.
    pub(super) const fn account(&self) -> Option<&Account> {
        match self {
            Self::Create { account, .. } | Self::Renew { account, .. } => Some(account),
            Self::LogIn { .. } | Self::Say(_) | Self::SetDesk { .. } => None,
        }
    }
}

/// Whether its frontend is an account.
pub(super) fn is_account(connection: &Connection) -> bool {
    connection.frontend.kind == IdentityKind::User
}

/// Step 1: a bot or an account.
pub(super) fn ask_frontend(talk: &mut Talk<'_>) {
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
pub(super) fn pressed(talk: &mut Talk<'_>, press: Press) {
    match (press, talk.person.step.clone()) {
        (Press::Bot, _) => create::ask_token(talk),
        (Press::Method(of), _) => login::ask_method(talk, of.as_ref()),
        (Press::LogIn(of, method), _) => login::begin(talk, of, method),
        (Press::Renew, _) => login::renew(talk),
        (Press::Desk(of), _) => ask_other_desk(talk, &of),
        (Press::WithDesk, Step::Account(Stage::AskKeeper(account) | Stage::AskTitle(account))) => {
            talk.person.step = Step::Account(Stage::AskDesk(account));
            let cancel = talk.key(&SetupWords::KeyCancel {}, Act::Cancel);
            let text = talk.text(&SetupWords::DeskAsk {});
            talk.show(&text, vec![vec![cancel]]);
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
pub(super) fn given(talk: &mut Talk<'_>, stage: Stage, text: &str, token: Option<&str>) {
    match stage {
        Stage::AskPhone { of } => login::phone_given(talk, of, text),
        Stage::LogIn(login) => login::given(talk, login, text),
        Stage::AskKeeper(account) => ask_keeper(talk, account, &SetupWords::KeeperUnchosen {}),
        Stage::AskDesk(account) => desk_given(talk, account, token),
        Stage::AskTitle(account) => {
            let title = text.trim();
            let length = title.chars().count();
            if (1..=MAX_TITLE).contains(&length) {
                let title = title.to_owned();
                found(talk, account, title);
            } else {
                talk.say(&SetupWords::TooLong {
                    length: length as u64,
                    most: MAX_TITLE as u64,
                });
            }
        }
        Stage::AskOtherDesk { connection } => other_desk_given(talk, connection, token),
    }
}

/// The account is logged in.
pub(super) fn logged_in(talk: &mut Talk<'_>, login: &Login, account: &Account, is_taken: bool) {
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
        keys.push(vec![super::talk::Key::Do(label.text, act)]);
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
    if let Some(token) = usable(talk, token) {
        talk.say(&SetupWords::TokenChecking {});
        make(talk, account, Keeper::Desk(token));
    }
}

fn other_desk_given(talk: &mut Talk<'_>, connection: ConnectionId, token: Option<&str>) {
    if talk.scene.connection(&connection).is_none() {
        talk.person.step = Step::Idle;
        talk.say(&SetupWords::CardGone {});
    } else if let Some(token) = usable(talk, token) {
        talk.say(&SetupWords::TokenChecking {});
        talk.wish(Wish::Account(Ask::SetDesk { connection, token }));
    }
}

fn usable(talk: &mut Talk<'_>, token: Option<&str>) -> Option<Hidden> {
    let refusal = match token {
        None => SetupWords::TokenMalformed {},
        Some(token) if bot_of(token) == Some(talk.scene.bot.0) => SetupWords::TokenOwn {},
        Some(token) => return Some(Hidden(token.to_owned())),
    };
    talk.say(&refusal);
    None
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
pub(super) fn answered(talk: &mut Talk<'_>, ask: &Ask, done: &Done) {
    match ask {
        Ask::LogIn { .. } | Ask::Say(_) => login::answered(talk, done),
        Ask::Create {
            account, keeper, ..
        } => made(talk, account, keeper, done),
        Ask::Renew {
            connection,
            account,
        } => renewed(talk, connection, account, done),
        Ask::SetDesk { connection, .. } => match done {
            Done::Refused(refusal) if refusal.kind == RefusalKind::Taken => {
                talk.say(&SetupWords::TokenTaken {});
            }
            Done::Refused(refusal) => refused(talk, refusal),
            Done::Done | Done::Created(_) | Done::Token(_) | Done::LoginGone => {
                talk.person.step = awaits_desk(talk, connection);
                create::look(talk);
            }
        },
    }
}

fn awaits_desk(talk: &Talk<'_>, connection: &ConnectionId) -> Step {
    Step::CheckToken {
        connection: connection.clone(),
        since: talk.scene.now,
        was_told: false,
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
        (Done::Refused(refusal), Keeper::Desk(_)) if refusal.kind == RefusalKind::Taken => {
            talk.person.step = Step::Account(Stage::AskDesk(account.clone()));
            talk.say(&SetupWords::TokenTaken {});
        }
        (Done::Refused(refusal), _) => {
            refused(talk, refusal);
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
        (Done::Refused(refusal), _) => refused(talk, refusal),
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

/// Looks whether Telegram knows the desk bot by now.
pub(super) fn look_at_desk(talk: &mut Talk<'_>, connection: &Connection) -> bool {
    let Some(desk) = &connection.desk else {
        talk.person.step = Step::Idle;
        return true;
    };
    if let Some(words) = desk.problem.clone() {
        talk.person.step = Step::Account(Stage::AskOtherDesk {
            connection: connection.id.clone(),
        });
        talk.say(&SetupWords::DeskRefused { words });
        return true;
    }
    if desk.username.is_empty() {
        return false;
    }
    let bot = desk.username.clone();
    talk.say(&SetupWords::BotKnown { bot });
    talk.person.step = Step::AwaitGroup {
        connection: connection.id.clone(),
    };
    if connection.group_id().is_none() {
        create::ask_group(talk, &connection.id);
    } else {
        create::look(talk);
    }
    true
}

/// Looks whether the account could make its group; says so once when not.
pub(super) fn look_at_founding(talk: &mut Talk<'_>, connection: &Connection) {
    let is_founding = matches!(connection.group, Group::Founding { .. });
    if let (true, Some(problem)) = (is_founding, &connection.problem) {
        talk.person.step = Step::Idle;
        let text = talk.text(&SetupWords::FoundingFailed {
            words: problem.clone(),
        });
        let desk = Act::Account(Press::Desk(connection.id.clone()));
        let show = Act::Card(connection.id.clone());
        let keys = vec![
            vec![talk.key(&SetupWords::KeyWithDesk {}, desk)],
            vec![talk.key(&SetupWords::KeyBack {}, show)],
        ];
        talk.show(&text, keys);
    }
}

/// Whether there is a bot that the person can make an admin of the group.
pub(super) fn has_group_bot(connection: &Connection) -> bool {
    let desk = connection.desk.as_ref();
    desk.is_some_and(|desk| desk.problem.is_none() && !desk.username.is_empty())
}

/// Leads to one.
pub(super) fn ask_group_bot(talk: &mut Talk<'_>, connection: &Connection) {
    let is_founding = matches!(connection.group, Group::Founding { .. });
    match &connection.desk {
        // It is being made.
        None if is_founding && connection.problem.is_none() => card::show(talk, &connection.id),
        Some(desk) if desk.problem.is_none() => {
            talk.person.step = awaits_desk(talk, &connection.id);
            talk.say(&SetupWords::TokenSlow {});
        }
        None | Some(_) => ask_other_desk(talk, &connection.id),
    }
}

fn ask_other_desk(talk: &mut Talk<'_>, connection: &ConnectionId) {
    talk.person.step = Step::Account(Stage::AskOtherDesk {
        connection: connection.clone(),
    });
    let back = Act::Card(connection.clone());
    let keys = vec![vec![talk.key(&SetupWords::KeyBack {}, back)]];
    let text = talk.text(&SetupWords::DeskAsk {});
    talk.show(&text, keys);
}

/// The bot that the person makes an admin of the group, its @name without the @.
pub(super) fn group_bot(connection: &Connection) -> &str {
    let desk = connection.desk.as_ref();
    desk.map_or(&connection.frontend_username, |desk| &desk.username)
}

/// Who posts in the group, for people.
pub(super) fn poster(connection: &Connection) -> String {
    match &connection.desk {
        Some(desk) => desk.shown_name(),
        None => card::shown_bot(connection),
    }
}

/// What the card says of the account's login; `None`: it is a bot's.
pub(super) fn state(talk: &Talk<'_>, connection: &Connection) -> Option<FormattedText> {
    if !is_account(connection) {
        return None;
    }
    let is_under_way = matches!(
        &talk.person.step,
        Step::Account(Stage::LogIn(login)) if login.of.as_ref() == Some(&connection.id)
    );
    let words = if is_under_way {
        SetupWords::LoginStateAwaited {}
    } else if connection.is_barred {
        SetupWords::LoginStateOut {}
    } else {
        SetupWords::LoginStateIn {}
    };
    Some(talk.text(&words))
}

/// Whether the account has to be logged in again.
pub(super) fn is_logged_out(connection: &Connection) -> bool {
    is_account(connection) && connection.is_barred
}
