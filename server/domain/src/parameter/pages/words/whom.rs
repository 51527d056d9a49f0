//! Parameters that say whose messages go where.

use super::{Name, Words};

/// The words of one of these.
pub(super) const fn words_of(name: Name) -> Option<Words> {
    Some(match name {
        Name::MonitorPrivate => Words {
            kind: "boolean",
            more: "Whether private chats with the frontend become dialogs. Where it is off, nothing that people write there is relayed, open dialogs included; what was relayed stays.",
            examples: &[
                ("TRUE", "private chats are dialogs"),
                ("FALSE", "they are not: a frontend for groups alone"),
            ],
            plan: false,
        },
        Name::MonitorGroups => Words {
            kind: "boolean",
            more: "Whether groups of which the frontend is a member become dialogs. A bot sees all that is written in a group only while its privacy mode is off (BotFather, /setprivacy), or as an administrator. Who speaks is told in a line above, once per run.",
            examples: &[("TRUE", "groups are dialogs"), ("FALSE", "they are not")],
            plan: false,
        },
        Name::MonitorChannels => Words {
            kind: "boolean",
            more: "Whether channels become dialogs: a bot has to be an administrator there, an account sees what it has subscribed to. What the team answers is posted in the channel, where the frontend may.",
            examples: &[("TRUE", "channels are dialogs"), ("FALSE", "they are not")],
            plan: false,
        },
        Name::PrivateKeywords => Words {
            kind: "keyword expression",
            more: "A private chat becomes a dialog, or is reopened, only by a message that matches. While the dialog is open everything is relayed. Upper and lower case count for nothing.",
            examples: &[
                (r#""invoice""#, "any message with that in it"),
                (
                    r#""invoice", ["order","~test"]"#,
                    "that, or one with `order` and without `test`",
                ),
                (r#"="art""#, "as a whole word only, not in *start*"),
                ("OFF", "every message begins a dialog"),
            ],
            plan: false,
        },
        Name::GroupsKeywords => Words {
            kind: "keyword expression",
            more: "As PRIVATE_KEYWORDS, for groups: among people who talk with one another only what is meant for the team begins a dialog.",
            examples: &[
                (r#""support""#, "somebody has to call for support"),
                ("OFF", "every message begins a dialog"),
            ],
            plan: false,
        },
        Name::ChannelsKeywords => Words {
            kind: "keyword expression",
            more: "As PRIVATE_KEYWORDS, for channels.",
            examples: &[
                (r#""help""#, "only posts with that in them"),
                ("OFF", "every post begins a dialog"),
            ],
            plan: false,
        },
        Name::RestrictedKeywordsFrontend => Words {
            kind: "strings",
            more: "A message of a customer that has one of them, in its text, caption, buttons or file name, is not relayed and changes nothing. One caption stops its whole album. Up to 10,000 words.",
            examples: &[
                (
                    r#""casino", "free money""#,
                    "what has one of them is dropped",
                ),
                (r#"="spam""#, "as a whole word only"),
                ("OFF", "everything is relayed"),
            ],
            plan: false,
        },
        Name::RestrictedKeywordsBackend => Words {
            kind: "strings",
            more: "A message of an operator that has one of them is not sent, whichever way it would go out, and the operator is told so with the word. Case, invisible and look-alike characters do not get past it. While it is set nothing is copied: what was checked is what is sent.",
            examples: &[
                (r#""password", ="pass""#, "`pass` as a whole word only"),
                ("OFF", "everything goes out"),
            ],
            plan: false,
        },
        Name::Reopen => Words {
            kind: "set of private, group, channel",
            more: "Kinds of chats whose closed dialogs a message of the customer reopens. In all others nothing is relayed until an operator opens the dialog.",
            examples: &[
                ("private, group", "channels stay closed"),
                ("ALL", "all are reopened"),
                ("OFF", "only operators reopen"),
            ],
            plan: false,
        },
        Name::LeaveClosed => Words {
            kind: "set of private, group, channel",
            more: "Kinds of chats that are watched: their messages are relayed, the dialog stays closed, nobody is welcomed.",
            examples: &[("group", "groups are watched"), ("OFF", "none are")],
            plan: true,
        },
        Name::Team => Words {
            kind: "ids of people",
            more: "Who speaks for the team in customers' groups, besides the operators who were seen in the backend group: what they write there turns the dialog 🟨 and is shown with `(team)` behind the name.",
            examples: &[
                ("123456789, 987654321", "these two"),
                ("OFF", "operators alone"),
            ],
            plan: false,
        },
        Name::HideInfo => Words {
            kind: "set of name, title, link, command, contact, mention, forward",
            more: "What the team does not get to see: names and titles become pseudonyms that stay, and phone numbers, addresses, links and @names are masked in all that is posted, kept and exported. Switched on it renames open topics and masks from then on; what was posted stays.",
            examples: &[
                ("name, contact", "pseudonyms, and no numbers or addresses"),
                ("ALL", "everything"),
                ("OFF", "nothing is hidden"),
            ],
            plan: true,
        },
        Name::ReplyOnly => Words {
            kind: "boolean",
            more: "Only what an operator writes as a reply to a customer's message goes out; all else in the topic stays among the team.",
            examples: &[
                ("TRUE", "replies alone go out"),
                ("FALSE", "everything does but comments and commands"),
            ],
            plan: false,
        },
        Name::IgnoreChats => Words {
            kind: "ids of chats and people",
            more: "What comes from these is dropped before anything else looks at it. 777000 is Telegram's own account. A list that is set takes the place of the default one.",
            examples: &[
                ("777000, -1001234567890", "Telegram and that group"),
                ("OFF", "nobody is ignored"),
            ],
            plan: false,
        },
        Name::WhiteList => Words {
            kind: "ids of chats and people",
            more: "If it is set, everybody who is not in it is dropped. IGNORE_CHATS counts besides.",
            examples: &[
                ("123456789", "that person alone"),
                ("OFF", "everybody is admitted"),
            ],
            plan: false,
        },
        Name::ExtensionsAllowed => Words {
            kind: "ids of people",
            more: "Who gets the card of `/info` with everything on it, in private from the setup bot, where HIDE_INFO has `command`; and who may use the commands in General that reach many customers at once or take data out, which are to come. For a connection made at the command line the default is the group's owner.",
            examples: &[
                ("123456789", "that person alone"),
                (".", "every operator"),
                ("DEFAULT", "the administrator"),
            ],
            plan: false,
        },
        Name::Autoclose => Words {
            kind: "whole hours",
            more: "Hours since the team's last message, or `/wait`, after which a dialog that waits for its customer (🟨) closes by itself. In groups and channels one that needs the team (🟪) does so too, after so long without any message; a private one never does. A change holds for open dialogs at once.",
            examples: &[("24", "after a day"), ("OFF", "nothing closes by itself")],
            plan: true,
        },
        Name::Welcome
        | Name::AutoInfo
        | Name::SilentMode
        | Name::IconColor
        | Name::TopicTitle
        | Name::Language
        | Name::ShowReceipts
        | Name::Reactions
        | Name::Edits
        | Name::Deletes
        | Name::Merge
        | Name::RemindAfter
        | Name::WorkingHours
        | Name::Away
        | Name::RateBackend
        | Name::Archive
        | Name::KeepForEdits
        | Name::Csat
        | Name::Webhooks => return None,
    })
}
