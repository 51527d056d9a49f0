//! What customers and operators do in a play.

use serde_json::json;
use telegram_sim::world::MediaKind;
use telegram_sim::{Content, MessageRef, Origin, Person, Place};

use super::Play;
use super::secrets::dress;

const NAME: &[&str] = &["name"];
const LINK: &[&str] = &["link"];

// === impl Play ===

impl Play {
    /// A text with something in it that is nobody's business.
    fn text(&mut self) -> String {
        let number = self.random.below(5);
        let told = match number {
            0 => self.secrets.phone(&mut self.random),
            1 => self.secrets.mail(),
            2 => format!("t.me/{}", self.secrets.word("link_", LINK)),
            3 => format!("@{}", self.secrets.word("at_", &["mention", "link"])),
            _ => return format!("nothing special {}", self.random.below(1_000)),
        };
        format!("😀 ask at {}, please", dress(&told, &mut self.random))
    }

    /// A name for a file or a title, with the same.
    fn line(&mut self) -> String {
        if self.random.below(2) == 0 {
            self.secrets.mail()
        } else {
            self.secrets.phone(&mut self.random)
        }
    }

    /// A message of any kind.
    fn content(&mut self) -> Content {
        let text = self.text();
        match self.random.below(14) {
            0..=3 => Content::text(text),
            4 => {
                let label = self.secrets.word("Label", &["name", "mention"]);
                let who = self.customers[self.random.below(self.customers.len())].clone();
                Content::text(format!("{text} or {label}")).mention(&label, &who)
            }
            5 => {
                let target = format!("https://t.me/{}", self.secrets.word("target_", LINK));
                Content::text(format!("{text} or here")).link("here", &target)
            }
            6 => Content::photo("p.jpg").caption(text),
            7 => {
                let name = format!("{}.pdf", self.line().replace('/', "-"));
                Content::file(MediaKind::Document, &name).caption(text)
            }
            8 => {
                let (title, performer) = (self.line(), self.line());
                Content::file(MediaKind::Audio, "a.mp3")
                    .performed(&performer, &title)
                    .caption(text)
            }
            9 => {
                let name = self.secrets.word("Card", &["contact", "name"]);
                let phone = self.secrets.phone(&mut self.random);
                let mail = self.secrets.mail();
                let card = format!("BEGIN:VCARD\nEMAIL:{mail}\nEND:VCARD");
                Content::raw(
                    "contact",
                    json!({"phone_number": phone, "first_name": name, "vcard": card}),
                )
            }
            10 => {
                let (title, address) = (self.line(), self.line());
                Content::venue(&title, &address)
            }
            11 => {
                let option = self.line();
                Content::poll(&text, &[&option, "no"])
            }
            12 => Content::checklist(&text, &["shoes"]),
            _ => Content::rich_message(&text),
        }
    }

    /// Where it says it is from.
    fn origin(&mut self) -> Origin {
        match self.random.below(3) {
            0 => Origin::user(&self.customers[0]),
            1 => {
                let name = self.secrets.word("Hider", &["name", "forward"]);
                Origin::hidden(&name)
            }
            _ => Origin::channel(&self.channel, 7),
        }
    }

    fn customer(&mut self) -> Person {
        self.customers[self.random.below(self.customers.len())].clone()
    }

    /// In private or in their group.
    fn place(&mut self) -> Place {
        if self.random.below(3) == 0 {
            (&self.group).into()
        } else {
            (&self.house.front).into()
        }
    }

    /// A customer does something.
    pub(super) fn customer_acts(&mut self) {
        let who = self.customer();
        let place = self.place();
        match self.random.below(13) {
            0..=4 => {
                let content = self.content();
                let sent = who.sends(place, content);
                self.said.push((who, sent));
            }
            5 => {
                let content = self.content();
                let origin = self.origin();
                let sent = who.sends(place, content.from_origin(origin));
                self.said.push((who, sent));
            }
            6 => {
                let (one, other) = (self.text(), self.text());
                let pieces = vec![
                    Content::photo("1.jpg").caption(one),
                    Content::photo("2.jpg").caption(other),
                ];
                who.sends_album(place, pieces);
            }
            7 | 8 => self.customer_edits(),
            9 => {
                if let Some((who, said)) = self.earlier() {
                    let text = self.text();
                    let sent = who.replies_to(&said, text);
                    self.said.push((who, sent));
                }
            }
            10 => {
                let name = self.secrets.word("Renamed", NAME);
                who.renames(&name, None);
            }
            11 => {
                if let Some((who, said)) = self.earlier() {
                    who.deletes(&said);
                    self.said.retain(|(_, one)| !one.is_deleted());
                }
            }
            _ => {
                let title = self.secrets.word("Retitled", &["title"]);
                self.group.set_title(&title);
            }
        }
    }

    fn earlier(&mut self) -> Option<(Person, MessageRef)> {
        if self.said.is_empty() {
            return None;
        }
        let which = self.random.below(self.said.len());
        let (who, said) = &self.said[which];
        Some((who.clone(), said.clone()))
    }

    /// What was said is said otherwise, also while it waits.
    fn customer_edits(&mut self) {
        let Some((who, said)) = self.earlier() else {
            return;
        };
        let text = self.text();
        let is_text = said.look().is_some_and(|seen| seen.kind == "text");
        let is_forward = said.look().is_some_and(|seen| seen.forward.is_some());
        if is_text && !is_forward {
            who.edits(&said, &text);
        }
    }

    /// An operator does something in one of the topics, or in General.
    pub(super) fn operator_acts(&mut self) {
        let topics = self.house.team.own_topics();
        let olga = self.house.olga.clone();
        if topics.is_empty() || self.random.below(8) == 0 {
            olga.says(&self.house.team, self.random.of(&["/queue", "/help"]));
            return;
        }
        let topic = topics[self.random.below(topics.len())].thread;
        let written = self.house.team.thread(topic).refs();
        let target =
            (!written.is_empty()).then(|| written[self.random.below(written.len())].clone());
        match (self.random.below(8), target) {
            (0 | 1, Some(target)) => {
                olga.replies_to(&target, Content::text("as a reply"));
            }
            (2, Some(target)) => {
                olga.replies_to(&target, Content::text("/info"));
            }
            (3, _) if self.random.below(2) == 0 => {
                self.max.writes_in(&self.house.team, topic, "/info");
            }
            (3, Some(target)) => {
                olga.reacts(&target, "👍");
            }
            (4, _) => {
                let command = self
                    .random
                    .of(&["/info", "/close", "/open", "/wait", "/hold"]);
                olga.writes_in(&self.house.team, topic, command);
            }
            (5, _) => {
                // Said by the operator elsewhere, and handed on.
                let origin = Origin::user(&olga);
                let content = Content::text("handed on").from_origin(origin);
                olga.sends(self.house.team.at(topic), content);
            }
            (6, _) => {
                let content = Content::photo("o.jpg").caption("a picture");
                olga.sends(self.house.team.at(topic), content);
            }
            _ => {
                let said = olga.writes_in(&self.house.team, topic, "an answer");
                if self.random.below(3) == 0 {
                    olga.edits(&said, "another answer");
                }
            }
        }
    }
}
