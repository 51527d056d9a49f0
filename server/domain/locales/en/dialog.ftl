### What happened to a dialog, told in its topic.

state-held = 🟪 Needs the team.
state-waiting = 🟨 Waiting for the customer.
state-closed-now = ⬛️ Closed.
state-opened = 🟪 Open again.
closed-by-time =
    { $hours ->
        [one] ⬛️ Closed by itself after one hour without a message.
       *[other] ⬛️ Closed by itself after { $hours } hours without a message.
    }
rated = ⭐ The customer rated: { $value } of 5.
banned = 🚫 { $title } is banned: the dialog is closed, and nothing from there is relayed any more. /unban takes it back.
unbanned = ✅ { $title } is not banned any more.

topic-made-anew = ⚠️ Telegram no longer lets the bot write into the former topic of this dialog: it was deleted, or the group has grown very large. The dialog goes on here, beginning with the message that could not be posted there. What was before, if it is still there: { $link }
topic-double = ⚠️ Telegram made this topic twice. Please go on in the other one: { $link }
topic-late = ⚠️ This topic could only be made now. What follows has waited for { $since }.

customer-blocked = ⚠️ { $title } has blocked the bot. Nothing can be delivered until the block is lifted; that will be told here.
customer-back = ✅ { $title } can be reached again.
customer-deleted = ⚠️ The account of { $title } is deleted. Nothing can be delivered any more.
frontend-removed = ⚠️ The bot is no longer in “{ $title }”. Nothing can be delivered there until it is added again.
frontend-back = ✅ The bot is in “{ $title }” again.

business-connected = ✅ The Business account of { $name } is connected: its private chats become topics here, and what you write goes out in its name.
business-ended = ⚠️ The Business account of { $name } is not connected any more. What you write in its topics cannot be delivered.
business-may-not-reply = ⚠️ The Business account of { $name } is connected, but does not let the bot answer. Its owner can allow it in Telegram under Settings, Telegram Business, Chatbots.
