#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""receiver.py HTTP_PORT SMTP_PORT FOLDER: takes webhooks and mail, each into a file of its own (hook-N.json with its headers in
hook-N.headers, mail-N.eml), however many come at the same time. The first webhook is answered 503."""
import http.server
import socketserver
import sys
import threading

HTTP_PORT, SMTP_PORT, FOLDER = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
count = {"asked": 0, "hook": 0, "mail": 0}
counting = threading.Lock()


def next_of(kind):
    with counting:
        count[kind] += 1
        return count[kind]


def keep(kind, number, suffix, data):
    with open(f"{FOLDER}/{kind}-{number}.{suffix}", "wb") as file:
        file.write(data)


class Hook(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if next_of("asked") == 1:
            self.send_response(503)
        else:
            number = next_of("hook")
            keep("hook", number, "headers", str(self.headers).encode())
            keep("hook", number, "json", body)
            self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


class Mail(socketserver.StreamRequestHandler):
    """RFC 5321, as much of it as a client needs that has one message."""

    def say(self, words):
        self.wfile.write(words.encode() + b"\r\n")

    def handle(self):
        self.say("220 receiver.test")
        while line := self.rfile.readline():
            verb = line.split()[0].upper().rstrip(b":")
            if verb == b"DATA":
                self.say("354 go on")
                data = b""
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    data += line[1:] if line.startswith(b".") else line
                keep("mail", next_of("mail"), "eml", data)
            self.say("221 bye" if verb == b"QUIT" else "250 fine")
            if verb == b"QUIT":
                return


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


mail = Server(("127.0.0.1", SMTP_PORT), Mail)
threading.Thread(target=mail.serve_forever, daemon=True).start()
http.server.ThreadingHTTPServer(("127.0.0.1", HTTP_PORT), Hook).serve_forever()
