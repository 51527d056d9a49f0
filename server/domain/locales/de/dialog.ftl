### Was mit einem Dialog geschah, gesagt in seinem Thema.

state-held = 🟪 Das Team ist am Zug.
state-waiting = 🟨 Warten auf den Kunden.
state-closed-now = ⬛️ Geschlossen.
state-opened = 🟪 Wieder geöffnet.
closed-by-time =
    { $hours ->
        [one] ⬛️ Nach einer Stunde ohne Nachricht von selbst geschlossen.
       *[other] ⬛️ Nach { $hours } Stunden ohne Nachricht von selbst geschlossen.
    }
rated = ⭐ Bewertung des Kunden: { $value } von 5.
banned = 🚫 { $title } ist gesperrt: Der Dialog ist geschlossen, und von dort wird nichts mehr übertragen. /unban hebt die Sperre auf.
unbanned = ✅ { $title } ist nicht mehr gesperrt.

topic-made-anew = ⚠️ Telegram lässt den Bot nicht mehr in das bisherige Thema dieses Dialogs schreiben: Es wurde gelöscht, oder die Gruppe ist sehr groß geworden. Hier geht es weiter, beginnend mit der Nachricht, die dort nicht mehr ankam. Das Bisherige, falls es noch da ist: { $link }
topic-double = ⚠️ Telegram hat dieses Thema zweimal angelegt. Bitte machen Sie im anderen weiter: { $link }
topic-late = ⚠️ Dieses Thema konnte erst jetzt angelegt werden. Was folgt, hat { $since } gewartet.

customer-blocked = ⚠️ { $title } hat den Bot blockiert. Bis das aufgehoben wird, kann nichts zugestellt werden; es wird dann hier gemeldet.
customer-back = ✅ { $title } ist wieder erreichbar.
customer-deleted = ⚠️ Das Konto von { $title } ist gelöscht. Es kann nichts mehr zugestellt werden.
frontend-removed = ⚠️ Der Bot ist nicht mehr in „{ $title }“. Bis er wieder hinzugefügt wird, kann dort nichts zugestellt werden.
frontend-back = ✅ Der Bot ist wieder in „{ $title }“.

business-connected = ✅ Das Business-Konto von { $name } ist verbunden: Seine privaten Chats werden hier zu Themen, und was Sie schreiben, geht in seinem Namen hinaus.
business-ended = ⚠️ Das Business-Konto von { $name } ist nicht mehr verbunden. Was Sie in seinen Themen schreiben, kann nicht zugestellt werden.
business-may-not-reply = ⚠️ Das Business-Konto von { $name } ist verbunden, lässt den Bot aber nicht antworten. Der Inhaber kann es in Telegram unter Einstellungen, Telegram Business, Chatbots erlauben.
