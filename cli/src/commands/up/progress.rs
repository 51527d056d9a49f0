//! What is new since the last look, and worth telling.

use backline_gateway::Report;
use backline_proto::admin::v1::{Connection, connection::State};
use backline_proto::gateway::v1::IdentityState;

use super::step::Step;
use crate::failure::Failure;

/// What is known at one moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Look {
    /// The connection as the server has it.
    pub(super) connection: Connection,
    /// What the gateway said of the bot last.
    pub(super) report: Option<Report>,
}

/// What was told already.
#[derive(Debug, Default)]
pub(super) struct Progress {
    is_verified: bool,
    is_disturbed: bool,
    standing: Option<Step>,
}

// === impl Progress ===

impl Progress {
    /// What is to be told now. Looking again at the same tells nothing.
    ///
    /// # Errors
    /// Telegram refuses the token: nothing but another one helps.
    pub(super) fn look(&mut self, look: &Look) -> Result<Vec<Step>, Failure> {
        let mut steps = Vec::new();
        if let Some(report) = &look.report {
            self.bot(report, &mut steps)?;
        }
        if self.is_verified {
            self.connection(&look.connection, &mut steps);
        }
        Ok(steps)
    }

    fn bot(&mut self, report: &Report, steps: &mut Vec<Step>) -> Result<(), Failure> {
        let detail = report.detail.clone();
        let disturbance = match report.state {
            IdentityState::BadCredential | IdentityState::LoggedOut => {
                return Err(Failure::usage(refused(&detail)));
            }
            IdentityState::TransientDisconnect => Some(Step::Unreachable { detail }),
            IdentityState::Conflict => Some(Step::Conflict { detail }),
            IdentityState::Online => None,
            IdentityState::Unspecified | IdentityState::Released => return Ok(()),
        };
        match disturbance {
            Some(step) if !self.is_disturbed => {
                self.is_disturbed = true;
                steps.push(step);
            }
            Some(_) => {}
            None => {
                if std::mem::take(&mut self.is_disturbed) {
                    steps.push(Step::Back);
                }
                if let (false, Some(profile)) = (self.is_verified, &report.profile) {
                    self.is_verified = true;
                    let username = profile.username.clone();
                    steps.push(Step::Bot {
                        name: profile.name.clone(),
                        username: username.clone(),
                        id: profile.user_id,
                    });
                    if !profile.can_read_all_group_messages {
                        steps.push(Step::Privacy { username });
                    }
                }
            }
        }
        Ok(())
    }

    fn connection(&mut self, connection: &Connection, steps: &mut Vec<Step>) {
        let standing = standing(connection);
        if standing.is_some() && standing != self.standing {
            steps.extend(standing.clone());
        }
        self.standing = standing;
    }
}

/// Telegram does not know the token.
fn refused(detail: &str) -> String {
    let detail = if detail.is_empty() {
        String::new()
    } else {
        format!(" ({detail})")
    };
    format!(
        "Telegram refuses the bot's token{detail}. Get the current one from @BotFather (/token) \
         and start again with it"
    )
}

/// Where the connection stands, in one step. None = nothing to tell yet.
fn standing(connection: &Connection) -> Option<Step> {
    if connection.state() == State::Stopped {
        return Some(Step::Stopped {
            connection: connection.display_name.clone(),
        });
    }
    if !connection.problem.is_empty() {
        return Some(Step::Problem {
            detail: connection.problem.clone(),
        });
    }
    match connection.state() {
        State::AwaitingGroup if connection.backend_group_id != 0 => Some(Step::Checking {
            id: connection.backend_group_id,
        }),
        State::AwaitingGroup if connection.administrator_id != 0 => Some(Step::Administrator {
            id: connection.administrator_id,
        }),
        State::Running => Some(Step::Ready {
            username: connection.frontend_username.clone(),
            group: connection.backend_group_title.clone(),
            group_id: connection.backend_group_id,
        }),
        State::Unspecified | State::AwaitingGroup | State::Stopped | State::Broken => None,
    }
}

#[cfg(test)]
mod tests {
    use backline_proto::gateway::v1::IdentityProfile;

    use super::*;

    fn online(reads_all: bool) -> Option<Report> {
        let profile = IdentityProfile {
            user_id: 7,
            name: "Support".into(),
            username: "shop_bot".into(),
            can_read_all_group_messages: reads_all,
            ..IdentityProfile::default()
        };
        Some(Report {
            state: IdentityState::Online,
            detail: String::new(),
            profile: Some(profile),
        })
    }

    fn reported(state: IdentityState) -> Option<Report> {
        Some(Report {
            state,
            detail: "no route".into(),
            profile: None,
        })
    }

    fn connection(state: State) -> Connection {
        Connection {
            display_name: "main".into(),
            frontend_username: "shop_bot".into(),
            state: state.into(),
            ..Connection::default()
        }
    }

    fn told(progress: &mut Progress, look: &Look) -> Vec<String> {
        let words = |step: Step| step.words().lines().next().unwrap().to_owned();
        progress
            .look(look)
            .unwrap()
            .into_iter()
            .map(words)
            .collect()
    }

    #[test]
    fn a_setup_is_told_step_by_step_and_each_once() {
        let mut progress = Progress::default();
        let mut look = Look {
            connection: connection(State::AwaitingGroup),
            report: None,
        };
        assert_eq!(told(&mut progress, &look), [""; 0]);

        look.report = online(false);
        let steps = told(&mut progress, &look);
        assert_eq!(steps.len(), 2, "{steps:?}");
        assert_eq!(steps[0], "Bot Support (@shop_bot, 7): verified");
        assert!(
            steps[1].contains("/setprivacy") && steps[1].contains("add it again"),
            "{steps:?}"
        );
        assert_eq!(told(&mut progress, &look), [""; 0], "nothing new");

        look.connection.administrator_id = 5;
        assert!(told(&mut progress, &look)[0].contains("administrator is 5"));

        look.connection.problem = "“Team” has no topics.".into();
        assert_eq!(
            told(&mut progress, &look),
            ["Needs you: “Team” has no topics."]
        );

        look.connection.problem.clear();
        look.connection.backend_group_id = -100;
        assert_eq!(told(&mut progress, &look), ["Group -100: being looked at"]);

        look.connection = Connection {
            state: State::Running.into(),
            backend_group_title: "Team".into(),
            ..look.connection
        };
        assert!(told(&mut progress, &look)[0].starts_with("Ready. Who writes to @shop_bot"));
        assert_eq!(told(&mut progress, &look), [""; 0]);

        look.connection.problem = "I am no longer in “Team”.".into();
        assert_eq!(told(&mut progress, &look).len(), 1);
        look.connection.problem.clear();
        assert!(
            told(&mut progress, &look)[0].starts_with("Ready."),
            "and ready again"
        );
    }

    #[test]
    fn a_disturbance_is_told_once_and_its_end_too() {
        let mut progress = Progress::default();
        let mut look = Look {
            connection: connection(State::Running),
            report: online(true),
        };
        assert_eq!(told(&mut progress, &look).len(), 2);
        for (state, words) in [
            (
                IdentityState::TransientDisconnect,
                "Telegram cannot be reached: no route",
            ),
            (
                IdentityState::Conflict,
                "Somebody else takes this bot's messages: no route",
            ),
        ] {
            look.report = reported(state);
            assert_eq!(told(&mut progress, &look), [words]);
            assert_eq!(told(&mut progress, &look), [""; 0]);
            look.report = online(true);
            assert_eq!(told(&mut progress, &look), ["Telegram answers again"]);
        }
    }

    #[test]
    fn a_wrong_token_ends_it_with_the_remedy() {
        let mut progress = Progress::default();
        let report = reported(IdentityState::BadCredential);
        let look = Look {
            connection: connection(State::Running),
            report,
        };
        let failure = progress.look(&look).unwrap_err();
        assert_eq!(failure.status(), crate::ExitStatus::Usage);
        assert!(failure.to_string().contains("@BotFather"), "{failure}");
    }

    #[test]
    fn a_stopped_connection_says_how_to_start_it() {
        let mut progress = Progress::default();
        let look = Look {
            connection: connection(State::Stopped),
            report: online(true),
        };
        assert!(told(&mut progress, &look)[1].contains("backline connections start main"));
    }
}
