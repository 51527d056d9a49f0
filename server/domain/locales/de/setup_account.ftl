### Der Einrichtungsbot über persönliche Konten.

account-logged-out = 🔑 Telegram hat die Sitzung des Kontos beendet. Was Kunden schreiben, bleibt in Telegram und wird weitergegeben, sobald das Konto wieder angemeldet ist.

bot-frontend-ask = **Schritt 1 von 3: wem Ihre Kunden schreiben**
    Einem Bot, der Ihnen gehört: der übliche Weg. Sie können mir gleich sein Token schicken.
    Oder Ihrem eigenen Telegram-Konto: Wer Ihnen persönlich schreibt, und die Gruppen, in denen Sie sind, erreichen dann Ihr Team.

bot-login-ask = **Schritt 1 von 3: Ihr Konto**
    Wie möchten Sie sich anmelden? Mit einem QR-Code müssen Sie nichts eintippen: Sie scannen ihn in Telegram auf dem Telefon des Kontos. Oder schicken Sie mir die Telefonnummer des Kontos.
    Die Sitzung des Kontos wird verschlüsselt auf dem Server aufbewahrt. In Telegram sehen Sie sie unter „Geräte“ und können sie dort beenden.
bot-login-again-ask = **{ $who } wieder anmelden**
    Mit einem QR-Code müssen Sie nichts eintippen: Sie scannen ihn in Telegram auf dem Telefon des Kontos. Oder schicken Sie mir die Telefonnummer des Kontos.

bot-phone-ask = Schicken Sie mir die Telefonnummer des Kontos mit Ländervorwahl, zum Beispiel +49 151 23456789. Ihre Nachricht lösche ich sofort.
bot-phone-wrong = ❌ Das ist keine Telefonnummer in internationaler Form. Schicken Sie sie mit Ländervorwahl, zum Beispiel +49 151 23456789. Ihre Nachricht habe ich gelöscht.
bot-login-begun = ⏳ Ihre Nachricht ist gelöscht. Ich frage Telegram …
bot-login-busy = ⏳ Ich warte noch auf die Antwort von Telegram. Ihre Nachricht habe ich gelöscht.
bot-login-too-many = ❌ Sie haben in einer Stunde viele Anmeldungen begonnen. Telegram sperrt Nummern, für die zu oft Codes verlangt werden; deshalb warte auch ich. Weiter geht es in { $time }.

bot-code-ask = **Der Anmeldecode.** Telegram { $place }. Schicken Sie ihn mir **in Stücken**, mit etwas zwischen den Ziffern, und zwar so: `1-2-3-4-5`
    Das muss sein, weil Telegram einen Anmeldecode zurückzieht, den es am Stück in einem Chat sieht. Ihre Nachricht lösche ich sofort.
bot-code-in-app = hat ihn an die anderen Geräte des Kontos geschickt, in den Chat „Telegram“
bot-code-by-sms = hat ihn per SMS geschickt
bot-code-by-call = ruft Sie an und sagt ihn
bot-code-missed-call = ruft Sie an, ohne etwas zu sagen: Die letzten Ziffern der Nummer, die anruft, sind der Code
bot-code-by-email = hat ihn per E-Mail geschickt
bot-code-at-fragment = zeigt ihn auf fragment.com
bot-code-somewhere = hat ihn geschickt
bot-code-wrong = ❌ Das war ein anderer Code. Sehen Sie noch einmal nach, und schicken Sie ihn in Stücken, so: `1-2-3-4-5`
bot-code-bare = ❌ Sie haben den Code am Stück geschickt. Telegram zieht einen Anmeldecode zurück, den es so in einem Chat sieht. Ich habe ihn deshalb nicht verwendet und Ihre Nachricht gelöscht. Lassen Sie sich einen neuen schicken, und tippen Sie ihn in Stücken ein, so: `1-2-3-4-5`
bot-code-length = ❌ Das sind { $given } Ziffern, und der Code hat { $length }. Schicken Sie ihn noch einmal, in Stücken, so: `1-2-3-4-5`
bot-code-none = ❌ Darin ist kein Code. Schicken Sie ihn in Stücken, so: `1-2-3-4-5`
bot-code-expired = ❌ Der Code gilt nicht mehr: Er ist zu alt, wurde zu oft versucht oder am Stück in einem Chat geschickt. Lassen Sie sich einen neuen schicken.

bot-password-ask = 🔐 Das Konto hat ein **Passwort** für die zweistufige Bestätigung. Schicken Sie es mir. Ihre Nachricht lösche ich sofort, und das Passwort bewahre ich nirgends auf.
bot-password-ask-hint = 🔐 Das Konto hat ein **Passwort** für die zweistufige Bestätigung. Schicken Sie es mir. Ihre Nachricht lösche ich sofort, und das Passwort bewahre ich nirgends auf.
    Der Hinweis, der dazu hinterlegt ist: { $hint }
bot-password-wrong = ❌ Das war ein anderes Passwort. Schicken Sie das richtige. Ihre Nachricht habe ich gelöscht.

bot-login-asking = ⏳ Ich frage Telegram …
bot-qr-ask = Scannen Sie das in Telegram auf dem Telefon des Kontos: Einstellungen › Geräte › Desktop-Gerät verknüpfen. Alle halbe Minute kommt ein neuer Code. Wer ihn scannt, verbindet sein Konto: Zeigen Sie ihn niemandem sonst.
bot-qr-typed = Sie müssen nichts eintippen: Scannen Sie den QR-Code mit dem Telefon des Kontos, oder brechen Sie mit /cancel ab. Ihre Nachricht habe ich gelöscht.
bot-qr-over = ⌛ Niemand hat den QR-Code gescannt. Ich habe ihn weggenommen.
bot-qr-expired = ❌ Der QR-Code wurde zu spät gescannt. Lassen Sie sich einen neuen zeigen.

bot-phone-invalid = ❌ Telegram kennt keine solche Telefonnummer. Sehen Sie nach, ob sie stimmt und die Ländervorwahl dabei ist, zum Beispiel +49 151 23456789.
bot-phone-banned = ❌ Telegram hat diese Telefonnummer gesperrt. Schreiben Sie an recover@telegram.org, oder verbinden Sie ein anderes Konto.
bot-phone-unoccupied = ❌ Kein Telegram-Konto hat diese Telefonnummer. Legen Sie zuerst eines mit der Telegram-App an.
bot-login-flood = ❌ Telegram wurde für diese Nummer zu oft gefragt. Warten Sie einen Tag, oder melden Sie sich mit einem QR-Code an.
bot-login-wait = ❌ Telegram verlangt vor der nächsten Anmeldung eine Pause von { $time }. Versuchen Sie es danach noch einmal.
bot-login-failed = ❌ Die Anmeldung hat nicht geklappt: Telegram war nicht zu erreichen, oder mit dieser Installation stimmt etwas nicht. Versuchen Sie es noch einmal. Wenn es wieder vorkommt, findet der Betreiber dieser Installation den Grund im Log des Servers.
bot-login-refused = ❌ Telegram lehnt die Anmeldung ab ({ $code }). Versuchen Sie es noch einmal, oder melden Sie sich anders an.
bot-login-app = ❌ Über diese Installation lässt Telegram niemanden anmelden ({ $code }). Ihr Betreiber muss BACKLINE_API_ID und BACKLINE_API_HASH auf das setzen, was my.telegram.org zeigt; versuchen Sie es dann noch einmal.
bot-login-gone = ⚠️ Die Anmeldung ist unterbrochen, weil ein Teil von Backline inzwischen neu gestartet wurde. Was Sie geschickt haben, gilt nicht mehr; beginnen Sie bitte noch einmal.
bot-login-late = ⌛ Das hat zu lange gedauert. Ich habe die Anmeldung abgebrochen.
bot-login-over = Diese Anmeldung ist zu Ende. Tippen Sie auf einen der Knöpfe oben, oder senden Sie /start. Ihre Nachricht habe ich gelöscht.
bot-no-account-gateway = ❌ In dieser Installation läuft nichts, das Konten anmelden kann. Wer sie betreibt, muss `backline-gateway-user` starten; versuchen Sie es dann noch einmal.

bot-logged-in = ✅ Angemeldet als { $who }.
bot-logged-in-again = ✅ { $who } ist wieder angemeldet.
bot-account-late = ⌛ Die Anmeldung wurde eine Viertelstunde lang nicht benutzt, oder Backline wurde neu gestartet; das Konto ist deshalb wieder abgemeldet. Melden Sie sich bitte noch einmal an.
bot-account-taken = ❌ { $who } bedient schon eine Verbindung, und ein Konto kann nur eine bedienen. Ich habe es wieder abgemeldet. Melden Sie sich mit einem anderen Konto an, oder lassen Sie zuerst jene Verbindung löschen.
bot-account-yours = { $who } bedient schon Ihre Verbindung { $name }, und ein Konto kann nur eine bedienen. Die neue Anmeldung habe ich beendet; geändert hat sich nichts.
bot-account-other = ❌ { $who } ist ein anderes Konto als das dieser Verbindung. Ich habe es wieder abgemeldet. Melden Sie sich mit dem Konto an, das die Verbindung hat.

bot-keeper-ask = **Schritt 2 von 3: die Gruppe Ihres Teams**
    Wer kümmert sich um die Gruppe, in der jeder Kunde ein Thema bekommt?
    • **Ein Bot neben dem Konto**: Der Bot schreibt dort, mit Knöpfen und Bestätigungen. Die Gruppe wählen Sie, oder das Konto legt eine an. Dafür braucht es ein Token von @BotFather.
    • **Das Konto allein**: Es legt eine neue Gruppe mit Themen an und schreibt dort selbst. Ein Bot ist nicht nötig; ein Konto zeigt keine Knöpfe.
bot-keeper-unchosen = Tippen Sie bitte auf einen der Knöpfe.
bot-desk-ask = Schicken Sie mir das Token des Bots, der sich um die Gruppe kümmern soll. Öffnen Sie @BotFather, senden Sie dort /newbot, wählen Sie einen Namen, und schicken Sie mir das Token, das Sie bekommen; Sie können die Nachricht auch weiterleiten.
    Ihre Nachricht lösche ich sofort, und das Token wird verschlüsselt aufbewahrt.
bot-desk-refused = ❌ Dieser Bot geht nicht: { $words }
    Schicken Sie mir sein Token noch einmal, oder das eines anderen Bots.
bot-desk-group-ask = **Schritt 2 von 3: die Gruppe Ihres Teams**
    1. Legen Sie in Telegram eine Gruppe an, falls Sie dafür noch keine haben, und schalten Sie in ihren Einstellungen „Themen“ ein.
    2. Tippen Sie auf den Knopf unten, wählen Sie die Gruppe, und machen Sie @{ $bot } dort zum Admin, der Themen verwalten und Nachrichten löschen darf.
    3. Lassen Sie auch { $who } Mitglied der Gruppe sein: Dann gehen Dateien jeder Größe durch.
    Zum Admin machen müssen Sie den Bot selbst: Eine Gruppe, in die jemand anders ihn aufnimmt, wird nicht angenommen.
    Oder lassen Sie das Konto eine neue Gruppe anlegen, mit Themen und dem Bot darin: „{ bot-key-make-group }“.
bot-title-ask = Wie soll die Gruppe heißen? Schicken Sie mir den Namen, oder tippen Sie auf den Knopf.
bot-founding = ⏳ Das Konto legt die Gruppe „{ $title }“ an …
bot-founding-failed = { $words }
    Beim nächsten Verbinden versucht es das noch einmal.

bot-login-state-in = Konto: ✅ angemeldet
bot-login-state-out = Konto: 🔑 von Telegram abgemeldet
bot-login-state-awaited = Konto: ⏳ wartet auf die Anmeldung
bot-account-delete-ask =
    🗑 Sie sind dabei, die Verbindung **{ $name }** mit allem zu löschen, was zu ihr gehört: ihren Dialogen, Parametern und Tokens. Ihr Konto wird hier bei Telegram abgemeldet; das Konto selbst, seine Themen und Nachrichten bleiben. Das lässt sich nicht rückgängig machen.
    Schicken Sie mir dazu den Namen der Verbindung: `{ $name }`

bot-key-bot = 💬 Ein Bot
bot-key-account = 👤 Mein Konto
bot-key-login-qr = 🔳 Mit QR-Code
bot-key-login-phone = 📱 Mit Telefonnummer
bot-key-new-code = 🔁 Neuen Code schicken
bot-key-new-qr = 🔁 Neuen QR-Code zeigen
bot-key-other-way = ↩️ Anders anmelden
bot-key-log-in-anew = 🔑 Noch einmal anmelden
bot-key-log-in-again = 🔑 Wieder anmelden
bot-key-with-desk = 🤖 Ein Bot neben dem Konto
bot-key-alone = 👤 Das Konto allein
bot-key-make-group = 👥 Die Gruppe für mich anlegen
bot-key-title = „{ $title }“
