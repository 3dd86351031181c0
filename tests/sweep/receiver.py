#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""receiver.py HTTP_PORT SMTP_PORT FOLDER: takes webhooks and mail, each into a file of its own (hook-N.json with its headers in
hook-N.headers, mail-N.eml), however many come at the same time. The first webhook is answered 503."""
import sys
import threading

sys.dont_write_bytecode = True
from message_server import serve

FOLDER = sys.argv[3]
count = {"asked": 0, "hook": 0, "mail": 0}
counting = threading.Lock()


def next_of(kind):
    with counting:
        count[kind] += 1
        return count[kind]


def keep(kind, number, suffix, data):
    with open(f"{FOLDER}/{kind}-{number}.{suffix}", "wb") as file:
        file.write(data)


def take_hook(headers, body):
    if next_of("asked") == 1:
        return 503
    number = next_of("hook")
    keep("hook", number, "headers", str(headers).encode())
    keep("hook", number, "json", body)
    return 204


serve(int(sys.argv[1]), int(sys.argv[2]), take_hook, lambda data: keep("mail", next_of("mail"), "eml", data))
