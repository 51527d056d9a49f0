//! Whole-system tests of Backline live in `tests/it`: server, gateway and
//! simulated Telegram in one process, on one driven clock. This library is
//! empty on purpose: the tests are one binary, since each binary links the
//! database.
