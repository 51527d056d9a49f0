### Was der Tarif des Administrators erlaubt, und was auf ihn wartet.

plan-signature = Beantwortet mit Backline
plan-messages-near = ⏳ { $used } von { $limit } Nachrichten, die der Tarif „{ $plan }“ heute erlaubt, sind verbraucht. Was darüber hinausgeht, wartet bis { $until }; verloren geht nichts.
plan-messages-used-up = ⏳ Alle { $limit } Nachrichten, die der Tarif „{ $plan }“ heute erlaubt, sind verbraucht. Was jetzt kommt, von Kunden und von Ihnen, wartet und geht ab { $until } der Reihe nach hinaus; verloren geht nichts. /queue zeigt, was wartet. Mit einem größeren Tarif geht es sofort weiter: Bitte fragen Sie den Betreiber dieser Installation.
plan-updates-near = ⏳ { $used } von { $limit } Telegram-Ereignissen, die der Tarif „{ $plan }“ heute erlaubt, sind verbraucht. Danach warten Nachrichten bis { $until }; verloren geht nichts.
plan-updates-used-up = ⏳ Alle { $limit } Telegram-Ereignisse, die der Tarif „{ $plan }“ heute erlaubt, sind verbraucht. Nachrichten von Kunden und von Ihnen warten und gehen ab { $until } der Reihe nach hinaus; verloren geht nichts. /queue zeigt, was wartet. Mit einem größeren Tarif geht es sofort weiter: Bitte fragen Sie den Betreiber dieser Installation.
plan-goes-on = ▶️ Im Tarif „{ $plan }“ hat ein neuer Tag begonnen. Was gewartet hat, geht jetzt der Reihe nach hinaus.
plan-connections =
    { $limit ->
        [one] 🚫 Ihr Tarif „{ $plan }“ erlaubt eine Verbindung, und die haben Sie schon. Entfernen Sie sie, oder fragen Sie den Betreiber dieser Installation nach einem größeren Tarif; öffnen Sie dann den Link noch einmal.
       *[other] 🚫 Ihr Tarif „{ $plan }“ erlaubt { $limit } Verbindungen, und so viele haben Sie schon. Entfernen Sie eine, oder fragen Sie den Betreiber dieser Installation nach einem größeren Tarif; öffnen Sie dann den Link noch einmal.
    }
