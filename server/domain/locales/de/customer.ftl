### Was Kunden lesen.

welcome-default = Guten Tag, { $title }! Wir antworten hier so bald wie möglich.
away-default = Vielen Dank für Ihre Nachricht. Im Moment arbeiten wir nicht und antworten, sobald wir wieder da sind.
customer-not-processed = Leider konnte diese Nachricht nicht verarbeitet werden: { $kind }. Bitte senden Sie sie in anderer Form, zum Beispiel als Text.

rate-by-button = Wie zufrieden sind Sie mit unserer Hilfe? Bitte bewerten Sie sie von 1 (schlecht) bis 5 (sehr gut).
rate-by-digit = Wie zufrieden sind Sie mit unserer Hilfe? Bitte antworten Sie mit einer Ziffer von 1 (schlecht) bis 5 (sehr gut).
rating-taken = Vielen Dank! Ihre Bewertung: { $value } von 5.
rating-too-late = Diese Frage ist nicht mehr offen. Vielen Dank!
