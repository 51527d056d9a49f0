### Слова и обороты для других текстов.

kind-text = текст
kind-photo = фото
kind-video = видео
kind-animation = анимация
kind-document = файл
kind-audio = музыка
kind-voice = голосовое сообщение
kind-video-note = видеосообщение
kind-sticker = стикер
kind-location = геопозиция
kind-venue = место
kind-contact = контакт
kind-dice = анимированный эмодзи
kind-poll = опрос
kind-story = история
kind-game = игра
kind-gift = подарок
kind-paid-media = платные медиа
kind-giveaway = розыгрыш
kind-invoice = счёт
kind-checklist = список задач
kind-live-photo = живое фото
kind-rich-message = оформленное сообщение

chat-private = личный чат
chat-group = группа
chat-channel = канал

state-user-answered = 🟪 нужен ответ команды
state-support-answered = 🟨 ждём клиента
state-closed = ⬛️ закрыто

span-seconds = { $count } с
span-minutes = { $count } мин
span-hours = { $count } ч
span-days = { $count } сут
size-unknown = размер неизвестен

# После двоеточия.
right-manage-topics = управление темами
right-delete-messages = удаление чужих сообщений

# Целые предложения после двоеточия.
reason-other = Telegram отказал.
reason-other-with-words = Telegram отказал: «{ $detail }».
reason-blocked = клиент заблокировал бота.
reason-deactivated = аккаунт клиента удалён.
reason-not-a-member = бота нет в этом чате.
reason-never-started = клиент ещё не писал боту, а первым бот писать не может.
reason-chat-not-found = такого чата Telegram не знает.
reason-topic-not-found = темы больше нет.
reason-topic-closed = тема закрыта.
reason-not-a-forum = в группе больше нет тем.
reason-missing-right = боту не хватает права в этом чате.
reason-missing-right-named = боту не хватает права в этом чате («{ $detail }»).
reason-message-not-found = сообщение удалили раньше, чем его удалось передать.
reason-not-copyable = такие сообщения Telegram копировать не даёт.
reason-not-editable = изменить это сообщение Telegram уже не даёт.
reason-too-long = текст слишком длинный.
reason-file-too-big = файл слишком большой.
reason-file-not-found = Telegram больше не отдаёт этот файл.
reason-quote-mismatch = цитаты нет в сообщении, на которое дан ответ.
reason-reaction-not-allowed = такая реакция там не разрешена.
reason-bad-credential = токен бота больше не действует; администратор должен указать новый.
reason-not-supported = с подключением такого вида это невозможно.
reason-peer-flood = сейчас Telegram не даёт этому аккаунту писать незнакомым.
reason-not-found = по этому никого и ничего не найти.
reason-privacy = этого не допускают настройки приватности человека.
reason-link-invalid = ссылка не действует или уже не действует.
reason-too-many-chats = этот аккаунт уже в стольких группах и каналах, сколько допускает Telegram: 500, с Premium 1000. Выйдите в приложении из группы или канала, которые больше не нужны, и попробуйте ещё раз.
reason-person-in-too-many-chats = человек уже в стольких группах и каналах, сколько допускает Telegram.
reason-chat-full = в группе больше нет места.
reason-unwanted-kind = ссылка ведёт в чат другого вида.
