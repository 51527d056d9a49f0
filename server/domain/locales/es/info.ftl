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
info-hidden = 🔒 /info no se muestra en este grupo: `HIDE_INFO` contiene `command`.
