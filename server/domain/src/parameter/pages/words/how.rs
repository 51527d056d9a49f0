//! Parameters that say how things look and what happens besides.

use super::{Name, Words};

/// The words of one of these.
pub(super) const fn words_of(name: Name) -> Option<Words> {
    Some(match name {
        Name::Welcome => Words {
            kind: "text with formatting",
            more: "Sent when a dialog begins and when it is reopened by its customer, in groups and channels too. Outside WORKING_HOURS the AWAY text takes its place where that is due. `{title}` is the customer's name; the default is an English sentence.",
            examples: &[
                ("Hello {title}, **how can we help?**", "bold, with the name"),
                (r#"First line\nsecond line"#, "with a line break"),
                ("OFF", "nothing is sent"),
            ],
            plan: true,
        },
        Name::AutoInfo => Words {
            kind: "boolean",
            more: "Posts the card of `/info` into each new topic. Not where HIDE_INFO has `command`.",
            examples: &[
                ("TRUE", "every topic begins with the card"),
                ("FALSE", "only when somebody asks"),
            ],
            plan: false,
        },
        Name::SilentMode => Words {
            kind: "boolean",
            more: "Customers are not told when a message of theirs could not be processed. The topic says so in either case.",
            examples: &[
                ("TRUE", "nothing is said"),
                ("FALSE", "the customer is asked for another form"),
            ],
            plan: false,
        },
        Name::IconColor => Words {
            kind: "a colour",
            more: "One of the six colours that Telegram has for topics. Topics keep the colour that they were made with.",
            examples: &[("green", "new topics are green"), ("DEFAULT", "blue")],
            plan: false,
        },
        Name::TopicTitle => Words {
            kind: "template",
            more: "What topics are called: `{status}` is the square of the dialog's state, `{title}` the customer's name, or a pseudonym under HIDE_INFO. Open topics are renamed when it changes, as far as the group's budget has room.",
            examples: &[
                ("{status} {title}", "🟪 Ann"),
                ("{title} – {status}", "Ann – 🟪"),
            ],
            plan: false,
        },
        Name::Language => Words {
            kind: "en, de, ru or es",
            more: "The language of what Backline writes in the backend group, and to customers whose app's language nobody knows. WELCOME and AWAY are as they were set. It holds for what is written next; pseudonyms in open topics follow.",
            examples: &[("de", "German"), ("DEFAULT", "English")],
            plan: false,
        },
        Name::ShowReceipts => Words {
            kind: "boolean",
            more: "👌 on an operator's message once it is delivered. What was not delivered is told in words in either case.",
            examples: &[
                ("TRUE", "receipts are shown"),
                ("FALSE", "nothing is shown where all went well"),
            ],
            plan: false,
        },
        Name::Reactions => Words {
            kind: "boolean",
            more: "Carries reactions both ways. A bot has one reaction to a message, so the last one shows.",
            examples: &[("TRUE", "both ways"), ("FALSE", "not at all")],
            plan: false,
        },
        Name::Edits => Words {
            kind: "boolean",
            more: "Makes edits on the other side too. What Telegram refuses to edit is said once, with the new text.",
            examples: &[("TRUE", "both ways"), ("FALSE", "not at all")],
            plan: false,
        },
        Name::Deletes => Words {
            kind: "set of to_customer, to_team",
            more: "`to_customer`: what an operator takes back (`/del`, and deletions where the frontend sees them) is deleted at the customer. `to_team`: what a customer deletes is struck through in the topic. Telegram tells of deletions over MTProto, and over the Bot API for Business accounts only.",
            examples: &[
                ("to_customer", "operators may take back"),
                ("ALL", "both ways"),
                ("OFF", "neither"),
            ],
            plan: false,
        },
        Name::Merge => Words {
            kind: "boolean",
            more: "While the group's budget is used up, the waiting texts of one dialog go as one message, each with its time and speaker. Nothing is merged while units are left.",
            examples: &[
                ("TRUE", "waiting texts become one"),
                ("FALSE", "each text is a message"),
            ],
            plan: false,
        },
        Name::RemindAfter => Words {
            kind: "whole minutes",
            more: "A dialog that has needed the team (🟪) for so long is announced in General, with a link to its topic: once per wait, several in one message. A wait begins when the dialog turns 🟪 and ends with the team's answer, or whatever else makes it another; messages that come meanwhile do not begin it anew. It goes by the clock, outside WORKING_HOURS too. A change holds for open waits at once, and a restart neither loses nor doubles an announcement.",
            examples: &[
                ("30", "after half an hour"),
                ("OFF", "nothing is announced"),
            ],
            plan: false,
        },
        Name::WorkingHours => Words {
            kind: "week pattern with a time zone",
            more: "When the team works, by the clock of a place. Days are Mon Tue Wed Thu Fri Sat Sun, may go round the weekend (`Fri-Mon`) and have several spans; hours that end at or before their beginning end on the next day. The zone is a name of the IANA database, and summer time follows it. Outside these hours AWAY answers.",
            examples: &[
                (
                    "Mon-Fri 09:00-18:00, Sat 10:00-14:00 Europe/Berlin",
                    "six days a week",
                ),
                (
                    "Mon-Thu 08:00-12:00 13:00-17:00 America/New_York",
                    "with a break at noon",
                ),
                ("Mon-Sun 22:00-06:00 Asia/Tokyo", "nights"),
                ("OFF", "the team is always there"),
            ],
            plan: false,
        },
        Name::Away => Words {
            kind: "text with formatting",
            more: "The answer to a customer who writes outside WORKING_HOURS: once per dialog and absence, an absence being the time between two spans of work. It answers what is relayed into an open dialog, in private chats and groups; channels get none, nor do chats of a kind in LEAVE_CLOSED. Where WELCOME is due at the same moment AWAY takes its place; reopened later in the same absence, a dialog gets WELCOME as ever. Whether it arrived is never asked about.",
            examples: &[
                (
                    "We are back on Monday, {title}.",
                    "with the customer's name",
                ),
                ("OFF", "nothing is said, and WELCOME is as ever"),
            ],
            plan: false,
        },
        Name::RateBackend => Words {
            kind: "rate",
            more: "The budget of each bot of the connection in the backend group. Telegram permits 20 messages a minute; less leaves room for other programs of the bot. Of several connections in one group the smallest holds.",
            examples: &[
                ("20", "twenty a minute"),
                ("15/60", "fifteen in sixty seconds"),
            ],
            plan: false,
        },
        Name::Archive => Words {
            kind: "OFF, META or FULL",
            more: "How much of messages is kept beyond their delivery. `OFF`: nothing but ids, which say which message is whose counterpart. `META`: when, by whom, which kind, how long, and what became of it. `FULL`: the text or caption too, as the other side was to see it: what HIDE_INFO hides is not in it. Sealed at rest, kept for 400 days and up to a week more, erased with the connection. A change holds for messages from then on. `backline messages list` and `MessageService.ListMessages` show what is kept.",
            examples: &[
                ("OFF", "nothing but ids"),
                ("META", "facts"),
                ("FULL", "facts and texts"),
            ],
            plan: false,
        },
        Name::KeepForEdits => Words {
            kind: "whole hours",
            more: "How long the text of what was posted is kept, sealed, where it may be needed: to strike through what a customer deletes, and to make a merged message anew when one of its parts is edited. Without it both are said below instead.",
            examples: &[("24", "a day"), ("0", "not at all")],
            plan: false,
        },
        Name::Csat => Words {
            kind: "boolean",
            more: "When a private dialog closes, by an operator, in the app, through the API or by time, its customer is asked to rate from 1 to 5, in the language of their app. A bot asks with buttons, which count once and for seven days, also after the dialog was reopened; of a dialog only the last question is open. An account asks for a digit: within one day the first message that is a digit from 1 to 5 and nothing else is the rating, and no message to the team, unless the talk went on meanwhile. Groups and channels are not asked, since anybody could answer for everybody. The rating is shown in the topic and in `/info`, and kept as long as the connection is there.",
            examples: &[("TRUE", "customers are asked"), ("FALSE", "nobody is")],
            plan: false,
        },
        Name::Webhooks => Words {
            kind: "JSON object",
            more: "URLs that events are posted to, each with the events it gets: `dialog_created`, `dialog_reopened`, `dialog_closed`, `message_received` (in a customer's chat, by `author`), `message_intercepted` (the frontend wrote from another device), `message_sent` (an operator's message is with the customer), `message_failed` (it is not, by `reason`; `uncertain` may have arrived), `csat_received`; `*` is all of them. `mark_changed` and `broadcast_finished` may be asked for and come with marks and broadcasts, which this version does not have.\n\nA post is JSON: `type`, `timestamp`, and `data` with `connection`, `dialog` (`id`, `name`, `kind`, `state`, `customer`, `topic_id` …) and what the event is about. It is signed as [Standard Webhooks](https://www.standardwebhooks.com) says, with the headers `webhook-id`, `webhook-timestamp` and `webhook-signature`; `backline webhooks secret CONNECTION` and the setup bot show the secret for its libraries. Any status from 200 to 299 within 15 seconds takes it. What is not taken is posted again after growing gaps, from 5 seconds to 2 hours, for a day; meanwhile what follows about the same dialog waits, so that a receiver sees things in their order. After a day it is given up and kept for 30 days: `backline webhooks dead`, `backline webhooks replay`. A receiver may get a post twice, under the same `webhook-id`.\n\n`/word` registers a command: an operator who writes it in a topic has it posted to that URL, as `type` `command` with `name`, `arguments` and `operator_id`; what the receiver answers, as text or as JSON with `text`, is shown in the topic, and nothing of it goes to the customer.\n\nWhat HIDE_INFO hides is in no post, and what is hidden while a post waits is left out of it. URLs into networks that are not public are refused when the connection is made, unless the server's setting `webhooks.allowed_networks` holds them; redirects are not followed. The value may hold secrets, so `backline params export` leaves it out unless told otherwise.",
            examples: &[
                (
                    r#"{"https://example.org/hook":["message_received"]}"#,
                    "one event",
                ),
                (r#"{"https://example.org/all":["*"]}"#, "all of them"),
                (r#"{"https://example.org/order":["/order"]}"#, "a command"),
                ("OFF", "none"),
            ],
            plan: true,
        },
        Name::MonitorPrivate
        | Name::MonitorGroups
        | Name::MonitorChannels
        | Name::PrivateKeywords
        | Name::GroupsKeywords
        | Name::ChannelsKeywords
        | Name::RestrictedKeywordsFrontend
        | Name::RestrictedKeywordsBackend
        | Name::Autoclose
        | Name::Reopen
        | Name::Team
        | Name::HideInfo
        | Name::ReplyOnly
        | Name::LeaveClosed
        | Name::IgnoreChats
        | Name::WhiteList
        | Name::ExtensionsAllowed => return None,
    })
}
