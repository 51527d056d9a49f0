### Zeilen in einem Thema, neben den Nachrichten der Kunden.

speaker = **{ $name }:**
speaker-team = **{ $name }** (Team):
speaker-bot = **{ $name }** (Bot):
intercepted = 👤 __Von einem anderen Gerät an den Kunden geschrieben:__
start-payload = 🔗 Kam über einen Link mit: `{ $payload }`
forwarded-from = ↪️ __Weitergeleitet von { $name }__
forwarded-from-unknown = ↪️ __Weitergeleitet__
quoted-reply = { $text }
quoted-reply-kind = ↩️ __Als Antwort auf: { $kind }__
button-line = 🔘 { $label }: { $link }
button-line-bare = 🔘 { $label }

service-joined =
    { $count ->
        [one] ➕ { $names } ist dazugekommen.
       *[other] ➕ { $names } sind dazugekommen.
    }
service-left =
    { $count ->
        [one] ➖ { $names } hat den Chat verlassen.
       *[other] ➖ { $names } haben den Chat verlassen.
    }
service-joined-many =
    ➕ { $count } Leute sind dazugekommen:
    { $names }
service-left-many =
    ➖ { $count } Leute haben den Chat verlassen:
    { $names }
service-title = ✏️ Der Chat heißt jetzt „{ $title }“.
service-pinned = 📌 Eine Nachricht wurde angeheftet.
service-photo = 🖼 Das Bild des Chats wurde geändert.
service-migrated = ℹ️ Die Gruppe wurde zur Supergruppe.
service-other = ℹ️ Dienstnachricht: { $kind }

unsupported = ⚠️ Nicht übertragen: { $kind }
unknown-update = ⚠️ Telegram hat etwas geschickt, das diese Version nicht kennt: `{ $kind }`
file-too-big = ⚠️ Nicht übertragen: { $kind }, { $size }. Das Limit ist { $limit }.
named-file-too-big = ⚠️ Nicht übertragen: { $kind } „{ $name }“, { $size }. Das Limit ist { $limit }.
protected-attachment = 🔒 Nicht übertragen, weil der Chat das Speichern verbietet: { $kind }
protected-file = 🔒 Nicht übertragen, weil der Chat das Speichern verbietet: { $kind } „{ $name }“
file-moving = ⏳ { $name }, { $size }: { $percent } %
kind-moving = ⏳ { $kind }, { $size }: { $percent } %
files-moving =
    { $count ->
        [one] ⏳ { $count } Datei, { $size }: { $percent } %
       *[other] ⏳ { $count } Dateien, { $size }: { $percent } %
    }

# In place of what HIDE_INFO hides.
hidden-phone = [Telefonnummer]
hidden-mail = [E-Mail-Adresse]
hidden-link = [Link]
hidden-mention = [Benutzername]
hidden-contact = 👤 Eine Kontaktkarte. Sie wird hier nicht gezeigt.
hidden-file = 📎 { $kind }, { $size }. Nicht gezeigt, weil der Name verraten würde, was hier verborgen bleibt.
