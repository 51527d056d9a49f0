#!/usr/bin/env python3
"""Lets an independent client, Telethon, use a running telegram-sim's MTProto face as if it were Telegram.

Usage: telethon_check.py URL HOST:PORT RSA_MODULUS PHONE_OF_ANN

Needs `pip install telethon==1.45.0`. Starts nothing: run `telegram-sim` first and give what it prints. Exits with 1 when
anything differs from what Telegram does, naming it.
"""

import asyncio
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
    await ann.disconnect()
    saved = await comes_back(sim, address, session, me, bob)
    await logs_out(address, saved)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    asyncio.run(main(*sys.argv[1:]))
