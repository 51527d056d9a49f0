//! What people do, and what of it gateways bring.

use std::time::Duration;

use backline_domain::change::Cursor;

use super::super::BOT;
use super::world::{CUSTOMERS, FIRST, World};

// === impl World ===

impl World {
    pub(super) async fn step(&mut self) {
        let gateway = self.random.place(self.gateways.len());
        if self.others.one_in(12) {
            self.customer_edits();
        }
        match self.random.below(100) {
            0..=17 => self.customer_says(),
            18..=27 => self.operator_says(),
            28..=45 => self.takes_updates(gateway).await,
            46..=79 => self.works(gateway, true).await,
            80..=88 => {
                let millis = self.random.within(1, 4000);
                self.pass(Duration::from_millis(millis)).await;
            }
            89 => {
                let seconds = self.random.within(10, 100);
                self.pass(Duration::from_secs(seconds)).await;
            }
            90 => self.server_dies().await,
            91 => self.gateway_dies(gateway).await,
            92 => self.stream_breaks(gateway).await,
            93 | 94 => self.gateway_comes(gateway).await,
            95 => self.store_fails(),
            96 => self.storm(),
            97 => self.somebody_interferes(),
            98 => self.reports_again(gateway).await,
            _ => self.clock_jumps().await,
        }
    }

    pub(super) fn mark(&mut self, kind: char, customer: i64) -> String {
        let number = self.written.entry((kind, customer)).or_default();
        *number += 1;
        format!("{kind}{customer}:{number}")
    }

    pub(super) fn customer_says(&mut self) {
        let customer = i64::try_from(self.random.within(FIRST, FIRST + CUSTOMERS - 1)).unwrap();
        for _ in 0..self.random.within(1, 3) {
            let photos = match self.others.below(12) {
                0..=7 => 0,
                8..=10 => 1,
                _ => self.others.within(2, 4),
            };
            let marks: Vec<String> = (0..photos.max(1))
                .map(|_| self.mark('c', customer))
                .collect();
            match marks.as_slice() {
                [mark] if photos == 0 => self.telegram.customer_says(customer, mark),
                marks => self.telegram.customer_shows(customer, marks),
            }
            self.note(format!("{marks:?} is written, {photos} photos"));
        }
    }

    /// One of what customers wrote last becomes another.
    fn customer_edits(&mut self) {
        let written = self.telegram.of_customers();
        if written.is_empty() {
            return;
        }
        let last = written.len().saturating_sub(12);
        let at = written[last + self.others.place(written.len() - last)];
        let with_file = self.others.one_in(4);
        let Some(mark) = self.telegram.mark_of(at.0, at.1) else {
            return;
        };
        let version = self.versions.entry(mark.clone()).or_default();
        version.written += 1;
        let text = format!("<{mark}> v{}.", version.written);
        self.telegram.customer_edits(at, &text, with_file);
        self.note(format!("{text} is what {at:?} becomes"));
    }

    pub(super) fn operator_says(&mut self) {
        let topics = self.telegram.open_topics();
        if topics.is_empty() {
            return;
        }
        let (topic, customer) = topics[self.random.place(topics.len())];
        let mark = self.mark('o', customer);
        self.telegram.operator_says(topic, &mark);
        self.note(format!("<{mark}> is written in {topic}"));
    }

    /// A gateway brings what Telegram has for it.
    pub(super) async fn takes_updates(&mut self, number: usize) {
        if self.gateways[number].commands.is_none() {
            return;
        }
        let identity = self.gateways[number].identity;
        let most = usize::try_from(self.random.within(1, 10)).unwrap();
        let updates = self.telegram.updates(identity, most);
        let Some(last) = updates.last().map(|update| update.key.update_id) else {
            return;
        };
        let cursor = Cursor::UpdateId {
            source: "api".to_owned(),
            update_id: last,
        };
        let taken = self.desk().ingest(identity, updates.clone(), cursor).await;
        self.settle().await;
        self.note(format!("{identity} brings updates to {last}: {taken:?}"));
        if taken.is_err() {
            return;
        }
        for update in &updates {
            if let backline_domain::message::Event::Edited(message) = &update.event
                && let Some(text) = message.content.text()
                && let Some((mark, version)) = version_in(&text.text)
            {
                self.versions.entry(mark).or_default().accepted = version;
            }
            if let backline_domain::message::Event::Posted(message) = &update.event {
                let mark = self.telegram.mark_of(message.chat.id().0, message.id.0);
                if let (Some(mark), true) = (mark, identity == BOT) {
                    self.fates.entry(mark).or_default().is_accepted = true;
                }
            }
        }
        // The answer may be lost: then it all comes once more.
        if !self.random.one_in(10) {
            self.telegram.confirm(identity, last);
        }
    }

    pub(super) async fn pass(&mut self, time: Duration) {
        self.clock.0.send_modify(|now| *now += time);
        for _ in 0..3 {
            tokio::task::yield_now().await;
        }
        self.give_up();
        self.settle().await;
        for number in 0..self.gateways.len() {
            self.extends(number).await;
        }
    }

    /// Whose lease ends without a report is not waited for: what it did, others may do
    /// again.
    pub(super) fn give_up(&mut self) {
        let now = self.now();
        let gateways = self.gateways.iter_mut();
        let hands = gateways.flat_map(|gateway| &mut gateway.hands);
        for hand in hands.filter(|hand| !hand.is_valid(now)) {
            for mark in std::mem::take(&mut hand.effect) {
                self.fates.entry(mark).or_default().unknown += 1;
            }
        }
    }

    pub(super) async fn extends(&mut self, number: usize) {
        let gateway = &self.gateways[number];
        if gateway.commands.is_none() || gateway.hands.is_empty() {
            return;
        }
        let Ok(extended) = self.desk().extend(gateway.tokens()).await else {
            return;
        };
        let now = self.now();
        self.gateways[number].extended(&extended.lost, now);
    }
}

/// `<c3:17> v2.` is what the customer 3's 17th message says after two edits.
fn version_in(text: &str) -> Option<(String, u64)> {
    let (mark, rest) = text.strip_prefix('<')?.split_once("> v")?;
    Some((mark.to_owned(), rest.trim_end_matches('.').parse().ok()?))
}
