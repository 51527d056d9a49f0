### Was nur ein Konto kann: zuerst schreiben, Gruppen gründen, einladen, beitreten.

command-usage = So wird der Befehl benutzt: { $usage }
names-nobody = „{ $word }“ bezeichnet niemanden. Personen werden mit @Name, mit der Telefonnummer samt Plus (+49301234567) oder mit ihrer Telegram-ID genannt.
outreach-needs-account = /{ $name } gibt es nur, wenn die Kunden einem persönlichen Konto schreiben. Einen Bot lässt Telegram weder zuerst schreiben noch selbst Gruppen beitreten. Bitte geben Sie dem Kunden stattdessen einen Link zum Bot.
outreach-switched-off = /{ $name } geht hier nicht: Der Parameter { $parameter } lässt aus so einem Chat keinen Dialog werden. Ein Administrator kann das ändern.
outreach-used-up = 🚫 Jetzt nicht. Telegram schließt Konten, die viele Fremde ansprechen; darum tut es dieses höchstens { $hourly }-mal in der Stunde und { $daily }-mal am Tag. Wieder möglich ist es ab { $until }. Antworten an alle, die ihm geschrieben haben, laufen weiter wie immer.
outreach-too-many = 🚫 Das ist zu viel auf einmal: In eine Stunde passen höchstens { $most } Schritte, jede Person zählt einen, die Gruppe einen weiteren.
outreach-resting = 🚫 Jetzt nicht: Telegram bittet dieses Konto, mit solchen Befehlen bis { $until } zu warten. Bitte geben Sie den Befehl dann noch einmal.
outreach-stopped = 🛑 Telegram lässt dieses Konto nicht mehr an Fremde schreiben (PEER_FLOOD). Darum wird von hier aus vor { $until } niemand angesprochen: kein /new, /newchat, /invite, /join und nichts an Personen, die noch nicht zurückgeschrieben haben. Der erste dieser Befehle danach nimmt es wieder auf. Antworten an alle anderen laufen weiter. Was Telegram gegen das Konto hat, sagt sein Bot @SpamBot.
outreach-is-stopped = 🚫 Nicht gesendet: Telegram lässt dieses Konto zurzeit nicht an Fremde schreiben. Das erste /new, /newchat, /invite oder /join nach { $until } nimmt es wieder auf.
outreach-refused = ❌ { $what }: { $refusal }
dialog-begun = ✅ Der Dialog ist hier: { $link }
dialog-there = Den Dialog gibt es schon: { $link }
person-is-chat = { $who } ist eine Gruppe oder ein Kanal. Zum Beitreten gibt es /join.
person-is-bot = { $who } ist ein Bot. Dialoge gibt es nur mit Menschen.
person-is-self = { $who } ist dieses Konto selbst.
reached-ignored = { $who } wurde gefunden, doch ein Dialog beginnt nicht: Der Chat steht in IGNORE_CHATS, oder die Art des Chats oder WHITE_LIST lässt ihn nicht zu.
person-invited = ✅ { $who } ist jetzt in der Gruppe.
person-inside = { $who } war schon in der Gruppe.
person-needs-link = 🔒 Die Einstellungen von { $who } erlauben diesem Konto nicht, sie oder ihn hinzuzufügen. Schicken Sie diesen Link, dann geht das Beitreten von selbst: { $link }
invite-in-group = /invite ist für Dialoge mit einer Gruppe: Es holt Personen in die Gruppe der Kunden.
group-in-doubt = ❓ Ob die Gruppe „{ $title }“ entstanden ist, weiß niemand: Die Leitung brach ab, bevor Telegram antwortete. Bitte sehen Sie in den Chats des Kontos nach. Ist sie da, wird sie zum Dialog, sobald dort jemand schreibt; wenn nicht, geben Sie den Befehl noch einmal.
join-waits = ⏳ { $who }: Ein Admin dort muss dieses Konto erst hereinlassen. Danach wird der Chat zum Dialog, sobald dort jemand schreibt.
join-unwanted = { $who } wurde nicht beigetreten: Der Link führt zu einer Art von Chat, die { $parameter } ausschaltet.
