use super::*;

fn user(id: i64, username: &str) -> User {
    User {
        id: UserId(id),
        is_bot: false,
        first_name: format!("P{id}"),
        last_name: String::new(),
        username: username.to_owned(),
        language: String::new(),
    }
}

fn rights(restrict_members: bool) -> MemberRights {
    MemberRights {
        restrict_members,
        ..MemberRights::default()
    }
}

const NOW: Timestamp = Timestamp(1_000_000_000);

fn asked(status: MemberStatus, restrict_members: bool) -> Connection {
    let rights = rights(restrict_members);
    told(
        &Connection::sample(),
        &user(5, ""),
        status,
        rights,
        NOW,
        true,
    )
    .unwrap()
}

#[test]
fn nothing_is_decided_on_a_guess() {
    let known = |connection: &Connection| may_ban(connection, UserId(5), NOW);
    assert_eq!(known(&Connection::sample()), Known::Unknown);
    // Somebody who writes there may be anything.
    let seen = seen(&Connection::sample(), &user(5, ""), NOW).unwrap();
    assert_eq!(known(&seen), Known::Unknown);
}

#[test]
fn the_right_is_telegrams() {
    use MemberStatus::{Administrator, Member, Owner, Restricted};
    let known = |status, right| may_ban(&asked(status, right), UserId(5), NOW);
    assert_eq!(known(Owner, false), Known::Yes, "an owner has every right");
    assert_eq!(known(Administrator, true), Known::Yes);
    assert_eq!(known(Administrator, false), Known::No);
    for status in [Member, Restricted] {
        assert_eq!(known(status, true), Known::No, "{status:?}");
    }
}

#[test]
fn who_is_gone_is_forgotten() {
    let admin = asked(MemberStatus::Administrator, true);
    for status in [MemberStatus::Left, MemberStatus::Banned] {
        let gone = told(&admin, &user(5, ""), status, rights(false), NOW, false).unwrap();
        assert_eq!(may_ban(&gone, UserId(5), NOW), Known::Unknown);
        assert!(gone.operators.is_empty() && gone.team.is_empty());
    }
}

#[test]
fn a_withdrawn_right_is_gone_at_once() {
    let admin = asked(MemberStatus::Administrator, true);
    let member = MemberStatus::Member;
    let after = told(&admin, &user(5, ""), member, rights(false), NOW, false).unwrap();
    assert_eq!(may_ban(&after, UserId(5), NOW), Known::No);
}

#[test]
fn what_is_known_grows_old() {
    let admin = asked(MemberStatus::Administrator, true);
    let at = |seconds| NOW.after(Duration::from_secs(seconds));
    assert_eq!(may_ban(&admin, UserId(5), at(3599)), Known::Yes);
    assert_eq!(may_ban(&admin, UserId(5), at(3600)), Known::Unknown);
    let mut unsure = admin;
    unsure.team = unsure.team.without_standings();
    assert_eq!(may_ban(&unsure, UserId(5), NOW), Known::Unknown);
}

#[test]
fn an_account_asks_each_time() {
    let mut admin = asked(MemberStatus::Administrator, true);
    admin.frontend = crate::id::IdentityId::account(9);
    assert_eq!(may_ban(&admin, UserId(5), NOW), Known::Unknown);
    // And so does a bot over MTProto, which is told, but maybe behind the command.
    let mut admin = asked(MemberStatus::Administrator, true);
    admin.mtproto.insert(admin.frontend, NOW);
    assert_eq!(may_ban(&admin, UserId(5), NOW), Known::Unknown);
}

#[test]
fn extensions_are_for_those_named_or_the_administrator() {
    let mut connection = Connection::sample();
    connection.administrator = Some(UserId(5));
    let mut parameters = Parameters::default();
    let may = |parameters: &Parameters, id| may_extend(&connection, parameters, UserId(id));
    assert!(may(&parameters, 5) && !may(&parameters, 6));
    parameters.extensions_allowed = Extensions::Users([6].into());
    assert!(!may(&parameters, 5) && may(&parameters, 6));
    parameters.extensions_allowed = Extensions::Users(std::collections::BTreeSet::new());
    assert!(may(&parameters, 5) && may(&parameters, 6));
}

#[test]
fn people_are_found_by_their_present_name() {
    let one = seen(&Connection::sample(), &user(5, "Olga"), NOW).unwrap();
    let known = one.team.named("oLGA").unwrap();
    assert_eq!((known.0, known.1.called()), (UserId(5), "@Olga".to_owned()));
    assert_eq!(one.team.named(""), None, "nobody is called nothing");
    // The name is another's now.
    let later = NOW.after(Duration::from_secs(60));
    let two = seen(&one, &user(6, "olga"), later).unwrap();
    assert_eq!(two.team.named("olga").unwrap().0, UserId(6));
    let nameless = seen(&two, &user(6, ""), later).unwrap();
    assert_eq!(nameless.team.get(UserId(6)).unwrap().called(), "P6");
}

#[test]
fn what_is_known_already_writes_nothing() {
    let one = seen(&Connection::sample(), &user(5, "olga"), NOW).unwrap();
    let at = |seconds| NOW.after(Duration::from_secs(seconds));
    assert_eq!(seen(&one, &user(5, "olga"), at(3600)), None);
    assert!(seen(&one, &user(5, "olga"), at(8 * 24 * 3600)).is_some());
    // Of somebody who only is there their id is enough.
    let member = |id| {
        told(
            &one,
            &user(id, ""),
            MemberStatus::Member,
            rights(false),
            NOW,
            false,
        )
    };
    let joined = member(7).unwrap();
    assert!(joined.operators.contains(&UserId(7)));
    assert_eq!(joined.team.get(UserId(7)), None);
}

#[test]
fn those_seen_last_are_remembered() {
    let mut connection = Connection::sample();
    for id in 1..=i64::try_from(MOST).unwrap() + 3 {
        connection = seen(&connection, &user(id, ""), Timestamp(id)).unwrap();
    }
    assert_eq!(connection.team.people.len(), MOST);
    assert_eq!(connection.team.get(UserId(3)), None);
    assert!(connection.team.get(UserId(4)).is_some());
}
