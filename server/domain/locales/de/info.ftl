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
info-hidden = 🔒 /info wird in dieser Gruppe nicht gezeigt: In `HIDE_INFO` steht `command`.
