### Was Kunden lesen.

welcome-default = Guten Tag, { $title }! Vielen Dank für Ihre Nachricht. Wir antworten hier so bald wie möglich.
away-default = Vielen Dank für Ihre Nachricht. Im Moment arbeiten wir nicht und antworten, sobald wir wieder da sind.
customer-not-processed = Leider konnte diese Nachricht nicht verarbeitet werden: { $kind }. Bitte senden Sie sie in anderer Form, zum Beispiel als Text.
