#!/usr/bin/env python3
"""Lets another independent client, Kurigram (Pyrogram's heir), use a running telegram-sim's MTProto face.

Usage: kurigram_check.py URL HOST:PORT RSA_MODULUS PHONE_OF_ANN

Needs `pip install kurigram==2.2.26`. Starts nothing: run `telegram-sim` first and give what it prints. Exits with 1 when
anything differs from what Telegram does, naming it.
"""

import asyncio
import hashlib
import io
import json
import struct
import sys
import urllib.parse
import urllib.request

from pyrogram import Client, errors, filters, handlers, types
from pyrogram.connection import Connection
from pyrogram.crypto import rsa

PATIENCE = 20
EXPONENT = 65537


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


def trust(modulus):
    """Makes the simulator's key one of those that the client trusts."""

    def text(number):
        data = number.to_bytes((number.bit_length() + 7) // 8, "big")
        head = bytes([len(data)]) if len(data) < 254 else b"\xfe" + struct.pack("<I", len(data))[:3]
        return (head + data).ljust(-(-(len(head) + len(data)) // 4) * 4, b"\0")

    digest = hashlib.sha1(text(modulus) + text(EXPONENT)).digest()
    fingerprint = struct.unpack("<q", digest[-8:])[0]
    rsa.server_public_keys[fingerprint] = rsa.PublicKey(modulus, EXPONENT)


def client(name, address):
    host, port = address.rsplit(":", 1)

    class ToTheSimulator(Connection):
        """Whatever data centre is meant, the simulator is it."""

        def __init__(self, *arguments, **named):
            named.update(server_address=host, port=int(port))
            super().__init__(*arguments, **named)

    return Client(
        name,
        api_id=1,
        api_hash="hash",
        in_memory=True,
        sleep_threshold=0,
        connection_factory=ToTheSimulator,
    )


async def logs_in(sim, ann, phone):
    check(not await ann.connect(), "a new auth key comes to be, and is nobody's at first")
    sent = await ann.send_code(phone)
    try:
        await ann.sign_in(phone, sent.phone_code_hash, "00000")
        check(False, "a wrong code is refused")
    except errors.PhoneCodeInvalid:
        check(True, "a wrong code is refused")
    code = sim.get("login_code", phone=phone)["code"]
    me = await ann.sign_in(phone, sent.phone_code_hash, code)
    check(me.first_name == "Ann", "the right one logs in")
    await ann.initialize()
    return me


async def talks(sim, ann, me):
    heard = asyncio.Queue()

    async def hears(_, message):
        await heard.put(message)

    ann.add_handler(handlers.MessageHandler(hears, filters.incoming))
    await ann.get_me()
    bob = next(one for one in sim.get("state")["people"] if one["name"] == "Bob")
    sim.post("say", **{"from": bob["id"], "to": me.id, "text": "hello Ann"})
    message = await asyncio.wait_for(heard.get(), PATIENCE)
    check(message.text == "hello Ann", "what is written to the account arrives")
    check(message.from_user.id == bob["id"], "from whoever wrote it")
    answered = types.ReplyParameters(message_id=message.id)
    answer = await ann.send_message(bob["id"], "hello **Bob**", reply_parameters=answered)
    check(answer.text == "hello Bob" and answer.entities, "an answer is sent")
    # Telegram tells the sender only what it does not know.
    seen = await ann.get_messages(bob["id"], answer.id)
    check(seen.reply_to_message_id == message.id, "as an answer")
    edited = await ann.edit_message_text(bob["id"], answer.id, "hello again")
    check(edited.text == "hello again", "and edited")
    return bob


async def moves_a_file(ann, bob):
    content = bytes(range(256)) * 40
    file = io.BytesIO(content)
    file.name = "notes.bin"
    sent = await ann.send_document(bob["id"], file, caption="notes", force_document=True)
    check(sent.document.file_size == len(content), "a file is sent")
    fetched = await ann.download_media(sent, in_memory=True)
    check(bytes(fetched.getbuffer()) == content, "and comes back as it was")


async def main(url, address, modulus, phone):
    trust(int(modulus))
    sim = Sim(url)
    sim.post("limits", on=False)
    ann = client("ann", address)
    me = await logs_in(sim, ann, phone)
    bob = await talks(sim, ann, me)
    await moves_a_file(ann, bob)
    history = [message.text async for message in ann.get_chat_history(bob["id"], limit=2)]
    check(history[1] == "hello again", "a history is read")
    check(await ann.log_out(), "logged out")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    asyncio.run(main(*sys.argv[1:]))
