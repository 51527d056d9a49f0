//! Pressed buttons: what is known about one when it is decided upon, at once or when Telegram
//! has said that its presser may.

use backline_domain::choice::{About, Choice, Id};
use backline_domain::delivery::{self, DeadLetter};
use backline_domain::link::Link;
use backline_domain::message::ButtonPress;
use backline_domain::reaction::Reactions;
use backline_domain::relay::{self, Decision, PressScene};

use super::handle::Result;
use super::learn::Known;
use super::task::Desk;
use super::work::Work;

/// What was read about a pressed button.
#[derive(Debug, Default)]
pub(super) struct Pressed {
    choice: Option<Choice>,
    letter: Option<DeadLetter>,
    originals: Vec<Link>,
    reactions: Option<Reactions>,
    is_decided: bool,
}

// === impl Pressed ===

impl Pressed {
    /// The same for the decision. The dialog was read before.
    pub(super) fn scene<'a>(&'a self, work: &'a Work) -> PressScene<'a> {
        let choice = self.choice.as_ref();
        PressScene {
            choice,
            dialog: choice.and_then(|choice| work.dialog(&choice.dialog.chat)),
            letter: self.letter.as_ref(),
            originals: &self.originals,
            reactions: self.reactions.as_ref(),
            is_decided: self.is_decided,
        }
    }
}

// === impl Desk ===

impl Desk {
    /// What follows from a press.
    pub(super) async fn pressed(
        &self,
        work: &Work,
        known: &Known,
        press: &ButtonPress,
    ) -> Result<Decision> {
        if relay::is_rating(press) {
            let chat = press.message.as_ref().map(|message| &message.chat);
            let dialog = chat.and_then(|chat| known.dialog_with(work, chat));
            return Ok(relay::rating_pressed(&work.scene(), dialog, press));
        }
        let pressed = self.look_up(work, press).await?;
        let scene = work.scene();
        Ok(relay::button_pressed(&scene, &pressed.scene(work), press))
    }

    /// What is known about a pressed button, as of the batch so far.
    pub(super) async fn look_up(&self, work: &Work, press: &ButtonPress) -> Result<Pressed> {
        let id = Id::read(&press.data).map(|(id, _)| id);
        let choice = match &id {
            Some(id) => self.choice(work, id).await?,
            None => None,
        };
        let Some(choice) = choice else {
            return Ok(Pressed {
                is_decided: self.has_been_decided(work, press).await?,
                ..Pressed::default()
            });
        };
        let About::Letter(sequence) = choice.about;
        let letter = self.letter_of(work, sequence).await?;
        let (originals, receipt_on) = match &letter {
            Some(letter) => (
                self.originals_of(work, &letter.delivery).await?,
                letter.delivery.receipt_on(),
            ),
            None => (Vec::new(), None),
        };
        let receipt_on = receipt_on.map(|message| self.key(&message.chat, message.message));
        let reactions = match &receipt_on {
            Some(key) => self.reactions_of(work, key).await?,
            None => None,
        };
        Ok(Pressed {
            choice: Some(choice),
            letter,
            originals,
            reactions,
            is_decided: false,
        })
    }

    /// What the team is asked under this name, as of the batch so far.
    pub(super) async fn choice(&self, work: &Work, id: &Id) -> Result<Option<Choice>> {
        if let Some(known) = work.choices.get(id) {
            return Ok(known.clone());
        }
        let of = &self.connection.id;
        Ok(self.context.store.choice(of, id).await?)
    }

    /// Whether the message with the button asked about a dead letter that is one no more.
    async fn has_been_decided(&self, work: &Work, press: &ButtonPress) -> Result<bool> {
        let Some(message) = &press.message else {
            return Ok(false);
        };
        let key = self.key(&message.chat, message.message);
        let links = self.links_of(work, &[key]).await?;
        let asked = links
            .iter()
            .filter(|link| link.dialog.connection == self.connection.id);
        let Some(sequence) = asked.filter_map(Link::letter).next() else {
            return Ok(false);
        };
        Ok(self.letter_of(work, sequence).await?.is_none())
    }

    /// The dead letter of this sequence, as of the batch so far.
    pub(super) async fn letter_of(&self, work: &Work, sequence: u64) -> Result<Option<DeadLetter>> {
        let id = delivery::Id {
            connection: self.connection.id.clone(),
            sequence,
        };
        if work.decided.contains(&id) {
            return Ok(None);
        }
        Ok(self.context.store.dead_letter(&id).await?)
    }
}
