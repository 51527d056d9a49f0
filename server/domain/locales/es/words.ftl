### Palabras y giros que van en otros textos.

kind-text = texto
kind-photo = foto
kind-video = vídeo
kind-animation = animación
kind-document = archivo
kind-audio = música
kind-voice = mensaje de voz
kind-video-note = videomensaje redondo
kind-sticker = sticker
kind-location = ubicación
kind-venue = lugar
kind-contact = contacto
kind-dice = emoji animado
kind-poll = encuesta
kind-story = historia
kind-game = juego
kind-gift = regalo
kind-paid-media = contenido de pago
kind-giveaway = sorteo
kind-invoice = factura
kind-checklist = lista de tareas
kind-live-photo = foto en vivo
kind-rich-message = mensaje con formato

chat-private = chat privado
chat-group = grupo
chat-channel = canal

state-user-answered = 🟪 le toca al equipo
state-support-answered = 🟨 a la espera del cliente
state-closed = ⬛️ cerrado

span-seconds = { $count } s
span-minutes = { $count } min
span-hours = { $count } h
span-days =
    { $count ->
        [one] { $count } día
       *[other] { $count } días
    }
size-unknown = tamaño desconocido

# Sigue a dos puntos.
right-manage-topics = gestionar temas
right-delete-messages = eliminar mensajes de otros

# Oraciones completas que siguen a dos puntos.
reason-other = Telegram lo ha rechazado.
reason-other-with-words = Telegram lo ha rechazado con «{ $detail }».
reason-blocked = el cliente ha bloqueado el bot.
reason-deactivated = la cuenta del cliente está eliminada.
reason-not-a-member = el bot no está en ese chat.
reason-never-started = el cliente nunca ha escrito al bot, y el bot no puede escribir primero.
reason-chat-not-found = Telegram no conoce ese chat.
reason-topic-not-found = el tema ya no existe.
reason-topic-closed = el tema está cerrado.
reason-not-a-forum = el grupo ya no tiene temas.
reason-missing-right = al bot le falta un permiso en ese chat.
reason-missing-right-named = al bot le falta un permiso en ese chat («{ $detail }»).
reason-message-not-found = el mensaje se eliminó antes de poder transmitirlo.
reason-not-copyable = Telegram no permite copiar un mensaje así.
reason-not-editable = Telegram ya no permite cambiar este mensaje.
reason-too-long = el texto es demasiado largo.
reason-file-too-big = el archivo es demasiado grande.
reason-file-not-found = Telegram ya no entrega el archivo.
reason-quote-mismatch = la cita no está en el mensaje respondido.
reason-reaction-not-allowed = esa reacción no está permitida allí.
reason-bad-credential = el token del bot ya no es válido; un administrador tiene que dar uno nuevo.
reason-not-supported = eso no es posible con este tipo de conexión.
reason-peer-flood = por ahora Telegram no permite a esta cuenta escribir a desconocidos.
reason-not-found = así no se encuentra a nadie ni ningún grupo.
reason-privacy = los ajustes de privacidad de la persona no lo permiten.
reason-link-invalid = el enlace no es válido, o ya no lo es.
reason-too-many-chats = esta cuenta ya está en tantos grupos y canales como permite Telegram: 500, o 1000 con Premium. Salga en la aplicación de alguno que ya no haga falta e inténtelo de nuevo.
reason-person-in-too-many-chats = la persona ya está en tantos grupos y canales como permite Telegram.
reason-chat-full = en el grupo no cabe nadie más.
reason-unwanted-kind = el enlace lleva a un chat de otro tipo.
