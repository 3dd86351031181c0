#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""small_site.py FOLDER PORT [CERTIFICATE KEY]: serves FOLDER/HOST/PATH on the loopback, for tests that change single pages.

FOLDER/HOST/PATH.head, where it is there, holds lines of the head of the answer, byte by byte as they leave, in place of the type;
a line "Status: 302" is the status, and who has the answer of its ETag already is told so.
FOLDER/HOST/.late, where it is there, holds the path of a page that comes a second late.
FOLDER/HOST/.held, where it is there, holds the path of a page that is not answered as long as it is there.
FOLDER/HOST/.asked, where it is there, becomes the paths that were asked for, a line each.
FOLDER/HOST/.answer, where it is there, holds in place of all pages: a status (503), "slow", which answers nothing for half a minute, or the
name of a file in FOLDER, which every path gives.
FOLDER/HOST/.answers, where it is there, has lines of a path and its status, behind it the address that it redirects to.
"""
import http.server
import os
import ssl
import sys
import time


class Pages(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        try:
            self.give()
        except (BrokenPipeError, ConnectionResetError): # who asked is gone
            self.close_connection = True

    def give(self):
        host = self.headers.get("Host", "").split(":")[0]
        folder = os.path.join(sys.argv[1], host)
        try:
            with open(os.path.join(folder, ".answer"), encoding="ascii") as file:
                told = file.read().strip()
        except FileNotFoundError:
            told = ""
        if told == "slow":
            time.sleep(30)
            return
        path = self.path.split("?")[0]
        asked = os.path.join(folder, ".asked")
        if os.path.exists(asked):
            with open(asked, "a", encoding="ascii") as file:
                file.write(path + "\n")
        while self.is_held(folder, path):
            time.sleep(0.05)
        try:
            with open(os.path.join(folder, ".answers"), encoding="ascii") as file:
                special = {words[0]: words[1:] for words in map(str.split, file)}
        except FileNotFoundError:
            special = {}
        if path in special:
            self.answer(int(special[path][0]), b"", *special[path][1:])
            return
        try:
            with open(os.path.join(folder, ".late"), encoding="ascii") as file:
                if file.read().strip() == path:
                    time.sleep(1)
        except FileNotFoundError:
            pass
        path = os.path.join(folder, path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
        if told.isdigit():
            self.answer(int(told), b"")
        elif told:
            with open(os.path.join(sys.argv[1], told), "rb") as file:
                self.answer(200, file.read())
        elif ".." not in path and os.path.isfile(path):
            with open(path, "rb") as file:
                self.answer(200, file.read(), head=path + ".head")
        else:
            self.answer(404, b"")

    do_HEAD = do_GET

    def is_held(self, folder, path):
        try:
            with open(os.path.join(folder, ".held"), encoding="ascii") as file:
                return file.read().strip() == path
        except FileNotFoundError:
            return False

    def answer(self, status, body, location=None, head=""):
        lines = ["Content-Type: " + ("text/javascript" if self.path.endswith(".js") else "text/html; charset=utf-8")]
        if os.path.isfile(head):
            with open(head, encoding="latin-1", newline="\n") as file:
                lines = file.read().split("\n")[:-1]
        if "ETag: " + self.headers.get("If-None-Match", "-") in lines:
            status, body = 304, b""
        self.send_response(next((int(line[8:]) for line in lines if line.startswith("Status: ")), status))
        if location:
            self.send_header("Location", location)
        for line in lines:
            if not line.startswith("Status: "):
                self.send_header(*line.split(": ", 1))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Pages)
if len(sys.argv) > 3:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3], sys.argv[4])
    server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
