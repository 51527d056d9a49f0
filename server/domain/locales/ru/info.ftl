### Карточка /info.

info-title = **{ $title }**
info-usernames = Имя пользователя: { $usernames }
info-id = Id: `{ $id }`
info-kind = Вид: { $kind }
info-members = Участников: { $count }
info-language = Язык приложения: { $language }
info-state = Состояние: { $state }
info-since = С: { $since }
info-last-message = Последнее сообщение: { $at }
info-counts = Сообщений: получено { $in }, отправлено { $out }
info-rating = Оценка: { $value } из 5 ({ $at }), всего оценок: { $count }
info-start-payload = Пришёл по ссылке с меткой: `{ $payload }`
info-hidden = 🔒 /info в этой группе не показывается: в `HIDE_INFO` указано `command`. Тем, кто указан в `EXTENSIONS_ALLOWED`, карточка приходит лично.
info-needs-setup-bot = 🔒 /info в этой группе не показывается: в `HIDE_INFO` указано `command`. Вы могли бы получить карточку лично, но в этой установке нет бота настройки, который отправил бы её вам.
info-given = 🔒 Карточка — в вашем личном чате с @{ $bot }.
info-not-started = 🔒 @{ $bot } пока не может вам писать, поэтому карточка не отправлена. Откройте эту ссылку, нажмите «Запустить» и ещё раз отправьте здесь /info: { $link }
info-failed = 🔒 @{ $bot } не смог отправить вам карточку. Отправьте /info ещё раз через несколько минут.
