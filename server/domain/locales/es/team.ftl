### Respuestas a los comandos que el equipo usa para sí mismo.

banned-already = { $title } ya está bloqueado. /unban lo revoca.
not-banned = { $title } no está bloqueado.
ban-full = 🚫 No bloqueado: el parámetro `IGNORE_CHATS` ya tiene { $most } chats y no admite más. Un administrador debe quitar algunos antes.
ban-would-meet-all = 🚫 No bloqueado: en este chat les escriben varias personas, y el bloqueo las afectaría a todas.
dialog-banned = 🚫 { $title } está bloqueado, así que el diálogo sigue cerrado. /unban lo revoca.
not-sent-banned = 🚫 No enviado: { $title } está bloqueado. /unban lo revoca; después, envíelo como mensaje nuevo.
right-unknown = ❓ Telegram no ha dicho qué puede hacer usted en este grupo, así que no se ha cambiado nada: { $refusal } Repita el comando, por favor.

assigned = 👤 A partir de ahora, { $who } se ocupa de este diálogo.
assigned-off = 👤 Este diálogo ya no está asignado a nadie.
assigned-to = 👤 De este diálogo se ocupa { $who }, desde { $at }.
assigned-to-nobody = 👤 Este diálogo no está asignado a nadie. Use /assign @nombre o /assign me.
assign-unknown = «{ $who }» no es nadie conocido en este grupo. Se conoce a quien ya ha escrito algo aquí, por el @nombre que tenía entonces.

note-line = 📝 **{ $number }** { $text } — __{ $author }, { $at }__
note-added = 📝 La nota { $number } queda apuntada. El cliente no la ve.
note-deleted = 📝 La nota { $number } se ha borrado.
note-none = No hay notas sobre este cliente. /note y un texto apunta una.
note-not-there = No hay ninguna nota { $number } sobre este cliente. /note las muestra todas.
note-full = Hay { $most } notas sobre este cliente y no puede haber más. /note del N borra una.
note-too-long = La nota tiene { $length } caracteres y puede tener { $most }. No se ha apuntado nada.

field-line = ▪️ **{ $name }**: { $value }
field-set = ▪️ **{ $name }** es ahora: { $value }
field-cleared = ▪️ **{ $name }** se ha vaciado.
field-none = Este cliente no tiene campos. /set con un nombre y un valor crea uno.
field-not-there = Este cliente no tiene ningún campo «{ $name }», así que no hay nada que vaciar. Un valor tras el nombre lo crea.
field-full = Este cliente tiene { $most } campos y no puede tener más. /set con solo el nombre vacía uno.
field-too-long = El valor tiene { $length } caracteres y puede tener { $most }. No se ha cambiado nada.
field-bad-name = Un campo no puede llamarse «{ $name }». Un nombre empieza con una letra latina y tiene letras, cifras, - y _, { $most } como máximo.

info-banned = 🚫 Bloqueado por { $who }, { $at }
info-ignored = 🚫 Bloqueado: el chat está en `IGNORE_CHATS`
info-assigned = Se ocupa: { $who }
info-more-fields =
    { $count ->
        [one] … y un campo más: /set
       *[other] … y { $count } campos más: /set
    }
info-more-notes =
    { $count ->
        [one] … y una nota anterior: /note
       *[other] … y { $count } notas anteriores: /note
    }

help-ban = bloquea al cliente: diálogo cerrado, y no se transmite nada más de ahí
help-unban = revoca el bloqueo
help-assign = quién se ocupa de este diálogo; como respuesta a un mensaje del equipo: su autor
help-note = apunta una nota sobre el cliente; sola: las muestra todas
help-set = un campo propio sobre el cliente; sin valor: lo vacía

list-open = **Diálogos abiertos: { $count }**
list-none = ✅ No hay ningún diálogo abierto de ese tipo.
list-line = { $square } { $title } · { $since }
list-line-of = { $square } { $title } · { $since } · 👤 { $who }
list-banned = **Bloqueados: { $count }**
list-none-banned = ✅ No hay nadie bloqueado.
list-line-banned = 🚫 { $title } · por { $who }, { $at }
list-more-banned = 🚫 Bloqueados: { $count } – /list banned
list-pages = Página { $page } de { $pages }, la siguiente: { $command }
list-no-page = No hay página { $page }. Hay { $pages }: { $command }
list-unknown = «{ $word }» no designa ningún diálogo. /list muestra todos los abiertos, primero los que más esperan; /list hold los que le tocan al equipo 🟪, /list wait los que esperan al cliente 🟨, /list me los suyos, /list banned los bloqueados. Un número detrás es la página. En esta versión aún no hay marcas por las que listar.
help-list = diálogos abiertos, primero los que más esperan
