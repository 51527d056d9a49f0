### Lo que permite el plan del administrador y lo que espera por él.

plan-signature = Respondemos con Backline
plan-messages-near = ⏳ Se han usado { $used } de los { $limit } mensajes que el plan «{ $plan }» permite hoy. Lo que pase de ahí espera hasta { $until }; no se pierde nada.
plan-messages-used-up = ⏳ Se han usado los { $limit } mensajes que el plan «{ $plan }» permite hoy. Lo que llegue ahora, de los clientes y de ustedes, espera y sale por orden a partir de { $until }; no se pierde nada. /queue muestra lo que espera. Con un plan mayor sale enseguida: consúltelo con quien administra esta instalación.
plan-updates-near = ⏳ Se han usado { $used } de los { $limit } eventos de Telegram que el plan «{ $plan }» permite hoy. Cuando se agoten, los mensajes esperarán hasta { $until }; no se pierde nada.
plan-updates-used-up = ⏳ Se han usado los { $limit } eventos de Telegram que el plan «{ $plan }» permite hoy. Los mensajes de los clientes y los de ustedes esperan y salen por orden a partir de { $until }; no se pierde nada. /queue muestra lo que espera. Con un plan mayor salen enseguida: consúltelo con quien administra esta instalación.
plan-goes-on = ▶️ Ha empezado un nuevo día del plan «{ $plan }». Lo que esperaba sale ahora, por orden.
plan-connections =
    { $limit ->
        [one] 🚫 Su plan «{ $plan }» permite una conexión y ya la tiene. Elimínela o pida un plan mayor a quien administra esta instalación; después abra el enlace otra vez.
       *[other] 🚫 Su plan «{ $plan }» permite { $limit } conexiones y ya tiene tantas. Elimine una o pida un plan mayor a quien administra esta instalación; después abra el enlace otra vez.
    }
