### Einrichten einer Verbindung, gesagt ihrem Administrator oder in der Gruppe.

claim-done = ✅ Sie sind jetzt der Administrator. Fügen Sie mich als Nächstes Ihrer Forumsgruppe hinzu, als Admin, der Themen verwalten und Nachrichten löschen darf: { $link }
claim-expired = Dieser Link gilt nicht mehr. Starten Sie Backline neu, um einen anderen zu bekommen.
claim-used = Dieser Link wurde schon benutzt. Wenn Sie das nicht waren, starten Sie Backline neu und benutzen Sie den neuen Link, bevor es jemand anders tut.
group-not-a-forum = ❌ „{ $title }“ hat keine Themen. Schalten Sie in den Einstellungen der Gruppe „Themen“ ein, entziehen Sie mir dann die Admin-Rechte und geben Sie sie mir wieder.
group-not-admin = ❌ Ich bin kein Admin von „{ $title }“. Machen Sie mich dazu, mit diesem Recht: { $right }.
group-missing-right = ❌ In „{ $title }“ fehlt mir ein Recht: { $right }. Geben Sie es mir in der Liste der Admins der Gruppe.
group-wants-right = ⚠️ In „{ $title }“ fehlt mir ein Recht: { $right }. Es geht auch ohne, nur weniger ordentlich.
group-no-receipts = ⚠️ „{ $title }“ erlaubt die Reaktion 👌 nicht, darum gibt es keine Bestätigungen. Erlauben Sie sie in den Einstellungen der Gruppe unter „Reaktionen“, oder setzen Sie den Parameter `SHOW_RECEIPTS` auf FALSE.
foreign-group-left = ⚠️ Jemand anders als Sie hat mich in „{ $title }“ (`{ $id }`) aufgenommen. Ich habe die Gruppe verlassen.
foreign-group-goodbye = Ich arbeite für ein anderes Team und verlasse diese Gruppe. Nur mein Administrator kann mich zu einer Gruppe hinzufügen.
wrong-administrator = ❌ „{ $title }“ wird nicht als Gruppe des Teams angenommen, weil sie Ihnen weder gehört noch von Ihnen verwaltet wird.
setup-done = ✅ „{ $title }“ ist jetzt die Gruppe des Teams. Schreiben Sie mir zum Ausprobieren von einem anderen Konto: Die Nachricht erscheint in der Gruppe, in einem eigenen Thema.
setup-done-in-group = ✅ Diese Gruppe ist verbunden. Jeder Chat mit einem Kunden wird hier zu einem Thema, und was Sie in einem Thema schreiben, geht an den Kunden. Eine Nachricht, die mit Schrägstrich und Leerzeichen beginnt, bleibt unter Ihnen. /help zeigt die Befehle.
group-in-order = ✅ Mit „{ $title }“ ist alles in Ordnung.
has-its-group = Diese Verbindung hat schon ihre Gruppe: „{ $other }“. „{ $title }“ wird nicht angenommen.
group-lost = ⚠️ Ich bin nicht mehr in „{ $title }“. Was Kunden schreiben, wartet, bis ich dort wieder Admin bin.
setup-test = 📨 Das ist eine Testnachricht. Wenn Sie sie sehen, kann Ihr Administrator das im Einrichtungsbot bestätigen; Kunden sehen sie nicht.
