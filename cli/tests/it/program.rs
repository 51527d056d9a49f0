//! The program itself, as a process.

use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// How long a line is waited for. Only a guard against tests that hang.
const PATIENCE: Duration = Duration::from_secs(90);

/// A folder in which the program keeps everything.
pub(crate) struct Home(TempDir);

/// A program that runs; killed when it is dropped.
pub(crate) struct Program {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    seen: Vec<String>,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn store(&self) -> String {
        format!("surrealkv://{}", self.0.path().join("data").display())
    }

    /// Writes a file here, and tells where it is.
    pub(crate) fn write(&self, name: &str, content: &str) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    /// Starts the program here, with nobody at the terminal. `token` is the bot's.
    pub(crate) fn start(&self, token: Option<&str>, arguments: &[&str]) -> Program {
        self.start_in(token, &[], arguments)
    }

    /// The same with more in the environment.
    pub(crate) fn start_in(
        &self,
        token: Option<&str>,
        environment: &[(&str, &str)],
        arguments: &[&str],
    ) -> Program {
        let mut command = Command::new(env!("CARGO_BIN_EXE_backline"));
        command
            .env_clear()
            .env("HOME", self.0.path())
            .current_dir(self.0.path())
            .envs(environment.iter().copied())
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        if let Some(token) = token {
            command.env("BACKLINE_BOT_TOKEN", token);
        }
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Program {
            child,
            lines,
            seen: Vec::new(),
        }
    }
}

impl Program {
    /// The next line that holds this.
    pub(crate) async fn says(&mut self, part: &str) -> String {
        loop {
            let line = tokio::time::timeout(PATIENCE, self.lines.next_line()).await;
            let Ok(Ok(Some(line))) = line else {
                let seen = self.seen.join("\n");
                panic!(
                    "{part:?} was not said; it said:\n{seen}\n{}",
                    self.stderr().await
                );
            };
            self.seen.push(line.clone());
            if line.contains(part) {
                return line;
            }
        }
    }

    /// Everything that was said so far.
    pub(crate) fn said(&self) -> String {
        self.seen.join("\n")
    }

    /// Asks it to end as systemd does.
    pub(crate) async fn terminate(&self) {
        let id = self.child.id().unwrap().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .await
                .unwrap()
                .success()
        );
    }

    /// Kills it, as a power cut would.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Waits for its end: the status, and what it said on stderr.
    pub(crate) async fn end(mut self) -> (i32, String) {
        let status = tokio::time::timeout(PATIENCE, self.child.wait())
            .await
            .unwrap()
            .unwrap();
        (status.code().unwrap(), self.stderr().await)
    }

    async fn stderr(&mut self) -> String {
        let _ = self.child.start_kill();
        let mut text = String::new();
        let mut lines = BufReader::new(self.child.stderr.take().unwrap()).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            text.push_str(&line);
            text.push('\n');
        }
        text
    }
}
