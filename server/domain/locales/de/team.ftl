### Antworten auf die Befehle des Teams für sich selbst.

banned-already = { $title } ist schon gesperrt. /unban hebt die Sperre auf.
not-banned = { $title } ist nicht gesperrt.
ban-full = 🚫 Nicht gesperrt: Im Parameter `IGNORE_CHATS` stehen schon { $most } Chats, mehr nimmt er nicht auf. Ein Administrator muss erst welche entfernen.
ban-would-meet-all = 🚫 Nicht gesperrt: In diesem Chat schreiben Ihnen mehrere Personen, und die Sperre träfe alle.
dialog-banned = 🚫 { $title } ist gesperrt, darum bleibt der Dialog geschlossen. /unban hebt die Sperre auf.
not-sent-banned = 🚫 Nicht gesendet: { $title } ist gesperrt. /unban hebt die Sperre auf; dann bitte als neue Nachricht senden.
right-unknown = ❓ Telegram hat nicht gesagt, was Sie in dieser Gruppe dürfen, darum wurde nichts geändert: { $refusal } Bitte den Befehl noch einmal geben.

assigned = 👤 Um diesen Dialog kümmert sich ab jetzt { $who }.
assigned-off = 👤 Diesem Dialog ist niemand mehr zugewiesen.
assigned-to = 👤 Um diesen Dialog kümmert sich { $who }, seit { $at }.
assigned-to-nobody = 👤 Diesem Dialog ist niemand zugewiesen. Dafür gibt es /assign @Name und /assign me.
assign-unknown = „{ $who }“ ist in dieser Gruppe nicht bekannt. Bekannt ist, wer hier schon etwas geschrieben hat, unter dem damaligen @Namen.

note-line = 📝 **{ $number }** { $text } — __{ $author }, { $at }__
note-added = 📝 Notiz { $number } ist aufgeschrieben. Der Kunde sieht sie nicht.
note-deleted = 📝 Notiz { $number } ist gelöscht.
note-none = Zu diesem Kunden gibt es keine Notizen. /note mit einem Text schreibt eine.
note-not-there = Eine Notiz { $number } gibt es zu diesem Kunden nicht. /note zeigt alle.
note-full = Zu diesem Kunden gibt es { $most } Notizen, mehr dürfen es nicht sein. /note del N löscht eine.
note-too-long = Die Notiz hat { $length } Zeichen, { $most } dürfen es sein. Aufgeschrieben wurde nichts.

field-line = ▪️ **{ $name }**: { $value }
field-set = ▪️ **{ $name }** ist jetzt: { $value }
field-cleared = ▪️ **{ $name }** ist geleert.
field-none = Zu diesem Kunden gibt es keine Felder. /set mit Name und Wert legt eines an.
field-not-there = Ein Feld „{ $name }“ gibt es zu diesem Kunden nicht, also ist nichts zu leeren. Ein Wert hinter dem Namen legt es an.
field-full = Zu diesem Kunden gibt es { $most } Felder, mehr dürfen es nicht sein. /set mit dem Namen allein leert eines.
field-too-long = Der Wert hat { $length } Zeichen, { $most } dürfen es sein. Geändert wurde nichts.
field-bad-name = „{ $name }“ kann kein Feld heißen. Ein Name beginnt mit einem lateinischen Buchstaben und hat Buchstaben, Ziffern, - und _, höchstens { $most }.

info-banned = 🚫 Gesperrt von { $who }, { $at }
info-ignored = 🚫 Gesperrt: Der Chat steht in `IGNORE_CHATS`
info-assigned = Zugewiesen an: { $who }
info-more-fields =
    { $count ->
        [one] … und ein weiteres Feld: /set
       *[other] … und { $count } weitere Felder: /set
    }
info-more-notes =
    { $count ->
        [one] … und eine frühere Notiz: /note
       *[other] … und { $count } frühere Notizen: /note
    }

help-ban = sperrt den Kunden: geschlossen, und von dort wird nichts mehr übertragen
help-unban = hebt die Sperre auf
help-assign = wer sich um diesen Dialog kümmert; als Antwort auf eine Nachricht aus dem Team: deren Verfasser
help-note = schreibt eine Notiz zum Kunden; allein: zeigt alle
help-set = ein eigenes Feld zum Kunden; ohne Wert: leert es

list-open = **Offene Dialoge: { $count }**
list-none = ✅ Kein solcher Dialog ist offen.
list-line = { $square } { $title } · { $since }
list-line-of = { $square } { $title } · { $since } · 👤 { $who }
list-banned = **Gesperrt: { $count }**
list-none-banned = ✅ Niemand ist gesperrt.
list-line-banned = 🚫 { $title } · von { $who }, { $at }
list-more-banned = 🚫 Gesperrt: { $count } – /list banned
list-pages = Seite { $page } von { $pages }, die nächste: { $command }
list-no-page = Eine Seite { $page } gibt es nicht. Es gibt { $pages }: { $command }
list-unknown = „{ $word }“ bezeichnet keine Dialoge. /list zeigt alle offenen, wer am längsten wartet zuerst; /list hold die, bei denen das Team am Zug ist 🟪, /list wait die, die auf den Kunden warten 🟨, /list me Ihre, /list banned die gesperrten. Eine Zahl dahinter ist die Seite. Markierungen, nach denen sich auflisten ließe, gibt es in dieser Version noch nicht.
help-list = offene Dialoge, wer am längsten wartet zuerst
