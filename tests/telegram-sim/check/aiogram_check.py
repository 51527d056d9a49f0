#!/usr/bin/env python3
"""Lets an independent client, aiogram, use a running telegram-sim as if it were Telegram.

Usage: aiogram_check.py URL TOKEN

Needs `pip install aiogram==3.30.0`. Starts nothing: run `telegram-sim` first and give its address and the token it prints. The
bot must be an administrator of a forum, as in the program's own world. Exits with 1 when anything differs from what
Telegram does, naming it.
"""

import asyncio
import json
import sys
import urllib.request

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    Message,
    MessageEntity,
    ReactionTypeEmoji,
    ReplyParameters,
)

CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


class Stage:
    """The client, and the control API that plays the people."""

    def __init__(self, url, token):
        self.url = url.rstrip("/")
        self.token = token
        self.bot = self.client(token)
        state = self.get("state")
        me = next(bot for bot in state["bots"] if bot["token"] == token)
        self.bot_id = me["id"]
        self.team = next(chat for chat in state["chats"] if chat["forum"])["id"]
        self.owner = next(
            member["id"]
            for chat in state["chats"]
            if chat.get("id") == self.team
            for member in chat["members"]
            if member["status"] == "creator"
        )
        self.ann = self.act("person", name="Ann from aiogram")["id"]
        self.start(self.ann)

    def client(self, token):
        session = AiohttpSession(api=TelegramAPIServer.from_base(self.url))
        return Bot(token, session=session)

    def get(self, path):
        with urllib.request.urlopen(f"{self.url}/sim/{path}", timeout=10) as answer:
            return json.load(answer)

    def act(self, verb, **fields):
        request = urllib.request.Request(
            f"{self.url}/sim/{verb}",
            data=json.dumps(fields).encode(),
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)["result"]

    def start(self, person):
        return self.act("start", **{"from": person, "bot": self.bot_id})["uid"]

    def says(self, person, text, **more):
        return self.act("say", **{"from": person, "to": self.bot_id, "text": text, **more})["uid"]

    def chat(self, person):
        chats = self.get("state")["chats"]
        return next(chat for chat in chats if set(chat.get("with", [])) == {person, self.bot_id})["messages"]

    async def fetch(self, **more):
        """All updates that wait, confirmed."""
        updates = await self.bot.get_updates(**more)
        if updates:
            await self.bot.get_updates(offset=updates[-1].update_id + 1, limit=1)
        return updates


def same(seen, wanted):
    if seen != wanted:
        raise AssertionError(f"{seen!r} instead of {wanted!r}")


async def refused(kind, awaitable, text):
    try:
        await awaitable
    except kind as error:
        if text not in str(error):
            raise AssertionError(f"{error} does not say {text!r}") from None
        return error
    raise AssertionError(f"was done instead of {kind.__name__}: {text}")


@check
async def who_it_is(stage):
    me = await stage.bot.get_me()
    same((me.id, me.is_bot, me.can_join_groups), (stage.bot_id, True, True))
    stranger = stage.client("42:" + "x" * 35)
    await refused(TelegramUnauthorizedError, stranger.get_me(), "Unauthorized")
    await stranger.session.close()


@check
async def polling(stage):
    await stage.fetch()
    stage.says(stage.ann, "one")
    stage.says(stage.ann, "two")
    updates = await stage.bot.get_updates(limit=1)
    same([update.message.text for update in updates], ["one"])
    rest = await stage.bot.get_updates(offset=updates[0].update_id + 1)
    same([update.message.text for update in rest], ["two"])
    await stage.bot.get_updates(offset=rest[0].update_id + 1, limit=1)
    waiting = asyncio.create_task(stage.bot.get_updates(timeout=20))
    while not waiting.done():
        await asyncio.to_thread(stage.says, stage.ann, "three")
        await asyncio.wait([waiting], timeout=1)
    same(waiting.result()[0].message.text, "three")


@check
async def the_dispatcher_polls_too(stage):
    await stage.fetch()
    heard = asyncio.get_running_loop().create_future()
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def hear(message: Message):
        if not heard.done():
            heard.set_result(message.text)

    polling = asyncio.create_task(
        dispatcher.start_polling(stage.bot, handle_signals=False, close_bot_session=False)
    )
    await asyncio.to_thread(stage.says, stage.ann, "for the dispatcher")
    same(await asyncio.wait_for(heard, 10), "for the dispatcher")
    await dispatcher.stop_polling()
    await polling
    # It asked for messages only, and Telegram remembers the list.
    await stage.fetch(allowed_updates=["message", "callback_query", "my_chat_member"])


@check
async def texts_with_entities(stage):
    entities = [
        MessageEntity(type="bold", offset=3, length=4),
        MessageEntity(type="text_link", offset=8, length=4, url="https://example.org/"),
    ]
    sent = await stage.bot.send_message(stage.ann, "😀 bold link", entities=entities, parse_mode=None)
    same([entity.type for entity in sent.entities], ["bold", "text_link"])
    same(sent.entities[0].extract_from(sent.text), "bold")
    seen = stage.chat(stage.ann)[-1]
    same(seen["text"], "😀 bold link")
    same([entity["type"] for entity in seen["entities"]], ["bold", "text_link"])
    wrong = [MessageEntity(type="bold", offset=0, length=99)]
    await refused(TelegramBadRequest, stage.bot.send_message(stage.ann, "x", entities=wrong), "ends after the end")


@check
async def replies_quotes_and_buttons(stage):
    uid = stage.says(stage.ann, "Where is my parcel?")
    question = (await stage.fetch())[-1].message
    reply = ReplyParameters(message_id=question.message_id, quote="my parcel")
    keyboard = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="Track", callback_data="track:7")]]
    )
    sent = await stage.bot.send_message(
        stage.ann, "On its way", reply_parameters=reply, reply_markup=keyboard
    )
    same(sent.reply_to_message.message_id, question.message_id)
    same((sent.quote.text, sent.quote.position), ("my parcel", 9))
    seen = stage.chat(stage.ann)[-1]
    same(seen["reply"]["uid"], uid)
    stage.act("press", **{"from": stage.ann, "message": seen["uid"], "data": "track:7"})
    query = (await stage.fetch())[-1].callback_query
    same((query.data, query.message.message_id), ("track:7", sent.message_id))
    await query.answer("Tomorrow").as_(stage.bot)
    other = ReplyParameters(message_id=question.message_id, quote="your parcel")
    await refused(
        TelegramBadRequest, stage.bot.send_message(stage.ann, "x", reply_parameters=other), "QUOTE_TEXT_INVALID"
    )


@check
async def photos_go_up_and_come_down(stage):
    photo = BufferedInputFile(b"not really a picture", filename="cat.jpg")
    sent = await stage.bot.send_photo(stage.ann, photo, caption="A cat", has_spoiler=True)
    same((sent.caption, sent.has_media_spoiler), ("A cat", True))
    again = await stage.bot.send_photo(stage.ann, sent.photo[-1].file_id)
    same(again.photo[-1].file_unique_id, sent.photo[-1].file_unique_id)
    content = await stage.bot.download(sent.photo[-1].file_id)
    same(content.read(), b"not really a picture")
    await refused(TelegramBadRequest, stage.bot.send_photo(stage.ann, "nonsense"), "wrong file identifier")


@check
async def albums(stage):
    media = [
        InputMediaPhoto(media=BufferedInputFile(b"1", "1.jpg"), caption="Both"),
        InputMediaPhoto(media=BufferedInputFile(b"2", "2.jpg")),
    ]
    sent = await stage.bot.send_media_group(stage.ann, media)
    same(len({message.media_group_id for message in sent}), 1)
    same([message.caption for message in sent], ["Both", None])
    copied = await stage.bot.copy_messages(
        stage.team, stage.ann, [message.message_id for message in sent]
    )
    same(len(copied), 2)
    again = [InputMediaPhoto(media=sent[0].photo[-1].file_id) for _ in range(11)]
    await refused(TelegramBadRequest, stage.bot.send_media_group(stage.ann, again), "too many messages")
    document = await stage.bot.send_document(stage.ann, BufferedInputFile(b"x", "bill.pdf"))
    mixed = [again[0], InputMediaDocument(media=document.document.file_id)]
    await refused(TelegramBadRequest, stage.bot.send_media_group(stage.ann, mixed), "can't be mixed")
    await stage.fetch()
    for text in ("both", ""):
        stage.says(stage.ann, text, album="160001", file={"kind": "photo", "name": "p.jpg"})
    pieces = [update.message for update in await stage.fetch()]
    same({piece.media_group_id for piece in pieces}, {"160001"})


@check
async def every_kind_can_be_read(stage):
    await stage.fetch()
    kinds = stage.act("every", **{"from": stage.ann, "to": stage.bot_id})
    updates = await stage.fetch()
    same(len(updates), len(kinds))
    for kind, update in zip(kinds, updates, strict=True):
        if getattr(update.message, kind, None) is None:
            raise AssertionError(f"{kind} is not in {update.message!r}")


@check
async def media_of_an_album_change_within_bounds(stage):
    files = [BufferedInputFile(name.encode(), f"{name}.jpg") for name in "ab"]
    sent = await stage.bot.send_media_group(stage.ann, [InputMediaPhoto(media=file) for file in files])
    video = await stage.bot.send_video(stage.ann, BufferedInputFile(b"v", "v.mp4"))
    document = await stage.bot.send_document(stage.ann, BufferedInputFile(b"d", "d.pdf"))

    def edit(media):
        return stage.bot.edit_message_media(media, chat_id=stage.ann, message_id=sent[1].message_id)

    edited = await edit(InputMediaVideo(media=video.video.file_id, caption="moving"))
    same((edited.video.file_unique_id, edited.media_group_id), (video.video.file_unique_id, sent[0].media_group_id))
    await refused(
        TelegramBadRequest, edit(InputMediaDocument(media=document.document.file_id)), "can't change media type"
    )


@check
async def live_locations_move_and_end(stage):
    await stage.fetch(allowed_updates=["message", "edited_message", "callback_query", "my_chat_member"])
    place = {"latitude": 1.0, "longitude": 2.0, "live_period": 600}
    uid = stage.act("raw", **{"from": stage.ann, "to": stage.bot_id, "kind": "location", "value": place})["uid"]
    stage.act("move", **{"from": stage.ann, "message": uid, "latitude": 3.0, "longitude": 4.0})
    stage.act("move", **{"from": stage.ann, "message": uid, "stop": True})
    first, moved, ended = await stage.fetch()
    same(first.message.location.live_period, 600)
    same(moved.edited_message.location.latitude, 3.0)
    same(ended.edited_message.location.live_period, None)
    own = await stage.bot.send_location(stage.ann, 1.0, 2.0, live_period=600)
    moved = await stage.bot.edit_message_live_location(
        latitude=3.0, longitude=4.0, chat_id=stage.ann, message_id=own.message_id
    )
    same((moved.location.latitude, moved.location.live_period), (3.0, 600))
    stopped = await stage.bot.stop_message_live_location(chat_id=stage.ann, message_id=own.message_id)
    same(stopped.location.live_period, None)


@check
async def replies_from_elsewhere(stage):
    uid = stage.act("say", **{"from": stage.owner, "to": stage.team, "text": "over there"})["uid"]
    there = next(
        message["id"]
        for chat in stage.get("state")["chats"]
        if chat.get("id") == stage.team
        for message in chat["messages"]
        if message["uid"] == uid
    )
    reply = ReplyParameters(message_id=there, chat_id=stage.team)
    sent = await stage.bot.send_message(stage.ann, "see", reply_parameters=reply)
    same((sent.external_reply.chat.id, sent.external_reply.message_id), (stage.team, there))
    same((sent.quote.text, sent.quote.is_manual), ("over there", None))


@check
async def business_accounts(stage):
    bot = stage.act("bot", name="Desk for aiogram", business=True)
    client = stage.client(bot["token"])
    try:
        shop = stage.act("person", name="Shop from aiogram")["id"]
        connection = stage.act("connect", **{"from": shop, "bot": bot["id"]})["connection"]
        told = (await client.get_updates())[-1].business_connection
        same((told.id, told.is_enabled, told.rights.can_reply), (connection, True, True))
        uid = stage.act("say", **{"from": stage.ann, "to": shop, "text": "Open today?"})["uid"]
        asked = (await client.get_updates())[-1].business_message
        same((asked.business_connection_id, asked.chat.id), (connection, stage.ann))
        sent = await client.send_message(stage.ann, "Until six", business_connection_id=connection)
        same((sent.from_user.id, sent.sender_business_bot.id), (shop, bot["id"]))
        edited = await client.edit_message_text(
            "Until seven", chat_id=stage.ann, message_id=sent.message_id, business_connection_id=connection
        )
        same(edited.text, "Until seven")
        stage.act("delete", **{"from": stage.ann, "message": uid})
        gone = (await client.get_updates())[-1].deleted_business_messages
        same(gone.message_ids, [asked.message_id])
        same(await client.delete_business_messages(connection, [sent.message_id]), True)
        same((await client.get_business_connection(connection)).user.id, shop)
        stage.act("disconnect", connection=connection)
        await refused(
            TelegramBadRequest,
            client.send_message(stage.ann, "x", business_connection_id=connection),
            "BUSINESS_CONNECTION_INVALID",
        )
    finally:
        await client.session.close()


@check
async def other_kinds(stage):
    same((await stage.bot.send_location(stage.ann, 52.5, 13.4)).location.latitude, 52.5)
    same((await stage.bot.send_venue(stage.ann, 1, 2, "Shop", "Street 1")).venue.title, "Shop")
    same((await stage.bot.send_contact(stage.ann, "+123", "Bob")).contact.phone_number, "+123")
    same((await stage.bot.send_dice(stage.ann)).dice.emoji, "🎲")
    same((await stage.bot.send_poll(stage.ann, "Well?", ["a", "b"])).poll.options[1].text, "b")
    voice = await stage.bot.send_voice(stage.ann, BufferedInputFile(b"la", "la.ogg"))
    same(voice.voice.mime_type, "audio/ogg")
    document = await stage.bot.send_document(stage.ann, BufferedInputFile(b"x", "bill.pdf"))
    same(document.document.file_name, "bill.pdf")
    same(await stage.bot.send_chat_action(stage.ann, "typing"), True)


@check
async def copies_edits_and_deletions(stage):
    stage.says(stage.ann, "copy me")
    original = (await stage.fetch())[-1].message
    copied = await stage.bot.copy_message(stage.team, stage.ann, original.message_id)
    forwarded = await stage.bot.forward_message(stage.team, stage.ann, original.message_id)
    same(forwarded.forward_origin.sender_user.id, stage.ann)
    await refused(
        TelegramBadRequest, stage.bot.copy_message(stage.team, stage.ann, 99999), "message to copy not found"
    )
    sent = await stage.bot.send_message(stage.ann, "frist")
    edited = await stage.bot.edit_message_text("first", chat_id=stage.ann, message_id=sent.message_id)
    same(edited.text, "first")
    await refused(
        TelegramBadRequest,
        stage.bot.edit_message_text("first", chat_id=stage.ann, message_id=sent.message_id),
        "message is not modified",
    )
    same(await stage.bot.delete_message(stage.team, copied.message_id), True)
    await refused(
        TelegramBadRequest, stage.bot.delete_message(stage.team, copied.message_id), "message to delete not found"
    )


@check
async def topics(stage):
    topic = await stage.bot.create_forum_topic(stage.team, "🟪 Ann", icon_color=9367192)
    thread = topic.message_thread_id
    sent = await stage.bot.send_message(stage.team, "inside", message_thread_id=thread)
    same((sent.is_topic_message, sent.message_thread_id), (True, thread))
    same(sent.reply_to_message.message_id, thread)
    same(await stage.bot.edit_forum_topic(stage.team, thread, name="🟨 Ann"), True)
    same(await stage.bot.close_forum_topic(stage.team, thread), True)
    await refused(TelegramBadRequest, stage.bot.close_forum_topic(stage.team, thread), "TOPIC_NOT_MODIFIED")
    same(await stage.bot.reopen_forum_topic(stage.team, thread), True)
    await stage.fetch()
    stage.act("say", **{"from": stage.owner, "to": stage.team, "thread": thread, "text": "answer"})
    message = (await stage.fetch())[-1].message
    same((message.text, message.message_thread_id, message.is_topic_message), ("answer", thread, True))
    same(message.reply_to_message.forum_topic_created.name, "🟪 Ann")
    same(await stage.bot.delete_forum_topic(stage.team, thread), True)
    await refused(
        TelegramBadRequest,
        stage.bot.send_message(stage.team, "x", message_thread_id=thread),
        "message thread not found",
    )
    await refused(TelegramBadRequest, stage.bot.create_forum_topic(stage.ann, "x"), "not a forum")


@check
async def reactions(stage):
    uid = stage.says(stage.ann, "nice")
    message = (await stage.fetch(allowed_updates=["message", "message_reaction", "callback_query"]))[-1].message
    await stage.bot.set_message_reaction(stage.ann, message.message_id, [ReactionTypeEmoji(emoji="👌")])
    same(stage.chat(stage.ann)[-1]["reactions"][0][1], "👌")
    stage.act("react", **{"from": stage.ann, "message": uid, "emoji": "🔥"})
    update = (await stage.fetch())[-1].message_reaction
    same((update.message_id, update.new_reaction[0].emoji), (message.message_id, "🔥"))
    await refused(
        TelegramBadRequest,
        stage.bot.set_message_reaction(stage.ann, message.message_id, [ReactionTypeEmoji(emoji="🦖")]),
        "REACTION_INVALID",
    )


@check
async def chats_and_members(stage):
    chat = await stage.bot.get_chat(stage.team)
    same((chat.type, chat.is_forum), ("supergroup", True))
    own = await stage.bot.get_chat_member(stage.team, stage.bot_id)
    same((own.status, own.can_manage_topics), ("administrator", True))
    admins = await stage.bot.get_chat_administrators(stage.team)
    same({admin.user.id for admin in admins}, {stage.owner, stage.bot_id})
    commands = [BotCommand(command="help", description="Help")]
    same(await stage.bot.set_my_commands(commands), True)
    same([command.command for command in await stage.bot.get_my_commands()], ["help"])
    pinned = await stage.bot.send_message(stage.team, "read me")
    same(await stage.bot.pin_chat_message(stage.team, pinned.message_id), True)
    same((await stage.bot.get_chat(stage.team)).pinned_message.text, "read me")


@check
async def error_classes(stage):
    bot = stage.bot
    await refused(TelegramBadRequest, bot.send_message(424242, "x"), "chat not found")
    await refused(TelegramBadRequest, bot.send_message(stage.ann, "x" * 4097), "message is too long")
    await refused(TelegramBadRequest, bot.send_message(stage.ann, ""), "message text is empty")
    await refused(TelegramForbiddenError, bot.send_message(stage.owner, "x"), "can't initiate conversation")
    bob = stage.act("person", name="Bob from aiogram")["id"]
    stage.start(bob)
    stage.act("block", **{"from": bob, "bot": stage.bot_id})
    await refused(TelegramForbiddenError, bot.send_message(bob, "x"), "bot was blocked by the user")
    group = stage.act("group", title="Small", owner=bob, kind="group")["id"]
    stage.act("promote", chat=group, user=stage.bot_id, by=bob)
    moved = stage.act("migrate", chat=group, by=bob)["id"]
    error = await refused(TelegramMigrateToChat, bot.send_message(group, "x"), "migrated")
    same(error.migrate_to_chat_id, moved)

    def fault(**fields):
        stage.act("fault", bot=stage.bot_id, method="sendMessage", **fields)

    fault(effect="server_error", status=500)
    await refused(Exception, bot.send_message(stage.ann, "x"), "")
    fault(effect="answer", status=502, text='{"ok":false,"error_code":502,"description":"Bad Gateway"}')
    await refused(TelegramServerError, bot.send_message(stage.ann, "x"), "Bad Gateway")
    fault(effect="cut_after")
    await refused(TelegramNetworkError, bot.send_message(stage.ann, "arrived all the same"), "")
    same(stage.chat(stage.ann)[-1]["text"], "arrived all the same")
    await bot.set_webhook("https://example.org/hook")
    await refused(TelegramConflictError, bot.get_updates(), "webhook is active")
    await bot.delete_webhook()


@check
async def rates(stage):
    stage.act("limits", on=True)
    other = stage.act("forum", title="Rates", owner=stage.owner)["id"]
    stage.act("promote", chat=other, user=stage.bot_id, by=stage.owner)
    for _ in range(20):
        await stage.bot.send_message(other, "x")
    error = await refused(TelegramRetryAfter, stage.bot.send_message(other, "x"), "Flood control exceeded")
    if not 1 <= error.retry_after <= 60:
        raise AssertionError(f"retry after {error.retry_after}")
    stage.act("limits", on=False)
    same(stage.act("forgive"), 1)


async def run(url, token):
    stage = Stage(url, token)
    stage.act("limits", on=False)
    stage.act("forgive")
    failed = 0
    for function in CHECKS:
        name = function.__name__.replace("_", " ")
        try:
            await function(stage)
            print(f"ok      {name}")
        except Exception as error:  # noqa: BLE001 - every difference is reported, then the next is tried
            failed += 1
            print(f"FAILED  {name}: {type(error).__name__}: {error}")
    violations = stage.get("violations")
    for violation in violations:
        failed += 1
        print(f"FAILED  the client broke a rule: {violation}")
    await stage.bot.session.close()
    print(f"{len(CHECKS)} checks, {failed} failed")
    return 1 if failed else 0


def main(arguments):
    if len(arguments) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    return asyncio.run(run(*arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
