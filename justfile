# The commands of README and CONTRIBUTING. `just` lists them.

_list:
    @just --list --unsorted

# Everything in one process: against Telegram with a token, against the simulated one without
up *arguments:
    cargo run --release -- up {{ arguments }}

# Both sides in the browser, without any account
demo *arguments:
    cargo run --release -- demo {{ arguments }}

# All tests
test *arguments:
    cargo test --workspace {{ arguments }}

# Format and lints, as CI wants them
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

# The crates' documentation
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

# Licences, advisories, sources (needs cargo-deny)
deny:
    cargo deny check

# All that CI does
ci:
    .ci/run
