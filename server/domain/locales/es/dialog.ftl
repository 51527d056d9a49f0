### Lo que ha pasado con un diálogo, dicho en su tema.

state-held = 🟪 Le toca al equipo.
state-waiting = 🟨 A la espera del cliente.
state-closed-now = ⬛️ Cerrado.
state-opened = 🟪 Abierto de nuevo.
closed-by-time =
    { $hours ->
        [one] ⬛️ Cerrado automáticamente tras una hora sin mensajes.
       *[other] ⬛️ Cerrado automáticamente tras { $hours } horas sin mensajes.
    }
rated = ⭐ Valoración del cliente: { $value } de 5.
banned = 🚫 { $title } queda bloqueado: el diálogo está cerrado y no se transmite nada más de ahí. /unban lo revoca.
unbanned = ✅ { $title } ya no está bloqueado.

topic-made-anew = ⚠️ Telegram ya no permite al bot escribir en el tema anterior de este diálogo: fue eliminado, o el grupo ha crecido mucho. El diálogo sigue aquí, a partir del mensaje que no se pudo publicar allí. Lo anterior, si todavía existe: { $link }
topic-double = ⚠️ Telegram creó este tema dos veces. Por favor, sigan en el otro: { $link }
topic-late = ⚠️ Este tema no se ha podido crear hasta ahora. Lo que sigue ha esperado { $since }.

customer-blocked = ⚠️ { $title } ha bloqueado el bot. No se puede entregar nada hasta que lo desbloquee; se avisará aquí.
customer-back = ✅ Ya se puede contactar de nuevo con { $title }.
customer-deleted = ⚠️ La cuenta de { $title } está eliminada. Ya no se puede entregar nada.
frontend-removed = ⚠️ El bot ya no está en «{ $title }». No se puede entregar nada allí hasta que se añada de nuevo.
frontend-back = ✅ El bot está de nuevo en «{ $title }».

business-connected = ✅ La cuenta de Business de { $name } está conectada: sus chats privados se convierten aquí en temas, y lo que escriban sale en su nombre.
business-ended = ⚠️ La cuenta de Business de { $name } ya no está conectada. Lo que escriban en sus temas no se puede entregar.
business-may-not-reply = ⚠️ La cuenta de Business de { $name } está conectada, pero no deja que el bot responda. Su dueño puede permitirlo en Telegram, en Ajustes, Telegram Business, Chatbots.
