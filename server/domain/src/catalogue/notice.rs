//! What Backline says.

use std::time::Duration;

use super::Language;
use super::bundle::{Values, message};
use super::value::{
    Argument, ContentKind, FileSize, Folded, Linked, QueueReason, Quoted, Refusal, Right, Square,
};
use crate::message::FormattedText;
use crate::privacy::{Named, Shown};
use crate::time::Timestamp;

macro_rules! notices {
    ($(#[$about:meta])+ $name:ident; $($(#[$doc:meta])+ $variant:ident { $($field:ident: $type:ty),* } = $key:literal;)+) => {
        $(#[$about])+
        #[derive(Debug, Clone, PartialEq)]
        #[expect(missing_docs, reason = "fields are named for what they are; variants are documented")]
        pub enum $name {
            $($(#[$doc])+ $variant { $($field: $type),* },)+
        }

        impl $name {
            /// The catalogue's name of it.
            #[must_use]
            pub const fn key(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $key,)+
                }
            }

            /// Names of customers in it that are not hidden so far.
            #[allow(dead_code, reason = "not every list of texts names customers")]
            pub(crate) fn names(&self) -> Vec<Named> {
                let shown: Vec<Option<&Shown>> = match self {
                    $(Self::$variant { $($field),* } => vec![$($field.shown()),*],)+
                };
                shown.into_iter().flatten().flat_map(Shown::names).cloned().collect()
            }

            fn values(&self) -> Values {
                match self {
                    $(Self::$variant { $($field),* } => vec![
                        $((stringify!($field), $field.value())),*
                    ],)+
                }
            }
        }

        impl $name {
            /// The text in this language.
            #[must_use]
            pub fn render(&self, language: Language) -> FormattedText {
                message(language, self.key(), &self.values())
            }
        }

        #[cfg(test)]
        impl $name {
            /// One of each.
            pub(super) fn samples() -> Vec<Self> {
                use super::tests::Sample;
                vec![$(Self::$variant { $($field: <$type>::sample()),* },)+]
            }

            /// The text in this language and no other, for tests of the catalogue.
            pub(super) fn try_render(&self, language: Language) -> Result<FormattedText, String> {
                super::bundle::try_message(language, self.key(), &self.values())
            }
        }
    };
}

notices! {
    /// A text that Backline itself writes to people. Fields are what it tells;
    /// texts in them are shown as they are.
    Notice;

    // --- to customers -----------------------------------------------------

    /// WELCOME's default.
    WelcomeDefault { title: String } = "welcome-default";
    /// AWAY's default.
    AwayDefault {} = "away-default";
    /// Without `SILENT_MODE`: a message of the customer's could not be processed.
    CustomerNotProcessed { kind: ContentKind } = "customer-not-processed";

    /// CSAT: the question, with buttons.
    RateByButton {} = "rate-by-button";
    /// CSAT: the question, where there are no buttons.
    RateByDigit {} = "rate-by-digit";
    /// CSAT: thanks.
    RatingTaken { value: u64 } = "rating-taken";
    /// CSAT: the question is not open any more.
    RatingTooLate {} = "rating-too-late";

    // --- about the dialog -------------------------------------------------

    /// CSAT: in the topic.
    Rated { value: u64 } = "rated";

    /// Answer to `/hold`.
    Held {} = "state-held";
    /// Answer to `/wait`.
    Waiting {} = "state-waiting";
    /// Answer to `/close`.
    Closed {} = "state-closed-now";
    /// Answer to `/open`.
    Opened {} = "state-opened";
    /// AUTOCLOSE closed it.
    ClosedByTime { hours: u64 } = "closed-by-time";
    /// Answer to `/ban`.
    Banned { title: Shown } = "banned";
    /// Answer to `/unban`.
    Unbanned { title: Shown } = "unbanned";
    /// `/ban` on who is banned.
    BannedAlready { title: Shown } = "banned-already";
    /// `/unban` on who is not.
    NotBanned { title: Shown } = "not-banned";
    /// `IGNORE_CHATS` holds no more.
    BanFull { most: u64 } = "ban-full";
    /// Several people write in the chat that would be ignored.
    BanWouldMeetAll {} = "ban-would-meet-all";
    /// `/open` and the like in the dialog of somebody who is banned.
    DialogBanned { title: Shown } = "dialog-banned";
    /// Written to somebody who is banned.
    NotSentBanned { title: Shown } = "not-sent-banned";
    /// Telegram could not be asked what whoever gave a command may do.
    RightUnknown { refusal: Refusal } = "right-unknown";
    /// Answer to `/assign`: it is theirs from now on.
    Assigned { who: String } = "assigned";
    /// It is nobody's any more.
    AssignedOff {} = "assigned-off";
    /// Answer to a bare `/assign`.
    AssignedTo { who: String, at: Timestamp } = "assigned-to";
    /// It is nobody's.
    AssignedToNobody {} = "assigned-to-nobody";
    /// Whom `/assign` names has not been seen here.
    AssignUnknown { who: String } = "assign-unknown";
    /// A note.
    NoteLine { number: u64, text: String, author: String, at: Timestamp } = "note-line";
    /// Answer to `/note`: it is written down.
    NoteAdded { number: u64 } = "note-added";
    /// It is gone.
    NoteDeleted { number: u64 } = "note-deleted";
    /// There are none.
    NoteNone {} = "note-none";
    /// There is none of this number.
    NoteNotThere { number: u64 } = "note-not-there";
    /// There are as many as there may be.
    NoteFull { most: u64 } = "note-full";
    /// It is longer than a note may be.
    NoteTooLong { length: u64, most: u64 } = "note-too-long";
    /// A field.
    FieldLine { name: String, value: String } = "field-line";
    /// Answer to `/set`.
    FieldSet { name: String, value: String } = "field-set";
    /// The field is gone.
    FieldCleared { name: String } = "field-cleared";
    /// There are none.
    FieldNone {} = "field-none";
    /// There is no such field.
    FieldNotThere { name: String } = "field-not-there";
    /// There are as many as there may be.
    FieldFull { most: u64 } = "field-full";
    /// The value is longer than it may be.
    FieldTooLong { length: u64, most: u64 } = "field-too-long";
    /// No field can be called so.
    FieldBadName { name: String, most: u64 } = "field-bad-name";
    /// `/list`: how many are open.
    ListOpen { count: u64 } = "list-open";
    /// None is.
    ListNone {} = "list-none";
    /// An open dialog.
    ListLine { square: Square, title: Linked, since: Duration } = "list-line";
    /// One that somebody looks after.
    ListLineOf { square: Square, title: Linked, since: Duration, who: String } = "list-line-of";
    /// `/list banned`: how many are.
    ListBanned { count: u64 } = "list-banned";
    /// None is.
    ListNoneBanned {} = "list-none-banned";
    /// The dialog of somebody who is banned.
    ListLineBanned { title: Linked, who: String, at: Timestamp } = "list-line-banned";
    /// How many are banned besides.
    ListMoreBanned { count: u64 } = "list-more-banned";
    /// There is a further page.
    ListPages { page: u64, pages: u64, command: String } = "list-pages";
    /// There is no such page.
    ListNoPage { page: u64, pages: u64, command: String } = "list-no-page";
    /// A word that names no dialogs.
    ListUnknown { word: String } = "list-unknown";
    /// The former topic was deleted by hand, or Telegram lets bots write no more into it;
    /// this one takes its place.
    TopicMadeAnew { link: String } = "topic-made-anew";
    /// In a topic that was made twice and cannot be deleted.
    TopicDouble { link: String } = "topic-double";
    /// The topic could be made only now.
    TopicLate { since: Duration } = "topic-late";
    /// The person blocked the bot. Told once.
    CustomerBlocked { title: Shown } = "customer-blocked";
    /// The person unblocked the bot.
    CustomerBack { title: Shown } = "customer-back";
    /// The person's account is deleted.
    CustomerDeleted { title: Shown } = "customer-deleted";
    /// The frontend was removed from the customer's group or channel.
    FrontendRemoved { title: Shown } = "frontend-removed";
    /// The frontend is in the customer's group or channel again.
    FrontendBack { title: Shown } = "frontend-back";

    // --- about a message --------------------------------------------------

    /// `RESTRICTED_KEYWORDS_BACKEND`.
    NotSentWord { word: String } = "not-sent-word";
    /// `REPLY_ONLY`, explained once.
    NotSentNotAReply {} = "not-sent-not-a-reply";
    /// A kind of content that does not travel.
    NotSentKind { kind: ContentKind } = "not-sent-kind";
    /// An operator's message that Telegram refused for good.
    DeliveryRejected { refusal: Refusal } = "delivery-rejected";
    /// An operator's message that failed too often.
    DeliveryGaveUp { attempts: u64, detail: String } = "delivery-gave-up";
    /// An operator's message that an outage kept back for too long.
    DeliveryOutage { hours: u64, detail: String } = "delivery-outage";
    /// An operator's message of which nobody knows whether it arrived.
    DeliveryUncertain {} = "delivery-uncertain";
    /// Button and answer to it: send it once more.
    ButtonAgain {} = "button-again";
    /// Button and answer to it: it did arrive.
    ButtonArrived {} = "button-arrived";
    /// Answer to a button that is not needed any more.
    ButtonDecided {} = "button-decided";
    /// Answer to a button whose time is over.
    ButtonTooOld {} = "button-too-old";
    /// Answer to a button that means nothing where it was pressed.
    ButtonVoid {} = "button-void";
    /// Answer to a button pressed by somebody who is not in the group.
    ButtonForTeam {} = "button-for-team";
    /// Answer to a button that only somebody else may press.
    ButtonForAnother {} = "button-for-another";
    /// Telegram could not be asked whether whoever pressed a button is in the group.
    ButtonUnchecked {} = "button-unchecked";
    /// Answer to `/again`.
    SentAgain {} = "sent-again";
    /// Answer to `/arrived`.
    NotedAsArrived {} = "noted-as-arrived";
    /// `/again` or `/arrived` on a message that is in no doubt.
    NothingUncertain {} = "nothing-uncertain";
    /// A customer's message that could not be posted.
    CustomerMessageRejected { refusal: Refusal } = "customer-message-rejected";
    /// The operator edited a message before it went out.
    EditedBeforeSent {} = "edited-before-sent";
    /// The customer edited a message before it was posted.
    EditedBeforeRelayed {} = "edited-before-relayed";

    /// Before the new text of a message that cannot be edited any more.
    EditedNote {} = "edited-note";
    /// `/del` where DELETES does not say so.
    DeleteSwitchedOff {} = "delete-switched-off";
    /// What is to be taken back may have arrived, and nobody knows its id.
    DeleteUnknown {} = "delete-unknown";
    /// `/del` on what no operator wrote.
    DeleteNotOwn {} = "delete-not-own";
    /// What `/del` asked for, Telegram refused.
    DeleteRefused { refusal: Refusal } = "delete-refused";
    /// Under the copy of what a customer deleted.
    DeletedByCustomer {} = "deleted-by-customer";
    /// Answer to `/info` on a message: who reacted with what.
    Reacted { list: Shown } = "reacted";
    /// A Business account is served now.
    BusinessConnected { name: Shown } = "business-connected";
    /// It is not any more.
    BusinessEnded { name: Shown } = "business-ended";
    /// It may be read, and not answered.
    BusinessMayNotReply { name: Shown } = "business-may-not-reply";

    // --- the queue --------------------------------------------------------

    /// Nothing waits.
    QueueEmpty {} = "queue-empty";
    /// What waits in all.
    QueueSummary { count: u64, oldest: Duration } = "queue-summary";
    /// What waits of one dialog.
    QueueLine { title: Shown, count: u64, oldest: Duration, reason: QueueReason } = "queue-line";
    /// What waits of no dialog.
    QueueGeneralLine { count: u64, oldest: Duration, reason: QueueReason } = "queue-general-line";
    /// Files of a dialog on their way: how much has come, of how much.
    QueueFiles { moved: FileSize, total: FileSize } = "queue-files";
    /// Further dialogs that are not listed.
    QueueMore { count: u64 } = "queue-more";
    /// First contacts that wait.
    QueueFirstContacts { count: u64 } = "queue-first-contacts";
    /// A relay bot helps to post.
    RelayReady { bot: String } = "relay-ready";
    /// A relay bot may not post any more.
    RelayOut { bot: String, refusal: Refusal } = "relay-out";
    /// Telegram has ended the account's session.
    AccountLoggedOut {} = "account-logged-out";
    /// The account cannot make its group.
    FoundingRefused { refusal: Refusal } = "founding-refused";
    /// The account is in nearly as many supergroups and channels as it may be.
    AccountChannels { count: u64, most: u64 } = "account-channels";
    /// A desk bot looks after the group from now on.
    DeskReady { bot: String } = "desk-ready";
    /// The account may bring no media into the group.
    CarrierOut { refusal: Refusal } = "carrier-out";
    /// It may again.
    CarrierReady {} = "carrier-ready";
    /// In General, when the wait passes a minute.
    QueueSlow { count: u64, oldest: Duration } = "queue-slow";
    /// In General, when it is over.
    QueueCaughtUp {} = "queue-caught-up";

    /// In General: a dialog has needed the team for so long.
    Reminder { title: Shown, waited: Duration, link: String } = "reminder";
    /// The same, while its topic is not made.
    ReminderWithoutTopic { title: Shown, waited: Duration } = "reminder-without-topic";

    // --- the plan ---------------------------------------------------------

    /// The plan's line under WELCOME.
    PlanSignature {} = "plan-signature";
    /// Most of the day's messages are used.
    PlanMessagesNear { plan: String, used: u64, limit: u64, until: Timestamp } = "plan-messages-near";
    /// All are: what comes waits.
    PlanMessagesUsedUp { plan: String, limit: u64, until: Timestamp } = "plan-messages-used-up";
    /// Most of the day's updates are used.
    PlanUpdatesNear { plan: String, used: u64, limit: u64, until: Timestamp } = "plan-updates-near";
    /// All are: what comes waits.
    PlanUpdatesUsedUp { plan: String, limit: u64, until: Timestamp } = "plan-updates-used-up";
    /// What waited since a day before goes on.
    PlanGoesOn { plan: String } = "plan-goes-on";
    /// Whoever opens a start link has as many connections as their plan allows.
    PlanConnections { plan: String, limit: u64 } = "plan-connections";

    // --- commands ---------------------------------------------------------

    /// There is no such command. Told once per group.
    UnknownCommand { word: String } = "unknown-command";
    /// The command comes in a later version.
    CommandLater { name: String } = "command-later";
    /// What a webhook answered to a command.
    CommandAnswered { name: String, answer: Shown } = "command-answered";
    /// A webhook has not taken a command yet.
    CommandWaits { name: String } = "command-waits";
    /// A webhook did not take a command for a day.
    CommandGivenUp { name: String } = "command-given-up";
    /// The command answers a question, and nobody asked one.
    NothingToAnswer { name: String } = "nothing-to-answer";
    /// Used in General, but belongs into a dialog.
    CommandInDialog { name: String } = "command-in-dialog";
    /// Used in a dialog, but belongs into General.
    CommandInGeneral { name: String } = "command-in-general";
    /// Needs to be a reply to a message.
    CommandNeedsReply { name: String } = "command-needs-reply";
    /// The sender may not use it.
    CommandNotAllowed { name: String } = "command-not-allowed";
    /// Written in the group's name.
    AnonymousAdmin {} = "anonymous-admin";
    /// `/ban` without the group's right to ban.
    BanNeedsRight {} = "ban-needs-right";
    /// Several connections share the group and none was named.
    WhichConnection { name: String, connections: String } = "which-connection";
    /// `i NAME` names none here.
    NoSuchConnection { name: String, connections: String } = "no-such-connection";

    // --- what only accounts do -------------------------------------------

    /// How a command is used.
    CommandUsage { usage: String } = "command-usage";
    /// A word that names no person.
    NamesNobody { word: String } = "names-nobody";
    /// A bot cannot do it.
    OutreachNeedsAccount { name: String } = "outreach-needs-account";
    /// A parameter lets no such chat become a dialog.
    OutreachSwitchedOff { name: String, parameter: String } = "outreach-switched-off";
    /// The budget for approaching strangers is used up.
    OutreachUsedUp { until: Timestamp, hourly: u64, daily: u64 } = "outreach-used-up";
    /// More at once than the budget ever allows.
    OutreachTooMany { most: u64 } = "outreach-too-many";
    /// Telegram asked to wait for long.
    OutreachResting { until: Timestamp } = "outreach-resting";
    /// In General, once: Telegram forbids the account to approach strangers.
    OutreachStopped { until: Timestamp } = "outreach-stopped";
    /// What is asked for while that holds.
    OutreachIsStopped { until: Timestamp } = "outreach-is-stopped";
    /// What was asked for was refused.
    OutreachRefused { what: String, refusal: Refusal } = "outreach-refused";
    /// The dialog that was asked for is there now.
    DialogBegun { link: String } = "dialog-begun";
    /// It was there before.
    DialogThere { link: String } = "dialog-there";
    /// Whom `/new` names is a group or channel.
    PersonIsChat { who: String } = "person-is-chat";
    /// Is a bot.
    PersonIsBot { who: String } = "person-is-bot";
    /// Is the account itself.
    PersonIsSelf { who: String } = "person-is-self";
    /// `IGNORE_CHATS` or `WHITE_LIST` is against it.
    ReachedIgnored { who: String } = "reached-ignored";
    /// The person is in the customers' group now.
    PersonInvited { who: String } = "person-invited";
    /// The person was there before.
    PersonInside { who: String } = "person-inside";
    /// The person's settings are against it; a link remains.
    PersonNeedsLink { who: String, link: String } = "person-needs-link";
    /// `/invite` in a dialog that is no group.
    InviteInGroup {} = "invite-in-group";
    /// Nobody knows whether the group was made.
    GroupInDoubt { title: String } = "group-in-doubt";
    /// Somebody there has to let the account in.
    JoinWaits { who: String } = "join-waits";
    /// The link leads to a kind of chat that is switched off.
    JoinUnwanted { who: String, parameter: String } = "join-unwanted";

    // --- lines in topics --------------------------------------------------

    /// Who speaks, above the message.
    Speaker { name: Shown } = "speaker";
    /// One of the team speaks in the customer's chat.
    SpeakerTeam { name: Shown } = "speaker-team";
    /// A bot speaks in the customer's chat.
    SpeakerBot { name: Shown } = "speaker-bot";
    /// Written from another session of the frontend.
    Intercepted {} = "intercepted";
    /// What the customer's link carried.
    StartPayload { payload: Shown } = "start-payload";
    /// Forwarded from a person, group or channel.
    ForwardedFrom { name: Shown } = "forwarded-from";
    /// Forwarded from a place that cannot be named.
    ForwardedFromUnknown {} = "forwarded-from-unknown";
    /// What was answered, where its counterpart is unknown.
    QuotedReply { text: Quoted } = "quoted-reply";
    /// What was answered has no text.
    QuotedReplyKind { kind: ContentKind } = "quoted-reply-kind";
    /// A button under a bot's message.
    ButtonLine { label: Shown, link: Shown } = "button-line";
    /// A button that leads nowhere outside of Telegram.
    ButtonLineBare { label: Shown } = "button-line-bare";
    /// People came into the customer's group.
    ServiceJoined { names: Shown, count: u64 } = "service-joined";
    /// More than a line has room for.
    ServiceJoinedMany { names: Folded, count: u64 } = "service-joined-many";
    /// People left it.
    ServiceLeft { names: Shown, count: u64 } = "service-left";
    /// More than a line has room for.
    ServiceLeftMany { names: Folded, count: u64 } = "service-left-many";
    /// It got another title.
    ServiceTitle { title: Shown } = "service-title";
    /// A message was pinned.
    ServicePinned {} = "service-pinned";
    /// Its photo changed.
    ServicePhoto {} = "service-photo";
    /// It became a supergroup.
    ServiceMigrated {} = "service-migrated";
    /// Another service message.
    ServiceOther { kind: ContentKind } = "service-other";
    /// Content that is not carried.
    Unsupported { kind: ContentKind } = "unsupported";
    /// An update that was not understood.
    UnknownUpdate { kind: String } = "unknown-update";
    /// A file over the limit of the way at hand.
    FileTooBig { kind: ContentKind, size: FileSize, limit: FileSize } = "file-too-big";
    /// A named one.
    NamedFileTooBig { kind: ContentKind, name: Shown, size: FileSize, limit: FileSize }
        = "named-file-too-big";
    /// An attachment from a chat that forbids saving.
    ProtectedAttachment { kind: ContentKind } = "protected-attachment";
    /// A named one.
    ProtectedFile { kind: ContentKind, name: Shown } = "protected-file";

    /// A large file on its way.
    FileMoving { name: Shown, size: FileSize, percent: u64 } = "file-moving";
    /// One without a name.
    KindMoving { kind: ContentKind, size: FileSize, percent: u64 } = "kind-moving";
    /// Several, of one message.
    FilesMoving { count: u64, size: FileSize, percent: u64 } = "files-moving";

    // --- in place of what HIDE_INFO hides --------------------------------

    /// Answer to `/info` where it is hidden.
    InfoHidden {} = "info-hidden";
    /// Answer to `/info` where it would go in private, and there is no setup bot.
    InfoNeedsSetupBot {} = "info-needs-setup-bot";
    /// The card is in the private chat.
    InfoGiven { bot: String } = "info-given";
    /// The setup bot may not write to whoever asked.
    InfoNotStarted { bot: String, link: String } = "info-not-started";
    /// The card did not get there for another reason.
    InfoFailed { bot: String } = "info-failed";
    /// A phone number.
    HiddenPhone {} = "hidden-phone";
    /// An e-mail address.
    HiddenMail {} = "hidden-mail";
    /// The address of a profile.
    HiddenLink {} = "hidden-link";
    /// An @name.
    HiddenMention {} = "hidden-mention";
    /// A contact card.
    HiddenContact {} = "hidden-contact";
    /// A file whose name is hidden, and that cannot go under another one.
    HiddenFile { kind: ContentKind, size: FileSize } = "hidden-file";

    // --- setting up -------------------------------------------------------

    /// The link was opened in time: who did is the administrator.
    ClaimDone { link: String } = "claim-done";
    /// The one-time link is too old.
    ClaimExpired {} = "claim-expired";
    /// The one-time link was opened by somebody already.
    ClaimUsed {} = "claim-used";
    /// The group has no topics.
    GroupNotAForum { title: String } = "group-not-a-forum";
    /// The bot is a member, no admin.
    GroupNotAdmin { title: String, right: Right } = "group-not-admin";
    /// A right is missing.
    GroupMissingRight { title: String, right: Right } = "group-missing-right";
    /// A right without which something works less well.
    GroupWantsRight { title: String, right: Right } = "group-wants-right";
    /// 👌 is not among the group's reactions.
    GroupNoReceipts { title: String } = "group-no-receipts";
    /// Somebody else added the bot to a group; it left.
    ForeignGroupLeft { title: String, id: String } = "foreign-group-left";
    /// In the group, before leaving it.
    ForeignGroupGoodbye {} = "foreign-group-goodbye";
    /// The administrator added the bot, but neither owns nor administers the group.
    WrongAdministrator { title: String } = "wrong-administrator";
    /// To the administrator: the connection works.
    SetupDone { title: String } = "setup-done";
    /// In General: the connection works.
    SetupDoneInGroup {} = "setup-done-in-group";
    /// The administrator asked how it is about the group.
    GroupInOrder { title: String } = "group-in-order";
    /// The bot was added to a further group.
    HasItsGroup { title: String, other: String } = "has-its-group";
    /// The bot was removed from the backend group.
    GroupLost { title: String } = "group-lost";
    /// In General: asked for by the administrator, who looks whether it arrives.
    SetupTest {} = "setup-test";
}
