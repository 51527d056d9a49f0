//! The schema's versions. Each step runs once, in a transaction, and is recorded
//! with it; there is no way back.

use serde::{Deserialize, Serialize};
use surrealdb::types::Value;

use super::Inner;
use super::body::encode;
use super::fault::checked;
use super::key;
use super::plan::object;
use crate::port::{Error, Result};

/// A step: a file of `schema/`.
struct Step {
    number: u32,
    name: &'static str,
    text: &'static str,
}

/// A step that was taken.
#[derive(Debug, Serialize, Deserialize)]
struct Taken {
    number: u32,
    name: String,
}

/// In order. Never change one that was released: add another.
const STEPS: [Step; 13] = [
    Step {
        number: 1,
        name: "tables",
        text: include_str!("../../schema/0001_tables.surql"),
    },
    Step {
        number: 2,
        name: "upkeep",
        text: include_str!("../../schema/0002_upkeep.surql"),
    },
    Step {
        number: 3,
        name: "fidelity",
        text: include_str!("../../schema/0003_fidelity.surql"),
    },
    Step {
        number: 4,
        name: "kept",
        text: include_str!("../../schema/0004_kept.surql"),
    },
    Step {
        number: 5,
        name: "logout",
        text: include_str!("../../schema/0005_logout.surql"),
    },
    Step {
        number: 6,
        name: "number",
        text: include_str!("../../schema/0006_number.surql"),
    },
    Step {
        number: 7,
        name: "team",
        text: include_str!("../../schema/0007_team.surql"),
    },
    Step {
        number: 8,
        name: "message",
        text: include_str!("../../schema/0008_message.surql"),
    },
    Step {
        number: 9,
        name: "setup_bot",
        text: include_str!("../../schema/0009_setup_bot.surql"),
    },
    Step {
        number: 10,
        name: "usage",
        text: include_str!("../../schema/0010_usage.surql"),
    },
    Step {
        number: 11,
        name: "choice",
        text: include_str!("../../schema/0011_choice.surql"),
    },
    Step {
        number: 12,
        name: "menu",
        text: include_str!("../../schema/0012_menu.surql"),
    },
    Step {
        number: 13,
        name: "webhook",
        text: include_str!("../../schema/0013_webhook.surql"),
    },
];

impl Inner {
    /// Brings the schema up to date.
    ///
    /// # Errors
    /// `Newer` when a newer program was here.
    pub(super) async fn migrate(&self) -> Result<()> {
        let base = "DEFINE TABLE IF NOT EXISTS meta SCHEMALESS PERMISSIONS NONE; \
                    DEFINE TABLE IF NOT EXISTS migration SCHEMALESS PERMISSIONS NONE;";
        self.run(base, object([])).await?;
        let taken: Vec<Taken> = self
            .all("migration", "SELECT VALUE body FROM migration")
            .await?;
        let found = taken.iter().map(|taken| taken.number).max().unwrap_or(0);
        let known = STEPS.last().map_or(0, |step| step.number);
        if found > known {
            return Err(Error::Newer { found, known });
        }
        // Each by itself: what several people add side by side need not come in order.
        let is_taken = |step: &&Step| taken.iter().any(|taken| taken.number == step.number);
        for step in STEPS.iter().filter(|step| !is_taken(step)) {
            tracing::info!(
                number = step.number,
                name = step.name,
                "migrating the store"
            );
            self.take(step).await?;
        }
        Ok(())
    }

    async fn take(&self, step: &Step) -> Result<()> {
        let text = format!("BEGIN; {}\nINSERT $taken RETURN NONE; COMMIT;", step.text);
        let taken = Taken {
            number: step.number,
            name: step.name.to_owned(),
        };
        let id = key::record(key::MIGRATION, vec![key::int(i64::from(step.number))]);
        let row = object([
            ("id", Value::RecordId(id)),
            ("body", encode("migration", &taken)?),
        ]);
        let answer = self.client()?.query(text, object([("taken", row)])).await;
        checked(answer)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use backline_domain::change::Change;
    use backline_domain::dialog::State;

    use super::*;
    use crate::conformance::sample::{chat, connection_id, dialog, dialog_key};
    use crate::port::Store as _;
    use crate::{Options, SealKey, open};

    #[tokio::test]
    async fn dialogs_from_before_are_listed_as_far_as_they_are_open() {
        let store = open(Options::new("mem://", SealKey::new([1; 32])))
            .await
            .unwrap();
        let put = |id, state| {
            let mut row = dialog("a", &chat(id));
            row.customer.name = "\"state\":\"closed\"".to_owned();
            row.state = state;
            Change::PutDialog(Box::new(row))
        };
        let all = vec![
            put(1, State::UserAnswered),
            put(2, State::Closed),
            put(3, State::SupportAnswered),
        ];
        store.commit(all).await.unwrap();
        // As it was before the step.
        let inner = &store.inner;
        let before = "REMOVE TABLE profile; REMOVE TABLE listed; DELETE migration:[7];";
        inner.run(before, object([])).await.unwrap();
        inner.migrate().await.unwrap();
        let listed = store.listed_dialogs(&connection_id("a"), None, 9).await;
        let listed: Vec<_> = listed.unwrap().into_iter().map(|row| row.key).collect();
        assert_eq!(listed, [1, 3].map(|id| dialog_key("a", &chat(id))));
    }
}
