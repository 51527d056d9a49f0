### Qué ha sido de un mensaje y qué está en espera.

not-sent-word = 🚫 No enviado: la palabra «{ $word }» está prohibida. Escríbalo de otro modo y envíelo como mensaje nuevo.
not-sent-not-a-reply = 🚫 No enviado: aquí solo salen las respuestas a un mensaje del cliente; lo demás queda entre ustedes. Para contestar, responda al mensaje del cliente. Este aviso solo aparece una vez.
not-sent-kind = 🚫 No enviado, porque esto no se transmite a los clientes: { $kind }.
delivery-rejected = ❌ No entregado: { $refusal }
delivery-gave-up =
    { $attempts ->
        [one] ❌ No entregado: un intento ha fallado con «{ $detail }». El mensaje se conserva; un administrador puede reintentarlo.
       *[other] ❌ No entregado: han fallado { $attempts } intentos, el último con «{ $detail }». El mensaje se conserva; un administrador puede reintentarlo.
    }
delivery-outage =
    { $hours ->
        [one] ❌ No entregado: durante una hora no ha habido conexión con Telegram («{ $detail }»). El mensaje se conserva; un administrador puede reintentarlo.
       *[other] ❌ No entregado: durante { $hours } horas no ha habido conexión con Telegram («{ $detail }»). El mensaje se conserva; un administrador puede reintentarlo.
    }
delivery-uncertain = ❓ No se sabe si este mensaje ha llegado: la conexión se cortó antes de la respuesta de Telegram. Responda aquí con /again para enviarlo otra vez, o con /arrived si ha llegado.
button-again = Enviar otra vez
button-arrived = Ha llegado
button-decided = Esto ya se ha decidido.
button-too-old = Este botón es demasiado antiguo: responda a su mensaje con /again o /arrived.
button-void = Este botón no vale aquí: responda a su mensaje con /again o /arrived.
button-for-team = Solo puede pulsarlo quien está en este grupo.
button-for-another = Aquí se pregunta a otra persona.
button-unchecked = Telegram no ha dicho si usted está en este grupo, así que no se ha hecho nada. Pulse otra vez, por favor.
sent-again = 🔁 Se envía otra vez.
noted-as-arrived = ✅ Anotado: ha llegado.
nothing-uncertain = Use este comando como respuesta a un aviso que pregunta si un mensaje ha llegado.
customer-message-rejected = ⚠️ Un mensaje del cliente no se ha podido mostrar aquí: { $refusal }
edited-before-sent = ✏️ Este mensaje se editó antes de salir. El cliente lo recibe tal como está ahora.
edited-before-relayed = ✏️ Editado por el cliente antes de mostrarse aquí.

queue-empty = ✅ No hay nada en espera.
queue-summary = **En espera: { $count }**; lo más antiguo, desde hace { $oldest }.
queue-line = • { $title }: { $count } desde hace { $oldest } – { $reason }
queue-general-line = • sin diálogo: { $count } desde hace { $oldest } – { $reason }
queue-files = ⏳ archivos: { $moved } de { $total }
queue-more =
    { $count ->
        [one] … y un diálogo más.
       *[other] … y { $count } diálogos más.
    }
queue-first-contacts = Primeros contactos en espera: { $count }
queue-slow =
    { $count ->
        [one] ⏳ Un mensaje espera a ser publicado aquí desde hace { $oldest }. /queue muestra cuál.
       *[other] ⏳ { $count } mensajes esperan a ser publicados aquí, el más antiguo desde hace { $oldest }. /queue muestra cuáles.
    }
queue-caught-up = ✅ Ya nada espera más de un minuto.
relay-ready = ➕ { $bot } ayuda a publicar aquí a partir de ahora.
relay-out = ⚠️ { $bot } ya no ayuda a publicar aquí: { $refusal } Su trabajo lo hacen los demás. En cuanto pueda volver a escribir aquí, ayudará de nuevo.
founding-refused = ⚠️ La cuenta no puede crear su grupo: { $refusal }
account-channels = ⚠️ La cuenta está en { $count } de los { $most } supergrupos y canales que Telegram le permite. Cuando se agoten, no podrá entrar en ningún otro grupo de clientes: pida a su titular que salga de los que ya no hagan falta.
desk-ready = ✅ A partir de ahora { $bot } se encarga de este grupo.
carrier-out = ⚠️ La cuenta no puede traer archivos a este grupo por sí misma: { $refusal } Mientras tanto, los archivos pasan por el servidor de Backline, si el bot puede enviarlos. Añadan la cuenta al grupo o permítanle enviar archivos aquí.
carrier-ready = ✅ La cuenta vuelve a traer archivos a este grupo por sí misma, de cualquier tamaño.
reminder = ⏰ { $title } lleva { $waited } esperando respuesta: { $link }
reminder-without-topic = ⏰ { $title } lleva { $waited } esperando respuesta. El tema todavía no está creado.
queue-reason-budget = se ha agotado el límite de Telegram para el chat
queue-reason-flood-wait = Telegram pide esperar
queue-reason-no-gateway = no hay ninguna pasarela conectada
queue-reason-retry = un intento ha fallado, habrá otro
queue-reason-topic = el tema aún no está creado
queue-reason-stopped = la conexión está detenida
queue-reason-plan = el plan se ha agotado; sigue a partir de { $until }
queue-reason-next = es lo siguiente

edited-note = ✏️ __Editado:__
delete-switched-off = 🚫 No se ha borrado nada: el parámetro `DELETES` no deja que los borrados lleguen a los clientes.
delete-unknown = ⚠️ No se sabe si esto llegó, así que no se puede retirar. No se enviará otra vez.
delete-not-own = Use /del como respuesta a un mensaje que el equipo haya escrito en este tema.
delete-refused = ❌ No se ha borrado en el chat del cliente: { $refusal } Un bot puede borrar lo que envió durante 48 horas.
deleted-by-customer = 🗑 __Borrado por el cliente.__
reacted = **Reacciones**
    { $list }
