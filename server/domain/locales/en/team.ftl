### Answers to the team's own commands.

banned-already = { $title } is banned already. /unban takes it back.
not-banned = { $title } is not banned.
ban-full = 🚫 Not banned: the parameter `IGNORE_CHATS` has { $most } chats in it and takes no more. An administrator has to remove some first.
ban-would-meet-all = 🚫 Not banned: several people write to you in this chat, and all of them would be banned.
dialog-banned = 🚫 { $title } is banned, so the dialog stays closed. /unban takes it back.
not-sent-banned = 🚫 Not sent: { $title } is banned. /unban takes it back; then send it as a new message.
right-unknown = ❓ Telegram did not say what you may do in this group, so nothing was changed: { $refusal } Please give the command again.

assigned = 👤 { $who } looks after this dialog from now on.
assigned-off = 👤 Nobody looks after this dialog any more.
assigned-to = 👤 { $who } looks after this dialog, since { $at }.
assigned-to-nobody = 👤 Nobody in particular looks after this dialog. /assign @name, or /assign me.
assign-unknown = “{ $who }” is nobody whom I know in this group. People are known once they have written something here, by the @name that they had then.

note-line = 📝 **{ $number }** { $text } — __{ $author }, { $at }__
note-added = 📝 Note { $number } is written down. The customer does not see it.
note-deleted = 📝 Note { $number } is deleted.
note-none = There are no notes about this customer. /note and a text writes one.
note-not-there = There is no note { $number } about this customer. /note shows them all.
note-full = There are { $most } notes about this customer, and there may not be more. /note del N deletes one.
note-too-long = The note has { $length } characters, and may have { $most }. Nothing was written down.

field-line = ▪️ **{ $name }**: { $value }
field-set = ▪️ **{ $name }** is now: { $value }
field-cleared = ▪️ **{ $name }** is cleared.
field-none = There are no fields for this customer. /set and a name and a value makes one.
field-not-there = There is no field “{ $name }” for this customer, so there is nothing to clear. A value behind the name sets one.
field-full = There are { $most } fields for this customer, and there may not be more. /set and a name alone clears one.
field-too-long = The value has { $length } characters, and may have { $most }. Nothing was changed.
field-bad-name = “{ $name }” cannot be the name of a field. A name begins with a Latin letter and has letters, digits, - and _, at most { $most } of them.

info-banned = 🚫 Banned by { $who }, { $at }
info-ignored = 🚫 Banned: the chat is in `IGNORE_CHATS`
info-assigned = Looked after by: { $who }
info-more-fields =
    { $count ->
        [one] … and one more field: /set
       *[other] … and { $count } more fields: /set
    }
info-more-notes =
    { $count ->
        [one] … and one earlier note: /note
       *[other] … and { $count } earlier notes: /note
    }

help-ban = bans the customer: closed, and nothing from there is relayed any more
help-unban = takes the ban back
help-assign = who looks after this dialog; as a reply to an operator's message: whoever wrote it
help-note = writes a note about the customer; alone: shows all of them
help-set = a field of your own about the customer; without a value: clears it

list-open = **Open dialogs: { $count }**
list-none = ✅ No dialog of that kind is open.
list-line = { $square } { $title } · { $since }
list-line-of = { $square } { $title } · { $since } · 👤 { $who }
list-banned = **Banned: { $count }**
list-none-banned = ✅ Nobody is banned.
list-line-banned = 🚫 { $title } · by { $who }, { $at }
list-more-banned = 🚫 Banned: { $count } – /list banned
list-pages = Page { $page } of { $pages }, the next: { $command }
list-no-page = There is no page { $page }. There are { $pages }: { $command }
list-unknown = “{ $word }” names no dialogs. /list shows all that are open, who has waited longest first; /list hold those that need the team 🟪, /list wait those that wait for the customer 🟨, /list me yours, /list banned those that are banned. A number behind it is the page. There are no marks in this version yet to list by.
help-list = open dialogs, who has waited longest first
