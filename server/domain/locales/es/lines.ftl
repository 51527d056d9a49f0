### Líneas en un tema, junto a los mensajes de los clientes.

speaker = **{ $name }:**
speaker-team = **{ $name }** (equipo):
speaker-bot = **{ $name }** (bot):
intercepted = 👤 __Escrito al cliente desde otro dispositivo:__
start-payload = 🔗 Llegó por un enlace con: `{ $payload }`
forwarded-from = ↪️ __Reenviado de { $name }__
forwarded-from-unknown = ↪️ __Reenviado__
quoted-reply = { $text }
quoted-reply-kind = ↩️ __En respuesta a: { $kind }__
button-line = 🔘 { $label }: { $link }
button-line-bare = 🔘 { $label }

service-joined =
    { $count ->
        [one] ➕ { $names } se ha unido.
       *[other] ➕ { $names } se han unido.
    }
service-left =
    { $count ->
        [one] ➖ { $names } ha salido.
       *[other] ➖ { $names } han salido.
    }
service-joined-many =
    ➕ Se han unido { $count } personas:
    { $names }
service-left-many =
    ➖ Han salido { $count } personas:
    { $names }
service-title = ✏️ El chat se llama ahora «{ $title }».
service-pinned = 📌 Se ha fijado un mensaje.
service-photo = 🖼 Se ha cambiado la foto del chat.
service-migrated = ℹ️ El grupo se ha convertido en supergrupo.
service-other = ℹ️ Mensaje de servicio: { $kind }

unsupported = ⚠️ No se transmite: { $kind }
unknown-update = ⚠️ Telegram ha enviado algo que esta versión no conoce: `{ $kind }`
file-too-big = ⚠️ No transmitido: { $kind }, { $size }. El límite es { $limit }.
named-file-too-big = ⚠️ No transmitido: { $kind } «{ $name }», { $size }. El límite es { $limit }.
protected-attachment = 🔒 No transmitido, porque el chat prohíbe guardar: { $kind }
protected-file = 🔒 No transmitido, porque el chat prohíbe guardar: { $kind } «{ $name }»
file-moving = ⏳ { $name }, { $size }: { $percent } %
kind-moving = ⏳ { $kind }, { $size }: { $percent } %
files-moving =
    { $count ->
        [one] ⏳ { $count } archivo, { $size }: { $percent } %
       *[other] ⏳ { $count } archivos, { $size }: { $percent } %
    }

# In place of what HIDE_INFO hides.
hidden-phone = [número de teléfono]
hidden-mail = [correo electrónico]
hidden-link = [enlace]
hidden-mention = [nombre de usuario]
hidden-contact = 👤 Una tarjeta de contacto. Aquí no se muestra.
hidden-file = 📎 { $kind }, { $size }. No se muestra, porque su nombre delataría lo que aquí se oculta.
