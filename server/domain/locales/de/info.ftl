### Die Karte von /info.

info-title = **{ $title }**
info-usernames = Benutzername: { $usernames }
info-id = Id: `{ $id }`
info-kind = Art: { $kind }
info-members = Mitglieder: { $count }
info-language = Sprache der App: { $language }
info-state = Zustand: { $state }
info-since = Seit: { $since }
info-last-message = Letzte Nachricht: { $at }
info-counts = Nachrichten: { $in } empfangen, { $out } gesendet
info-rating = Bewertung: { $value } von 5 ({ $at }), Bewertungen bisher: { $count }
info-start-payload = Kam über einen Link mit: `{ $payload }`
info-hidden = 🔒 /info wird in dieser Gruppe nicht gezeigt: In `HIDE_INFO` steht `command`. Wer in `EXTENSIONS_ALLOWED` steht, bekommt es privat.
info-needs-setup-bot = 🔒 /info wird in dieser Gruppe nicht gezeigt: In `HIDE_INFO` steht `command`. Sie könnten es privat bekommen, aber diese Installation hat keinen Einrichtungsbot, der es Ihnen schicken könnte.
info-given = 🔒 Die Karte ist in Ihrem privaten Chat mit @{ $bot }.
info-not-started = 🔒 @{ $bot } darf Ihnen noch nicht schreiben, deshalb wurde die Karte nicht gesendet. Öffnen Sie diesen Link, drücken Sie auf „Starten“ und fragen Sie hier noch einmal mit /info: { $link }
info-failed = 🔒 @{ $bot } konnte Ihnen die Karte nicht senden. Fragen Sie in ein paar Minuten noch einmal mit /info.
