//! Whom a command in General addresses, where several connections share the backend group.
//!
//! Each connection sees the command with its own eyes and decides for itself, by the same rules and
//! from the same facts, so that exactly one of them answers:
//!
//! | the command | who answers |
//! |---|---|
//! | `/queue@shop_bot` | the connection whose bot that is |
//! | `/queue i shop` | the connection of that name; is there none, the first by name says which there are |
//! | `/queue` | the only one that admits whoever asks; of several the first by name asks which is meant; admits none, the first refuses |
//!
//! A command in a topic is for the connection whose topic it is, whatever it names.

use crate::connection::Connection;
use crate::id::{ConnectionId, UserId};
use crate::operator_command::{Invocation, Right};
use crate::parameter::{Extensions, Parameters};

/// One of the connections that have a backend group, as far as the others need to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Its id.
    pub id: ConnectionId,
    /// Its name for people.
    pub name: String,
    /// Who may use its extensions; `None`: everybody.
    extension_users: Option<Vec<UserId>>,
}

/// What a connection does about a command in General.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Addressee {
    /// It is for this connection.
    Here,
    /// It is another's, or another says what there is to say.
    Elsewhere,
    /// This one asks which is meant: these.
    Asks(Vec<String>),
    /// This one says that there is none of that name, but these.
    Unknown(Vec<String>),
}

/// Whether this connection answers the command. `peers` are all connections of the group, this
/// one among them; `right` is what the command needs.
pub(super) fn addressee(
    own: &Connection,
    peers: &[Peer],
    invocation: &Invocation,
    right: Option<Right>,
    sender: Option<UserId>,
) -> Addressee {
    let alone = [Peer {
        id: own.id.clone(),
        name: own.name.clone(),
        extension_users: None,
    }];
    let peers = if peers.is_empty() { &alone } else { peers };
    let is_own = |peer: &&Peer| peer.id == own.id;
    if let Some(name) = &invocation.connection {
        let mut named = peers
            .iter()
            .filter(|peer| peer.name.eq_ignore_ascii_case(name));
        return match named.next() {
            Some(peer) if is_own(&peer) => Addressee::Here,
            Some(_) => Addressee::Elsewhere,
            None => spoken_by_first(own, peers, Addressee::Unknown),
        };
    }
    if invocation.bot.is_some() {
        return Addressee::Here;
    }
    let admitting: Vec<&Peer> = peers
        .iter()
        .filter(|peer| peer.admits(right, sender))
        .collect();
    match admitting.as_slice() {
        [one] if is_own(one) => Addressee::Here,
        [_] => Addressee::Elsewhere,
        [] => match is_first(own, peers.iter()) {
            true => Addressee::Here,
            false => Addressee::Elsewhere,
        },
        several => match is_first(own, several.iter().copied()) {
            true => Addressee::Asks(names(several.iter().copied())),
            false => Addressee::Elsewhere,
        },
    }
}

/// Whether this connection speaks for all of the group.
pub(super) fn speaks_first(own: &Connection, peers: &[Peer]) -> bool {
    peers.is_empty() || is_first(own, peers.iter())
}

fn spoken_by_first(
    own: &Connection,
    peers: &[Peer],
    what: impl FnOnce(Vec<String>) -> Addressee,
) -> Addressee {
    match is_first(own, peers.iter()) {
        true => what(names(peers.iter())),
        false => Addressee::Elsewhere,
    }
}

fn is_first<'a>(own: &Connection, peers: impl Iterator<Item = &'a Peer>) -> bool {
    peers
        .min_by_key(|peer| peer.rank())
        .is_some_and(|first| first.id == own.id)
}

fn names<'a>(peers: impl Iterator<Item = &'a Peer>) -> Vec<String> {
    let mut peers: Vec<&Peer> = peers.collect();
    peers.sort_by_key(|peer| peer.rank());
    peers.into_iter().map(|peer| peer.name.clone()).collect()
}

// === impl Peer ===

impl Peer {
    /// What others need to know of a connection.
    #[must_use]
    pub fn of(connection: &Connection, parameters: &Parameters) -> Self {
        let extension_users = match &parameters.extensions_allowed {
            Extensions::Administrator => Some(connection.administrator.into_iter().collect()),
            Extensions::Users(users) if users.is_empty() => None,
            Extensions::Users(users) => Some(users.iter().copied().map(UserId).collect()),
        };
        Self {
            id: connection.id.clone(),
            name: connection.name.clone(),
            extension_users,
        }
    }

    /// Whether it lets this person give a command that needs this. Who may ban is the same for
    /// all that share a group, and nobody knows who writes in the group's name.
    fn admits(&self, right: Option<Right>, sender: Option<UserId>) -> bool {
        match (right, &self.extension_users, sender) {
            (Some(Right::Extension), Some(users), Some(sender)) => users.contains(&sender),
            (Some(Right::Extension | Right::Ban) | None, _, _) => true,
        }
    }

    fn rank(&self) -> (String, ConnectionId) {
        (self.name.to_lowercase(), self.id.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operator_command::Command;

    const OLGA: UserId = UserId(5);

    fn connection(id: &str, name: &str) -> Connection {
        let mut connection = Connection::sample();
        connection.id = ConnectionId::parse(id).unwrap();
        name.clone_into(&mut connection.name);
        connection
    }

    /// Three connections of a group; Olga is in the extensions of the second.
    fn three() -> [Connection; 3] {
        let all = [("c1", "Shop"), ("c2", "berlin"), ("c3", "Zoo")];
        all.map(|(id, name)| connection(id, name))
    }

    fn peers(all: &[Connection], extensions: [&str; 3]) -> Vec<Peer> {
        let mut parameters = Parameters::default();
        let both = all.iter().zip(extensions);
        both.map(|(connection, users)| {
            let name = crate::parameter::Name::ExtensionsAllowed;
            parameters.set(name, users).unwrap();
            Peer::of(connection, &parameters)
        })
        .collect()
    }

    fn invocation(bot: Option<&str>, connection: Option<&str>) -> Invocation {
        Invocation {
            command: Command::Queue,
            bot: bot.map(str::to_owned),
            connection: connection.map(str::to_owned),
        }
    }

    /// What each of the three does.
    fn each(
        extensions: [&str; 3],
        invocation: &Invocation,
        right: Option<Right>,
        sender: Option<UserId>,
    ) -> Vec<Addressee> {
        let all = three();
        let peers = peers(&all, extensions);
        all.iter()
            .map(|own| addressee(own, &peers, invocation, right, sender))
            .collect()
    }

    use Addressee::{Asks, Elsewhere, Here, Unknown};

    const NOBODY: [&str; 3] = ["9", "9", "9"];

    #[test]
    fn a_name_is_one_of_them_whoever_asks() {
        let named = invocation(None, Some("SHOP"));
        let done = each(NOBODY, &named, None, Some(OLGA));
        assert_eq!(done, [Here, Elsewhere, Elsewhere]);
        let extension = Some(Right::Extension);
        let done = each(NOBODY, &named, extension, Some(OLGA));
        assert_eq!(done, [Here, Elsewhere, Elsewhere], "it refuses for itself");
    }

    #[test]
    fn a_name_that_is_nobodys_is_told_once() {
        let there = ["berlin", "Shop", "Zoo"].map(str::to_owned).to_vec();
        let named = invocation(None, Some("shoe"));
        let done = each(NOBODY, &named, None, Some(OLGA));
        assert_eq!(done, [Elsewhere, Unknown(there), Elsewhere]);
    }

    #[test]
    fn a_bots_name_is_its_connections() {
        // Others' bots are strangers to the parser: it comes to this one alone.
        let all = three();
        let peers = peers(&all, NOBODY);
        let named = invocation(Some("shop_bot"), None);
        assert_eq!(addressee(&all[0], &peers, &named, None, None), Here);
    }

    #[test]
    fn without_a_name_it_is_asked_once_which_is_meant() {
        let there = ["berlin", "Shop", "Zoo"].map(str::to_owned).to_vec();
        let bare = invocation(None, None);
        for sender in [Some(OLGA), None] {
            let done = each(NOBODY, &bare, None, sender);
            assert_eq!(done, [Elsewhere, Asks(there.clone()), Elsewhere]);
        }
    }

    #[test]
    fn the_only_one_that_admits_somebody_is_meant() {
        let (bare, extension) = (invocation(None, None), Some(Right::Extension));
        let done = each(["9", "9", "5"], &bare, extension, Some(OLGA));
        assert_eq!(done, [Elsewhere, Elsewhere, Here]);
        let both = ["Shop", "Zoo"].map(str::to_owned).to_vec();
        let done = each([".", "9", "5"], &bare, extension, Some(OLGA));
        assert_eq!(done, [Asks(both), Elsewhere, Elsewhere]);
        let done = each(NOBODY, &bare, extension, Some(OLGA));
        assert_eq!(done, [Elsewhere, Here, Elsewhere], "the first refuses");
    }

    #[test]
    fn who_is_alone_is_meant() {
        let own = connection("c1", "Shop");
        let bare = invocation(None, None);
        assert_eq!(addressee(&own, &[], &bare, None, Some(OLGA)), Here);
        let named = invocation(None, Some("other"));
        let there = vec!["Shop".to_owned()];
        assert_eq!(addressee(&own, &[], &named, None, None), Unknown(there));
        assert!(speaks_first(&own, &[]));
    }
}
