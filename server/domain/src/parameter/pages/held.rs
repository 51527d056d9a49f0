//! Which tests fail when a parameter is ignored.

use super::Name;

/// A test: the file, from the repository's root, and the function.
pub(super) struct Test {
    pub(super) file: &'static str,
    pub(super) name: &'static str,
}

const fn at(file: &'static str, name: &'static str) -> Test {
    Test { file, name }
}

const ARCHIVE: &str = "tests/tests/it/archive.rs";
const CHANNELS: &str = "tests/tests/it/channels.rs";
const CSAT: &str = "tests/tests/it/csat.rs";
const FIDELITY: &str = "tests/tests/it/fidelity.rs";
const GATES: &str = "tests/tests/it/gates.rs";
const HELD: &str = "tests/tests/it/held.rs";
const INFO: &str = "tests/tests/it/setup_bot/info.rs";
const MERGING: &str = "tests/tests/it/merging.rs";
const PARAMETERS: &str = "tests/tests/it/parameters.rs";
const PRIVACY: &str = "tests/tests/it/privacy.rs";
const SHARED: &str = "tests/tests/it/shared.rs";
const STATES: &str = "tests/tests/it/states.rs";
const SWITCHES: &str = "tests/tests/it/switches.rs";
const WEBHOOKS: &str = "tests/tests/it/webhooks.rs";

/// The tests that hold a parameter; none for one that does not act yet.
pub(super) fn tests_of(name: Name) -> Vec<Test> {
    match name {
        Name::MonitorPrivate => vec![at(SWITCHES, "private_chats_are_dialogs_unless_that_is_off")],
        Name::MonitorGroups | Name::GroupsKeywords => vec![at(
            SWITCHES,
            "groups_are_dialogs_only_where_that_is_on_and_a_word_begins_them",
        )],
        Name::MonitorChannels => vec![
            at(CHANNELS, "a_channel_and_the_team_talk_through_a_bot"),
            at(
                CHANNELS,
                "nothing_comes_of_channels_unless_they_are_monitored",
            ),
        ],
        Name::PrivateKeywords => vec![
            at(STATES, "what_does_not_pass_the_gate_begins_nothing"),
            at(GATES, "gates_look_at_an_album_as_one"),
        ],
        Name::ChannelsKeywords => vec![at(CHANNELS, "a_channels_keywords_begin_its_dialog")],
        Name::RestrictedKeywordsFrontend => {
            vec![at(GATES, "customers_forbidden_words_are_not_relayed")]
        }
        Name::RestrictedKeywordsBackend => vec![
            at(
                GATES,
                "forbidden_words_stop_an_answer_whatever_its_disguise",
            ),
            at(
                HELD,
                "an_edit_between_check_and_delivery_does_not_pass_the_gate",
            ),
            at(
                "server/src/desk/tests/gates.rs",
                "a_word_forbidden_later_stops_what_waits",
            ),
        ],
        Name::Welcome => vec![
            at(SWITCHES, "welcome_is_the_text_that_was_set"),
            at(STATES, "closed_reopens_with_welcome"),
        ],
        Name::Autoclose => vec![
            at(STATES, "closes_by_itself_when_the_customer_stays_away"),
            at(STATES, "a_private_question_never_closes_by_itself"),
            at(
                STATES,
                "autoclose_that_is_switched_on_holds_for_open_dialogs",
            ),
        ],
        Name::Reopen => vec![at(HELD, "closed_stays_closed_where_reopen_is_off")],
        Name::Team => vec![at(SWITCHES, "who_is_in_team_speaks_for_the_team")],
        Name::AutoInfo => vec![at(SWITCHES, "auto_info_posts_the_card_with_the_topic")],
        Name::HideInfo => vec![
            at(PRIVACY, "nothing_hidden_is_shown_to_the_group"),
            at(
                PRIVACY,
                "switching_it_on_renames_open_topics_and_masks_from_then_on",
            ),
            at(
                "server/domain/src/privacy/tests/leak/mod.rs",
                "no_secret_gets_to_the_team",
            ),
        ],
        Name::ReplyOnly => vec![at(GATES, "reply_only_sends_replies_alone")],
        Name::LeaveClosed => vec![
            at(STATES, "leave_closed_begins_closed"),
            at(PARAMETERS, AWAY_NOBODY),
        ],
        Name::SilentMode => vec![at(
            SWITCHES,
            "customers_are_told_what_could_not_be_processed_unless_silent",
        )],
        Name::IgnoreChats => vec![
            at(GATES, "ignored_and_unlisted_chats_are_dropped"),
            at(GATES, "nothing_comes_of_a_chat_that_is_ignored_from_now_on"),
        ],
        Name::WhiteList => vec![at(GATES, "ignored_and_unlisted_chats_are_dropped")],
        Name::ExtensionsAllowed => vec![
            at(INFO, "the_card_goes_to_who_may_see_it_and_to_nobody_else"),
            at(
                "server/domain/src/privacy/tests/leak/mod.rs",
                "who_may_see_everything_does_and_nobody_else",
            ),
        ],
        Name::Webhooks => vec![
            at(
                WEBHOOKS,
                "a_program_is_told_what_happens_signed_and_in_order",
            ),
            at(
                WEBHOOKS,
                "what_is_not_taken_is_tried_again_in_order_under_the_same_id",
            ),
            at(WEBHOOKS, "after_a_day_it_is_given_up_and_can_be_replayed"),
            at(
                WEBHOOKS,
                "a_command_that_is_registered_is_answered_in_the_topic",
            ),
            at(
                WEBHOOKS,
                "what_is_hidden_is_posted_to_nobody_also_when_it_waited",
            ),
            at(
                WEBHOOKS,
                "a_url_into_the_servers_own_network_is_refused_unless_it_is_allowed",
            ),
            at(
                WEBHOOKS,
                "a_new_secret_is_used_beside_the_old_one_for_a_day",
            ),
        ],
        Name::IconColor => vec![at(SWITCHES, "new_topics_have_the_colour_that_was_set")],
        Name::TopicTitle => vec![at(
            SWITCHES,
            "topics_are_called_as_the_title_says_and_follow_a_change",
        )],
        Name::Language => vec![
            at(SWITCHES, "the_group_reads_the_language_that_was_set"),
            at(
                "server/domain/src/catalogue/tests.rs",
                "every_notice_renders_in_every_language",
            ),
        ],
        Name::ShowReceipts => vec![at(SWITCHES, "receipts_are_shown_unless_that_is_off")],
        Name::Reactions => vec![at(SWITCHES, "reactions_are_carried_unless_that_is_off")],
        Name::Edits => vec![at(SWITCHES, "edits_are_carried_unless_that_is_off")],
        Name::Deletes => vec![at(
            SWITCHES,
            "deletions_are_carried_in_the_ways_that_were_set",
        )],
        Name::Merge => vec![
            at(MERGING, "texts_that_wait_become_one_with_the_times_of_each"),
            at(
                MERGING,
                "nothing_is_merged_while_units_are_left_or_where_it_is_switched_off",
            ),
        ],
        Name::RemindAfter => vec![
            at(PARAMETERS, "a_dialog_that_waits_is_announced_once_per_wait"),
            at(PARAMETERS, "a_restart_neither_loses_nor_doubles_a_reminder"),
            at(
                PARAMETERS,
                "a_reminder_that_is_switched_on_or_shortened_holds_for_open_waits",
            ),
        ],
        Name::WorkingHours => vec![
            at(PARAMETERS, AWAY_ONCE),
            at(
                "server/domain/src/parameter/tests.rs",
                "an_absence_follows_summer_time",
            ),
        ],
        Name::Away => vec![
            at(PARAMETERS, AWAY_ONCE),
            at(PARAMETERS, AWAY_NOBODY),
            at(PARAMETERS, "where_away_is_off_welcome_is_as_ever"),
        ],
        Name::RateBackend => vec![
            at(SHARED, "the_smallest_rate_of_those_in_the_group_holds"),
            at(
                "tests/tests/it/trouble.rs",
                "twenty_a_minute_are_kept_and_nothing_is_lost",
            ),
        ],
        Name::Archive => vec![
            at(ARCHIVE, "facts_are_kept_and_no_text"),
            at(ARCHIVE, "a_changed_archive_holds_for_what_comes_next"),
            at(ARCHIVE, "what_is_hidden_or_does_not_go_out_is_not_kept"),
        ],
        Name::KeepForEdits => vec![
            at(FIDELITY, "what_is_not_kept_is_not_struck_through_but_said"),
            at(FIDELITY, "a_business_account_is_served_in_its_name"),
        ],
        Name::Csat => vec![
            at(CSAT, "a_press_rates_once_and_is_shown"),
            at(CSAT, "a_digit_to_an_account_is_the_rating_and_no_message"),
            at(CSAT, "who_is_closed_by_time_is_asked_and_groups_are_not"),
            at(CSAT, "nobody_is_asked_where_it_is_off"),
        ],
    }
}

const AWAY_NOBODY: &str = "away_answers_nobody_who_does_not_pass_and_nothing_that_is_only_watched";
const AWAY_ONCE: &str = "outside_the_hours_the_away_text_answers_once_an_absence";
