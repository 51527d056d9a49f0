### The setup bot about personal accounts as frontends.

account-logged-out = 🔑 Telegram has ended the session of the account. What customers write stays in Telegram, and is relayed once the account is logged in again.

bot-frontend-ask = **Step 1 of 3: who your customers write to**
    A bot of yours: the usual way. You can send me its token right away.
    Or your own Telegram account: people who write to you personally, and groups that you are in, reach your team.

bot-login-ask = **Step 1 of 3: your account**
    How do you want to log in? By QR code nothing has to be typed: you scan it with Telegram on the account's phone. Or send me the account's phone number.
    The account's session is kept sealed on the server. In Telegram you see it under “Devices”, and can end it there.
bot-login-again-ask = **Logging { $who } in again**
    By QR code nothing has to be typed: you scan it with Telegram on the account's phone. Or send me the account's phone number.

bot-phone-ask = Send me the account's phone number with its country code, such as +49 151 23456789. I delete your message at once.
bot-phone-wrong = ❌ That is no phone number in international form. Send it with its country code, such as +49 151 23456789. I have deleted your message.
bot-login-begun = ⏳ I have deleted your message and am asking Telegram…
bot-login-busy = ⏳ I am still waiting for Telegram's answer. I have deleted your message.
bot-login-too-many = ❌ You have begun many logins within an hour. Telegram locks numbers for which codes are asked too often, so I wait, too: go on in { $time }.

bot-code-ask = **The login code.** Telegram { $place }. Send it to me **in pieces**, with something between the digits, like this: `1-2-3-4-5`
    That is needed because Telegram withdraws a login code that it sees in a chat as it is. I delete your message at once.
bot-code-in-app = has sent it to the account's other devices, in the chat “Telegram”
bot-code-by-sms = has sent it by SMS
bot-code-by-call = calls you and says it
bot-code-missed-call = calls you without speaking: the last digits of the number that calls are the code
bot-code-by-email = has sent it by e-mail
bot-code-at-fragment = shows it at fragment.com
bot-code-somewhere = has sent it
bot-code-wrong = ❌ That was another code. Look at it again and send it in pieces, like this: `1-2-3-4-5`
bot-code-bare = ❌ You sent the code in one piece. Telegram withdraws a login code that it sees in a chat like that, so I have not used it, and have deleted your message. Have a new one sent, and type it in pieces, like this: `1-2-3-4-5`
bot-code-length = ❌ That has { $given } digits, and the code has { $length }. Send it once more, in pieces, like this: `1-2-3-4-5`
bot-code-none = ❌ I found no code in that. Send it in pieces, like this: `1-2-3-4-5`
bot-code-expired = ❌ The code does not work any more: it is too old, was tried too often, or was sent in a chat in one piece. Have a new one sent.

bot-password-ask = 🔐 The account has a **password** for two-step verification. Send it to me. I delete your message at once and keep the password nowhere.
bot-password-ask-hint = 🔐 The account has a **password** for two-step verification. Send it to me. I delete your message at once and keep the password nowhere.
    The hint that its owner wrote down: { $hint }
bot-password-wrong = ❌ That was another password. Send the right one. I have deleted your message.

bot-login-asking = ⏳ I am asking Telegram…
bot-qr-ask = Scan this in Telegram on the account's phone: Settings › Devices › Link Desktop Device. A new code comes every half a minute. Whoever scans it connects their account: show it to nobody else.
bot-qr-typed = Nothing has to be typed: scan the QR code with the account's phone, or cancel with /cancel. I have deleted your message.
bot-qr-over = ⌛ Nobody scanned the QR code, so I have taken it away.
bot-qr-expired = ❌ The QR code was scanned too late. Have a new one shown.

bot-phone-invalid = ❌ Telegram knows no such phone number. Look whether it is right and has its country code, such as +49 151 23456789.
bot-phone-banned = ❌ Telegram has banned this phone number. Write to recover@telegram.org, or connect another account.
bot-phone-unoccupied = ❌ No Telegram account has this phone number. Make one with Telegram's own app first.
bot-login-flood = ❌ Telegram was asked too often for this number. Wait a day, or log in by QR code.
bot-login-wait = ❌ Telegram asks to wait { $time } before the next login. Try again then.
bot-login-failed = ❌ The login did not work: Telegram could not be reached, or something is wrong with this installation. Try again. If it happens again, whoever runs this installation finds the reason in the server's log.
bot-login-refused = ❌ Telegram refuses the login ({ $code }). Try again, or log in another way.
bot-login-app = ❌ Telegram lets nobody log in through this installation ({ $code }). Whoever runs it has to set BACKLINE_API_ID and BACKLINE_API_HASH to what my.telegram.org shows; then try again.
bot-login-gone = ⚠️ The login was interrupted, because a part of Backline was started anew meanwhile. What you sent does not count any more; please begin once more.
bot-login-late = ⌛ That took too long, so I have stopped the login.
bot-login-over = This login is over. Press a button above to go on, or send /start. I have deleted your message.
bot-no-account-gateway = ❌ Nothing is running on this installation that can log accounts in. Whoever runs it has to start `backline-gateway-user`; then try again.

bot-logged-in = ✅ Logged in as { $who }.
bot-logged-in-again = ✅ { $who } is logged in again.
bot-account-late = ⌛ The login was not used for a quarter of an hour, or Backline was started anew, so the account has been logged out again. Please log in once more.
bot-account-taken = ❌ { $who } serves a connection already, and an account can serve only one. I have logged it out again. Log in with another account, or have that connection deleted first.
bot-account-yours = { $who } serves your connection { $name } already, and an account can serve only one. I have ended the new login; nothing has changed.
bot-account-other = ❌ { $who } is another account than this connection's. I have logged it out again. Log in with the account that the connection has.

bot-keeper-ask = **Step 2 of 3: your team's group**
    Who looks after the group, in which every customer gets a topic?
    • **A bot beside the account**: the bot posts there, with buttons and receipts. You choose the group, or the account makes one. It takes a token from @BotFather.
    • **The account alone**: it makes a new group with topics and posts there itself. No bot is needed; an account shows no buttons.
bot-keeper-unchosen = Press one of the buttons, please.
bot-desk-ask = Send me the token of the bot that is to look after the group. Open @BotFather, send /newbot there, choose a name, and send me the token that it gives you; you may also forward its message.
    I delete your message at once and keep the token sealed.
bot-desk-refused = ❌ The bot cannot be used: { $words }
    Send me its token once more, or that of another bot.
bot-desk-group-ask = **Step 2 of 3: your team's group**
    1. Make a group in Telegram, if you have none for this, and switch on “Topics” in its settings.
    2. Press the button below, choose the group, and make @{ $bot } an admin there with the rights to manage topics and to delete messages.
    3. Let { $who } be a member of the group too: then files of any size pass.
    It has to be you who makes the bot an admin: a group into which somebody else brings it is not taken.
    Or have the account make a new group, with topics and the bot in it: “{ bot-key-make-group }”.
bot-title-ask = What shall the group be called? Send me its name, or press the button.
bot-founding = ⏳ The account is making the group “{ $title }”…
bot-founding-failed = { $words }
    It tries again when it connects the next time.

bot-login-state-in = Account: ✅ logged in
bot-login-state-out = Account: 🔑 logged out by Telegram
bot-login-state-awaited = Account: ⏳ waits for its login
bot-account-delete-ask =
    🗑 You are about to delete the connection **{ $name }** with everything that belongs to it: its dialogs, parameters and tokens. Its account is logged out of Telegram here; the account itself, its topics and messages stay. This cannot be undone.
    Send me the connection's name to do it: `{ $name }`

bot-key-bot = 💬 A bot
bot-key-account = 👤 My account
bot-key-login-qr = 🔳 By QR code
bot-key-login-phone = 📱 By phone number
bot-key-new-code = 🔁 Send a new code
bot-key-new-qr = 🔁 Show a new QR code
bot-key-other-way = ↩️ Log in another way
bot-key-log-in-anew = 🔑 Log in once more
bot-key-log-in-again = 🔑 Log in again
bot-key-with-desk = 🤖 A bot beside the account
bot-key-alone = 👤 The account alone
bot-key-make-group = 👥 Make the group for me
bot-key-title = “{ $title }”
