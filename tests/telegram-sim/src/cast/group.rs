//! A group, supergroup, forum or channel.

use std::sync::Arc;

use super::{Account, Conversation, Place, granted};
use crate::{
    shared::Shared,
    world::{
        GENERAL, Key, Member, Rights, Status, Topic, UserId,
        invite::{Invite, LINK},
        member::Status::Creator,
    },
};

/// A chat with many members.
#[derive(Clone)]
pub struct Group {
    shared: Arc<Shared>,
    id: i64,
}

// === impl Group ===

impl Group {
    pub(crate) fn new(shared: Arc<Shared>, id: i64) -> Self {
        Self { shared, id }
    }

    /// The id that bots know it by.
    #[must_use]
    pub fn id(&self) -> i64 {
        self.id
    }

    pub(crate) fn key(&self) -> Key {
        Key::Group(self.id)
    }

    fn owner(&self) -> UserId {
        self.shared.read(|world| {
            let chat = world.chat(self.key());
            let owner = chat.and_then(|chat| {
                chat.members
                    .iter()
                    .find(|(_, member)| member.status == Creator)
            });
            owner.map_or(0, |(id, _)| *id)
        })
    }

    /// Puts somebody into a place, by the owner.
    #[track_caller]
    fn set(&self, who: UserId, member: Member, by: UserId) -> &Self {
        granted(
            self.shared
                .change(|world| world.set_member(self.key(), who, member, by)),
        );
        self
    }

    /// The owner makes somebody an administrator. Who makes a difference: `person.makes_admin(&group, …)`.
    #[track_caller]
    pub fn add_admin(&self, who: &impl Account, rights: Rights) -> &Self {
        let admin = Member {
            status: Status::Administrator,
            rights,
        };
        self.set(who.id(), admin, self.owner())
    }

    /// The owner adds somebody.
    #[track_caller]
    pub fn add(&self, who: &impl Account) -> &Self {
        self.set(who.id(), Member::plain(Status::Member), self.owner())
    }

    /// Somebody joins.
    #[track_caller]
    pub fn join(&self, who: &impl Account) -> &Self {
        self.set(who.id(), Member::plain(Status::Member), who.id())
    }

    /// The owner throws somebody out.
    #[track_caller]
    pub fn kick(&self, who: &impl Account) -> &Self {
        self.set(who.id(), Member::plain(Status::Kicked), self.owner())
    }

    /// Somebody's place.
    #[must_use]
    pub fn member(&self, who: &impl Account) -> Member {
        self.shared.read(|world| world.member(self.key(), who.id()))
    }

    /// The topics that are there, General first, then by age.
    #[must_use]
    pub fn topics(&self) -> Vec<Topic> {
        self.shared.read(|world| {
            let topics = world
                .chat(self.key())
                .into_iter()
                .flat_map(|chat| chat.topics.values());
            topics.filter(|topic| !topic.deleted).cloned().collect()
        })
    }

    /// The topics without General.
    #[must_use]
    pub fn own_topics(&self) -> Vec<Topic> {
        let mut topics = self.topics();
        topics.retain(|topic| topic.thread != GENERAL);
        topics
    }

    /// The first topic whose name contains that.
    #[must_use]
    pub fn topic(&self, part: &str) -> Option<Topic> {
        self.topics()
            .into_iter()
            .find(|topic| topic.name.contains(part))
    }

    /// One topic, to look at.
    #[must_use]
    pub fn thread(&self, thread: i64) -> Conversation {
        Conversation::new(&self.shared, self.key(), Some(thread))
    }

    /// General, to look at.
    #[must_use]
    pub fn general(&self) -> Conversation {
        self.thread(GENERAL)
    }

    /// The whole chat, to look at.
    #[must_use]
    pub fn everything(&self) -> Conversation {
        Conversation::new(&self.shared, self.key(), None)
    }

    /// One topic as text.
    #[must_use]
    pub fn transcript(&self, thread: i64) -> String {
        self.thread(thread).transcript()
    }

    /// One topic, to write in: `ann.says(group.at(thread), "…")`.
    #[must_use]
    pub fn at(&self, thread: i64) -> Place {
        Place::topic(self.id, thread)
    }

    /// The owner makes a basic group a supergroup, which is returned.
    #[track_caller]
    #[must_use]
    pub fn migrate(&self) -> Self {
        let owner = self.owner();
        let id = granted(self.shared.change(|world| world.migrate(self.id, owner)));
        Self::new(Arc::clone(&self.shared), id)
    }

    /// The owner changes the title.
    #[track_caller]
    pub fn set_title(&self, title: &str) -> &Self {
        let owner = self.owner();
        granted(
            self.shared
                .change(|world| world.set_title(self.key(), owner, title)),
        );
        self
    }

    /// The owner switches topics off or on again. Nothing is said about it: what is written
    /// from then on shows it.
    pub fn switches_topics(&self, on: bool) -> &Self {
        self.shared.change(|world| {
            if let Some(chat) = world.chats.get_mut(&self.key()) {
                chat.forum = on;
            }
        });
        self
    }

    /// Members wait so many seconds between two messages; 0: they do not. Bots do not either.
    pub fn slows_down(&self, seconds: i64) -> &Self {
        self.shared.change(|world| {
            if let Some(chat) = world.chats.get_mut(&self.key()) {
                chat.slow_mode = seconds;
            }
        });
        self
    }

    /// Forbids saving what is in it.
    pub fn protect(&self) -> &Self {
        self.shared
            .change(|world| world.set_protected(self.key(), true));
        self
    }

    /// Allows saving what is in it again.
    pub fn unprotect(&self) -> &Self {
        self.shared
            .change(|world| world.set_protected(self.key(), false));
        self
    }

    /// Allows only these reactions; `custom:ID` is a custom emoji.
    pub fn allow_reactions(&self, emoji: &[&str]) -> &Self {
        let emoji = emoji.iter().map(|emoji| (*emoji).to_owned()).collect();
        self.set_reactions(Some(emoji))
    }

    /// Allows all reactions that Telegram offers, as at first.
    pub fn allow_all_reactions(&self) -> &Self {
        self.set_reactions(None)
    }

    /// Allows no reactions at all.
    pub fn forbid_reactions(&self) -> &Self {
        self.allow_reactions(&[])
    }

    fn set_reactions(&self, allowed: Option<Vec<String>>) -> &Self {
        self.shared.change(|world| {
            if let Some(chat) = world.chats.get_mut(&self.key()) {
                chat.reactions = allowed;
            }
        });
        self
    }

    /// Links a channel with a discussion group: what is posted in the one is forwarded to the other.
    pub fn link(&self, group: &Self) -> &Self {
        self.shared.change(|world| {
            for (one, other) in [(self.id, group.id), (group.id, self.id)] {
                if let Some(chat) = world.chats.get_mut(&Key::Group(one)) {
                    chat.linked = Some(other);
                }
            }
        });
        self
    }

    /// A link by which people come in, made by the owner.
    pub fn invite_link(&self) -> String {
        self.link_that(false)
    }

    /// A link by which people ask to be let in.
    pub fn invite_link_on_request(&self) -> String {
        self.link_that(true)
    }

    fn link_that(&self, asks: bool) -> String {
        let by = self.owner();
        self.shared.change(|world| {
            let hash = world.add_invite(Invite {
                chat: self.key(),
                by,
                expires: None,
                limit: None,
                used: 0,
                asks,
                title: None,
            });
            format!("{LINK}{hash}")
        })
    }

    /// Takes a link back: nobody comes by it any more.
    pub fn revoke_link(&self, link: &str) -> &Self {
        let hash = link.rsplit('+').next().unwrap_or_default();
        self.shared.change(|world| {
            if let Some(invite) = world.invites.get_mut(hash) {
                invite.expires = Some(0);
            }
        });
        self
    }

    /// Shows under each post of a channel, from now on, who posted it.
    pub fn signs_posts(&self) -> &Self {
        self.shared.change(|world| {
            if let Some(chat) = world.chats.get_mut(&self.key()) {
                chat.signs = true;
            }
        });
        self
    }

    /// Whether somebody asked to be let in.
    #[must_use]
    pub fn is_asked_by(&self, who: &impl Account) -> bool {
        let asked = (self.key(), who.id());
        self.shared.read(|world| world.requests.contains(&asked))
    }

    /// The owner lets in whoever asked.
    #[track_caller]
    pub fn admit(&self, who: &impl Account) -> &Self {
        let asked = (self.key(), who.id());
        let has_asked = self.shared.change(|world| world.requests.remove(&asked));
        assert!(has_asked, "nobody asked to be let in");
        self.add(who)
    }

    /// Makes it public under that name.
    pub fn with_username(&self, username: &str) -> &Self {
        self.shared.change(|world| {
            if let Some(chat) = world.chats.get_mut(&self.key()) {
                chat.username = Some(username.to_owned());
            }
        });
        self
    }
}
