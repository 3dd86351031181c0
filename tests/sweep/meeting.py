#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""meeting.py HTTP_PORT SMTP_PORT COUNT FOLDER: takes webhooks and mail, and answers none of them before COUNT webhooks and one mail are there at
the same time: whoever sends one after the other is never answered. What was met is written to FOLDER/met, each mail to FOLDER/mail-N."""
import sys
import threading

sys.dont_write_bytecode = True
from message_server import serve

COUNT, FOLDER = int(sys.argv[3]), sys.argv[4]
meeting = threading.Barrier(COUNT + 1)
is_over = threading.Event()
mails = []


def meet():
    if not is_over.is_set() and meeting.wait(60) == 0:
        is_over.set()
        with open(f"{FOLDER}/met", "a", encoding="ascii") as file:
            file.write("met\n")


def take_hook(_headers, _body):
    meet()
    return 204


def take_mail(data):
    mails.append(data)
    with open(f"{FOLDER}/mail-{len(mails)}", "wb") as file:
        file.write(data)
    if len(mails) == 1:
        meet()


serve(int(sys.argv[1]), int(sys.argv[2]), take_hook, take_mail)
