//! `CreateConnection`: everything is checked before anything is written, and all
//! is written in one transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use backline_domain::change::{Change, Identity, Secret};
use backline_domain::connection::{
    Carrier, Connection, DeskBot, Group, ParameterChange, WebhookSecret,
};
use backline_domain::id::{ChatId, ConnectionId, IdentityId, UserId};
use backline_domain::parameter;
use backline_proto::admin::v1::connection::Via;
use backline_proto::admin::v1::{CreateConnectionRequest, CreateConnectionResponse};
use tonic::Status;

use super::{claim, field, show};
use crate::desk;
use crate::gateway::{Account, Sessions};
use crate::grpc::access::random_id;
use crate::grpc::admin::{Admin, Once};
use crate::grpc::{Caller, status};

/// The request, checked.
struct Wanted {
    name: String,
    frontend: IdentityId,
    username: String,
    secret: Secret,
    /// Its bots over MTProto.
    over_mtproto: Vec<IdentityId>,
    desk: Option<(IdentityId, Secret)>,
    group: Option<ChatId>,
    new_group: Option<String>,
    administrator: Option<UserId>,
    parameters: BTreeMap<String, String>,
}

/// Makes a connection and opens its desk.
pub(in crate::grpc) async fn create(
    admin: Admin,
    sessions: Sessions,
    caller: Caller,
    request: CreateConnectionRequest,
) -> Result<CreateConnectionResponse, Status> {
    caller.reach_all("making a connection")?;
    let once = Once::new(&admin, &caller, "CreateConnection", &request.request_id)?;
    let code = claim::code(&admin, &once);
    let _edit = admin.edits.lock().await;
    if let Some(earlier) = once.earlier().await? {
        return again(&admin, &once, earlier, code).await;
    }
    let account = account(&sessions, &request)?;
    let wanted = Wanted::new(request, account.as_deref())?;
    let others = admin
        .desks
        .store
        .connections()
        .await
        .map_err(|e| status::from_store(&e))?;
    field::unused_name("display_name", &wanted.name, &others)?;
    field::unused_identity(wanted.frontend, &others)?;
    if let Some((bot, _)) = &wanted.desk {
        field::unused_identity(*bot, &others)?;
    }

    let connection = wanted.connection(&admin, &caller, &code)?;
    within_plan(&admin, &connection)?;
    let mut response = CreateConnectionResponse {
        connection: Some(show(&connection)),
        ..Default::default()
    };
    // The code is not in what is stored: a repeated call makes it again.
    let row = once.row(&response);
    let mut changes = wanted.changes(&admin, &caller, &connection);
    changes.push(row);
    if let Some(account) = &account {
        changes.push(Change::DeleteLogout(account.logout()));
    }
    admin
        .desks
        .store
        .commit(changes)
        .await
        .map_err(|error| status::from_store(&error))?;
    if let Some(account) = account {
        sessions.used(&account);
    }

    let desk = open(&admin, &connection).await?;
    if let Some(group) = wanted.group {
        response.connection = Some(show(&take(&desk, &once, group).await?));
    }
    claim::put(&mut response, &connection, code);
    tracing::info!(connection = %connection.id, name = connection.name, "a connection was made");
    Ok(response)
}

/// Whether the administrator's plan has room for the connection, with these parameters.
fn within_plan(admin: &Admin, connection: &Connection) -> Result<(), Status> {
    let plans = &admin.desks.plans;
    let refuse = |refused| status::plan_limit(&refused);
    if let Some(administrator) = connection.administrator {
        plans.admit_connection(administrator).map_err(refuse)?;
    }
    let none = parameter::Parameters::default();
    for (name, value) in &connection.parameters {
        let name = parameter::Name::parse(name).map_err(status::internal)?;
        let admitted = plans.of(connection).admits(name, value, &none);
        admitted.map_err(refuse)?;
    }
    Ok(())
}

/// The account that the request names, if it names one.
fn account(
    sessions: &Sessions,
    request: &CreateConnectionRequest,
) -> Result<Option<Arc<Account>>, Status> {
    match (
        request.bot_token.is_empty(),
        request.account_login.is_empty(),
    ) {
        (_, true) => Ok(None),
        (true, false) => field::account(sessions, &request.account_login).map(Some),
        (false, false) => Err(status::invalid_field(
            "account_login",
            "a connection has one frontend: give either a bot's token or an account",
        )),
    }
}

/// The first call's answer, with the link as far as it is known by now. What the
/// first call did not come to after its commit is done now.
async fn again(
    admin: &Admin,
    once: &Once,
    mut earlier: CreateConnectionResponse,
    code: String,
) -> Result<CreateConnectionResponse, Status> {
    let id = earlier.connection.as_ref().and_then(|connection| {
        ConnectionId::parse(connection.name.strip_prefix("connections/")?).ok()
    });
    let Some(id) = id else { return Ok(earlier) };
    let stored = admin.desks.store.connection(&id).await;
    let Some(now) = stored.map_err(|error| status::from_store(&error))? else {
        return Ok(earlier);
    };
    let desk = open(admin, &now).await?;
    if let Group::Checking(group) = now.group {
        take(&desk, once, group).await?;
    }
    claim::put(&mut earlier, &now, code);
    Ok(earlier)
}

async fn open(admin: &Admin, connection: &Connection) -> Result<desk::Handle, Status> {
    match admin.desks.registry.desk(&connection.id) {
        Some(desk) => Ok(desk),
        None => desk::open(&admin.desks, connection.clone())
            .await
            .map_err(|error| status::from_open(&error)),
    }
}

/// The group is looked at before it becomes the backend group.
async fn take(desk: &desk::Handle, once: &Once, group: ChatId) -> Result<Connection, Status> {
    let change = desk::ConnectionChange::TakeGroup(group);
    let taken = desk.change(change, once.asked_again()).await;
    taken.map_err(|error| status::from_desk(&error))
}

/// The parameters in canonical form. `DEFAULT` stands for "not set".
fn parameters(given: HashMap<String, String>) -> Result<BTreeMap<String, String>, Status> {
    // In the order of names, so that of several wrong ones always the same is told.
    let given: BTreeMap<String, String> = given.into_iter().collect();
    let mut set = BTreeMap::new();
    for (name, value) in given {
        let field = format!("parameters[{name}]");
        let refuse =
            |error: &parameter::InvalidValue| status::invalid_parameter(&field, &name, error);
        let known = parameter::Name::parse(&name).map_err(|error| refuse(&error.into()))?;
        let text = parameter::check(known, &value).map_err(|error| refuse(&error))?;
        if !value.trim().eq_ignore_ascii_case("DEFAULT") {
            set.insert(known.as_str().to_owned(), text);
        }
    }
    Ok(set)
}

// === impl Wanted ===

impl Wanted {
    fn new(request: CreateConnectionRequest, account: Option<&Account>) -> Result<Self, Status> {
        let (frontend, secret) = match account {
            Some(account) => (account.identity, account.session.clone()),
            None => field::bot_token("bot_token", &request.bot_token)?,
        };
        let group = request.backend_group_id;
        let new_group = field::new_group("new_group_title", &request.new_group_title)?;
        if new_group.is_some() && (account.is_none() || group != 0) {
            let message = "only an account makes its group itself, and only one that is given \
                           none: leave out either this or what it is not for";
            return Err(status::invalid_field("new_group_title", message));
        }
        // A desk bot is made an admin of its group by the administrator, like any bot.
        let is_awaited = request.administrator_id != 0 && !request.desk_bot_token.is_empty();
        if account.is_some() && group == 0 && new_group.is_none() && !is_awaited {
            let message = "an account needs its group named: make the account, or the bot that \
                           is to look after the group, an administrator of a forum group and \
                           give that group's id; or give the title of a group that it is to make; \
                           or give a desk bot's token and the administrator who makes that bot an \
                           admin of a group";
            return Err(status::invalid_field("backend_group_id", message));
        }
        let desk = field::desk_bot("desk_bot_token", &request.desk_bot_token, frontend)?;
        let mut over_mtproto = Vec::new();
        if field::via("via", request.via(), frontend)? {
            over_mtproto.push(frontend);
        }
        if request.desk_via() != Via::Unspecified {
            let bot = desk.as_ref().map(|(bot, _)| *bot);
            let bot = field::of_desk("desk_via", bot)?;
            if field::via("desk_via", request.desk_via(), bot)? {
                over_mtproto.push(bot);
            }
        }
        Ok(Self {
            over_mtproto,
            name: field::display_name("display_name", &request.display_name)?,
            frontend,
            username: account.map_or_else(String::new, |account| account.username.clone()),
            secret,
            desk,
            group: if group == 0 {
                None
            } else {
                Some(field::group("backend_group_id", group)?)
            },
            new_group,
            administrator: field::person("administrator_id", request.administrator_id)?,
            parameters: parameters(request.parameters)?,
        })
    }

    fn connection(&self, admin: &Admin, caller: &Caller, code: &str) -> Result<Connection, Status> {
        let id = random_id().map_err(status::internal)?;
        let now = admin.now();
        let over_mtproto = self.over_mtproto.iter();
        Ok(Connection {
            id: ConnectionId::parse(&id).map_err(status::internal)?,
            name: self.name.clone(),
            frontend: self.frontend,
            frontend_username: self.username.clone(),
            group: match (self.group, &self.new_group, self.administrator) {
                (Some(group), _, _) => Group::Checking(group),
                (None, Some(title), _) => Group::Founding {
                    title: title.clone(),
                },
                (None, None, Some(_)) => Group::Awaited,
                (None, None, None) => claim::group(code, now),
            },
            group_title: String::new(),
            administrator: self.administrator,
            is_stopped: false,
            problem: None,
            problem_reason: None,
            business: std::collections::BTreeMap::new(),
            identity_problem: None,
            is_barred: false,
            keeps_out_of_groups: false,
            has_privacy_mode: false,
            in_setup_bot: caller.person.is_some(),
            candidate: None,
            owes_word_of_group: false,
            account: None,
            created_at: now,
            parameters: self.parameters.clone(),
            told_unknown: false,
            team: backline_domain::team::Roster::default(),
            outreach: backline_domain::outreach::Budget::default(),
            operators: BTreeSet::new(),
            relays: std::collections::BTreeMap::new(),
            mtproto: over_mtproto.map(|bot| (*bot, now)).collect(),
            webhook_secret: WebhookSecret::default(),
            desk: self.desk.as_ref().map(|(identity, _)| DeskBot {
                identity: *identity,
                username: String::new(),
                problem: None,
                since: None,
                account: Carrier::Ready,
                added_at: now,
            }),
            revision: 1,
        })
    }

    fn changes(&self, admin: &Admin, caller: &Caller, connection: &Connection) -> Vec<Change> {
        let id = &connection.id;
        let mut changes = vec![Change::PutConnection(Box::new(connection.clone()))];
        let frontend = [(self.frontend, self.secret.clone())];
        for (identity, secret) in frontend.into_iter().chain(self.desk.clone()) {
            changes.push(Change::PutIdentity(Identity {
                id: identity,
                connection: id.clone(),
                epoch: 0,
                cursor: None,
            }));
            changes.push(Change::PutSecret(identity, secret));
        }
        let mut sequence = 1;
        // In the setup bot nobody sets parameters of a connection that is to be made: what it has
        // from there follows from the language that the person speaks.
        let given = self.parameters.iter().filter(|_| !caller.is_person());
        for (name, value) in given {
            let default = parameter::Name::parse(name).map_or("", |name| name.default_text());
            changes.push(Change::PutParameterChange(Box::new(ParameterChange {
                connection: id.clone(),
                sequence,
                name: name.clone(),
                old: default.to_owned(),
                new: value.clone(),
                by: caller.by(),
                at: admin.now(),
            })));
            sequence += 1;
        }
        changes.push(Change::PutCounter(id.clone(), sequence));
        changes
    }
}
