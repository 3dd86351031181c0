#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""small_site.py FOLDER PORT [CERTIFICATE KEY]: serves FOLDER/HOST/PATH on the loopback, for tests that change single pages.

FOLDER/HOST/PATH.head, where it is there, holds lines of the head of the answer, byte by byte as they leave, in place of the type;
a line "Status: 302" is the status.
FOLDER/HOST/.late, where it is there, holds the path of a page that comes a second late.
FOLDER/HOST/.answer, where it is there, holds in place of all pages: a status (503), or "slow", which answers nothing for half a minute.
"""
import http.server
import os
import ssl
import sys
import time


class Pages(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
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
        try:
            with open(os.path.join(folder, ".late"), encoding="ascii") as file:
                if file.read().strip() == path:
                    time.sleep(1)
        except FileNotFoundError:
            pass
        path = os.path.join(folder, path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
        if told:
            self.answer(int(told), b"")
        elif ".." not in path and os.path.isfile(path):
            with open(path, "rb") as file:
                self.answer(200, file.read(), path + ".head")
        else:
            self.answer(404, b"")

    do_HEAD = do_GET

    def answer(self, status, body, head=""):
        kind = "text/javascript" if self.path.endswith(".js") else "text/html; charset=utf-8"
        lines = [b"Content-Type: " + kind.encode()]
        if os.path.isfile(head):
            with open(head, "rb") as file:
                lines = file.read().splitlines()
        status = next((int(line[8:]) for line in lines if line.startswith(b"Status: ")), status)
        self.send_response(status)
        for line in lines:
            name, value = line.decode("latin-1").split(": ", 1)
            if name != "Status":
                self.send_header(name, value)
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
