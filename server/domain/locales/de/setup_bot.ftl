### Der Einrichtungsbot, in den privaten Chats mit Administratoren.

bot-greeting = 👋 Ich verbinde die Chats Ihrer Kunden mit der Gruppe Ihres Teams: Jeder Kunde bekommt dort ein eigenes Thema, und was Ihr Team darin schreibt, geht an den Kunden.
bot-menu-none = Sie haben noch keine Verbindung. Sie ist in drei kurzen Schritten eingerichtet: das Token eines Bots, die Gruppe Ihres Teams, eine Testnachricht.
bot-menu-some =
    { $count ->
        [one] Sie haben eine Verbindung. Tippen Sie sie an, um sie anzusehen und zu ändern.
       *[other] Sie haben { $count } Verbindungen. Tippen Sie eine an, um sie anzusehen und zu ändern.
    }
bot-help = **Was ich verstehe**
    /start – { bot-command-start }
    /plan – { bot-command-plan }
    /language – { bot-command-language }
    /cancel – { bot-command-cancel }
    /help – { bot-command-help }
    Alles andere geht mit den Knöpfen unter meinen Nachrichten.
bot-command-start = Ihre Verbindungen, und eine neue anlegen
bot-command-plan = Ihr Tarif, und wie viel davon verbraucht ist
bot-command-language = die Sprache, in der ich mit Ihnen spreche
bot-command-cancel = abbrechen, was wir gerade tun
bot-command-help = alle Befehle
bot-language-ask = In welcher Sprache soll ich mit Ihnen sprechen?
bot-language-set = Ab jetzt spreche ich Deutsch mit Ihnen.
bot-cancelled = Gut, das ist abgebrochen.
bot-cancelled-kept = Gut. { $bot } bleibt und wartet auf seine Gruppe: Tippen Sie den Bot an, um weiterzumachen oder ihn zu löschen.
bot-nothing-to-cancel = Es gibt nichts abzubrechen.
bot-not-admitted = Diese Installation ist nicht für alle offen. Wenn Sie sie benutzen sollen, geben Sie ihrem Betreiber Ihre Nummer: `{ $id }`.
bot-too-fast = Das ist mehr auf einmal, als ich verarbeiten kann. Warten Sie eine Minute und machen Sie dann weiter.
bot-button-old = Dieser Knopf ist veraltet. /start zeigt, was es jetzt gibt.
bot-not-understood = Damit kann ich nichts anfangen. /start zeigt Ihre Verbindungen, /help, was ich verstehe.
bot-text-wanted = Das brauche ich als Textnachricht.
bot-too-long = Das ist zu lang: { $length } Zeichen, möglich sind höchstens { $most }.
bot-plan-refuses-autoclose = ❌ Ihr Tarif erlaubt bei AUTOCLOSE höchstens { $hours } Stunden und nie OFF. Setzen Sie { $hours } oder weniger, oder fragen Sie den Betreiber dieser Installation nach einem größeren Tarif.
bot-plan-refuses-welcome = ❌ Ihr Tarif erlaubt bei WELCOME kein OFF. Setzen Sie einen eigenen Text oder DEFAULT, oder fragen Sie den Betreiber dieser Installation nach einem größeren Tarif.
bot-plan-refuses-parameter = ❌ Ihr Tarif enthält { $name } nicht; es bleibt, wie es ist. Fragen Sie den Betreiber dieser Installation nach einem größeren Tarif.
bot-plan-refuses-connection =
    { $most ->
        [one] ❌ Ihr Tarif erlaubt eine Verbindung, und die haben Sie schon. Löschen Sie sie zuerst, oder fragen Sie den Betreiber dieser Installation nach einem größeren Tarif.
       *[other] ❌ Ihr Tarif erlaubt { $most } Verbindungen, und so viele haben Sie schon. Löschen Sie zuerst eine, oder fragen Sie den Betreiber dieser Installation nach einem größeren Tarif.
    }
bot-plan-refuses-token = ❌ Ihr Tarif enthält keine API-Tokens. Fragen Sie den Betreiber dieser Installation nach einem größeren Tarif.
bot-relays-full = ❌ Es gibt { $most } Hilfsbots, und mehr Bots lässt Telegram in einer Gruppe nicht zu. Entfernen Sie zuerst einen.
bot-refused = ❌ So, wie es gerade steht, nimmt der Server das nicht an. /start zeigt den jetzigen Stand. Wenn es wieder vorkommt, findet der Betreiber dieser Installation den Grund im Log des Servers.
bot-has-group = ❌ Die Verbindung hat schon die Gruppe Ihres Teams und bleibt bei ihr. Für eine andere Gruppe löschen Sie die Verbindung und legen sie neu an.
bot-desk-is-another = ❌ Um die Gruppe dieser Verbindung kümmert sich ein anderer Bot, und die Themen dort gehören ihm. Schicken Sie mir ein Token dieses Bots. Für einen anderen Bot löschen Sie die Verbindung und legen sie neu an.
bot-unavailable = ❌ Der Server kann das im Moment nicht. Versuchen Sie es in einer Minute noch einmal.
bot-note = ✉️ Von { $bot }:
bot-info-above = 🔒 /info von { $bot }, in der Gruppe „{ $title }“ genannt. Das bekommen nur Sie; stellen Sie es nicht in die Gruppe.
bot-info-started = 👋 Gut. Karten, die Ihre Gruppe nicht sehen soll, kommen hierher zu Ihnen. Fragen Sie im Thema noch einmal mit /info.

bot-token-ask = **Schritt 1 von 3: der Bot**
    Ihre Kunden schreiben einem Bot, der Ihnen gehört. Öffnen Sie @BotFather, senden Sie dort /newbot, wählen Sie einen Namen, und schicken Sie mir das Token, das Sie bekommen. Sie können die Nachricht auch weiterleiten.
    Ihre Nachricht lösche ich sofort, und das Token wird verschlüsselt aufbewahrt.
bot-token-malformed = ❌ Darin ist kein Token. Ein Token sieht aus wie `123456789:AAH…`: eine Zahl, ein Doppelpunkt und mindestens 35 Buchstaben und Ziffern. Kopieren Sie es ganz aus @BotFather. Ihre Nachricht habe ich gelöscht, falls es ein Teil davon war.
bot-token-own = ❌ Das ist mein eigenes Token. Legen Sie bei @BotFather einen weiteren Bot für Ihre Kunden an, und schicken Sie mir dessen Token.
bot-token-taken = ❌ Dieser Bot bedient schon eine Verbindung, und ein Bot kann nur eine bedienen. Legen Sie bei @BotFather einen weiteren an, und schicken Sie mir dessen Token.
bot-token-checking = ⏳ Ihre Nachricht ist gelöscht. Ich frage Telegram nach dem Token …
bot-token-slow = ⏳ Telegram hat noch nicht geantwortet. Ich frage weiter und melde mich, sobald ich es weiß.
bot-token-refused = ❌ Telegram kennt dieses Token nicht. Kopieren Sie es noch einmal aus @BotFather, oder holen Sie sich dort mit /revoke ein neues, und schicken Sie es mir.
bot-token-in-use = ❌ Ein anderes Programm benutzt diesen Bot gerade. Beenden Sie es, oder entfernen Sie den Webhook, den es gesetzt hat, und schicken Sie mir das Token noch einmal; oder legen Sie bei @BotFather einen weiteren Bot an.
bot-token-renewed = ✅ { $bot } bedient schon Ihre Verbindung und arbeitet ab jetzt mit diesem Token. Ihre Nachricht habe ich gelöscht.
bot-known = ✅ Bot gefunden: @{ $bot }.
bot-keeps-out-of-groups = ❌ @{ $bot } darf nicht in Gruppen aufgenommen werden und kann deshalb nicht in der Gruppe Ihres Teams arbeiten. Senden Sie @BotFather /setjoingroups, wählen Sie den Bot, und tippen Sie auf „Enable“. Schicken Sie mir danach das Token noch einmal.

bot-group-ask = **Schritt 2 von 3: die Gruppe Ihres Teams**
    1. Legen Sie in Telegram eine Gruppe an, falls Sie dafür noch keine haben, und schalten Sie in ihren Einstellungen „Themen“ ein.
    2. Tippen Sie auf den Knopf unten, wählen Sie die Gruppe, und machen Sie @{ $bot } dort zum Admin, der Themen verwalten und Nachrichten löschen darf.
    Das müssen Sie selbst tun: Eine Gruppe, in die jemand anders den Bot aufnimmt, wird nicht angenommen.
bot-group-known = ✅ „{ $title }“ ist jetzt die Gruppe Ihres Teams.
bot-group-check-begun = Ich sehe mir die Gruppe noch einmal an.
bot-group-none = Ich weiß nicht, welche Gruppe Sie meinen. Tippen Sie auf den Knopf unten, und wählen Sie sie. Folgt darauf nichts, entziehen Sie dem Bot dort die Admin-Rechte und geben Sie sie ihm wieder: Telegram meldet mir eine Gruppe erst, wenn sich in ihr etwas tut.

bot-test-ask = **Schritt 3 von 3: ein Test**
    { $bot } hat eine Testnachricht in „{ $title }“ geschrieben, in das Thema „General“. Sehen Sie sie?
bot-test-ask-again = **Ein Test.** { $bot } hat eine Testnachricht in „{ $title }“ geschrieben, in das Thema „General“. Sehen Sie sie?
bot-test-done =
    🎉 **Es funktioniert.** Schreiben Sie { $bot } von einem anderen Konto aus, wie es ein Kunde täte: Die Nachricht erscheint in „{ $title }“ in einem eigenen Thema, und was Sie dort antworten, geht an den Kunden.
    Hier können Sie jederzeit alles an der Verbindung ändern.
bot-test-unseen =
    Prüfen Sie Folgendes, und lassen Sie die Nachricht dann noch einmal senden:
    • Sie sind in der Gruppe „{ $title }“, und dort im Thema „General“.
    • { $bot } ist noch Admin der Gruppe.
    • Die Themen der Gruppe sind noch eingeschaltet.
bot-test-again = Eine weitere Testnachricht ist unterwegs.
bot-test-stopped = ⏸ Die Verbindung ist angehalten; es kann nichts gesendet werden. Tippen Sie zuerst auf „{ bot-key-start }“.

bot-card = **{ $bot }**
    Verbindung: { $name }
    Gruppe des Teams: { $group }
    Status: { $state }
bot-card-gone = Diese Verbindung gibt es nicht mehr.
bot-card-problem = ⚠️ { $words }
bot-trouble-token = Telegram nimmt das Token von { $bot } nicht mehr an. Senden Sie @BotFather /mybots, wählen Sie den Bot, tippen Sie auf „API Token“, und schicken Sie mir das Token, das Sie dort sehen. Ihre Nachricht lösche ich sofort.
bot-trouble-logged-out = Telegram hat die Sitzung von { $who } beendet. Melden Sie das Konto mit dem Knopf unten wieder an; dann kommt auch, was Kunden inzwischen geschrieben haben.
bot-trouble-elsewhere = Ein anderes Programm holt ab, was an { $bot } geschrieben wird; deshalb kommt es hier nicht an. Beenden Sie dieses Programm, oder entfernen Sie den Webhook, den es gesetzt hat. Wenn Sie nicht wissen, welches es ist: Senden Sie @BotFather /revoke, wählen Sie den Bot, und schicken Sie mir das neue Token. Das andere Programm ist damit ausgesperrt.
bot-trouble-no-topics = „{ $title }“ hat keine Themen. Schalten Sie in den Einstellungen der Gruppe „Themen“ ein, und tippen Sie dann auf „{ bot-key-check }“.
bot-trouble-no-admin = { $bot } ist kein Admin von „{ $title }“. Öffnen Sie die Einstellungen der Gruppe, dort „Administratoren“, und machen Sie den Bot dazu, mit diesem Recht: { $right }.
bot-trouble-right = { $bot } fehlt in „{ $title }“ ein Recht: { $right }. Öffnen Sie die Einstellungen der Gruppe, dort „Administratoren“, und geben Sie es ihm.
bot-trouble-not-yours = „{ $title }“ wird nicht zur Gruppe Ihres Teams, weil sie Ihnen weder gehört noch von Ihnen verwaltet wird. Lassen Sie sich dort zum Admin machen, und tippen Sie dann auf „{ bot-key-check }“; oder wählen Sie eine andere Gruppe.
bot-trouble-out = { $bot } ist nicht mehr in „{ $title }“. Nehmen Sie den Bot wieder in die Gruppe auf, und machen Sie ihn zum Admin, der Themen verwalten darf. Was Kunden schreiben, wartet so lange.
bot-trouble-group = Telegram lässt { $bot } in „{ $title }“ nicht arbeiten: { $refusal }
bot-trouble-founding = { $who } konnte die Gruppe nicht anlegen: { $refusal }
bot-trouble-unknown = Mit { $bot } stimmt etwas nicht. Der Betreiber dieser Installation findet den Grund im Log des Servers.
bot-group-unknown = noch keine
bot-state-running = ✅ läuft
bot-state-stopped = ⏸ angehalten
bot-state-awaits-group = ⏳ wartet auf ihre Gruppe
bot-state-troubled = ⚠️ hat ein Problem
bot-stopped = Was Kunden schreiben, hebt Telegram nur einen Tag lang auf; es kommt an, sobald Sie die Verbindung wieder starten. Älteres geht verloren.
bot-account-stopped = Was Kunden schreiben, bleibt in Telegram; es kommt an, sobald Sie die Verbindung wieder starten.
bot-started = ▶️ Sie läuft wieder.
bot-delete-ask =
    🗑 Sie sind dabei, die Verbindung **{ $name }** mit allem zu löschen, was zu ihr gehört: Dialoge, Parameter und Tokens. Die Themen und Nachrichten in Telegram bleiben. Das lässt sich nicht rückgängig machen.
    Schicken Sie mir dazu den Namen der Verbindung: `{ $name }`
bot-delete-wrong = Das ist nicht der Name der Verbindung; es wurde nichts gelöscht. Senden Sie `{ $name }`, um sie zu löschen, oder /cancel, um sie zu behalten.
bot-deleted = 🗑 Die Verbindung { $name } ist gelöscht. Der Bot oder das Konto ist frei für eine andere Verbindung.

bot-parameters = **Parameter von { $name }**, Seite { $page } von { $pages }. Die mit einem Punkt sind geändert. Tippen Sie einen an, um mehr zu erfahren.
bot-parameter = **{ $name }**
    { $description }

    Jetzt: { $value }
    Voreinstellung: { $standard }
    Erlaubt: { $allowed }
    Beispiel: { $example }
bot-parameter-later = Diese Version hebt den Wert auf und richtet sich noch nicht danach.
bot-hide-info = • name: Namen von Personen; sie werden durch erfundene ersetzt
    • title: Namen von Gruppen und Kanälen
    • link: Benutzernamen, Links und Ids
    • command: /info; es kommt dann nur noch privat
    • contact: Telefonnummern, E-Mail-Adressen, Kontaktkarten
    • mention: @Namen in Texten
    • forward: woher weitergeleitete Nachrichten stammen
bot-webhook-events = Ereignisse: { $events }.
bot-webhook-inside = ⚠️ „{ $host }“ ist eine Adresse in einem internen Netz. Dorthin wird nur gesendet, wenn der Betreiber dieser Installation es zulässt (`webhooks.allowed_networks`); bis dahin wartet es, höchstens einen Tag.
bot-signing-ask = **Der Signaturschlüssel.** Mit ihm ist alles signiert, was gesendet wird, wie es Standard Webhooks vorsieht; so erkennt Ihr Programm, dass es von hier kommt. Falls jemand anders ihn kennen könnte, machen Sie einen neuen: Einen Tag lang wird mit beiden signiert.
bot-signing-secret = 🔑 Hier ist der Schlüssel; in fünf Minuten lösche ich diese Nachricht. Geben Sie ihn dem Programm, an das gesendet wird:
    `{ $secret }`
bot-signing-renewed = ♻️ Hier ist der neue Schlüssel; in fünf Minuten lösche ich diese Nachricht. Einen Tag lang wird auch noch mit dem alten signiert. Geben Sie den neuen dem Programm, an das gesendet wird:
    `{ $secret }`
bot-parameter-ask = Schicken Sie mir den neuen Wert von **{ $name }**, oder brechen Sie mit /cancel ab.
bot-parameter-set = ✅ { $name } ist jetzt: { $value }
bot-parameter-refused = ❌ „{ $given }“ geht bei { $name } nicht: { $problem }. Erlaubt: { $allowed }.
    Schicken Sie mir einen anderen Wert, zum Beispiel `{ $example }`, oder /cancel.
bot-parameter-refused-hidden = ❌ Das geht bei { $name } nicht: { $problem }. Erlaubt: { $allowed }.
    Schicken Sie mir einen anderen Wert, zum Beispiel `{ $example }`, oder /cancel.
bot-history =
    { $count ->
        [0] **{ $name }** wurde noch nie geändert.
       *[other] **Die letzten Änderungen von { $name }**, die neueste zuerst. Tippen Sie einen Wert an, um ihn wieder zu setzen.
    }
bot-history-line = • { $at }, { $who }: `{ $old }` → `{ $new }`
bot-by-you = Sie
bot-by-person = die Person { $id }
bot-by-token = ein Programm mit dem Token { $id }

bot-plan-none = Diese Installation hat keine Tarife: Es gibt keine Grenzen.
bot-plan-title = **Ihr Tarif: { $name }**
bot-plan-messages = • Nachrichten heute: { $used } von { $limit }
bot-plan-updates = • Ereignisse von Telegram heute: { $used } von { $limit }
bot-plan-connections = • Verbindungen: { $used } von { $limit }
bot-plan-autoclose =
    { $hours ->
        [one] • AUTOCLOSE: höchstens eine Stunde
       *[other] • AUTOCLOSE: höchstens { $hours } Stunden
    }
bot-plan-signature = • Unter WELCOME steht eine Zeile.
bot-plan-no-welcome-off = • WELCOME kann nicht abgeschaltet werden.
bot-plan-without = • Nicht enthalten: { $name }
bot-plan-no-api = • Nicht enthalten: API-Tokens
bot-plan-limits-nothing = Er begrenzt nichts.
bot-plan-renews = Die Zählung des Tages beginnt am { $at } von vorn.
bot-plan-holds = ⏳ Für heute ist alles verbraucht. Nachrichten warten und gehen ab { $at } der Reihe nach hinaus; verloren geht nichts.

bot-privacy-mode = ⚠️ Der Privatsphäremodus von @{ $bot } ist an: In Kundengruppen, in denen er nicht Admin ist, sieht er nur Befehle und Antworten an ihn, deshalb wird daraus wenig weitergeleitet. Senden Sie @BotFather /setprivacy, wählen Sie den Bot, und tippen Sie auf „Disable“. Entfernen Sie den Bot dann aus diesen Gruppen und fügen Sie ihn wieder hinzu; halten Sie danach die Verbindung hier an und starten Sie sie, damit ich noch einmal nachsehe.

bot-relays =
    { $count ->
        [0] **Hilfsbots von { $name }**: weitere Bots in der Gruppe des Teams, damit mehr als 20 Nachrichten in der Minute hineinpassen. Noch gibt es keine.
       *[other] **Hilfsbots von { $name }**: weitere Bots in der Gruppe des Teams, damit mehr als 20 Nachrichten in der Minute hineinpassen. Anzahl: { $count }. Tippen Sie einen an, um seinen Stand zu sehen.
    }
bot-relay-ask =
    Schicken Sie mir das Token eines weiteren Bots von @BotFather. Ihre Nachricht lösche ich sofort.
    Nehmen Sie den Bot dann in „{ $group }“ auf, am besten als Admin.
bot-relay-added = ✅ { $bot } ist hinzugefügt. Nehmen Sie ihn jetzt in „{ $group }“ auf, am besten als Admin; ab dann hilft er.
bot-relay-waits = ⏳ { $bot } kann in „{ $group }“ noch nicht schreiben. Nehmen Sie ihn dort auf, am besten als Admin; ab dann hilft er.
bot-relay-helps = ✅ { $bot } schreibt in „{ $group }“ und hilft mit.
bot-relay-removed = ✅ Der Bot hilft nicht mehr. Ist er noch in „{ $group }“, entfernen Sie ihn auch dort.

bot-tokens =
    { $count ->
        [0] **API-Tokens von { $name }**: Mit einem kann ein Programm von Ihnen diese Verbindung benutzen und sonst nichts. Noch gibt es keine.
       *[other] **API-Tokens von { $name }**: Mit einem kann ein Programm von Ihnen diese Verbindung benutzen und sonst nichts. Anzahl: { $count }. Tippen Sie eines an, um es zu widerrufen.
    }
bot-tokens-scope =
    Was darf das Programm tun?
    • read – Dialoge und Warteschlangen ansehen
    • send – außerdem Dialoge schließen und über Nachrichten entscheiden
    • manage – außerdem die Verbindung und ihre Parameter ändern
bot-token-made =
    🔑 Hier ist das Token. Sie sehen es nur dieses eine Mal; in fünf Minuten lösche ich diese Nachricht. Kopieren Sie es jetzt, und bewahren Sie es sicher auf:
    `{ $secret }`
bot-secret-lost = ⚠️ Ich weiß nicht, ob die Nachricht mit dem Geheimnis bei Ihnen angekommen ist, und ich bewahre keine Kopie auf. Wenn Sie sie oben sehen, kopieren Sie es, und löschen Sie dann die Nachricht. Wenn nicht: Ein API-Token widerrufen Sie in der Liste und lassen ein neues machen; den Signaturschlüssel lassen Sie sich noch einmal zeigen.
bot-token-revoked = ✅ Das Token ist widerrufen. Wer es benutzt hat, ist draußen.
bot-token-revoke-ask = Das Token „{ $title }“ widerrufen? Programme, die es benutzen, hören sofort auf zu arbeiten.

bot-key-new = ➕ Neue Verbindung
bot-key-cancel = ✖️ Abbrechen
bot-key-back = ‹ Zurück
bot-key-menu = ‹ Verbindungen
bot-key-add-to-group = ➕ In eine Gruppe aufnehmen
bot-key-add-to-team = ➕ In „{ $group }“ aufnehmen
bot-key-check = 🔄 Erneut prüfen
bot-key-seen = ✅ Ja, ich sehe sie
bot-key-unseen = ❌ Nein
bot-key-test = 📨 Testnachricht
bot-key-group = 👥 Gruppe verbinden
bot-key-parameters = ⚙️ Parameter
bot-key-relays = 🤖 Hilfsbots
bot-key-tokens = 🔑 API-Tokens
bot-key-stop = ⏸ Anhalten
bot-key-start = ▶️ Starten
bot-key-delete = 🗑 Löschen
bot-key-default = ↺ Voreinstellung
bot-key-type = ✏️ Wert eingeben
bot-key-add-relay = ➕ Bot hinzufügen
bot-key-remove = 🗑 Entfernen
bot-key-new-token = ➕ Neues Token
bot-key-revoke = 🗑 Widerrufen
bot-key-history = 🕘 Verlauf
bot-key-signing = 🔑 Signaturschlüssel
bot-key-secret = 👁 Zeigen
bot-key-new-secret = ♻️ Neuer Schlüssel
bot-key-plan = 📦 Tarif: { $name }
bot-key-language = 🌐 English · Русский · Español
