//! Runs commands and keeps what they print.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use backline_cli::{ExitStatus, Surroundings, Terminal, run};
use backline_client::Secret;
use jiff::Timestamp;

use crate::fake::{Fake, TOKEN};

/// A shell in front of a fake server.
pub(crate) struct Shell {
    pub(crate) server: Fake,
    url: String,
    environment: Vec<(String, String)>,
    person: Option<Person>,
}

/// What a command did.
pub(crate) struct Ran {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Who sits at the terminal, and answers everything so.
#[derive(Clone, Default)]
pub(crate) struct Person {
    pub(crate) secret: String,
    pub(crate) says_yes: bool,
    pub(crate) asked: Arc<Mutex<Vec<String>>>,
}

#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

struct Seat(Option<Person>);

impl Shell {
    /// A shell with the right token, and nobody to ask.
    pub(crate) async fn open() -> Self {
        let server = Fake::default();
        let url = server.serve().await;
        Self {
            server,
            url,
            environment: Vec::new(),
            person: None,
        }
        .with("BACKLINE_TOKEN", TOKEN)
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.into(), value.into()));
        self
    }

    pub(crate) fn with_person(mut self, person: &Person) -> Self {
        self.person = Some(person.clone());
        self
    }

    /// Runs `backline` with these words, split at blanks.
    pub(crate) async fn run(&self, line: &str) -> Ran {
        self.run_words(line.split_whitespace().collect()).await
    }

    async fn run_words(&self, words: Vec<&str>) -> Ran {
        let mut arguments = vec!["backline"];
        arguments.extend(words);
        if !arguments.contains(&"--server") {
            arguments.extend(["--server", &self.url]);
        }
        run_with(arguments, &self.environment, self.person.clone()).await
    }
}

/// Runs with exactly these arguments.
pub(crate) async fn run_with(
    arguments: Vec<&str>,
    environment: &[(String, String)],
    person: Option<Person>,
) -> Ran {
    let (stdout, stderr) = (Pipe::default(), Pipe::default());
    let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let surroundings = Surroundings {
        stdout: Box::new(stdout.clone()),
        stderr: Box::new(stderr.clone()),
        environment: environment.iter().cloned().collect(),
        terminal: Box::new(Seat(person)),
        now: Arc::new(move || now),
        // Nobody waits in a test.
        pause: Arc::new(|_| Box::pin(std::future::ready(()))),
    };
    let status = run(arguments, surroundings).await;
    Ran {
        status,
        stdout: stdout.text(),
        stderr: stderr.text(),
    }
}

impl Ran {
    /// Both outputs and the status, for snapshots.
    pub(crate) fn all(&self) -> String {
        format!(
            "status: {}\n--- stdout\n{}--- stderr\n{}",
            self.status.code(),
            self.stdout,
            self.stderr
        )
    }
}

impl Pipe {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Terminal for Seat {
    fn is_interactive(&self) -> bool {
        self.0.is_some()
    }

    fn ask_secret(&mut self, question: &str) -> io::Result<Secret> {
        let person = self.0.as_ref().expect("nobody is there to ask");
        person.asked.lock().unwrap().push(question.into());
        Ok(Secret::new(person.secret.clone()))
    }

    fn confirm(&mut self, question: &str) -> io::Result<bool> {
        let person = self.0.as_ref().expect("nobody is there to ask");
        person.asked.lock().unwrap().push(question.into());
        Ok(person.says_yes)
    }
}
