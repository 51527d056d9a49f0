### Answers to commands.

unknown-command = There is no command { $word }. Nothing was sent to the customer. /help lists what there is; a note among yourselves begins with a slash and a space.
command-later = /{ $name } is not in this version of Backline yet. Nothing was sent to the customer.
command-answered = { $name }: { $answer }
command-waits = ⏳ { $name } was not taken by the program that it is for. It is offered again for a day, and its answer comes here.
command-given-up = ❌ { $name } was not taken for a whole day by the program that it is for, and was given up.
nothing-to-answer = Nothing here asks for /{ $name }: nothing was done, and nothing was sent to the customer.
command-in-dialog = /{ $name } belongs into the topic of a dialog.
command-in-general = /{ $name } belongs into General.
command-needs-reply = /{ $name } has to be a reply to the message that it is about.
command-not-allowed = You may not use /{ $name } here.
anonymous-admin = You are writing in the name of the group, so nobody can tell who gives this command. Switch off “Remain anonymous” in your admin rights, or write as yourself, and give it again.
ban-needs-right = /ban and /unban are for admins of this group who may ban people.
which-connection = Several connections share this group: { $connections }. Say which one is meant: /{ $name } i NAME
no-such-connection = There is no connection “{ $name }” for you in this group. There is: { $connections }

help-in-dialog = **In this topic**
help-in-general = **In General**
help-line = { $command } – { $description }
help-of-webhooks = asks a program of your team’s; the answer comes here
help-comment = Whatever you write here goes to the customer. A message that begins with a slash and a space stays among you.
help-hold = needs the team 🟪
help-wait = waits for the customer 🟨
help-close = closes the dialog ⬛️
help-open = opens it again 🟪
help-info = what is known about the customer
help-del = as a reply to your own message: takes it back from the customer
help-again = as a reply: sends once more what may not have arrived
help-arrived = as a reply: it did arrive
help-queue = what waits to be delivered, and why
help-help = this list
help-new = begins a dialog with somebody who has not written yet
help-newchat = makes a customers' group and invites people; the title is what stands before the first @name, or in quotation marks
help-invite = brings people into the customers' group; “me” is yourself
help-join = joins a group by its link or @name, and makes it a dialog
