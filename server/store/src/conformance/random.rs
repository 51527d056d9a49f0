//! Random changes over a small world, and everything that can be read of it: two
//! stores that were given the same changes have to read the same.

use backline_domain::archive::{End, Ending};
use backline_domain::change::{Change, Cursor, Secret};
use backline_domain::delivery::Ledger;
use backline_domain::delivery::{Id, Lane, LaneKind};
use backline_domain::id::{ChatAddress, ChatId, IdentityId, SubChat, TopicId, UserId};
use backline_domain::link;
use backline_domain::plan::Day;
use backline_domain::time::Timestamp;
use backline_domain::webhook::DeadPost;

use super::sample::{
    archived, chat, choice, choice_id, connection, connection_id, creation, dead_letter, delivery,
    dialog, dialog_key, held_album, identity, kept, kept_update, lane, link_key, logout, minute,
    parameter_change, part, post, profile, rating, reactions, request, setup_note, setup_person,
    timer, token, update, usage,
};
use crate::Store;

const CONNECTIONS: [&str; 2] = ["a", "b"];
const IDENTITIES: [IdentityId; 2] = [IdentityId::bot(11), IdentityId::account(11)];
const GROUPS: [ChatId; 2] = [ChatId(-1_001_234_567_890), ChatId(-100)];
const KINDS: [LaneKind; 3] = [LaneKind::ToCustomer, LaneKind::ToTopic, LaneKind::Topic];
const NAMES: [&str; 2] = ["Ann", "Bob\0"];
/// Timers lie within this many hours.
const HOURS: u64 = 120;

/// Random changes, the same for the same seed.
#[derive(Debug)]
pub struct Random {
    state: u64,
    /// Hours since the beginning: it only goes forward.
    hours: u64,
}

// === impl Random ===

impl Random {
    /// Begins with a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self {
            state: seed,
            hours: 0,
        }
    }

    /// A number below a bound (`SplitMix64`).
    pub fn below(&mut self, bound: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    /// What time it is by now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        minute(i64::try_from(self.hours * 60).expect("it is small"))
    }

    fn small(&mut self, bound: u64) -> i64 {
        i64::try_from(self.below(bound)).expect("it is small")
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        let index = usize::try_from(self.below(of.len() as u64)).expect("it is small");
        of[index].clone()
    }

    fn link_key(&mut self) -> link::Key {
        let part = u32::try_from(self.below(2)).expect("it is small");
        link_key(
            self.pick(&IDENTITIES),
            &self.pick(&places()),
            self.small(3),
            part,
        )
    }

    fn lane(&mut self) -> Lane {
        let place = self.pick(&places());
        let dialog = (self.below(4) > 0).then_some(&place);
        lane(self.pick(&CONNECTIONS), dialog, self.pick(&KINDS))
    }

    /// A list of changes. Connections' revisions fit what `store` has, mostly.
    pub async fn changes(&mut self, store: &dyn Store) -> Vec<Change> {
        let mut changes = Vec::new();
        self.hours += self.below(4);
        for _ in 0..=self.below(6) {
            changes.push(self.change(store).await);
        }
        changes
    }

    async fn change(&mut self, store: &dyn Store) -> Change {
        let of = self.pick(&CONNECTIONS);
        let identity_id = self.pick(&IDENTITIES);
        let place = self.pick(&places());
        let number = self.below(5) + 1;
        let moment = self.small(HOURS) * 60;
        match self.below(73) {
            0..=2 => {
                let stored = store.connection(&connection_id(of)).await.expect("a read");
                let revision = stored.map_or(0, |row| row.revision) + self.below(4).clamp(1, 2);
                Change::PutConnection(Box::new(connection(of, revision)))
            }
            3 => Change::DeleteConnection(connection_id(of)),
            4 => Change::PutIdentity(identity(identity_id, of)),
            5 => Change::PutCursor(identity_id, Cursor::State(vec![0; self.below(3) as usize])),
            6 => Change::PutSecret(identity_id, Secret::new(number.to_string())),
            7..=10 => {
                let mut row = dialog(of, &place);
                row.customer_messages = self.below(100);
                Change::PutDialog(Box::new(row))
            }
            11..=13 => {
                let topic = TopicId(2 + self.small(3));
                Change::PutTopic(self.pick(&GROUPS), topic, dialog_key(of, &place))
            }
            14..=17 => Change::PutLink(Box::new(super::sample::link(of, self.link_key()))),
            18 => Change::DeleteLink(self.link_key()),
            19..=21 => Change::MarkSeen(identity_id, update(self.small(5)), self.now()),
            22..=26 => {
                let mut row = delivery(&self.lane(), number);
                row.attempts = u32::try_from(self.below(9)).expect("it is small");
                Change::PutDelivery(Box::new(row))
            }
            27..=29 => Change::DeleteDelivery(delivery(&self.lane(), number).key),
            30 => Change::PutDeadLetter(Box::new(dead_letter(of, number))),
            31 => Change::DeleteDeadLetter(Id {
                connection: connection_id(of),
                sequence: number,
            }),
            32 => Change::PutTimer(timer(of, moment, &place)),
            33 => Change::DeleteTimer(timer(of, moment, &place)),
            34 => Change::PutCounter(connection_id(of), self.below(100)),
            35 => Change::PutParameterChange(Box::new(parameter_change(of, number))),
            36 => Change::PutToken(Box::new(token(&number.to_string()))),
            37 => Change::DeleteToken(number.to_string()),
            38 => Change::PutCreation(creation(of, NAMES[self.below(2) as usize], 1)),
            39 => {
                let name = NAMES[self.below(2) as usize].to_owned();
                Change::DeleteCreation(connection_id(of), name)
            }
            42 | 43 => Change::PutReactions(Box::new(reactions(self.link_key()))),
            44 => Change::DeleteReactions(self.link_key()),
            46 | 47 => {
                let key = self.link_key();
                Change::Keep(Box::new(kept(of, key, minute(moment / 480 * 480))))
            }
            48 => Change::Forget(
                connection_id(of),
                self.link_key(),
                minute(moment / 480 * 480),
            ),
            49 => {
                let album = held_album(of, &place, "x", self.now());
                Change::HoldAlbum(Box::new(album))
            }
            50 => Change::ReleaseAlbum(connection_id(of), place, "x".to_owned(), self.now()),
            45 => Change::PutAlias(connection_id(of), place, chat(-7)),
            51 => Change::DeleteIdentity(identity_id),
            52 => Change::PutLogout(Box::new(logout(&number.to_string(), Some(of), moment))),
            53 => Change::DeleteLogout(logout(&number.to_string(), None, 0).facts.id),
            57 => {
                let buttons = usize::try_from(self.below(4)).expect("it is small");
                Change::PutSetupPerson(Box::new(setup_person(self.small(3), buttons)))
            }
            58 => Change::DeleteSetupPerson(UserId(self.small(3))),
            59 => {
                let note = setup_note(of, &number.to_string(), self.now());
                Change::PutSetupNote(Box::new(note))
            }
            60 => Change::DeleteSetupNote(self.now(), connection_id(of), number.to_string()),
            55 => Change::ListDialog(dialog_key(of, &place)),
            56 => Change::UnlistDialog(dialog_key(of, &place)),
            54 => Change::PutProfile(Box::new(profile(of, &place, &number.to_string()))),
            61 | 62 => {
                let row = archived(of, &place, self.small(3), minute(moment));
                Change::Archive(Box::new(row))
            }
            63 => {
                let row = archived(of, &place, self.small(3), minute(moment));
                let end = End {
                    ending: Ending::Arrived,
                    at: self.now(),
                };
                Change::EndArchived(Box::new(row.key), end)
            }
            64 => Change::PutRating(Box::new(rating(of, &place, number, minute(moment)))),
            69 => {
                let row = post(of, &self.small(2).to_string(), Some(place), number);
                match self.below(4) {
                    0 => Change::DeletePost(row.key),
                    1 => Change::PutDeadPost(Box::new(DeadPost {
                        post: row,
                        at: minute(moment),
                    })),
                    _ => Change::PutPost(Box::new(row)),
                }
            }
            67 => Change::PutChoice(Box::new(choice(of, &place, moment / 480 * 480, number))),
            68 => Change::DeleteChoice(connection_id(of), choice_id(moment / 480 * 480)),
            65 | 66 => Change::PutUsage(Box::new(usage(of, self.small(3), number))),
            40 => Change::PutLedger(connection_id(of), Ledger::default()),
            41 => Change::KeepUnknown(Box::new(kept_update(of, self.small(5), self.now()))),
            _ => Change::PutRequest(Box::new(request(&number.to_string(), self.now()))),
        }
    }
}

fn places() -> [ChatAddress; 4] {
    [
        chat(-1_001_234_567_890),
        chat(9),
        part(9, SubChat::Business("x\0".to_owned())),
        part(9, SubChat::DirectMessages(-3)),
    ]
}

/// Everything that can be read of the small world, one line per read.
pub async fn readings(store: &dyn Store, now: Timestamp) -> Vec<String> {
    let mut lines = Vec::new();
    lines.push(format!("{:?}", store.connections().await.unwrap()));
    let mut tokens = store.tokens().await.unwrap();
    tokens.sort_by(|one, other| one.id.cmp(&other.id));
    lines.push(format!("{tokens:?}"));
    lines.push(format!("{:?}", store.identities().await.unwrap()));
    let mut logouts = store.logouts().await.unwrap();
    logouts.sort_by(|one, other| one.facts.id.cmp(&other.facts.id));
    for row in logouts {
        lines.push(format!("{row:?} {:?}", row.session.expose()));
    }
    for user in store.setup_people(None, 9).await.unwrap() {
        let person = store.setup_person(user).await.unwrap();
        lines.push(format!("{person:?}"));
    }
    lines.push(format!("{:?}", store.setup_notes(9).await.unwrap()));
    for number in 1..=5_i64 {
        lines.push(format!(
            "{:?}",
            store.request(&number.to_string()).await.unwrap()
        ));
    }
    for identity in IDENTITIES {
        read_identity(store, identity, now, &mut lines).await;
    }
    for group in GROUPS {
        let mut topics = store
            .topics(group, &[TopicId(2), TopicId(3), TopicId(4)])
            .await
            .unwrap();
        topics.sort();
        lines.push(format!("{topics:?}"));
    }
    for of in CONNECTIONS {
        read_connection(store, of, &mut lines).await;
        read_upkeep(store, of, now, &mut lines).await;
    }
    lines
}

async fn read_identity(
    store: &dyn Store,
    identity: IdentityId,
    now: Timestamp,
    lines: &mut Vec<String>,
) {
    let secret = store.secret(identity).await.unwrap();
    lines.push(format!(
        "{:?}",
        secret.map(|secret| secret.expose().to_vec())
    ));
    let updates: Vec<_> = (0..5).map(update).collect();
    lines.push(format!(
        "{:?}",
        store.seen(identity, &updates, now).await.unwrap()
    ));
    let places = places();
    let keys: Vec<_> = (0..3)
        .flat_map(|message| {
            places
                .iter()
                .map(move |place| link_key(identity, place, message, 0))
        })
        .collect();
    lines.push(format!("{:?}", store.links(&keys).await.unwrap()));
    let mut reactions = store.reactions(&keys).await.unwrap();
    reactions.sort_by(|one, other| one.key.cmp(&other.key));
    lines.push(format!("{reactions:?}"));
}

async fn read_upkeep(store: &dyn Store, of: &str, now: Timestamp, lines: &mut Vec<String>) {
    let id = connection_id(of);
    for name in NAMES {
        lines.push(format!("{:?}", store.creation(&id, name).await.unwrap()));
    }
    lines.push(format!("{:?}", store.ledger(&id).await.unwrap()));
    for hours in 0..HOURS / 8 {
        let until = i64::try_from(hours).expect("it is small") * 8 * 60;
        let choice = store.choice(&id, &choice_id(until)).await.unwrap();
        lines.push(format!("{choice:?}"));
    }
    lines.push(format!("{:?}", store.usage(&id, Day(1)).await.unwrap()));
    for place in places() {
        for hours in 0..HOURS / 8 {
            let until = minute(i64::try_from(hours).expect("it is small") * 8 * 60);
            let key = link_key(IDENTITIES[0], &place, 1, 0);
            lines.push(format!("{:?}", store.kept(&id, &key, until).await.unwrap()));
        }
        let held = store.held_album(&id, &place, "x", now).await.unwrap();
        lines.push(format!("{held:?}"));
        lines.push(format!("{:?}", store.alias(&id, &place).await.unwrap()));
    }
    let kept = store.unknown_updates(&id, None, now, 3).await.unwrap();
    let last = kept.last().map(|kept| (kept.at, &kept.key));
    let rest = store.unknown_updates(&id, last, now, 3).await.unwrap();
    lines.push(format!("{kept:?} {rest:?}"));
    let messages = store.archived(&id, None, 4).await.unwrap();
    let last = messages.last().map(|row| &row.key);
    let rest = store.archived(&id, last, 4).await.unwrap();
    lines.push(format!("{messages:?} {rest:?}"));
    let posts = store.post_heads(&id, None, 99).await.unwrap();
    let dead = store.dead_posts(&id, None, 9).await.unwrap();
    lines.push(format!("{posts:?} {dead:?}"));
    let ratings = store.ratings(&id, None, 9).await.unwrap();
    lines.push(format!("{ratings:?}"));
}

async fn read_connection(store: &dyn Store, of: &str, lines: &mut Vec<String>) {
    let id = connection_id(of);
    let keys: Vec<_> = places().iter().map(|place| dialog_key(of, place)).collect();
    let mut dialogs = store.dialogs(&keys).await.unwrap();
    dialogs.sort_by(|one, other| one.key.cmp(&other.key));
    lines.push(format!("{dialogs:?}"));
    lines.push(format!("{:?}", store.connection(&id).await.unwrap()));
    lines.push(format!("{:?}", store.counter(&id).await.unwrap()));
    lines.push(format!(
        "{:?}",
        store.parameter_changes(&id, Some(4), 2).await.unwrap()
    ));
    lines.push(format!(
        "{:?}",
        store.dialog_page(&id, Some(&chat(9)), 2).await.unwrap()
    ));
    lines.push(format!(
        "{:?}",
        store.listed_dialogs(&id, None, 9).await.unwrap()
    ));
    lines.push(format!(
        "{:?}",
        store.listed_dialogs(&id, Some(&chat(9)), 2).await.unwrap()
    ));
    let keys: Vec<_> = places().iter().map(|place| dialog_key(of, place)).collect();
    let mut profiles = store.profiles(&keys).await.unwrap();
    profiles.sort_by(|one, other| one.dialog.cmp(&other.dialog));
    lines.push(format!("{profiles:?}"));
    lines.push(format!("{:?}", store.waiting(&id, 5).await.unwrap()));
    lines.push(format!(
        "{:?}",
        store.dead_letters(&id, Some(1), 3).await.unwrap()
    ));
    lines.push(format!("{:?}", store.next_timer(&id).await.unwrap()));
    lines.push(format!(
        "{:?}",
        store.due_timers(&id, minute(50 * 60), 3).await.unwrap()
    ));
    let heads = store.lane_heads(&id, None, 100).await.unwrap();
    lines.push(format!("{heads:?}"));
    let after = heads.first().map(|head| head.key.lane.clone());
    lines.push(format!(
        "{:?}",
        store.lane_heads(&id, after.as_ref(), 2).await.unwrap()
    ));
    for head in heads {
        lines.push(format!(
            "{:?}",
            store.lane(&head.key.lane, 2, 3).await.unwrap()
        ));
    }
}
