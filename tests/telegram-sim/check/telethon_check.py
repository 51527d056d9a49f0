#!/usr/bin/env python3
"""Lets an independent client, Telethon, use a running telegram-sim's MTProto face as if it were Telegram.

Usage: telethon_check.py URL HOST:PORT RSA_MODULUS PHONE_OF_ANN

Needs `pip install telethon==1.45.0`. Starts nothing: run `telegram-sim` first and give what it prints. Exits with 1 when
anything differs from what Telegram does, naming it.
"""

import asyncio
import io
import json
import sys
import urllib.parse
import urllib.request

import rsa
from telethon import TelegramClient, errors, events, functions, types
from telethon.crypto import rsa as known_keys
from telethon.network import (
    ConnectionTcpAbridged,
    ConnectionTcpFull,
    ConnectionTcpIntermediate,
    ConnectionTcpObfuscated,
)
from telethon.sessions import StringSession

PATIENCE = 20


def check(holds, what):
    if not holds:
        raise AssertionError(what)
    print("ok  ", what)


class Sim:
    """The simulator's control API."""

    def __init__(self, url):
        self.url = url

    def get(self, path, **query):
        query = urllib.parse.urlencode(query)
        with urllib.request.urlopen(f"{self.url}/sim/{path}?{query}") as answer:
            return json.load(answer)

    def post(self, verb, **arguments):
        body = json.dumps(arguments).encode()
        request = urllib.request.Request(
            f"{self.url}/sim/{verb}", body, {"content-type": "application/json"}
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


def client(session, address, transport):
    host, port = address.rsplit(":", 1)
    if not session.auth_key:
        session.set_dc(2, host, int(port))
    return TelegramClient(
        session,
        1,
        "hash",
        connection=transport,
        flood_sleep_threshold=0,
        request_retries=1,
        connection_retries=1,
        catch_up=True,
    )


async def logs_in(sim, address, phone):
    """A new auth key, a wrong code, the right one."""
    session = StringSession()
    ann = client(session, address, ConnectionTcpFull)
    await ann.connect()
    check(session.auth_key is not None, "a new auth key comes to be")
    check(not await ann.is_user_authorized(), "and is nobody's at first")
    sent = await ann.send_code_request(phone)
    try:
        await ann.sign_in(phone, "00000", phone_code_hash=sent.phone_code_hash)
        check(False, "a wrong code is refused")
    except errors.PhoneCodeInvalidError:
        check(True, "a wrong code is refused")
    code = sim.get("login_code", phone=phone)["code"]
    await ann.sign_in(phone, code, phone_code_hash=sent.phone_code_hash)
    me = await ann.get_me()
    check(me.first_name == "Ann", "the right one logs in")
    check("+" + me.phone == phone, "as whoever has the number")
    return ann, session, me


async def talks(sim, ann, me):
    """Both ways, in a private chat."""
    heard = asyncio.Queue()

    async def hears(event):
        await heard.put(event)

    ann.add_event_handler(hears, events.NewMessage(incoming=True))
    bob = next(one for one in sim.get("state")["people"] if one["name"] == "Bob")
    sim.post("say", **{"from": bob["id"], "to": me.id, "text": "hello Ann"})
    event = await asyncio.wait_for(heard.get(), PATIENCE)
    check(event.raw_text == "hello Ann", "what is written to the account arrives")
    check(event.sender_id == bob["id"], "from whoever wrote it")
    answer = await event.reply("hello *Bob*, **bold**", parse_mode="md")
    check(answer.out and answer.raw_text == "hello *Bob*, bold", "an answer is sent")
    check(
        isinstance(answer.entities[0], types.MessageEntityBold), "with its formatting"
    )
    check(answer.reply_to.reply_to_msg_id == event.id, "as an answer")
    try:
        await ann.send_message(types.InputPeerUser(bob["id"], 1), "x")
        check(False, "a wrong access hash is refused")
    except errors.PeerIdInvalidError:
        check(True, "a wrong access hash is refused")
    return bob


async def edits_and_deletes(sim, ann, bob):
    """What is there is changed, forwarded, reacted to, deleted."""
    peer = await ann.get_input_entity(bob["id"])
    sent = await ann.send_message(peer, "first")
    edited = await ann.edit_message(peer, sent, "second")
    check(edited.message == "second" and edited.edit_date, "a message is edited")
    try:
        await ann.edit_message(peer, sent, "second")
        check(False, "an edit that changes nothing is refused")
    except errors.MessageNotModifiedError:
        check(True, "an edit that changes nothing is refused")
    forwarded = await ann.forward_messages("me", sent)
    check(forwarded.fwd_from.from_id is not None, "a message is forwarded, with its origin")
    copied = await ann.forward_messages(peer, [forwarded], drop_author=True)
    check(copied[0].fwd_from is None, "and copied, without")
    await ann(
        functions.messages.SendReactionRequest(
            peer, sent.id, reaction=[types.ReactionEmoji("👍")]
        )
    )
    seen = await ann.get_messages(peer, ids=sent.id)
    check(seen.reactions.results[0].count == 1, "a reaction is on it")
    affected = await ann.delete_messages(peer, [sent.id], revoke=True)
    check(affected[0].pts_count == 1, "a message is deleted")
    check(await ann.get_messages(peer, ids=sent.id) is None, "and gone")


async def moves_files(sim, ann, me, bob):
    """Up and down, small and large, as what they are."""
    peer = await ann.get_input_entity(bob["id"])
    small = bytes(range(256)) * 20
    sent = await ann.send_file(peer, io.BytesIO(small), caption="a file", force_document=True)
    check(sent.document.size == len(small), "a file is sent")
    check(await ann.download_media(sent, bytes) == small, "and comes back as it was")
    large = bytes(11 * 1024 * 1024)
    file = await ann.upload_file(large, file_name="large.bin")
    check(isinstance(file, types.InputFileBig), "a large one goes in big parts")
    sent = await ann.send_file(peer, file, force_document=True)
    check(len(await ann.download_media(sent, bytes)) == len(large), "and comes back too")
    sim.post("say", **{"from": bob["id"], "to": me.id, "file": {"kind": "photo", "name": "p.jpg"}})
    photo = (await ann.get_messages(peer, limit=1))[0]
    check(photo.photo is not None, "a photo is seen as one")
    check(await ann.download_media(photo, bytes) == b"p.jpg", "and fetched")
    again = await ann.send_file(peer, photo.media, caption="again")
    check(again.photo.id == photo.photo.id, "and sent again by its reference")
    pictures = [io.BytesIO(b"one"), io.BytesIO(b"two")]
    for number, picture in enumerate(pictures):
        picture.name = f"{number}.jpg"
    album = await ann.send_file(peer, pictures)
    check(len({one.grouped_id for one in album}) == 1, "an album is sent as one")
    sim.post("say", **{"from": bob["id"], "to": me.id, "file": {"kind": "voice", "name": "v.ogg"}})
    voice = (await ann.get_messages(peer, limit=1))[0]
    check(voice.voice is not None, "a voice message is seen as one")


async def runs_topics(ann, bob):
    """A forum of the account's own, with topics."""
    made = await ann(
        functions.channels.CreateChannelRequest(
            title="Ann's team", about="", megagroup=True, forum=True
        )
    )
    group = made.chats[0]
    check(group.forum and group.creator, "a forum is made")
    topic = await ann(
        functions.messages.CreateForumTopicRequest(group, title="Bob", random_id=77)
    )
    thread = next(one.id for one in topic.updates if isinstance(one, types.UpdateMessageID))
    sent = await ann.send_message(group, "in the topic", reply_to=thread)
    check(sent.reply_to.forum_topic, "a message is in a topic")
    check(sent.reply_to.reply_to_msg_id == thread, "in that one")
    await ann(functions.messages.EditForumTopicRequest(group, thread, title="Bob B."))
    await ann(functions.messages.EditForumTopicRequest(group, thread, closed=True))
    listed = await ann(
        functions.messages.GetForumTopicsRequest(group, None, 0, 0, limit=10)
    )
    names = {one.title: one.closed for one in listed.topics}
    check(names == {"Bob B.": True, "General": False}, "topics are renamed, closed, listed")
    user = await ann.get_input_entity(bob["id"])
    await ann(functions.channels.InviteToChannelRequest(group, [user]))
    people = await ann.get_participants(group)
    check({one.id for one in people} >= {bob["id"]}, "somebody is brought in")
    await ann(functions.messages.DeleteTopicHistoryRequest(group, thread))
    try:
        await ann.send_message(group, "too late", reply_to=thread)
        check(False, "a topic that is gone takes nothing")
    except errors.TopicDeletedError:
        check(True, "a topic that is gone takes nothing")


async def looks_around(ann, me, bob):
    dialogs = await ann.get_dialogs()
    check(bob["id"] in {one.id for one in dialogs}, "chats are listed")
    history = [one async for one in ann.iter_messages(bob["id"], limit=5)]
    check(len(history) == 5, "a history is read")
    full = await ann(functions.users.GetFullUserRequest("me"))
    check(full.full_user.id == me.id, "everything is told about somebody")
    check(await ann.send_read_acknowledge(bob["id"]), "a chat is read")


async def logs_in_with_a_password(sim, address):
    """Bob has one: after the code, and after the QR code."""
    bob = next(one for one in sim.get("state")["people"] if one["name"] == "Bob")
    sim.post("password", person=bob["id"], password="open sesame", hint="a cave")
    here = client(StringSession(), address, ConnectionTcpFull)
    await here.connect()
    sent = await here.send_code_request(bob["phone"])
    code = sim.get("login_code", phone=bob["phone"])["code"]
    try:
        await here.sign_in(bob["phone"], code, phone_code_hash=sent.phone_code_hash)
        check(False, "a password is asked for")
    except errors.SessionPasswordNeededError:
        check(True, "a password is asked for")
    try:
        await here.sign_in(password="open poppy")
        check(False, "a wrong one is refused")
    except errors.PasswordHashInvalidError:
        check(True, "a wrong one is refused")
    me = await here.sign_in(password="open sesame")
    check(me.id == bob["id"], "the right one logs in")
    await here.disconnect()
    there = client(StringSession(), address, ConnectionTcpFull)
    await there.connect()
    shown = await there.qr_login()
    waiting = asyncio.create_task(shown.wait(PATIENCE))
    await asyncio.sleep(0)
    sim.post("accept_login", person=bob["id"], token=shown.token.hex())
    try:
        await waiting
        check(False, "a QR code is accepted, and the password asked for")
    except errors.SessionPasswordNeededError:
        check(True, "a QR code is accepted, and the password asked for")
    me = await there.sign_in(password="open sesame")
    check(me.id == bob["id"], "and then it is logged in")
    await there.disconnect()


async def logs_in_by_qr(sim, address):
    chiara = next(one for one in sim.get("state")["people"] if one["name"] == "Chiara")
    here = client(StringSession(), address, ConnectionTcpFull)
    await here.connect()
    shown = await here.qr_login()
    waiting = asyncio.create_task(shown.wait(PATIENCE))
    await asyncio.sleep(0)
    sim.post("accept_login", person=chiara["id"], token=shown.token.hex())
    me = await waiting
    check(me.id == chiara["id"], "a QR code logs in")
    await here.disconnect()


async def comes_back(sim, address, session, me, bob):
    """Over every other transport, with what was missed."""
    saved = session.save()
    for transport in (
        ConnectionTcpAbridged,
        ConnectionTcpIntermediate,
        ConnectionTcpObfuscated,
    ):
        name = transport.__name__
        ann = client(StringSession(saved), address, transport)
        await ann.connect()
        check((await ann.get_me()).id == me.id, f"logged in over {name}")
        state = await ann(functions.updates.GetStateRequest())
        sim.post("say", **{"from": bob["id"], "to": me.id, "text": f"over {name}"})
        difference = await ann(
            functions.updates.GetDifferenceRequest(
                pts=state.pts, date=state.date, qts=state.qts
            )
        )
        texts = [message.message for message in difference.new_messages]
        check(texts == [f"over {name}"], "and told what is new since a state")
        check(difference.state.pts == state.pts + 1, "with the state after it")
        await ann.disconnect()
    return saved


async def logs_out(address, saved):
    ann = client(StringSession(saved), address, ConnectionTcpFull)
    await ann.connect()
    check(await ann.log_out(), "logged out")
    again = client(StringSession(saved), address, ConnectionTcpFull)
    await again.connect()
    check(not await again.is_user_authorized(), "and the key is nobody's any more")
    await again.disconnect()


async def main(url, address, modulus, phone):
    public = rsa.PublicKey(int(modulus), 65537)
    known_keys.add_key(public.save_pkcs1().decode(), old=False)
    sim = Sim(url)
    ann, session, me = await logs_in(sim, address, phone)
    bob = await talks(sim, ann, me)
    sim.post("limits", on=False)
    await edits_and_deletes(sim, ann, bob)
    await moves_files(sim, ann, me, bob)
    await runs_topics(ann, bob)
    await looks_around(ann, me, bob)
    await ann.disconnect()
    saved = await comes_back(sim, address, session, me, bob)
    await logs_out(address, saved)
    await logs_in_with_a_password(sim, address)
    await logs_in_by_qr(sim, address)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    asyncio.run(main(*sys.argv[1:]))
