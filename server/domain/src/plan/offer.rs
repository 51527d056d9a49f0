//! The plans of an installation, and who has which.

use std::collections::BTreeMap;

use super::Plan;
use crate::connection::Connection;
use crate::id::{ConnectionId, UserId};

/// By whom something is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// An administrator, over all of their connections.
    Administrator(UserId),
    /// A connection whose administrator is not known yet.
    Connection(ConnectionId),
}

/// What an installation offers. The default offers nothing, and limits nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    plans: BTreeMap<String, Plan>,
    default: String,
    administrators: BTreeMap<UserId, String>,
    unlimited: Plan,
}

// === impl Owner ===

impl Owner {
    /// By whom this connection is counted.
    #[must_use]
    pub fn of(connection: &Connection) -> Self {
        match connection.administrator {
            Some(user) => Self::Administrator(user),
            None => Self::Connection(connection.id.clone()),
        }
    }
}

// === impl Offer ===

impl Default for Offer {
    fn default() -> Self {
        Self {
            plans: BTreeMap::new(),
            default: Plan::UNLIMITED.to_owned(),
            administrators: BTreeMap::new(),
            unlimited: Plan::unlimited(),
        }
    }
}

impl Offer {
    /// These plans; whoever is not named has the default one. Names that are no plan's count as
    /// unlimited: the configuration refuses them before.
    #[must_use]
    pub fn new(
        plans: Vec<Plan>,
        default: impl Into<String>,
        administrators: BTreeMap<UserId, String>,
    ) -> Self {
        let by_name = plans.into_iter().map(|plan| (plan.name.clone(), plan));
        Self {
            plans: by_name.collect(),
            default: default.into(),
            administrators,
            unlimited: Plan::unlimited(),
        }
    }

    /// Whether there is any plan: without one nothing is counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.plans.is_empty()
    }

    /// All plans, by name, with `unlimited` where somebody has it by default.
    pub fn plans(&self) -> impl Iterator<Item = &Plan> {
        let has_unlimited = !self.is_empty() && self.default == Plan::UNLIMITED;
        let unlimited = has_unlimited.then_some(&self.unlimited);
        self.plans.values().chain(unlimited)
    }

    /// The plan of this name.
    #[must_use]
    pub fn plan(&self, name: &str) -> Option<&Plan> {
        self.plans().find(|plan| plan.name == name)
    }

    /// The plan that whoever is not named has.
    #[must_use]
    pub fn default_name(&self) -> &str {
        &self.default
    }

    /// The plan of an owner.
    #[must_use]
    pub fn of(&self, owner: &Owner) -> &Plan {
        let named = match owner {
            Owner::Administrator(user) => self.administrators.get(user),
            Owner::Connection(_) => None,
        };
        let name = named.unwrap_or(&self.default);
        self.plans.get(name).unwrap_or(&self.unlimited)
    }
}
