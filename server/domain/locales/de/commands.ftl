### Antworten auf Befehle.

unknown-command = Den Befehl { $word } gibt es nicht. An den Kunden wurde nichts gesendet. /help zeigt, was es gibt; eine interne Notiz beginnt mit Schrägstrich und Leerzeichen.
command-later = /{ $name } gibt es in dieser Version von Backline noch nicht. An den Kunden wurde nichts gesendet.
command-answered = { $name }: { $answer }
command-waits = ⏳ { $name } hat das Programm, für das der Befehl ist, nicht angenommen. Er wird ihm einen Tag lang wieder angeboten; die Antwort kommt hierher.
command-given-up = ❌ { $name } hat das Programm, für das der Befehl ist, einen ganzen Tag lang nicht angenommen; er wurde aufgegeben.
nothing-to-answer = Hier fragt nichts nach /{ $name }: Es wurde nichts getan, und an den Kunden wurde nichts gesendet.
command-in-dialog = /{ $name } gehört in das Thema eines Dialogs.
command-in-general = /{ $name } gehört in „General“.
command-needs-reply = /{ $name } muss eine Antwort auf die Nachricht sein, um die es geht.
command-not-allowed = Sie dürfen /{ $name } hier nicht benutzen.
anonymous-admin = Sie schreiben im Namen der Gruppe, darum ist nicht zu erkennen, wer diesen Befehl gibt. Bitte „Anonym bleiben“ in den Admin-Rechten ausschalten oder unter eigenem Namen schreiben und den Befehl noch einmal geben.
ban-needs-right = /ban und /unban sind für Admins dieser Gruppe, die Mitglieder sperren dürfen.
which-connection = Mehrere Verbindungen teilen sich diese Gruppe: { $connections }. Bitte angeben, welche gemeint ist: /{ $name } i NAME
no-such-connection = In dieser Gruppe gibt es für Sie keine Verbindung „{ $name }“. Es gibt: { $connections }

help-in-dialog = **In diesem Thema**
help-in-general = **In „General“**
help-line = { $command } – { $description }
help-of-webhooks = fragt ein Programm Ihres Teams; die Antwort kommt hierher
help-comment = Was Sie hier schreiben, geht an den Kunden. Eine Nachricht, die mit Schrägstrich und Leerzeichen beginnt, bleibt unter Ihnen.
help-hold = das Team ist am Zug 🟪
help-wait = warten auf den Kunden 🟨
help-close = schließt den Dialog ⬛️
help-open = öffnet ihn wieder 🟪
help-info = was über den Kunden bekannt ist
help-del = als Antwort auf die eigene Nachricht: nimmt sie beim Kunden zurück
help-again = als Antwort: sendet noch einmal, was vielleicht nicht ankam
help-arrived = als Antwort: es ist angekommen
help-queue = was auf Zustellung wartet, und warum
help-help = diese Liste
help-new = beginnt einen Dialog mit jemandem, der noch nicht geschrieben hat
help-newchat = gründet eine Kundengruppe und lädt ein; der Titel ist, was vor dem ersten @Namen oder in Anführungszeichen steht
help-invite = holt Personen in die Gruppe der Kunden; „me“ sind Sie selbst
help-join = tritt einer Gruppe per Link oder @Name bei und macht sie zum Dialog
