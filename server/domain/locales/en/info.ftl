### The card of /info.

info-title = **{ $title }**
info-usernames = Username: { $usernames }
info-id = Id: `{ $id }`
info-kind = Kind: { $kind }
info-members = Members: { $count }
info-language = Language of the app: { $language }
info-state = State: { $state }
info-since = Since: { $since }
info-last-message = Last message: { $at }
info-counts = Messages: { $in } received, { $out } sent
info-rating = Rating: { $value } of 5 ({ $at }), ratings so far: { $count }
info-start-payload = Came by a link with: `{ $payload }`
info-hidden = 🔒 /info is not shown in this group: `HIDE_INFO` has `command` in it. Who is in `EXTENSIONS_ALLOWED` gets it in private.
info-needs-setup-bot = 🔒 /info is not shown in this group: `HIDE_INFO` has `command` in it. You could get it in private, but this installation has no setup bot that could send it to you.
info-given = 🔒 The card is in your private chat with @{ $bot }.
info-not-started = 🔒 @{ $bot } may not write to you yet, so the card was not sent. Open this link, press “Start”, and ask for /info here once more: { $link }
info-failed = 🔒 @{ $bot } could not send you the card. Ask for /info once more in a few minutes.
