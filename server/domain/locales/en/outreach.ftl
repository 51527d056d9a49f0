### What only an account can do: write first, make groups, invite, join.

command-usage = Use it like this: { $usage }
names-nobody = “{ $word }” names nobody. People are named by @name, by phone number with a plus (+49301234567), or by their Telegram id.
outreach-needs-account = /{ $name } is for connections whose customers write to a personal account. Telegram lets a bot neither write first nor join groups by itself. Give the customer a link to the bot instead.
outreach-switched-off = /{ $name } is not possible here: the parameter { $parameter } does not let such a chat become a dialog. An administrator can change that.
outreach-used-up = 🚫 Not now. Telegram closes accounts that approach many strangers, so this one does that at most { $hourly } times an hour and { $daily } times a day. It is possible again from { $until }. Answers to people who have written to it go on as ever.
outreach-too-many = 🚫 That is too many at once: at most { $most } steps fit into an hour, and each person counts as one, the group as another.
outreach-resting = 🚫 Not now: Telegram asks this account to wait with such commands until { $until }. Please give the command again then.
outreach-stopped = 🛑 Telegram does not let this account write to strangers any more (PEER_FLOOD). So nobody is approached from here before { $until }: no /new, /newchat, /invite, /join, and nothing to people who have not written back yet. The first of these commands after that takes it up again. Answers to everybody else go on. What Telegram has against the account is told by its bot @SpamBot.
outreach-is-stopped = 🚫 Not sent: Telegram does not let this account write to strangers at present. The first /new, /newchat, /invite or /join after { $until } takes it up again.
outreach-refused = ❌ { $what }: { $refusal }
dialog-begun = ✅ The dialog is here: { $link }
dialog-there = There is a dialog already: { $link }
person-is-chat = { $who } is a group or channel. To join it there is /join.
person-is-bot = { $who } is a bot. Dialogs are with people.
person-is-self = { $who } is this account itself.
reached-ignored = { $who } was found, but no dialog is begun: the chat is in IGNORE_CHATS, or the kind of chat or WHITE_LIST does not admit it.
person-invited = ✅ { $who } is in the group now.
person-inside = { $who } was in the group already.
person-needs-link = 🔒 The settings of { $who } do not let this account add them. Send them this link, and they can come by themselves: { $link }
invite-in-group = /invite is for dialogs with a group: it brings people into the customers' group.
group-in-doubt = ❓ It is not known whether the group “{ $title }” was made: the line broke before Telegram answered. Please look into the account's chats. If it is there, it becomes a dialog as soon as somebody writes in it; if not, give the command again.
join-waits = ⏳ { $who }: an admin there has to let this account in. Once that is done, the chat becomes a dialog as soon as somebody writes in it.
join-unwanted = { $who } was not joined: it leads to a kind of chat that { $parameter } switches off.
