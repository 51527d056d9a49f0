### Lines in a topic, beside customers' messages.

speaker = **{ $name }:**
speaker-team = **{ $name }** (team):
speaker-bot = **{ $name }** (bot):
intercepted = 👤 __Written to the customer from another device:__
start-payload = 🔗 Came by a link with: `{ $payload }`
forwarded-from = ↪️ __Forwarded from { $name }__
forwarded-from-unknown = ↪️ __Forwarded__
quoted-reply = { $text }
quoted-reply-kind = ↩️ __In reply to: { $kind }__
button-line = 🔘 { $label }: { $link }
button-line-bare = 🔘 { $label }

service-joined =
    { $count ->
        [one] ➕ { $names } joined.
       *[other] ➕ { $names } joined.
    }
service-left =
    { $count ->
        [one] ➖ { $names } left.
       *[other] ➖ { $names } left.
    }
service-joined-many =
    ➕ { $count } people joined:
    { $names }
service-left-many =
    ➖ { $count } people left:
    { $names }
service-title = ✏️ The chat is now called “{ $title }”.
service-pinned = 📌 A message was pinned.
service-photo = 🖼 The chat's photo was changed.
service-migrated = ℹ️ The group became a supergroup.
service-other = ℹ️ Service message: { $kind }

unsupported = ⚠️ Not carried: { $kind }
unknown-update = ⚠️ Telegram sent something that this version does not know: `{ $kind }`
file-too-big = ⚠️ Not carried: { $kind }, { $size }. The limit is { $limit }.
named-file-too-big = ⚠️ Not carried: { $kind } “{ $name }”, { $size }. The limit is { $limit }.
protected-attachment = 🔒 Not carried, because the chat forbids saving: { $kind }
protected-file = 🔒 Not carried, because the chat forbids saving: { $kind } “{ $name }”
file-moving = ⏳ { $name }, { $size }: { $percent } %
kind-moving = ⏳ { $kind }, { $size }: { $percent } %
files-moving =
    { $count ->
        [one] ⏳ { $count } file, { $size }: { $percent } %
       *[other] ⏳ { $count } files, { $size }: { $percent } %
    }

# In place of what HIDE_INFO hides.
hidden-phone = [phone number]
hidden-mail = [e-mail address]
hidden-link = [link]
hidden-mention = [username]
hidden-contact = 👤 A contact card. It is not shown here.
hidden-file = 📎 { $kind }, { $size }. It is not shown, because its name gives away what is hidden here.
