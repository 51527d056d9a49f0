### Setting a connection up, told to its administrator or in the group.

claim-done = ✅ You are the administrator now. Next, add me to your forum group as an admin who may manage topics and delete messages: { $link }
claim-expired = This link is not valid any more. Start Backline anew to get another one.
claim-used = This link has been used already. If that was not you, start Backline anew to get another one, and use it before anybody else does.
group-not-a-forum = ❌ “{ $title }” has no topics. Switch on “Topics” in the group's settings, then remove me as an admin and make me one again.
group-not-admin = ❌ I am not an admin of “{ $title }”. Make me one, with the right to { $right }.
group-missing-right = ❌ In “{ $title }” I may not { $right }. Give me that right in the group's list of admins.
group-wants-right = ⚠️ In “{ $title }” I may not { $right }. It works without, only less tidily.
group-no-receipts = ⚠️ “{ $title }” does not allow the reaction 👌, so there are no receipts. Allow it in the group's settings under “Reactions”, or set the parameter `SHOW_RECEIPTS` to FALSE.
foreign-group-left = ⚠️ Somebody other than you made me a member of “{ $title }” (`{ $id }`). I have left it.
foreign-group-goodbye = I work for another team and leave this group. Only my administrator can add me to a group.
wrong-administrator = ❌ “{ $title }” is not taken as the backend group, because you neither own nor administer it.
setup-done = ✅ “{ $title }” is the backend group now. Write to me from another account to try it: the message appears in the group, in a topic of its own.
setup-done-in-group = ✅ This group is connected. Every customer's chat becomes a topic here, and what you write in a topic goes to the customer. A message that begins with a slash and a space stays among you. /help lists the commands.
group-in-order = ✅ “{ $title }” is in order.
has-its-group = This connection has its backend group already: “{ $other }”. “{ $title }” is not taken.
group-lost = ⚠️ I am no longer in “{ $title }”. Whatever customers write waits until I am an admin there again.
setup-test = 📨 This is a test message. If you read it, your administrator can say so in the setup bot; customers do not see it.
