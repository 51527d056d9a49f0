//! What a person does in groups: members and topics.

use super::Person;
use crate::{
    cast::{Account, Group, granted, scope_of},
    world::{Member, Refused, Rights, Status, UserId, topic::COLORS},
};

// === impl Person ===

impl Person {
    /// Joins a group.
    #[track_caller]
    pub fn joins(&self, group: &Group) -> &Self {
        group.join(self);
        self
    }

    /// Leaves a group.
    #[track_caller]
    pub fn leaves(&self, group: &Group) -> &Self {
        self.set_member(group, self.id, Member::plain(Status::Left))
    }

    /// Adds somebody to a group.
    #[track_caller]
    pub fn adds(&self, group: &Group, who: &impl Account) -> &Self {
        self.set_member(group, who.id(), Member::plain(Status::Member))
    }

    /// Throws somebody out of a group.
    #[track_caller]
    pub fn removes(&self, group: &Group, who: &impl Account) -> &Self {
        self.set_member(group, who.id(), Member::plain(Status::Kicked))
    }

    /// Makes somebody an administrator, or changes an administrator's rights.
    #[track_caller]
    pub fn makes_admin(&self, group: &Group, who: &impl Account, rights: Rights) -> &Self {
        let status = Status::Administrator;
        self.set_member(group, who.id(), Member { status, rights })
    }

    /// Makes an administrator a plain member again.
    #[track_caller]
    pub fn demotes(&self, group: &Group, who: &impl Account) -> &Self {
        self.adds(group, who)
    }

    /// Posts as the group itself from now on. Only for owner and administrators.
    #[track_caller]
    pub fn goes_anonymous(&self, group: &Group) -> &Self {
        let mut member = group.member(self);
        member.rights.is_anonymous = true;
        self.set_member(group, self.id, member)
    }

    #[track_caller]
    fn set_member(&self, group: &Group, who: UserId, member: Member) -> &Self {
        granted(
            self.shared
                .change(|world| world.set_member(group.key(), who, member, self.id)),
        );
        self
    }

    /// Opens a topic; its thread id is returned.
    #[track_caller]
    pub fn opens_topic(&self, group: &Group, name: &str) -> i64 {
        granted(self.shared.change(|world| {
            let key = group.key();
            if scope_of(world, key).is_none() {
                return Err(Refused("the chat is not a forum".into()));
            }
            // Anybody in the group may, as Telegram allows by default.
            if !world.member(key, self.id).is_in() {
                return Err(Refused("not a member of this chat".into()));
            }
            Ok(world.create_topic(key, self.id, name, COLORS[0], None).0)
        }))
    }

    /// Closes a topic.
    #[track_caller]
    pub fn closes_topic(&self, group: &Group, thread: i64) -> &Self {
        self.set_topic_closed(group, thread, true)
    }

    /// Reopens a topic.
    #[track_caller]
    pub fn reopens_topic(&self, group: &Group, thread: i64) -> &Self {
        self.set_topic_closed(group, thread, false)
    }

    #[track_caller]
    fn set_topic_closed(&self, group: &Group, thread: i64, closed: bool) -> &Self {
        granted(self.shared.change(|world| {
            world.require_topic_right(group.key(), thread, self.id)?;
            world.set_topic_closed(group.key(), thread, self.id, closed)
        }));
        self
    }

    /// Renames a topic.
    #[track_caller]
    pub fn renames_topic(&self, group: &Group, thread: i64, name: &str) -> &Self {
        granted(self.shared.change(|world| {
            world.require_topic_right(group.key(), thread, self.id)?;
            world.edit_topic(group.key(), thread, self.id, Some(name.to_owned()), None)
        }));
        self
    }

    /// Deletes a topic with all that is in it. No bot is told.
    #[track_caller]
    pub fn deletes_topic(&self, group: &Group, thread: i64) -> &Self {
        granted(self.shared.change(|world| {
            world.require_topic_right(group.key(), thread, self.id)?;
            world.delete_topic(group.key(), thread)
        }));
        self
    }
}
