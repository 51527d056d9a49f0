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
info-hidden = 🔒 /info в этой группе не показывается: в `HIDE_INFO` указано `command`.
