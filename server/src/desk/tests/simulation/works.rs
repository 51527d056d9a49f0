//! What gateways do with what they have in hand.

use backline_domain::delivery::Outcome;

use super::gateway::{Hand, LEASE, Stage};
use super::telegram::{counted, is_edit_line, shown};
use super::world::World;
use crate::desk::{Call, Command, Completion, Error};

// === impl World ===

impl World {
    /// One of what a gateway has in hand goes a step further.
    pub(super) async fn works(&mut self, number: usize, has_faults: bool) {
        // What was handed out before this is known to be.
        self.settle().await;
        if self.gateways[number].hands.is_empty() {
            return;
        }
        let place = self.random.place(self.gateways[number].hands.len());
        let now = self.now();
        let hand = self.gateways[number].hands[place].clone();
        let is_attached = self.gateways[number].commands.is_some();
        match &hand.stage {
            Stage::Got if !hand.may_begin(now) => {
                // Somebody else may have it by now.
                self.gateways[number].hands.remove(place);
            }
            Stage::Got if hand.command.needs_start => {
                if is_attached {
                    self.begins(number, place).await;
                }
            }
            Stage::Started if !hand.may_begin(now) => {
                let stage = Stage::Done(Outcome::Failed {
                    detail: "not begun in time".to_owned(),
                });
                self.gateways[number].hands[place].stage = stage;
            }
            Stage::Got | Stage::Started => self.acts(number, place, has_faults).await,
            Stage::Done(_) => {
                if is_attached {
                    self.reports(number, place).await;
                }
            }
        }
        self.settle().await;
    }

    pub(super) async fn begins(&mut self, number: usize, place: usize) {
        let token = self.gateways[number].hands[place]
            .command
            .lease_token
            .clone();
        let before = self.now();
        match self.desk().start(token).await {
            Ok(()) => {
                let hand = &mut self.gateways[number].hands[place];
                hand.stage = Stage::Started;
                hand.valid_until = hand.valid_until.max(before + LEASE);
            }
            Err(Error::LeaseLost) => {
                self.gateways[number].hands.remove(place);
            }
            // Asked again in a moment.
            Err(_) => {}
        }
    }

    /// The effect itself, or what goes wrong with it.
    pub(super) async fn acts(&mut self, number: usize, place: usize, has_faults: bool) {
        let now = self.telegram_now();
        let fault = if has_faults {
            self.random.below(20)
        } else {
            99
        };
        let identity = self.gateways[number].identity;
        let hand = &self.gateways[number].hands[place];
        let (command, call) = (hand.command.id.clone(), hand.command.call.clone());
        let unsure = |detail: &str| Outcome::Uncertain {
            detail: detail.to_owned(),
            messages: Vec::new(),
            in_part: false,
        };
        let outcome = match fault {
            0 => Outcome::Failed {
                detail: "502 Bad Gateway".to_owned(),
            },
            1 => unsure("cut before"),
            _ => {
                // What follows the line that says "edited" shows nothing for the first time.
                if is_edit_line(&call) {
                    self.edit_notes.insert(command.clone());
                }
                let is_new = !self.edit_notes.contains(&command);
                let marks = if is_new {
                    shown(&self.telegram, &call)
                } else {
                    Vec::new()
                };
                let command = self.gateways[number].hands[place].command.clone();
                let outcome = match self.files_of(&command).await {
                    Ok(files) => self.telegram.perform(identity, &call, &files, now),
                    Err(detail) => Outcome::Failed { detail },
                };
                if matches!(outcome, Outcome::Succeeded { .. }) {
                    for mark in &marks {
                        self.fates.entry(mark.clone()).or_default().effects += 1;
                    }
                    self.gateways[number].hands[place].effect = marks;
                }
                if fault == 2 && matches!(outcome, Outcome::Succeeded { .. }) {
                    let hand = self.gateways[number].hands[place].clone();
                    self.forgets(&hand);
                    unsure("cut after")
                } else {
                    outcome
                }
            }
        };
        self.note(format!(
            "{identity} does {command}, {}: {}",
            super::super::about(&self.gateways[number].hands[place].command),
            short(&outcome)
        ));
        self.gateways[number].hands[place].stage = Stage::Done(outcome);
    }

    /// The files that a command sends, or that it is to bring.
    async fn files_of(&mut self, command: &Command) -> Result<Vec<String>, String> {
        let in_words = |error: Error| error.to_string();
        let token = &command.lease_token;
        if let Call::FetchFile { file_id, .. } = &command.call {
            let expected = self.desk().expected_file(token.clone()).await;
            let expected = expected.map_err(in_words)?;
            let files = self.server.as_ref().unwrap().context.files.clone();
            let file = match files.find(expected.ticket) {
                Some(file) => file,
                None => {
                    let mut incoming = files.resume(expected.ticket, 0).await.unwrap();
                    incoming.write(file_id.as_bytes()).await.unwrap();
                    incoming.finish().await.unwrap()
                }
            };
            let told = self.desk().file_arrived(token.clone(), file).await;
            told.map_err(in_words)?;
        }
        let mut files = Vec::new();
        for name in &command.stored {
            let file = self.desk().stored_file(token.clone(), name.clone()).await;
            let bytes = file.map_err(in_words)?.chunk(0).await.unwrap();
            files.push(String::from_utf8(bytes.to_vec()).unwrap());
        }
        Ok(files)
    }

    pub(super) async fn reports(&mut self, number: usize, place: usize) {
        let hand = self.gateways[number].hands[place].clone();
        let Stage::Done(outcome) = hand.stage.clone() else {
            return;
        };
        let token = hand.command.lease_token.clone();
        let told = self.desk().complete(token.clone(), outcome.clone()).await;
        self.note(format!("{} is reported: {told:?}", hand.command.id));
        match told {
            Ok(told) => {
                if told == Completion::RecordedLate {
                    self.ended_late.insert(hand.command.id.clone());
                }
                let gateway = &mut self.gateways[number];
                gateway.hands.remove(place);
                gateway.reported.push((token, outcome.clone()));
                self.freezes(number, &hand, &outcome, told);
            }
            Err(Error::LeaseLost | Error::OutcomeMismatch) => {
                self.gateways[number].hands.remove(place);
                self.forgets(&hand);
            }
            // Reported again in a moment.
            Err(_) => {}
        }
    }

    /// From now on the server knows that it has to wait.
    pub(super) fn freezes(
        &mut self,
        number: usize,
        hand: &Hand,
        outcome: &Outcome,
        told: Completion,
    ) {
        if let (Outcome::Deferred { delay, .. }, Completion::Recorded) = (outcome, told)
            && let Some(chat) = counted(&hand.command.call)
        {
            let until = self.now() + *delay;
            let key = (self.gateways[number].identity, chat);
            let known = self.frozen.entry(key).or_default();
            *known = until.max(*known);
        }
    }

    /// Nothing breaks any more, and everybody is there.
    pub(super) async fn heal(&mut self) {
        self.note("all heals");
        self.store.fail_never();
        self.telegram.calms();
        for number in 0..self.gateways.len() {
            let identity = self.gateways[number].identity;
            if self.telegram.is_outside(identity) {
                self.telegram.moves(identity, true);
            }
            self.gateway_comes(number).await;
        }
    }

    /// Everybody does what there is to do; says whether there was anything.
    pub(super) async fn works_off(&mut self) -> bool {
        let before = self.log.len();
        for number in 0..self.gateways.len() {
            while !self
                .telegram
                .updates(self.gateways[number].identity, 1)
                .is_empty()
            {
                self.takes_updates(number).await;
            }
            for _ in 0..200 {
                if self.gateways[number].hands.is_empty() {
                    break;
                }
                self.works(number, false).await;
            }
        }
        self.log.len() > before
    }
}

fn short(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Succeeded { messages, .. } => format!("done {messages:?}"),
        other => format!("{other:?}"),
    }
}
