### Words and phrases put into other texts.

kind-text = text
kind-photo = photo
kind-video = video
kind-animation = animation
kind-document = file
kind-audio = music
kind-voice = voice message
kind-video-note = round video message
kind-sticker = sticker
kind-location = location
kind-venue = place
kind-contact = contact
kind-dice = animated emoji
kind-poll = poll
kind-story = story
kind-game = game
kind-gift = gift
kind-paid-media = paid media
kind-giveaway = giveaway
kind-invoice = invoice
kind-checklist = checklist
kind-live-photo = live photo
kind-rich-message = rich message

chat-private = private chat
chat-group = group
chat-channel = channel

state-user-answered = 🟪 needs the team
state-support-answered = 🟨 waits for the customer
state-closed = ⬛️ closed

span-seconds = { $count } s
span-minutes = { $count } min
span-hours = { $count } h
span-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
size-unknown = size unknown

# Completes “I may not …” and “with the right to …”.
right-manage-topics = manage topics
right-delete-messages = delete other people's messages

# Whole clauses that follow a colon.
reason-other = Telegram refused it.
reason-other-with-words = Telegram refused it with “{ $detail }”.
reason-blocked = the customer has blocked the bot.
reason-deactivated = the customer's account is deleted.
reason-not-a-member = the bot is not in that chat.
reason-never-started = the customer has never written to the bot, so it may not write first.
reason-chat-not-found = Telegram knows no such chat.
reason-topic-not-found = the topic is gone.
reason-topic-closed = the topic is closed.
reason-not-a-forum = the group has no topics any more.
reason-missing-right = the bot lacks a right in that chat.
reason-missing-right-named = the bot lacks a right in that chat (“{ $detail }”).
reason-message-not-found = the message was deleted before it could be carried.
reason-not-copyable = Telegram does not let such a message be copied.
reason-not-editable = Telegram does not let this message be changed any more.
reason-too-long = the text is too long.
reason-file-too-big = the file is too big.
reason-file-not-found = Telegram does not give out the file any more.
reason-quote-mismatch = the quotation is not in the message that is answered.
reason-reaction-not-allowed = the reaction is not allowed there.
reason-bad-credential = the bot's token is not valid any more; an administrator has to give a new one.
reason-not-supported = this cannot be done with this kind of frontend.
reason-peer-flood = Telegram does not let this account write to strangers at present.
reason-not-found = nobody and no group is found by that.
reason-privacy = the person's privacy settings are against it.
reason-link-invalid = the link is not valid, or not any more.
reason-too-many-chats = this account is in as many groups and channels as Telegram allows: 500, and 1,000 with Premium. Leave one in the app that is not needed any more, then try again.
reason-person-in-too-many-chats = the person is in as many groups and channels as Telegram allows.
reason-chat-full = no more people fit into the group.
reason-unwanted-kind = the link leads to a chat of another kind.
