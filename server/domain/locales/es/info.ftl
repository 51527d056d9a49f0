### La ficha de /info.

info-title = **{ $title }**
info-usernames = Nombre de usuario: { $usernames }
info-id = Id: `{ $id }`
info-kind = Tipo: { $kind }
info-members = Miembros: { $count }
info-language = Idioma de la aplicación: { $language }
info-state = Estado: { $state }
info-since = Desde: { $since }
info-last-message = Último mensaje: { $at }
info-counts = Mensajes: { $in } recibidos, { $out } enviados
info-rating = Valoración: { $value } de 5 ({ $at }); valoraciones hasta ahora: { $count }
info-start-payload = Llegó por un enlace con: `{ $payload }`
info-hidden = 🔒 /info no se muestra en este grupo: `HIDE_INFO` contiene `command`. Quien está en `EXTENSIONS_ALLOWED` lo recibe en privado.
info-needs-setup-bot = 🔒 /info no se muestra en este grupo: `HIDE_INFO` contiene `command`. Podría recibirlo en privado, pero esta instalación no tiene un bot de configuración que se lo envíe.
info-given = 🔒 La ficha está en su chat privado con @{ $bot }.
info-not-started = 🔒 @{ $bot } todavía no puede escribirle, así que la ficha no se envió. Abra este enlace, pulse «Iniciar» y vuelva a pedir /info aquí: { $link }
info-failed = 🔒 @{ $bot } no pudo enviarle la ficha. Vuelva a pedir /info dentro de unos minutos.
