### What the administrator's plan allows, and what waits for it.

plan-signature = Answered with Backline
plan-messages-near = ⏳ { $used } of the { $limit } messages that the plan “{ $plan }” allows today are used. What goes beyond waits until { $until }; nothing is lost.
plan-messages-used-up = ⏳ All { $limit } messages that the plan “{ $plan }” allows today are used. What comes now, from customers and from you, waits and goes out in order from { $until } on; nothing is lost. /queue shows what waits. With a larger plan it goes at once: please ask whoever runs this installation.
plan-updates-near = ⏳ { $used } of the { $limit } updates from Telegram that the plan “{ $plan }” allows today are used. Once they are used up, messages wait until { $until }; nothing is lost.
plan-updates-used-up = ⏳ All { $limit } updates from Telegram that the plan “{ $plan }” allows today are used. Messages, from customers and from you, wait and go out in order from { $until } on; nothing is lost. /queue shows what waits. With a larger plan they go at once: please ask whoever runs this installation.
plan-goes-on = ▶️ A new day of the plan “{ $plan }” has begun. What waited goes out now, in order.
plan-connections =
    { $limit ->
        [one] 🚫 Your plan “{ $plan }” allows one connection, and you have one. Remove it, or ask whoever runs this installation for a larger plan; then open the link again.
       *[other] 🚫 Your plan “{ $plan }” allows { $limit } connections, and you have as many. Remove one, or ask whoever runs this installation for a larger plan; then open the link again.
    }
