### Строки в теме рядом с сообщениями клиентов.

speaker = **{ $name }:**
speaker-team = **{ $name }** (команда):
speaker-bot = **{ $name }** (бот):
intercepted = 👤 __Написано клиенту с другого устройства:__
start-payload = 🔗 Пришёл по ссылке с меткой: `{ $payload }`
forwarded-from = ↪️ __Переслано от { $name }__
forwarded-from-unknown = ↪️ __Переслано__
quoted-reply = { $text }
quoted-reply-kind = ↩️ __В ответ на: { $kind }__
button-line = 🔘 { $label }: { $link }
button-line-bare = 🔘 { $label }

service-joined =
    { $count ->
        [one] ➕ Новый участник: { $names }
       *[other] ➕ Новые участники: { $names }
    }
service-left =
    { $count ->
        [one] ➖ Больше не в чате: { $names }
       *[other] ➖ Больше не в чате: { $names }
    }
service-joined-many =
    ➕ Новых участников: { $count }
    { $names }
service-left-many =
    ➖ Покинули чат: { $count }
    { $names }
service-title = ✏️ Чат теперь называется «{ $title }».
service-pinned = 📌 Сообщение закреплено.
service-photo = 🖼 Фото чата изменено.
service-migrated = ℹ️ Группа стала супергруппой.
service-other = ℹ️ Служебное сообщение: { $kind }

unsupported = ⚠️ Не передаётся: { $kind }
unknown-update = ⚠️ Telegram прислал то, чего эта версия не знает: `{ $kind }`
file-too-big = ⚠️ Не передано: { $kind }, { $size }. Предел — { $limit }.
named-file-too-big = ⚠️ Не передано: { $kind } «{ $name }», { $size }. Предел — { $limit }.
protected-attachment = 🔒 Не передано, чат запрещает сохранение: { $kind }
protected-file = 🔒 Не передано, чат запрещает сохранение: { $kind } «{ $name }»
file-moving = ⏳ { $name }, { $size }: { $percent } %
kind-moving = ⏳ { $kind }, { $size }: { $percent } %
files-moving =
    { $count ->
        [one] ⏳ { $count } файл, { $size }: { $percent } %
        [few] ⏳ { $count } файла, { $size }: { $percent } %
        [many] ⏳ { $count } файлов, { $size }: { $percent } %
       *[other] ⏳ { $count } файла, { $size }: { $percent } %
    }

# In place of what HIDE_INFO hides.
hidden-phone = [номер телефона]
hidden-mail = [адрес почты]
hidden-link = [ссылка]
hidden-mention = [имя пользователя]
hidden-contact = 👤 Карточка контакта. Здесь она не показывается.
hidden-file = 📎 { $kind }, { $size }. Не показано: название выдало бы то, что здесь скрыто.
