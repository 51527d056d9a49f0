### Wörter und Wendungen, die in andere Texte kommen.

kind-text = Text
kind-photo = Foto
kind-video = Video
kind-animation = Animation
kind-document = Datei
kind-audio = Musik
kind-voice = Sprachnachricht
kind-video-note = runde Videonachricht
kind-sticker = Sticker
kind-location = Standort
kind-venue = Ort
kind-contact = Kontakt
kind-dice = animiertes Emoji
kind-poll = Umfrage
kind-story = Story
kind-game = Spiel
kind-gift = Geschenk
kind-paid-media = kostenpflichtige Medien
kind-giveaway = Verlosung
kind-invoice = Rechnung
kind-checklist = Checkliste
kind-live-photo = Live-Foto
kind-rich-message = gestaltete Nachricht

chat-private = privater Chat
chat-group = Gruppe
chat-channel = Kanal

state-user-answered = 🟪 das Team ist am Zug
state-support-answered = 🟨 warten auf den Kunden
state-closed = ⬛️ geschlossen

span-seconds = { $count } s
span-minutes = { $count } min
span-hours = { $count } h
span-days = { $count } d
size-unknown = Größe unbekannt

# Folgt auf einen Doppelpunkt.
right-manage-topics = Themen verwalten
right-delete-messages = Nachrichten anderer löschen

# Ganze Sätze, die auf einen Doppelpunkt folgen.
reason-other = Telegram hat es abgelehnt.
reason-other-with-words = Telegram hat es mit „{ $detail }“ abgelehnt.
reason-blocked = Der Kunde hat den Bot blockiert.
reason-deactivated = Das Konto des Kunden ist gelöscht.
reason-not-a-member = Der Bot ist nicht in diesem Chat.
reason-never-started = Der Kunde hat dem Bot noch nie geschrieben, darum darf der Bot nicht zuerst schreiben.
reason-chat-not-found = Telegram kennt keinen solchen Chat.
reason-topic-not-found = Das Thema gibt es nicht mehr.
reason-topic-closed = Das Thema ist geschlossen.
reason-not-a-forum = Die Gruppe hat keine Themen mehr.
reason-missing-right = Dem Bot fehlt in diesem Chat ein Recht.
reason-missing-right-named = Dem Bot fehlt in diesem Chat ein Recht („{ $detail }“).
reason-message-not-found = Die Nachricht wurde gelöscht, bevor sie übertragen werden konnte.
reason-not-copyable = Telegram lässt eine solche Nachricht nicht kopieren.
reason-not-editable = Telegram lässt diese Nachricht nicht mehr ändern.
reason-too-long = Der Text ist zu lang.
reason-file-too-big = Die Datei ist zu groß.
reason-file-not-found = Telegram gibt die Datei nicht mehr heraus.
reason-quote-mismatch = Das Zitat steht nicht in der beantworteten Nachricht.
reason-reaction-not-allowed = Die Reaktion ist dort nicht erlaubt.
reason-bad-credential = Das Token des Bots gilt nicht mehr; ein Administrator muss ein neues angeben.
reason-not-supported = Das geht mit dieser Art von Verbindung nicht.
reason-peer-flood = Telegram lässt dieses Konto zurzeit nicht an Fremde schreiben.
reason-not-found = Darunter ist niemand und keine Gruppe zu finden.
reason-privacy = Die Privatsphäre-Einstellungen der Person stehen dem entgegen.
reason-link-invalid = Der Link gilt nicht oder nicht mehr.
reason-too-many-chats = Dieses Konto ist schon in so vielen Gruppen und Kanälen, wie Telegram erlaubt: 500, mit Premium 1.000. Verlassen Sie in der App eine Gruppe oder einen Kanal, den niemand mehr braucht, und versuchen Sie es noch einmal.
reason-person-in-too-many-chats = Die Person ist schon in so vielen Gruppen und Kanälen, wie Telegram erlaubt.
reason-chat-full = In die Gruppe passt niemand mehr.
reason-unwanted-kind = Der Link führt zu einem Chat anderer Art.
