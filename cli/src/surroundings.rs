//! What the program stands in: the environment, the terminal, the time. Read once, in `main`, and
//! handed in, so that tests bring their own.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, IsTerminal as _, Write};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use backline_client::Secret;
use jiff::Timestamp;

/// What the program stands in.
pub struct Surroundings {
    /// For data.
    pub stdout: Box<dyn Write + Send>,
    /// For everything else.
    pub stderr: Box<dyn Write + Send>,
    /// The environment as it was at the start.
    pub environment: Environment,
    /// Who sits in front of it.
    pub terminal: Box<dyn Terminal>,
    /// What time it is.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Lets so much time go by.
    pub pause: Arc<dyn Fn(Duration) -> Pause + Send + Sync>,
}

/// Time that goes by.
pub type Pause = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The environment's variables. Their values may be secrets: `Debug` shows names only.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

/// A person who can be asked.
pub trait Terminal: Send {
    /// Whether anybody is there.
    fn is_interactive(&self) -> bool;

    /// Asks for a secret; what is typed is not shown.
    ///
    /// # Errors
    /// The terminal is gone.
    fn ask_secret(&mut self, question: &str) -> io::Result<Secret>;

    /// Asks a question; only `y` and `yes` are a yes.
    ///
    /// # Errors
    /// The terminal is gone.
    fn confirm(&mut self, question: &str) -> io::Result<bool>;
}

/// The process's own terminal.
#[derive(Debug, Clone, Copy)]
pub struct Console;

// === impl Surroundings ===

impl Surroundings {
    /// Those of this process.
    #[must_use]
    pub fn of_process() -> Self {
        Self {
            stdout: Box::new(io::stdout()),
            stderr: Box::new(io::stderr()),
            environment: Environment::of_process(),
            terminal: Box::new(Console),
            now: Arc::new(Timestamp::now),
            pause: Arc::new(|time| Box::pin(tokio::time::sleep(time))),
        }
    }
}

// === impl Environment ===

impl Environment {
    /// That of this process; variables that are no Unicode are left out.
    #[must_use]
    pub fn of_process() -> Self {
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect()
    }

    /// A variable's value. An empty variable counts as not set.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.trim().is_empty())
    }

    /// All variables.
    pub fn variables(&self) -> impl Iterator<Item = (String, String)> {
        self.0.clone().into_iter()
    }

    /// A variable's value as a path.
    #[must_use]
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.get(name).map(PathBuf::from)
    }
}

impl FromIterator<(String, String)> for Environment {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(variables: I) -> Self {
        Self(variables.into_iter().collect())
    }
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

// === impl Console ===

impl Terminal for Console {
    fn is_interactive(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    fn ask_secret(&mut self, question: &str) -> io::Result<Secret> {
        rpassword::prompt_password(format!("{question}: ")).map(Secret::new)
    }

    fn confirm(&mut self, question: &str) -> io::Result<bool> {
        let mut stderr = io::stderr();
        write!(stderr, "{question} [y/N] ")?;
        stderr.flush()?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        Ok(matches!(
            answer.trim().to_ascii_lowercase().as_str(),
            "y" | "yes"
        ))
    }
}
