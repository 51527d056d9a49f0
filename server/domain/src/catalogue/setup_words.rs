//! What the setup bot says.

use std::time::Duration;

use super::Language;
use super::bundle::{Values, message};
use super::reason::Allowed;
use super::value::{Argument, Refusal, Right};
use crate::message::FormattedText;
use crate::parameter::Reason;
use crate::privacy::{Named, Shown};
use crate::time::Timestamp;

notices! {
    /// A text that the setup bot writes to an administrator, or a label of a button of its.
    /// Fields are what it tells; texts in them are shown as they are.
    SetupWords;

    /// To somebody who has no connection yet.
    Greeting {} = "bot-greeting";
    /// Before the one button of the menu.
    MenuNone {} = "bot-menu-none";
    /// Before the buttons of the menu.
    MenuSome { count: u64 } = "bot-menu-some";
    /// Answer to `/help`.
    Help {} = "bot-help";
    /// What `/start` is for, in the menu of commands.
    CommandStart {} = "bot-command-start";
    /// The same of `/plan`.
    CommandPlan {} = "bot-command-plan";
    /// The same of `/language`.
    CommandLanguage {} = "bot-command-language";
    /// The same of `/cancel`.
    CommandCancel {} = "bot-command-cancel";
    /// The same of `/help`.
    CommandHelp {} = "bot-command-help";
    /// Answer to `/language`.
    LanguageAsk {} = "bot-language-ask";
    /// The language is another now; in that language.
    LanguageSet {} = "bot-language-set";
    /// Answer to `/cancel`.
    Cancelled {} = "bot-cancelled";
    /// The same, where a connection was made.
    CancelledKept { bot: String } = "bot-cancelled-kept";
    /// Answer to `/cancel` when nothing is going on.
    NothingToCancel {} = "bot-nothing-to-cancel";
    /// Who may not administrate anything here.
    NotAdmitted { id: String } = "bot-not-admitted";
    /// Too much at once.
    TooFast {} = "bot-too-fast";
    /// Answer to a button that means nothing any more, or never did for this person.
    ButtonOld {} = "bot-button-old";
    /// A message that nothing asked for.
    NotUnderstood {} = "bot-not-understood";
    /// Something other than a text where one is asked for.
    TextWanted {} = "bot-text-wanted";
    /// A text longer than anything that could be meant.
    TooLong { length: u64, most: u64 } = "bot-too-long";
    /// The server refuses it, and nothing more can be said of why.
    Refused {} = "bot-refused";
    /// The connection has a backend group already.
    HasGroup {} = "bot-has-group";
    /// The connection's topics are another desk bot's.
    DeskIsAnother {} = "bot-desk-is-another";
    /// The server cannot do it now.
    Unavailable {} = "bot-unavailable";
    /// Above what a connection's bot has to say to its administrator.
    Note { bot: String } = "bot-note";

    /// Above a card of `/info` in private.
    InfoAbove { bot: String, title: String } = "bot-info-above";
    /// Answer to the start by the link for such cards.
    InfoStarted {} = "bot-info-started";

    /// Step 1.
    TokenAsk {} = "bot-token-ask";
    /// There is no token in the message.
    TokenMalformed {} = "bot-token-malformed";
    /// The setup bot's own.
    TokenOwn {} = "bot-token-own";
    /// Of a bot that serves a connection, whosever.
    TokenTaken {} = "bot-token-taken";
    /// Telegram is being asked.
    TokenChecking {} = "bot-token-checking";
    /// It takes its time.
    TokenSlow {} = "bot-token-slow";
    /// Telegram refuses it.
    TokenRefused {} = "bot-token-refused";
    /// Somebody else receives the bot's updates.
    TokenInUse {} = "bot-token-in-use";
    /// It is another of a bot that serves one of their connections.
    TokenRenewed { bot: String } = "bot-token-renewed";
    /// Telegram knows the bot.
    BotKnown { bot: String } = "bot-known";
    /// The bot may not be added to groups.
    BotKeepsOutOfGroups { bot: String } = "bot-keeps-out-of-groups";

    /// Step 2.
    GroupAsk { bot: String } = "bot-group-ask";
    /// The group is good.
    GroupKnown { title: String } = "bot-group-known";
    /// It is looked at again.
    GroupCheckBegun {} = "bot-group-check-begun";
    /// There is none to look at.
    GroupNone {} = "bot-group-none";

    /// Step 3.
    TestAsk { bot: String, title: String } = "bot-test-ask";
    /// The same, later.
    TestAskAgain { bot: String, title: String } = "bot-test-ask-again";
    /// The administrator sees the message.
    TestDone { bot: String, title: String } = "bot-test-done";
    /// The administrator does not.
    TestUnseen { bot: String, title: String } = "bot-test-unseen";
    /// Nothing is, because the connection is stopped.
    TestStopped {} = "bot-test-stopped";
    /// Once more.
    TestAgain {} = "bot-test-again";

    /// A connection.
    Card { bot: String, name: String, group: String, state: FormattedText } = "bot-card";
    /// It was deleted, or was never this person's.
    CardGone {} = "bot-card-gone";
    /// What is wrong with it.
    CardProblem { words: FormattedText } = "bot-card-problem";
    /// Telegram does not take a bot's token.
    TroubleToken { bot: String } = "bot-trouble-token";
    /// Telegram has ended an account's session.
    TroubleLoggedOut { who: String } = "bot-trouble-logged-out";
    /// Somebody else receives a bot's updates.
    TroubleElsewhere { bot: String } = "bot-trouble-elsewhere";
    /// The group has no topics.
    TroubleNoTopics { title: String } = "bot-trouble-no-topics";
    /// The bot is no admin of it.
    TroubleNoAdmin { bot: String, title: String, right: Right } = "bot-trouble-no-admin";
    /// It lacks a right.
    TroubleRight { bot: String, title: String, right: Right } = "bot-trouble-right";
    /// Its reader has no say there.
    TroubleNotYours { title: String } = "bot-trouble-not-yours";
    /// The bot is not in it any more.
    TroubleOut { bot: String, title: String } = "bot-trouble-out";
    /// Telegram refuses it there for another reason.
    TroubleGroup { bot: String, title: String, refusal: Refusal } = "bot-trouble-group";
    /// The account could not make it.
    TroubleFounding { who: String, refusal: Refusal } = "bot-trouble-founding";
    /// Something for which there are no words here.
    TroubleUnknown { bot: String } = "bot-trouble-unknown";
    /// It has no group.
    GroupUnknown {} = "bot-group-unknown";
    /// It works.
    StateRunning {} = "bot-state-running";
    /// A person stopped it.
    StateStopped {} = "bot-state-stopped";
    /// It has no group yet.
    StateAwaitsGroup {} = "bot-state-awaits-group";
    /// Something is wrong with it.
    StateTroubled {} = "bot-state-troubled";
    /// It was stopped.
    Stopped {} = "bot-stopped";
    /// An account is.
    AccountStopped {} = "bot-account-stopped";
    /// It was started.
    Started {} = "bot-started";
    /// Whether it is to be deleted.
    DeleteAsk { name: String } = "bot-delete-ask";
    /// Another name was sent.
    DeleteWrong { name: String } = "bot-delete-wrong";
    /// It is deleted.
    Deleted { name: String } = "bot-deleted";

    /// A page of parameters.
    Parameters { name: String, page: u64, pages: u64 } = "bot-parameters";
    /// One of them.
    Parameter {
        name: String, description: FormattedText, value: String, standard: String,
        allowed: Allowed, example: String
    } = "bot-parameter";
    /// It is kept and not acted on.
    ParameterLater {} = "bot-parameter-later";
    /// What each word of `HIDE_INFO` hides.
    HideInfo {} = "bot-hide-info";
    /// Which events WEBHOOKS may list.
    WebhookEvents { events: String } = "bot-webhook-events";
    /// A URL of WEBHOOKS leads into a network.
    WebhookInside { host: String } = "bot-webhook-inside";
    /// What the secret of webhooks is for.
    SigningAsk {} = "bot-signing-ask";
    /// The secret.
    SigningSecret { secret: String } = "bot-signing-secret";
    /// A new one.
    SigningRenewed { secret: String } = "bot-signing-renewed";
    /// A value is asked for.
    ParameterAsk { name: String } = "bot-parameter-ask";
    /// It has another value.
    ParameterSet { name: String, value: String } = "bot-parameter-set";
    /// The value is not taken; another one is awaited.
    ParameterRefused {
        name: String, given: String, problem: Reason, allowed: Allowed, example: String
    } = "bot-parameter-refused";
    /// The same of a value that may hold a secret, which is not repeated.
    ParameterRefusedHidden {
        name: String,
        problem: Reason,
        allowed: Allowed,
        example: String
    } = "bot-parameter-refused-hidden";

    /// Above the last changes of a parameter.
    History { name: String, count: u64 } = "bot-history";
    /// One of them.
    HistoryLine { at: Timestamp, who: String, old: String, new: String } = "bot-history-line";
    /// Who made a change: its reader.
    ByYou {} = "bot-by-you";
    /// Somebody else.
    ByPerson { id: String } = "bot-by-person";
    /// A program.
    ByToken { id: String } = "bot-by-token";

    /// Answer to `/plan` where there are no plans.
    PlanNone {} = "bot-plan-none";
    /// Above what the plan limits.
    PlanTitle { name: String } = "bot-plan-title";
    /// Messages today.
    PlanMessages { used: u64, limit: u64 } = "bot-plan-messages";
    /// Updates today.
    PlanUpdates { used: u64, limit: u64 } = "bot-plan-updates";
    /// Connections.
    PlanConnections { used: u64, limit: u64 } = "bot-plan-connections";
    /// The longest AUTOCLOSE.
    PlanAutoclose { hours: u64 } = "bot-plan-autoclose";
    /// WELCOME has a line under it.
    PlanSignature {} = "bot-plan-signature";
    /// WELCOME may not be off.
    PlanNoWelcomeOff {} = "bot-plan-no-welcome-off";
    /// A parameter that it leaves out.
    PlanWithout { name: String } = "bot-plan-without";
    /// No API tokens.
    PlanNoApi {} = "bot-plan-no-api";
    /// It limits nothing.
    PlanLimitsNothing {} = "bot-plan-limits-nothing";
    /// When the day's limits begin anew.
    PlanRenews { at: Timestamp } = "bot-plan-renews";
    /// Messages wait for that.
    PlanHolds { at: Timestamp } = "bot-plan-holds";

    /// The bot sees little of customers' groups.
    PrivacyMode { bot: String } = "bot-privacy-mode";

    /// The plan does not allow the value: the longest AUTOCLOSE.
    PlanRefusesAutoclose { hours: u64 } = "bot-plan-refuses-autoclose";
    /// The same of WELCOME.
    PlanRefusesWelcome {} = "bot-plan-refuses-welcome";
    /// The same of a parameter that the plan is without.
    PlanRefusesParameter { name: String } = "bot-plan-refuses-parameter";
    /// There are as many connections as the plan allows.
    PlanRefusesConnection { most: u64 } = "bot-plan-refuses-connection";
    /// The plan is without tokens.
    PlanRefusesToken {} = "bot-plan-refuses-token";
    /// There are as many relay bots as Telegram admits.
    RelaysFull { most: u64 } = "bot-relays-full";

    /// The relay bots.
    Relays { name: String, count: u64 } = "bot-relays";
    /// A token of another is asked for.
    RelayAsk { group: String } = "bot-relay-ask";
    /// It is added.
    RelayAdded { bot: String, group: String } = "bot-relay-added";
    /// It is not in the group yet, or may not post there.
    RelayWaits { bot: String, group: String } = "bot-relay-waits";
    /// It posts.
    RelayHelps { bot: String, group: String } = "bot-relay-helps";
    /// It is removed.
    RelayRemoved { group: String } = "bot-relay-removed";

    /// The API tokens.
    Tokens { name: String, count: u64 } = "bot-tokens";
    /// What a new one may do.
    TokensScope {} = "bot-tokens-scope";
    /// A new one.
    TokenMade { secret: String } = "bot-token-made";
    /// Whether a new one arrived nobody knows, and nobody has it any more.
    SecretLost {} = "bot-secret-lost";
    /// One is revoked.
    TokenRevoked {} = "bot-token-revoked";
    /// Whether it is to be.
    TokenRevokeAsk { title: String } = "bot-token-revoke-ask";

    /// Button.
    KeyNew {} = "bot-key-new";
    /// Shows the plan.
    KeyPlan { name: String } = "bot-key-plan";
    /// Asks for the language, in the others.
    KeyLanguage {} = "bot-key-language";
    /// Shows what a parameter was before.
    KeyHistory {} = "bot-key-history";
    /// Leads to the secret of webhooks.
    KeySigning {} = "bot-key-signing";
    /// Shows it.
    KeySecret {} = "bot-key-secret";
    /// Makes another one.
    KeyNewSecret {} = "bot-key-new-secret";
    /// Button.
    KeyCancel {} = "bot-key-cancel";
    /// Button.
    KeyBack {} = "bot-key-back";
    /// Button.
    KeyMenu {} = "bot-key-menu";
    /// Button.
    KeyAddToGroup {} = "bot-key-add-to-group";
    /// Leads a relay bot into the team's group.
    KeyAddToTeam { group: String } = "bot-key-add-to-team";
    /// Button.
    KeyCheck {} = "bot-key-check";
    /// Button.
    KeySeen {} = "bot-key-seen";
    /// Button.
    KeyUnseen {} = "bot-key-unseen";
    /// Button.
    KeyTest {} = "bot-key-test";
    /// Button.
    KeyGroup {} = "bot-key-group";
    /// Button.
    KeyParameters {} = "bot-key-parameters";
    /// Button.
    KeyRelays {} = "bot-key-relays";
    /// Button.
    KeyTokens {} = "bot-key-tokens";
    /// Button.
    KeyStop {} = "bot-key-stop";
    /// Button.
    KeyStart {} = "bot-key-start";
    /// Button.
    KeyDelete {} = "bot-key-delete";
    /// Button.
    KeyDefault {} = "bot-key-default";
    /// Button.
    KeyType {} = "bot-key-type";
    /// Button.
    KeyAddRelay {} = "bot-key-add-relay";
    /// Button.
    KeyRemove {} = "bot-key-remove";
    /// Button.
    KeyNewToken {} = "bot-key-new-token";
    /// Button.
    KeyRevoke {} = "bot-key-revoke";

    /// Step 1: a bot or an account.
    FrontendAsk {} = "bot-frontend-ask";
    /// How the account logs in.
    LoginAsk {} = "bot-login-ask";
    /// How it logs in again.
    LoginAgainAsk { who: String } = "bot-login-again-ask";
    /// Its phone number.
    PhoneAsk {} = "bot-phone-ask";
    /// That is none.
    PhoneWrong {} = "bot-phone-wrong";
    /// Telegram is being asked.
    LoginBegun {} = "bot-login-begun";
    /// It has not answered yet.
    LoginBusy {} = "bot-login-busy";
    /// Too many logins in an hour.
    LoginTooMany { time: Duration } = "bot-login-too-many";
    /// The code.
    CodeAsk { place: FormattedText } = "bot-code-ask";
    /// Where it comes.
    CodeInApp {} = "bot-code-in-app";
    /// Where it comes.
    CodeBySms {} = "bot-code-by-sms";
    /// Where it comes.
    CodeByCall {} = "bot-code-by-call";
    /// Where it comes.
    CodeMissedCall {} = "bot-code-missed-call";
    /// Where it comes.
    CodeByEmail {} = "bot-code-by-email";
    /// Where it comes.
    CodeAtFragment {} = "bot-code-at-fragment";
    /// Where it comes.
    CodeSomewhere {} = "bot-code-somewhere";
    /// Telegram says that it is another one.
    CodeWrong {} = "bot-code-wrong";
    /// It was sent in one piece.
    CodeBare {} = "bot-code-bare";
    /// It has another number of digits.
    CodeLength { given: u64, length: u64 } = "bot-code-length";
    /// There is none in the message.
    CodeNone {} = "bot-code-none";
    /// It is too old.
    CodeExpired {} = "bot-code-expired";
    /// The password of two-step verification.
    PasswordAsk {} = "bot-password-ask";
    /// The same with its owner's hint.
    PasswordAskHint { hint: String } = "bot-password-ask-hint";
    /// It is another one.
    PasswordWrong {} = "bot-password-wrong";
    /// Telegram is asked for another code.
    LoginAsking {} = "bot-login-asking";
    /// Under the QR code.
    QrAsk {} = "bot-qr-ask";
    /// Something was typed while one is shown.
    QrTyped {} = "bot-qr-typed";
    /// So many were shown.
    QrOver {} = "bot-qr-over";
    /// It was scanned too late.
    QrExpired {} = "bot-qr-expired";
    /// The number is none that Telegram knows.
    PhoneInvalid {} = "bot-phone-invalid";
    /// Telegram has banned it.
    PhoneBanned {} = "bot-phone-banned";
    /// No account has it.
    PhoneUnoccupied {} = "bot-phone-unoccupied";
    /// Telegram was asked too often.
    LoginFlood {} = "bot-login-flood";
    /// Telegram asks to wait.
    LoginWait { time: Duration } = "bot-login-wait";
    /// Telegram refuses it, for a reason of which its name is known.
    LoginRefused { code: String } = "bot-login-refused";
    /// Telegram does not let this installation's application log anybody in.
    LoginApp { code: String } = "bot-login-app";
    /// Another reason.
    LoginFailed {} = "bot-login-failed";
    /// Whoever was logging in is gone.
    LoginGone {} = "bot-login-gone";
    /// It took too long.
    LoginLate {} = "bot-login-late";
    /// It has ended, and something was sent to it.
    LoginOver {} = "bot-login-over";
    /// No gateway for accounts is there.
    NoAccountGateway {} = "bot-no-account-gateway";
    /// The account is logged in.
    LoggedIn { who: String } = "bot-logged-in";
    /// That of a connection is again.
    LoggedInAgain { who: String } = "bot-logged-in-again";
    /// It was not used in time.
    AccountLate {} = "bot-account-late";
    /// It serves somebody's connection.
    AccountTaken { who: String } = "bot-account-taken";
    /// It serves one of theirs.
    AccountYours { who: String, name: String } = "bot-account-yours";
    /// It is not the connection's.
    AccountOther { who: String } = "bot-account-other";
    /// Step 2: who looks after the group.
    KeeperAsk {} = "bot-keeper-ask";
    /// Something was sent in place of pressing a button.
    KeeperUnchosen {} = "bot-keeper-unchosen";
    /// The token of the bot that does.
    DeskAsk {} = "bot-desk-ask";
    /// It does not work.
    DeskRefused { words: FormattedText } = "bot-desk-refused";
    /// The group is chosen with that bot.
    DeskGroupAsk { bot: String, who: String } = "bot-desk-group-ask";
    /// The title of the group that the account makes.
    TitleAsk {} = "bot-title-ask";
    /// It makes it.
    Founding { title: String } = "bot-founding";
    /// It could not.
    FoundingFailed { words: FormattedText } = "bot-founding-failed";
    /// What the card says of the login.
    LoginStateIn {} = "bot-login-state-in";
    /// What the card says of the login.
    LoginStateOut {} = "bot-login-state-out";
    /// What the card says of the login.
    LoginStateAwaited {} = "bot-login-state-awaited";
    /// Whether the connection of an account is to be deleted.
    AccountDeleteAsk { name: String } = "bot-account-delete-ask";
    /// Button.
    KeyBot {} = "bot-key-bot";
    /// Button.
    KeyAccount {} = "bot-key-account";
    /// Button.
    KeyLoginQr {} = "bot-key-login-qr";
    /// Button.
    KeyLoginPhone {} = "bot-key-login-phone";
    /// Button.
    KeyNewCode {} = "bot-key-new-code";
    /// Button.
    KeyNewQr {} = "bot-key-new-qr";
    /// Button.
    KeyOtherWay {} = "bot-key-other-way";
    /// Button.
    KeyLogInAnew {} = "bot-key-log-in-anew";
    /// Button.
    KeyLogInAgain {} = "bot-key-log-in-again";
    /// Button.
    KeyWithDesk {} = "bot-key-with-desk";
    /// Button.
    KeyAlone {} = "bot-key-alone";
    /// Button.
    KeyMakeGroup {} = "bot-key-make-group";
    /// Button.
    KeyTitle { title: String } = "bot-key-title";
}
