### Was aus einer Nachricht wurde, und was wartet.

not-sent-word = 🚫 Nicht gesendet: Das Wort „{ $word }“ ist verboten. Bitte anders schreiben und als neue Nachricht senden.
not-sent-not-a-reply = 🚫 Nicht gesendet: Hier gehen nur Antworten auf eine Nachricht des Kunden hinaus, alles andere bleibt unter Ihnen. Zum Antworten die Antwortfunktion an der Nachricht des Kunden benutzen. Dieser Hinweis kommt nur einmal.
not-sent-kind = 🚫 Nicht gesendet, weil das nicht zu Kunden übertragen wird: { $kind }.
delivery-rejected = ❌ Nicht zugestellt: { $refusal }
delivery-gave-up =
    { $attempts ->
        [one] ❌ Nicht zugestellt: Ein Versuch ist mit „{ $detail }“ gescheitert. Die Nachricht ist aufgehoben; ein Administrator kann sie noch einmal senden lassen.
       *[other] ❌ Nicht zugestellt: { $attempts } Versuche sind gescheitert, der letzte mit „{ $detail }“. Die Nachricht ist aufgehoben; ein Administrator kann sie noch einmal senden lassen.
    }
delivery-outage =
    { $hours ->
        [one] ❌ Nicht zugestellt: Eine Stunde lang war Telegram nicht zu erreichen („{ $detail }“). Die Nachricht ist aufgehoben; ein Administrator kann sie noch einmal senden lassen.
       *[other] ❌ Nicht zugestellt: { $hours } Stunden lang war Telegram nicht zu erreichen („{ $detail }“). Die Nachricht ist aufgehoben; ein Administrator kann sie noch einmal senden lassen.
    }
delivery-uncertain = ❓ Es ist nicht bekannt, ob diese Nachricht angekommen ist: Die Verbindung brach ab, bevor Telegram antwortete. Hierauf mit /again antworten, um sie noch einmal zu senden, oder mit /arrived, wenn sie angekommen ist.
button-again = Noch einmal senden
button-arrived = Ist angekommen
button-decided = Darüber ist schon entschieden.
button-too-old = Dieser Knopf ist zu alt: Antworten Sie mit /again oder /arrived auf Ihre Nachricht.
button-void = Dieser Knopf gilt hier nicht: Antworten Sie mit /again oder /arrived auf Ihre Nachricht.
button-for-team = Das darf nur drücken, wer in dieser Gruppe ist.
button-for-another = Hier ist jemand anders gefragt.
button-unchecked = Telegram hat nicht gesagt, ob Sie in dieser Gruppe sind, darum wurde nichts getan. Bitte noch einmal drücken.
sent-again = 🔁 Wird noch einmal gesendet.
noted-as-arrived = ✅ Vermerkt: angekommen.
nothing-uncertain = Diesen Befehl als Antwort auf einen Hinweis benutzen, der fragt, ob eine Nachricht angekommen ist.
customer-message-rejected = ⚠️ Eine Nachricht des Kunden konnte hier nicht gezeigt werden: { $refusal }
edited-before-sent = ✏️ Diese Nachricht wurde bearbeitet, bevor sie hinausging. Der Kunde bekommt sie so, wie sie jetzt ist.
edited-before-relayed = ✏️ Vom Kunden bearbeitet, bevor es hier gezeigt wurde.

queue-empty = ✅ Es wartet nichts.
queue-summary = **Wartend: { $count }**, am längsten seit { $oldest }.
queue-line = • { $title }: { $count } seit { $oldest } – { $reason }
queue-general-line = • ohne Dialog: { $count } seit { $oldest } – { $reason }
queue-files = ⏳ Dateien: { $moved } von { $total }
queue-more =
    { $count ->
        [one] … und ein weiterer Dialog.
       *[other] … und { $count } weitere Dialoge.
    }
queue-first-contacts = Wartende Erstkontakte: { $count }
queue-slow =
    { $count ->
        [one] ⏳ Eine Nachricht wartet darauf, hier gezeigt zu werden, seit { $oldest }. /queue zeigt, welche.
       *[other] ⏳ { $count } Nachrichten warten darauf, hier gezeigt zu werden, die älteste seit { $oldest }. /queue zeigt, welche.
    }
queue-caught-up = ✅ Nichts wartet mehr länger als eine Minute.
relay-ready = ➕ { $bot } hilft ab jetzt beim Schreiben hier.
relay-out = ⚠️ { $bot } hilft hier nicht mehr beim Schreiben: { $refusal } Seine Arbeit machen die anderen. Sobald er hier wieder schreiben darf, hilft er wieder.
founding-refused = ⚠️ Das Konto kann seine Gruppe nicht anlegen: { $refusal }
account-channels = ⚠️ Das Konto ist in { $count } der { $most } Supergruppen und Kanäle, die Telegram ihm erlaubt. Sind sie ausgeschöpft, kann es in keine weitere Gruppe eines Kunden mehr kommen: Bitte lassen Sie die Inhaberin oder den Inhaber einige verlassen, die nicht mehr gebraucht werden.
desk-ready = ✅ { $bot } kümmert sich ab jetzt um diese Gruppe.
carrier-out = ⚠️ Das Konto kann Dateien nicht selbst in diese Gruppe bringen: { $refusal } Bis es das kann, gehen Dateien über den Server von Backline, soweit der Bot sie senden darf. Bitte fügen Sie das Konto der Gruppe hinzu oder erlauben Sie ihm, hier Dateien zu senden.
carrier-ready = ✅ Das Konto bringt Dateien wieder selbst in diese Gruppe, in jeder Größe.
reminder = ⏰ { $title } wartet seit { $waited } auf eine Antwort: { $link }
reminder-without-topic = ⏰ { $title } wartet seit { $waited } auf eine Antwort. Das Thema ist noch nicht angelegt.
queue-reason-budget = das Limit von Telegram für den Chat ist ausgeschöpft
queue-reason-flood-wait = Telegram verlangt eine Pause
queue-reason-no-gateway = kein Gateway ist verbunden
queue-reason-retry = ein Versuch ist gescheitert, der nächste folgt
queue-reason-topic = das Thema ist noch nicht angelegt
queue-reason-stopped = die Verbindung ist angehalten
queue-reason-plan = der Tarif ist ausgeschöpft; weiter geht es ab { $until }
queue-reason-next = kommt als Nächstes

edited-note = ✏️ __Bearbeitet:__
delete-switched-off = 🚫 Nichts gelöscht: Der Parameter `DELETES` lässt Löschungen nicht zu den Kunden.
delete-unknown = ⚠️ Niemand weiß, ob das angekommen ist, deshalb lässt es sich nicht zurücknehmen. Es wird nicht noch einmal gesendet.
delete-not-own = /del muss eine Antwort auf eine Nachricht sein, die das Team in diesem Thema geschrieben hat.
delete-refused = ❌ Beim Kunden nicht gelöscht: { $refusal } Ein Bot kann Gesendetes 48 Stunden lang löschen.
deleted-by-customer = 🗑 __Vom Kunden gelöscht.__
reacted = **Reaktionen**
    { $list }
