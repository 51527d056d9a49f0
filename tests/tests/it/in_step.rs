//! Random talk in several dialogs at once, and at rest both sides correspond message by
//! message, by a model that knows nothing of how it is done.

use telegram_sim::{Content, MessageRef, Person, Violation};

use crate::house::House;
use crate::random::{Random, seeds};

const STEPS: usize = 70;

/// A message that somebody wrote, as it should be on the other side.
struct Said {
    message: MessageRef,
    text: String,
    /// The message answered, by its place in the talk.
    answers: Option<usize>,
    by_customer: bool,
    /// One of an album: Telegram puts a bot's reaction on its first.
    is_piece: bool,
    is_gone: bool,
    /// The other side's last reaction to it.
    reaction: Option<&'static str>,
}

/// One dialog.
struct Talk {
    customer: Person,
    topic: i64,
    said: Vec<Said>,
}

// === impl Talk ===

impl Talk {
    /// The message on the other side that shows this one now.
    fn shown(&self, house: &House, place: usize) -> Option<MessageRef> {
        let said = &self.said[place];
        if said.by_customer {
            house.team.thread(self.topic).find(&said.text)
        } else {
            self.customer.chat_with(&house.bot).find(&said.text)
        }
    }

    /// What the other side should read, in order.
    fn expected(&self, by_customer: bool) -> Vec<&str> {
        let said = self.said.iter();
        said.filter(|said| said.by_customer == by_customer && !said.is_gone)
            .map(|said| said.text.as_str())
            .collect()
    }
}

#[tokio::test]
async fn both_sides_correspond_whatever_people_do() {
    for seed in seeds() {
        talk(seed).await;
    }
}

async fn talk(seed: u64) {
    let mut random = Random::new(seed);
    let mut house = House::with(&[("WELCOME", "OFF"), ("RATE_BACKEND", "100000")]).await;
    // Budgets have tests of their own; here there is much to say.
    house.sim.set_limits(None);
    // Looked at here: a call that was on its way when Telegram asked to wait is no fault.
    house.forgiven = true;
    let mut talks = Vec::new();
    for name in ["Ann", "Bob", "Cem"] {
        let customer = house.sim.person(name);
        let first = customer.says(&house.bot, &format!("hello from {name}"));
        house
            .until("the topic is made", || house.team.topic(name).is_some())
            .await;
        let topic = house.team.topic(name).unwrap().thread;
        let text = format!("hello from {name}");
        house.until_in_topic(topic, &text).await;
        let said = Said {
            message: first,
            text,
            answers: None,
            by_customer: true,
            is_piece: false,
            is_gone: false,
            reaction: None,
        };
        talks.push(Talk {
            customer,
            topic,
            said: vec![said],
        });
    }
    for step in 0..STEPS {
        let talk = random.below(talks.len());
        act(&house, &mut talks[talk], step, &mut random).await;
        match random.below(24) {
            0 | 1 => house.sim.script(&house.bot, "copyMessage").flood(3),
            2 => house.sim.script(&house.bot, "copyMessages").flood(3),
            // Telegram leaves a piece out without a word.
            3 => house
                .sim
                .script(&house.bot, "copyMessages")
                .skip_copies(&[0]),
            4 => house.sim.script(&house.bot, "editMessageText").flood(2),
            _ => {}
        }
    }
    house.at_rest().await;
    for talk in &talks {
        compare(&house, talk, seed);
    }
    let broken = house.sim.violations();
    let on_its_way = |broken: &Violation| matches!(broken, Violation::WhileFrozen { .. });
    assert!(broken.iter().all(on_its_way), "seed {seed}: {broken:#?}");
    house.end().await;
}

/// Somebody does something.
async fn act(house: &House, talk: &mut Talk, step: usize, random: &mut Random) {
    let place = random.below(talk.said.len());
    let is_gone = talk.said[place].is_gone;
    let by_customer = random.below(2) == 0;
    match random.below(9) {
        // An answer to what the other side shows, or to one's own.
        0 | 1 if !is_gone => {
            house.at_rest().await;
            let own = talk.said[place].by_customer == by_customer;
            let target = if own {
                Some(talk.said[place].message.clone())
            } else {
                talk.shown(house, place)
            };
            let Some(target) = target else { return };
            let text = format!("{step} answers {place}");
            let message = if by_customer {
                talk.customer
                    .replies_to(&target, Content::text(text.as_str()))
            } else {
                house.olga.replies_to(&target, Content::text(text.as_str()))
            };
            talk.said.push(Said {
                message,
                text,
                answers: Some(place),
                by_customer,
                is_piece: false,
                is_gone: false,
                reaction: None,
            });
        }
        2 | 3 if !is_gone => {
            let said = &mut talk.said[place];
            said.text = format!("{step} edited {place}");
            let person = if said.by_customer {
                &talk.customer
            } else {
                &house.olga
            };
            person.edits(&said.message, &said.text);
        }
        4 if !is_gone && !talk.said[place].is_piece => {
            house.at_rest().await;
            let reaction = [Some("👍"), Some("🔥"), None][random.below(3)];
            let Some(shown) = talk.shown(house, place) else {
                return;
            };
            let said = &mut talk.said[place];
            let person = if said.by_customer {
                &house.olga
            } else {
                &talk.customer
            };
            match reaction {
                Some(emoji) => person.reacts(&shown, emoji),
                None => person.takes_reaction_back(&shown),
            };
            said.reaction = reaction;
        }
        5 if !is_gone && !talk.said[place].by_customer => {
            house
                .olga
                .replies_to(&talk.said[place].message, Content::text("/del"));
            talk.said[place].is_gone = true;
        }
        8 => {
            let texts: Vec<String> = (0..2 + random.below(3))
                .map(|piece| format!("{step} shows {piece}"))
                .collect();
            let photo = |text: &String| Content::photo(text).caption(text.as_str());
            let album = texts.iter().map(photo).collect();
            let messages = if by_customer {
                talk.customer.sends_album(&house.bot, album)
            } else {
                house.olga.sends_album(house.team.at(talk.topic), album)
            };
            for (message, text) in messages.into_iter().zip(texts) {
                talk.said.push(Said {
                    message,
                    text,
                    answers: None,
                    by_customer,
                    is_piece: true,
                    is_gone: false,
                    reaction: None,
                });
            }
        }
        _ => {
            let text = format!("{step} said");
            let message = if by_customer {
                talk.customer.says(&house.bot, &text)
            } else {
                house.olga.writes_in(&house.team, talk.topic, &text)
            };
            talk.said.push(Said {
                message,
                text,
                answers: None,
                by_customer,
                is_piece: false,
                is_gone: false,
                reaction: None,
            });
        }
    }
}

/// Both sides at rest.
fn compare(house: &House, talk: &Talk, seed: u64) {
    let topic = house.team.thread(talk.topic).written();
    let chat = talk.customer.chat_with(&house.bot).written();
    let by_bot = |seen: &&telegram_sim::Seen| seen.from == house.bot.id();
    let shown: Vec<&str> = topic
        .iter()
        .filter(by_bot)
        .map(|seen| seen.text.as_str())
        .collect();
    let told: Vec<&str> = chat
        .iter()
        .filter(by_bot)
        .map(|seen| seen.text.as_str())
        .collect();
    let world = || house.team.transcript(talk.topic);
    assert_eq!(shown, talk.expected(true), "seed {seed}:\n{}", world());
    assert_eq!(told, talk.expected(false), "seed {seed}:\n{}", world());
    for (place, said) in talk
        .said
        .iter()
        .enumerate()
        .filter(|(_, said)| !said.is_gone)
    {
        let copy = talk.shown(house, place).unwrap();
        if let Some(target) = said.answers.filter(|target| !talk.said[*target].is_gone) {
            let answered = &talk.said[target];
            let expected = if answered.by_customer == said.by_customer {
                talk.shown(house, target).unwrap().id()
            } else {
                answered.message.id()
            };
            let look = copy.look().unwrap();
            assert_eq!(
                look.reply_to,
                Some(expected),
                "seed {seed}: {:?} answers {:?}\n{}",
                said.text,
                answered.text,
                world()
            );
        }
        if said.is_piece {
            continue;
        }
        let shown = said.message.reactions_of(&house.bot);
        let receipt = (!said.by_customer).then_some("👌");
        let expected: Vec<&str> = said.reaction.or(receipt).into_iter().collect();
        assert_eq!(shown, expected, "seed {seed}: {:?}\n{}", said.text, world());
    }
}
