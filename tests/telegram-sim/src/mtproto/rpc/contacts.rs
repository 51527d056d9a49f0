//! Whom an account has among its contacts, and whom it has blocked.

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{Answer, Call, Refused, cast::Cast, event, login, shape};
use crate::world::{Key, UserId};

/// `contacts.getContacts`.
pub(super) fn list(call: &mut Call<'_>) -> Answer {
    call.read::<functions::contacts::GetContacts>()?;
    let (world, account) = (&*call.world, call.account);
    let own = world.contacts.get(&account).cloned().unwrap_or_default();
    let mut cast = Cast::default();
    let contacts = own.iter().map(|user_id| {
        cast.user(*user_id);
        enums::Contact::Contact(types::Contact {
            user_id: *user_id,
            mutual: world.is_contact(*user_id, account),
        })
    });
    let contacts: Vec<_> = contacts.collect();
    let (users, _) = cast.shapes(world, account);
    let answer = types::contacts::Contacts {
        saved_count: shape::count(contacts.len()),
        contacts,
        users,
    };
    Ok(enums::contacts::Contacts::Contacts(answer).to_bytes())
}

/// `contacts.addContact`.
pub(super) fn add(call: &mut Call<'_>) -> Answer {
    let asked: functions::contacts::AddContact = call.read()?;
    let user = call.user(&asked.id)?;
    if asked.first_name.trim().is_empty() {
        return Err(Refused::bad("CONTACT_NAME_EMPTY"));
    }
    if user == call.account {
        return Err(Refused::bad("CONTACT_ID_INVALID"));
    }
    let account = call.account;
    call.world.contacts.entry(account).or_default().insert(user);
    let mut cast = Cast::default();
    cast.user(user);
    let updates = event::bundle(call.world, account, Vec::new(), &cast);
    Ok(updates.to_bytes())
}

/// `contacts.importContacts`: whoever has those numbers. Numbers that nobody has are left out without a word.
pub(super) fn import(call: &mut Call<'_>) -> Answer {
    let asked: functions::contacts::ImportContacts = call.read()?;
    let account = call.account;
    let mut cast = Cast::default();
    let mut imported = Vec::new();
    for enums::InputContact::InputPhoneContact(contact) in asked.contacts {
        let owner = login::owner(call.world, &login::digits(&contact.phone));
        let Some(user_id) = owner.filter(|owner| *owner != account) else {
            continue;
        };
        let own = call.world.contacts.entry(account).or_default();
        own.insert(user_id);
        cast.user(user_id);
        imported.push(enums::ImportedContact::Contact(types::ImportedContact {
            user_id,
            client_id: contact.client_id,
        }));
    }
    let (users, _) = cast.shapes(call.world, account);
    let answer = types::contacts::ImportedContacts {
        imported,
        popular_invites: Vec::new(),
        retry_contacts: Vec::new(),
        users,
    };
    Ok(enums::contacts::ImportedContacts::Contacts(answer).to_bytes())
}

/// `contacts.block`.
pub(super) fn block(call: &mut Call<'_>) -> Answer {
    let asked: functions::contacts::Block = call.read()?;
    set_blocked(call, &asked.id, true)
}

/// `contacts.unblock`.
pub(super) fn unblock(call: &mut Call<'_>) -> Answer {
    let asked: functions::contacts::Unblock = call.read()?;
    set_blocked(call, &asked.id, false)
}

fn set_blocked(call: &mut Call<'_>, peer: &enums::InputPeer, blocked: bool) -> Answer {
    let other = person(call, peer)?;
    let account = call.account;
    call.world
        .set_blocked(account, other, blocked)
        .map_err(|refused| Refused::by_world(&refused))?;
    Ok(true.to_bytes())
}

fn person(call: &Call<'_>, peer: &enums::InputPeer) -> Result<UserId, Refused> {
    match call.peer(peer)? {
        key @ Key::Private(..) => Ok(key.id_for(call.account)),
        Key::Group(_) => Err(Refused::bad("CONTACT_ID_INVALID")),
    }
}
