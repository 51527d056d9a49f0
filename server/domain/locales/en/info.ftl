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
info-hidden = 🔒 /info is not shown in this group: `HIDE_INFO` has `command` in it.
