### What became of a message, and what waits.

not-sent-word = 🚫 Not sent: the word “{ $word }” is forbidden. Please write it another way and send it as a new message.
not-sent-not-a-reply = 🚫 Not sent: here only replies to a customer's message go out, everything else stays among you. To answer, reply to the customer's message. This is told only once.
not-sent-kind = 🚫 Not sent, because this is not carried to customers: { $kind }.
delivery-rejected = ❌ Not delivered: { $refusal }
delivery-gave-up =
    { $attempts ->
        [one] ❌ Not delivered: one attempt failed with “{ $detail }”. The message is kept; an administrator can have it tried again.
       *[other] ❌ Not delivered: { $attempts } attempts failed, the last with “{ $detail }”. The message is kept; an administrator can have it tried again.
    }
delivery-outage =
    { $hours ->
        [one] ❌ Not delivered: for one hour there was no way to Telegram (“{ $detail }”). The message is kept; an administrator can have it tried again.
       *[other] ❌ Not delivered: for { $hours } hours there was no way to Telegram (“{ $detail }”). The message is kept; an administrator can have it tried again.
    }
delivery-uncertain = ❓ It is not known whether this message arrived: the line broke before Telegram answered. Reply here with /again to send it once more, or with /arrived if it did arrive.
button-again = Send again
button-arrived = It arrived
button-decided = This has been decided already.
button-too-old = This button is too old: use /again or /arrived as a reply to your message.
button-void = This button does not count here: use /again or /arrived as a reply to your message.
button-for-team = Only people who are in this group may press this.
button-for-another = Somebody else is asked here.
button-unchecked = Telegram did not say whether you are in this group, so nothing was done. Please press again.
sent-again = 🔁 It is being sent once more.
noted-as-arrived = ✅ Noted: it arrived.
nothing-uncertain = Use this command as a reply to a note that asks whether a message arrived.
customer-message-rejected = ⚠️ A message from the customer could not be shown here: { $refusal }
edited-before-sent = ✏️ This message was edited before it went out. The customer gets it as it is now.
edited-before-relayed = ✏️ Edited by the customer before it was shown here.

queue-empty = ✅ Nothing is waiting.
queue-summary = **Waiting: { $count }**, the oldest for { $oldest }.
queue-line = • { $title }: { $count } for { $oldest } – { $reason }
queue-general-line = • no dialog: { $count } for { $oldest } – { $reason }
queue-files = ⏳ files: { $moved } of { $total }
queue-more =
    { $count ->
        [one] … and one more dialog.
       *[other] … and { $count } more dialogs.
    }
queue-first-contacts = First contacts waiting: { $count }
queue-slow =
    { $count ->
        [one] ⏳ One message is waiting to be posted here, for { $oldest }. /queue shows which.
       *[other] ⏳ { $count } messages are waiting to be posted here, the oldest for { $oldest }. /queue shows which.
    }
queue-caught-up = ✅ Nothing has been waiting for longer than a minute any more.
relay-ready = ➕ { $bot } helps to post here from now on.
relay-out = ⚠️ { $bot } does not help to post here any more: { $refusal } Its work is done by the others. Once it may write here again, it helps again.
founding-refused = ⚠️ The account cannot make its group: { $refusal }
account-channels = ⚠️ The account is in { $count } of the { $most } supergroups and channels that Telegram allows it. Once these are used up, it can come into no further customer's group: please have its owner leave some that are not needed any more.
desk-ready = ✅ { $bot } looks after this group from now on.
carrier-out = ⚠️ The account cannot bring files into this group itself: { $refusal } Until it can, files go through Backline's server, as far as the bot may send them. Add the account to the group, or let it send files here.
carrier-ready = ✅ The account brings files into this group itself again, of any size.
reminder = ⏰ { $title } has been waiting for an answer for { $waited }: { $link }
reminder-without-topic = ⏰ { $title } has been waiting for an answer for { $waited }. The topic is not made yet.
queue-reason-budget = Telegram's limit for the chat is used up
queue-reason-flood-wait = Telegram asked to wait
queue-reason-no-gateway = no gateway is connected
queue-reason-retry = an attempt failed, the next one follows
queue-reason-topic = the topic is not made yet
queue-reason-stopped = the connection is stopped
queue-reason-plan = the plan is used up; it goes on from { $until }
queue-reason-next = comes next

edited-note = ✏️ __Edited:__
delete-switched-off = 🚫 Nothing was deleted: the parameter `DELETES` does not let deletions reach customers.
delete-unknown = ⚠️ Nobody knows whether this arrived, so it cannot be taken back. It will not be sent again.
delete-not-own = Use /del as a reply to a message that the team wrote in this topic.
delete-refused = ❌ Not deleted at the customer: { $refusal } A bot may delete what it sent for 48 hours.
deleted-by-customer = 🗑 __Deleted by the customer.__
reacted = **Reactions**
    { $list }
