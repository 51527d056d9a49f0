//! People act, one column after the other.

use backline_domain::parameter::Name;
use telegram_sim::{BusinessRights, Content, Conversation, MessageRef, Origin, Person, Seen};

use super::kinds::{KINDS, Kind, essence};
use super::read::arrived;
use crate::house::{Front, House};

/// Who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// The customer.
    ToTeam,
    /// The team.
    ToCustomer,
}

/// Who customers write to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frontend {
    /// A bot.
    Bot,
    /// An account that is its own desk.
    Account,
    /// A bot over MTProto.
    BotOverMtproto,
    /// An account beside which a bot looks after the group.
    Mixed,
    /// The same with the bot over MTProto.
    MixedOverMtproto,
}

/// One message of a column, and what is there for it on the other side.
struct Sent {
    message: MessageRef,
    /// As it was when it was sent.
    seen: Seen,
    copies: Vec<MessageRef>,
    /// What the team was told under its message.
    told: bool,
}

/// A dialog in which everything is sent.
pub(super) struct Play {
    house: House,
    ann: Person,
    topic: i64,
    direction: Direction,
    /// The first column's.
    sent: Vec<Sent>,
    /// Separators so far.
    marks: usize,
}

/// With what Premium allows.
fn premium(person: Person) -> Person {
    person.profile(|user| user.is_premium = true);
    person
}

/// Telegram does not let people do that with such a message.
const NOT_IN_TELEGRAM: &str = "–";

// === impl Play ===

impl Play {
    pub(super) async fn begin(direction: Direction, frontend: Frontend) -> Self {
        let parameters = [
            ("WELCOME", "OFF"),
            ("SILENT_MODE", "TRUE"),
            ("MERGE", "FALSE"),
        ];
        let house = match frontend {
            Frontend::Bot => House::with(&parameters).await,
            Frontend::Account => House::of_account(&parameters).await,
            Frontend::BotOverMtproto => House::of_bot_over_mtproto(&parameters).await,
            Frontend::Mixed => House::mixed(&parameters).await,
            Frontend::MixedOverMtproto => House::mixed_over_mtproto(&parameters).await,
        };
        let ann = premium(house.sim.person("Ann"));
        premium(house.olga.clone());
        ann.says(&house.front, "hello");
        let topic = house.topic().await;
        house.until_in_topic(topic, "hello").await;
        Self {
            house,
            ann,
            topic,
            direction,
            sent: Vec::new(),
            marks: 0,
        }
    }

    pub(super) async fn end(self) {
        self.house.end().await;
    }

    fn here(&self) -> Conversation {
        self.sides().0
    }

    fn there(&self) -> Conversation {
        self.sides().1
    }

    /// Where is written, and where it is read.
    fn sides(&self) -> (Conversation, Conversation) {
        let topic = self.house.team.thread(self.topic);
        let chat = self.ann.chat_with(&self.house.front);
        match self.direction {
            Direction::ToTeam => (chat, topic),
            Direction::ToCustomer => (topic, chat),
        }
    }

    fn writer(&self) -> &Person {
        match self.direction {
            Direction::ToTeam => &self.ann,
            Direction::ToCustomer => &self.house.olga,
        }
    }

    fn reader(&self) -> &Person {
        match self.direction {
            Direction::ToTeam => &self.house.olga,
            Direction::ToCustomer => &self.ann,
        }
    }

    fn send(&self, content: Content) -> MessageRef {
        match self.direction {
            Direction::ToTeam => self.ann.sends(&self.house.front, content),
            Direction::ToCustomer => {
                let place = self.house.team.at(self.topic);
                self.house.olga.sends(place, content)
            }
        }
    }

    /// One of each kind, a text between them so that it is known what came for which.
    async fn each(
        &mut self,
        mut send: impl FnMut(&Self, &Kind) -> Option<MessageRef>,
    ) -> Vec<Option<Sent>> {
        let mut sent = Vec::new();
        let first = self.marks;
        for kind in KINDS {
            self.send(Content::text(format!("# {}", self.marks)));
            self.marks += 1;
            let message = send(self, kind);
            sent.push(message.map(|message| (message.look().unwrap(), message)));
        }
        self.send(Content::text(format!("# {}", self.marks)));
        self.marks += 1;
        self.house.at_rest().await;
        let there = self.there();
        let ours = self.house.ours();
        let all: Vec<(MessageRef, Seen)> = there
            .refs()
            .into_iter()
            .zip(there.written())
            .filter(|(_, seen)| ours.contains(&seen.from))
            .collect();
        let place = |mark: usize| {
            let text = format!("# {mark}");
            all.iter().position(|(_, seen)| seen.text == text).unwrap()
        };
        let mine: Vec<Seen> = self.here().written();
        let told = |id: i64| {
            mine.iter()
                .any(|seen| ours.contains(&seen.from) && seen.reply_to == Some(id))
        };
        sent.into_iter()
            .enumerate()
            .map(|(row, sent)| {
                let (seen, message) = sent?;
                let range = place(first + row) + 1..place(first + row + 1);
                let copies = all[range].iter().map(|(copy, _)| copy.clone()).collect();
                Some(Sent {
                    told: self.direction == Direction::ToCustomer && told(message.id()),
                    message,
                    seen,
                    copies,
                })
            })
            .collect()
    }

    fn word(sent: &Sent) -> String {
        let got: Vec<Seen> = sent.copies.iter().filter_map(MessageRef::look).collect();
        match (arrived(&sent.seen, &got), sent.told) {
            (word, true) if word == "nothing" => "told".to_owned(),
            (word, true) => format!("{word}, told"),
            (word, false) => word,
        }
    }

    fn words(sent: &[Option<Sent>]) -> Vec<String> {
        let word =
            |sent: &Option<Sent>| sent.as_ref().map_or(NOT_IN_TELEGRAM.to_owned(), Self::word);
        sent.iter().map(word).collect()
    }

    pub(super) async fn as_it_is(&mut self) -> Vec<String> {
        let sent = self
            .each(|play, kind| Some(play.send((kind.make)("plain"))))
            .await;
        let words = Self::words(&sent);
        self.sent = sent.into_iter().flatten().collect();
        words
    }

    pub(super) async fn as_a_reply(&mut self) -> Vec<String> {
        let asked = self.send(Content::text("to be answered"));
        self.house.at_rest().await;
        let shown = self.there().find("to be answered").unwrap();
        let sent = self
            .each(|play, kind| {
                let content = (kind.make)("a reply");
                Some(play.writer().replies_to(&asked, content))
            })
            .await;
        let word = |sent: Option<Sent>| {
            let Some(sent) = sent else {
                return NOT_IN_TELEGRAM.to_owned();
            };
            let first = sent.copies.first().and_then(MessageRef::look);
            match first {
                Some(first) if first.reply_to == Some(shown.id()) => "answers".to_owned(),
                Some(_) => "loose".to_owned(),
                None => Self::word(&sent),
            }
        };
        sent.into_iter().map(word).collect()
    }

    pub(super) async fn reacted_to(&mut self) -> Vec<String> {
        for sent in &self.sent {
            if let Some(copy) = sent.copies.last() {
                self.reader().reacts(copy, "🔥");
            }
        }
        self.house.at_rest().await;
        let word = |sent: &Sent| {
            if sent.copies.is_empty() {
                NOT_IN_TELEGRAM
            } else if self
                .house
                .reactions(&sent.message, self.direction == Direction::ToCustomer)
                == ["🔥"]
            {
                "shown"
            } else {
                "not shown"
            }
        };
        self.sent.iter().map(word).map(str::to_owned).collect()
    }

    pub(super) async fn edited(&mut self) -> Vec<String> {
        let written = self.there().written().len();
        let mut edited = Vec::new();
        for (kind, sent) in KINDS.iter().zip(&self.sent) {
            let is_edited = match sent.seen.kind.as_str() {
                "location"
                    if sent
                        .seen
                        .value
                        .as_ref()
                        .unwrap()
                        .get("live_period")
                        .is_some() =>
                {
                    self.writer().moves(&sent.message, 48.1, 11.5);
                    true
                }
                _ => {
                    let new = match sent.seen.kind.as_str() {
                        "text" | "sticker" | "video_note" => (kind.make)("edited"),
                        _ => Content::text((kind.make)("edited").words()),
                    };
                    self.writer().try_edits_to(&sent.message, new).is_ok()
                }
            };
            edited.push(is_edited);
        }
        self.house.at_rest().await;
        let words = self.sent.iter().zip(edited).map(|(sent, is_edited)| {
            if !is_edited {
                return NOT_IN_TELEGRAM;
            }
            let now = sent.message.look().unwrap();
            let copy = sent.copies.last().and_then(MessageRef::look);
            if copy.is_some_and(|copy| essence(&copy) == essence(&now)) {
                "follows"
            } else {
                let later = self.there().written().split_off(written);
                let text = now.text.trim();
                let is_note = |seen: &Seen| !text.is_empty() && seen.text.contains(text);
                if later.iter().any(is_note) {
                    "note"
                } else {
                    "stays"
                }
            }
        });
        words.map(str::to_owned).collect()
    }

    pub(super) async fn in_an_album(&mut self) -> Vec<String> {
        let sent = self
            .each(|play, kind| {
                let (house, writer) = (&play.house, play.writer());
                let album = match play.direction {
                    Direction::ToTeam => writer.starts_album(&house.front),
                    Direction::ToCustomer => writer.starts_album(house.team.at(play.topic)),
                };
                let piece = album.try_piece((kind.make)("first of two")).ok()?;
                album.try_piece((kind.make)("second of two")).ok()?;
                Some(piece)
            })
            .await;
        let word = |sent: Option<Sent>| {
            let Some(sent) = sent else {
                return NOT_IN_TELEGRAM.to_owned();
            };
            let got: Vec<Seen> = sent.copies.iter().filter_map(MessageRef::look).collect();
            let album = got.first().and_then(|seen| seen.album.clone());
            let is_album = album.is_some() && got.len() == 2 && got[1].album == album;
            let is_same = got
                .first()
                .is_some_and(|got| essence(got) == essence(&sent.seen));
            match (is_album, is_same, got.len()) {
                (true, true, _) => "album",
                (true, false, _) => "album, changed",
                (false, _, 2) => "one by one",
                (false, ..) => "lost",
            }
            .to_owned()
        };
        sent.into_iter().map(word).collect()
    }

    pub(super) async fn origin_hidden(&mut self) -> Vec<String> {
        self.house.set(Name::HideInfo, "forward").await;
        let sent = self
            .each(|play, kind| {
                let content = (kind.make)("from elsewhere");
                // Telegram forwards no service messages.
                (kind.name != "gift")
                    .then(|| play.send(content.from_origin(Origin::hidden("Secret Source"))))
            })
            .await;
        let everything = self.there().texts().concat();
        assert!(!everything.contains("Secret Source"), "{everything}");
        let forwards = self.there().written();
        let ours = self.house.ours();
        let named = forwards.iter().filter(|seen| ours.contains(&seen.from));
        assert!(named.clone().all(|seen| seen.forward.is_none()));
        self.house.set(Name::HideInfo, "OFF").await;
        Self::words(&sent)
    }

    pub(super) async fn protected(&mut self) -> Vec<String> {
        let sent = self
            .each(|play, kind| {
                let content = (kind.make)("not to be saved");
                Some(play.send(content.protected()))
            })
            .await;
        Self::words(&sent)
    }

    pub(super) async fn deleted(&mut self) -> Vec<String> {
        match self.direction {
            Direction::ToCustomer => self.taken_back().await,
            Direction::ToTeam => self.deleted_by_customer().await,
        }
    }

    /// `/del` under each.
    async fn taken_back(&mut self) -> Vec<String> {
        let mut commands = Vec::new();
        for sent in &self.sent {
            let is_there = !sent.copies.is_empty();
            let command = || Content::text("/del");
            commands.push(is_there.then(|| self.house.olga.replies_to(&sent.message, command())));
        }
        self.house.at_rest().await;
        let topic = self.here().written();
        let word = |(sent, command): (&Sent, &Option<MessageRef>)| {
            let Some(command) = command else {
                return NOT_IN_TELEGRAM;
            };
            let is_told = topic.iter().any(|seen| seen.reply_to == Some(command.id()));
            if sent.copies.iter().all(MessageRef::is_deleted) {
                "gone"
            } else if is_told {
                "told"
            } else {
                "stays"
            }
        };
        let words = self.sent.iter().zip(&commands).map(word);
        words.map(str::to_owned).collect()
    }

    /// Telegram tells so over MTProto, and over the Bot API in a Business account's chats alone.
    async fn deleted_by_customer(&mut self) -> Vec<String> {
        let house = &self.house;
        let (ben, to, topic) = match &house.front {
            front @ (Front::Account(_) | Front::BotOverMtproto(_)) => {
                (self.ann.clone(), front.clone(), self.topic)
            }
            Front::Bot(bot) => {
                bot.takes_business();
                let rita = house.sim.person("Rita");
                rita.connects(bot, BusinessRights::all());
                let ben = premium(house.sim.person("Ben"));
                ben.says(&rita, "hello from Ben");
                house
                    .until("his topic is made", || house.team.topic("Ben").is_some())
                    .await;
                let topic = house.team.topic("Ben").unwrap().thread;
                (ben, Front::Account(rita), topic)
            }
        };
        let mut sent = Vec::new();
        for kind in KINDS {
            house.at_rest().await;
            let before = house.team.thread(topic).refs().len();
            let message = ben.sends(&to, (kind.make)("to be deleted"));
            house.at_rest().await;
            let copies = house.team.thread(topic).refs().split_off(before);
            let looks: Vec<Seen> = copies.iter().filter_map(MessageRef::look).collect();
            sent.push((message, copies, looks));
        }
        let mut words = Vec::new();
        for (message, copies, before) in sent {
            let last = house.team.thread(topic).refs().len();
            ben.deletes(&message);
            house.at_rest().await;
            let told = house.team.thread(topic).written().split_off(last);
            let after: Vec<Seen> = copies.iter().filter_map(MessageRef::look).collect();
            let is_struck =
                |seen: &Seen| seen.entities.iter().any(|one| one.kind == "strikethrough");
            let answers = |seen: &Seen| copies.iter().any(|copy| Some(copy.id()) == seen.reply_to);
            words.push(if after.len() != before.len() {
                "gone"
            } else if after.iter().any(is_struck) && told.is_empty() {
                "struck through"
            } else if told.len() == 1 && told.iter().all(answers) {
                "label"
            } else if told.len() == 1 && told.iter().all(is_struck) {
                "struck through below"
            } else if told.is_empty() && after == before {
                "stays"
            } else {
                "?"
            });
        }
        words.into_iter().map(str::to_owned).collect()
    }
}
