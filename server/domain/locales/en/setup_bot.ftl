### The setup bot, in its private chats with administrators.

bot-greeting = 👋 I connect your customers' chats with your team's group: every customer gets a topic there, and what your team writes in it goes to the customer.
bot-menu-none = You have no connection yet. Making one takes three short steps: a bot's token, your team's group, a test message.
bot-menu-some =
    { $count ->
        [one] You have one connection. Press it to look at it and to change it.
       *[other] You have { $count } connections. Press one to look at it and to change it.
    }
bot-help = **What I understand**
    /start – { bot-command-start }
    /plan – { bot-command-plan }
    /language – { bot-command-language }
    /cancel – { bot-command-cancel }
    /help – { bot-command-help }
    Everything else is done with the buttons under my messages.
# Also shown by Telegram in the menu of commands.
bot-command-start = your connections, and making a new one
bot-command-plan = your plan, and how much of it is used
bot-command-language = the language that I speak with you
bot-command-cancel = cancel what we are doing
bot-command-help = all commands
bot-language-ask = Which language shall I speak with you?
bot-language-set = I speak English with you from now on.
bot-cancelled = All right, cancelled.
bot-cancelled-kept = All right. { $bot } is kept and waits for its group: press it to go on, or to delete it.
bot-nothing-to-cancel = There is nothing to cancel.
bot-not-admitted = This installation is not open to everybody. If it is yours to use, give its operator your number: `{ $id }`.
bot-too-fast = That is more at once than I can follow. Wait a minute, then go on.
bot-button-old = This button is out of date. /start shows what there is now.
bot-not-understood = I do not know what to do with that. /start shows your connections, /help what I understand.
bot-text-wanted = I need that as a text message.
bot-too-long = That is too long: { $length } characters, and at most { $most } are possible.
bot-plan-refuses-autoclose = ❌ Your plan allows an AUTOCLOSE of at most { $hours } hours, and never OFF. Set { $hours } or less, or ask whoever runs this installation for a larger plan.
bot-plan-refuses-welcome = ❌ Your plan does not allow WELCOME to be OFF. Set a text of your own or DEFAULT, or ask whoever runs this installation for a larger plan.
bot-plan-refuses-parameter = ❌ Your plan does not include { $name }: it stays as it is. Ask whoever runs this installation for a larger plan.
bot-plan-refuses-connection =
    { $most ->
        [one] ❌ Your plan allows one connection, and you have it already. Delete it first, or ask whoever runs this installation for a larger plan.
       *[other] ❌ Your plan allows { $most } connections, and you have as many. Delete one first, or ask whoever runs this installation for a larger plan.
    }
bot-plan-refuses-token = ❌ Your plan does not include API tokens. Ask whoever runs this installation for a larger plan.
bot-relays-full = ❌ There are { $most } relay bots, and Telegram admits no more bots to a group. Remove one first.
bot-refused = ❌ The server does not accept that as things stand. /start shows how they stand now. If it happens again, whoever runs this installation finds the reason in the server's log.
bot-has-group = ❌ The connection has its team's group already and stays with it. For another group, delete the connection and make it anew.
bot-desk-is-another = ❌ Another bot looks after this connection's group, and the topics there are that bot's. Send me a token of that bot. For another bot, delete the connection and make it anew.
bot-unavailable = ❌ The server cannot do that at the moment. Try again in a minute.
bot-note = ✉️ From { $bot }:
bot-info-above = 🔒 /info from { $bot }, in the group called “{ $title }”. Only you get this; do not post it there.
bot-info-started = 👋 Good. Cards that your group is not shown come to you here. Ask for /info in the topic once more.

bot-token-ask = **Step 1 of 3: the bot**
    Your customers will write to a bot of yours. Open @BotFather, send /newbot there, choose a name, and send me the token that it gives you. You may also forward its message.
    I delete your message at once and keep the token sealed.
bot-token-malformed = ❌ I found no token in that. A token looks like `123456789:AAH…`, a number, a colon and at least 35 letters and digits. Copy it from @BotFather as a whole. I have deleted your message, in case it was a part of one.
bot-token-own = ❌ That is my own token. Make another bot at @BotFather for your customers, and send me its token.
bot-token-taken = ❌ That bot serves a connection already, and a bot can serve only one. Make another one at @BotFather, and send me its token.
bot-token-checking = ⏳ I have deleted your message and am asking Telegram about the token…
bot-token-slow = ⏳ Telegram has not answered yet. I keep asking and write to you as soon as I know.
bot-token-refused = ❌ Telegram does not know this token. Copy it from @BotFather once more, or get a new one there with /revoke, and send it to me.
bot-token-in-use = ❌ Another program uses this bot at the moment. Stop that program, or remove the webhook that it has set, and send me the token again; or make another bot at @BotFather.
bot-token-renewed = ✅ { $bot } serves your connection already. It works with this token from now on. I have deleted your message.
bot-known = ✅ Found the bot: @{ $bot }.
bot-keeps-out-of-groups = ❌ @{ $bot } may not be added to groups, so it cannot work in your team's group. At @BotFather, send /setjoingroups, choose the bot and press “Enable”. Then send me the token once more.

bot-group-ask = **Step 2 of 3: your team's group**
    1. Make a group in Telegram, if you have none for this, and switch on “Topics” in its settings.
    2. Press the button below, choose the group, and make @{ $bot } an admin there with the rights to manage topics and to delete messages.
    It has to be you who does this: a group into which somebody else brings the bot is not taken.
bot-group-known = ✅ “{ $title }” is your team's group now.
bot-group-check-begun = I am looking at the group once more.
bot-group-none = I do not know which group you mean. Press the button below and choose it. If nothing follows, take the admin's rights from the bot there and give them again: Telegram tells me of a group only when something happens in it.

bot-test-ask = **Step 3 of 3: a test**
    { $bot } has written a test message into “{ $title }”, in the topic “General”. Do you see it?
bot-test-ask-again = **A test.** { $bot } has written a test message into “{ $title }”, in the topic “General”. Do you see it?
bot-test-done =
    🎉 **It works.** Write to { $bot } from another account, as a customer would: the message appears in “{ $title }” in a topic of its own, and what you answer there goes to the customer.
    Here you can change everything about the connection whenever you like.
bot-test-unseen =
    Check these, then have the message sent again:
    • You are looking at the group “{ $title }”, and there at the topic “General”.
    • { $bot } is still an admin of the group.
    • The group's topics are still switched on.
bot-test-again = Another test message is on its way.
bot-test-stopped = ⏸ The connection is stopped, so nothing can be sent. Press “{ bot-key-start }” first.

bot-card = **{ $bot }**
    Connection: { $name }
    Team's group: { $group }
    State: { $state }
bot-card-gone = This connection is not there any more.
bot-card-problem = ⚠️ { $words }
bot-trouble-token = Telegram does not take the token of { $bot } any more. Send /mybots to @BotFather, choose the bot, press “API Token”, and send me the token that you see: I delete your message at once.
bot-trouble-logged-out = Telegram has ended the session of { $who }. Log the account in again with the button below; then what customers wrote meanwhile comes, too.
bot-trouble-elsewhere = Another program takes what is written to { $bot }, so it does not come here. Stop that program, or remove the webhook that it has set. If you do not know which one it is, send /revoke to @BotFather, choose the bot, and send me the new token: that shuts the other program out.
bot-trouble-no-topics = “{ $title }” has no topics. Switch on “Topics” in the group's settings, then press “{ bot-key-check }”.
bot-trouble-no-admin = { $bot } is not an admin of “{ $title }”. Open the group's settings, then “Administrators”, and make it one, with the right to { $right }.
bot-trouble-right = In “{ $title }”, { $bot } may not { $right }. Open the group's settings, then “Administrators”, and give it that right.
bot-trouble-not-yours = “{ $title }” is not taken as your team's group, because you neither own nor administer it. Have yourself made an admin there, then press “{ bot-key-check }”; or choose another group.
bot-trouble-out = { $bot } is not in “{ $title }” any more. Add it to the group again and make it an admin who may manage topics. What customers write waits until then.
bot-trouble-group = Telegram does not let { $bot } work in “{ $title }”: { $refusal }
bot-trouble-founding = { $who } could not make the group: { $refusal }
bot-trouble-unknown = Something is wrong with { $bot }. Whoever runs this installation finds the reason in the server's log.
bot-group-unknown = none yet
bot-state-running = ✅ works
bot-state-stopped = ⏸ stopped
bot-state-awaits-group = ⏳ waits for its group
bot-state-troubled = ⚠️ has a problem
bot-stopped = Telegram keeps what customers write for one day only; it is relayed when you start the connection again. What is older is lost.
bot-account-stopped = What customers write stays in Telegram; it is relayed when you start the connection again.
bot-started = ▶️ It runs again.
bot-delete-ask =
    🗑 You are about to delete the connection **{ $name }** with everything that belongs to it: its dialogs, parameters and tokens. The topics and messages in Telegram stay. This cannot be undone.
    Send me the connection's name to do it: `{ $name }`
bot-delete-wrong = That is not its name, so nothing was deleted. Send `{ $name }` to delete the connection, or /cancel to keep it.
bot-deleted = 🗑 The connection { $name } is deleted. Its bot or account is free for another one.

bot-parameters = **Parameters of { $name }**, page { $page } of { $pages }. Those with a dot have been changed. Press one to read about it.
bot-parameter = **{ $name }**
    { $description }

    Now: { $value }
    By default: { $standard }
    Allowed: { $allowed }
    Example: { $example }
bot-parameter-later = This version keeps the value and does not act on it yet.
bot-hide-info = • name: people's names, replaced by made-up ones
    • title: the names of groups and channels
    • link: usernames, links and ids
    • command: /info, which then comes only in private
    • contact: phone numbers, e-mail addresses, contact cards
    • mention: @names in texts
    • forward: where forwarded messages come from
bot-webhook-events = Events: { $events }.
bot-webhook-inside = ⚠️ “{ $host }” is an address in a private network. Something is posted there only if whoever runs this installation allows it (`webhooks.allowed_networks`); until then it waits, a day at most.
bot-signing-ask = **The signing secret.** Every post is signed with it, as Standard Webhooks says, so that your program can tell that it comes from here. If somebody else may know it, make a new one: for a day, posts are signed with both.
bot-signing-secret = 🔑 Here is the secret; I delete this message in five minutes. Give it to the program that gets the posts:
    `{ $secret }`
bot-signing-renewed = ♻️ Here is the new secret; I delete this message in five minutes. For a day posts are signed with the old one, too. Give the new one to the program that gets the posts:
    `{ $secret }`
bot-parameter-ask = Send me the new value of **{ $name }**, or cancel with /cancel.
bot-parameter-set = ✅ { $name } is now: { $value }
bot-parameter-refused = ❌ { $name } cannot be “{ $given }”: { $problem }. Allowed: { $allowed }.
    Send me another value, for example `{ $example }`, or /cancel.
bot-parameter-refused-hidden = ❌ That cannot be the value of { $name }: { $problem }. Allowed: { $allowed }.
    Send me another value, for example `{ $example }`, or /cancel.
bot-history =
    { $count ->
        [0] **{ $name }** has never been changed.
       *[other] **The last changes of { $name }**, the newest first. Press a value to set it again.
    }
bot-history-line = • { $at }, { $who }: `{ $old }` → `{ $new }`
bot-by-you = you
bot-by-person = the person { $id }
bot-by-token = a program with the token { $id }

bot-plan-none = This installation has no plans: there are no limits.
bot-plan-title = **Your plan: { $name }**
bot-plan-messages = • Messages today: { $used } of { $limit }
bot-plan-updates = • Updates from Telegram today: { $used } of { $limit }
bot-plan-connections = • Connections: { $used } of { $limit }
bot-plan-autoclose =
    { $hours ->
        [one] • AUTOCLOSE: at most one hour
       *[other] • AUTOCLOSE: at most { $hours } hours
    }
bot-plan-signature = • WELCOME has a line under it.
bot-plan-no-welcome-off = • WELCOME cannot be switched off.
bot-plan-without = • Not included: { $name }
bot-plan-no-api = • Not included: API tokens
bot-plan-limits-nothing = It limits nothing.
bot-plan-renews = The day's counts begin anew at { $at }.
bot-plan-holds = ⏳ All of it is used for today. Messages wait and go out in order from { $at } on; nothing is lost.

bot-privacy-mode = ⚠️ The privacy mode of @{ $bot } is on: in customers' groups in which it is no admin it sees only commands and answers to it, so little of them is relayed. At @BotFather, send /setprivacy, choose the bot and press “Disable”. Then remove the bot from those groups and add it again; and stop the connection here and start it, so that I look again.

bot-relays =
    { $count ->
        [0] **Relay bots of { $name }**: further bots in the team's group, so that more than 20 messages a minute fit. There are none yet.
       *[other] **Relay bots of { $name }**: further bots in the team's group, so that more than 20 messages a minute fit. Their number: { $count }. Press one to see how it stands.
    }
bot-relay-ask =
    Send me the token of another bot, from @BotFather. I delete your message at once.
    Then make the bot an admin of “{ $group }”, or at least a member.
bot-relay-added = ✅ { $bot } is added. Now make it an admin of “{ $group }”, or at least a member; it helps from then on.
bot-relay-waits = ⏳ { $bot } cannot write in “{ $group }” yet. Make it an admin there, or at least a member; it helps from then on.
bot-relay-helps = ✅ { $bot } writes in “{ $group }” and helps.
bot-relay-removed = ✅ The bot helps no more. If it is still in “{ $group }”, remove it there, too.

bot-tokens =
    { $count ->
        [0] **API tokens of { $name }**: with one, a program of yours can use this connection, and nothing else. There are none yet.
       *[other] **API tokens of { $name }**: with one, a program of yours can use this connection, and nothing else. Their number: { $count }. Press one to revoke it.
    }
bot-tokens-scope =
    What may the program do?
    • read – look at dialogs and queues
    • send – also close dialogs and decide about messages
    • manage – also change the connection and its parameters
bot-token-made =
    🔑 Here is the token. It is shown this once; I delete this message in five minutes. Copy it now and keep it safe:
    `{ $secret }`
bot-secret-lost = ⚠️ I do not know whether the message with the secret reached you, and I keep no copy. If you see it above, copy the secret, then delete the message. If you do not: revoke an API token in the list and make another one; have the signing secret of webhooks shown again.
bot-token-revoked = ✅ The token is revoked. Whoever used it is out.
bot-token-revoke-ask = Revoke the token “{ $title }”? Programs that use it stop working at once.

bot-key-new = ➕ New connection
bot-key-cancel = ✖️ Cancel
bot-key-back = ‹ Back
bot-key-menu = ‹ Connections
bot-key-add-to-group = ➕ Add to a group
bot-key-add-to-team = ➕ Add to “{ $group }”
bot-key-check = 🔄 Check again
bot-key-seen = ✅ Yes, I see it
bot-key-unseen = ❌ No
bot-key-test = 📨 Test message
bot-key-group = 👥 Connect the group
bot-key-parameters = ⚙️ Parameters
bot-key-relays = 🤖 Relay bots
bot-key-tokens = 🔑 API tokens
bot-key-stop = ⏸ Stop
bot-key-start = ▶️ Start
bot-key-delete = 🗑 Delete
bot-key-default = ↺ By default
bot-key-type = ✏️ Type a value
bot-key-add-relay = ➕ Add a bot
bot-key-remove = 🗑 Remove
bot-key-new-token = ➕ New token
bot-key-revoke = 🗑 Revoke
bot-key-history = 🕘 History
bot-key-signing = 🔑 Signing secret
bot-key-secret = 👁 Show it
bot-key-new-secret = ♻️ New secret
bot-key-plan = 📦 Plan: { $name }
bot-key-language = 🌐 Deutsch · Русский · Español
