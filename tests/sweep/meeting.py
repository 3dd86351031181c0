#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""meeting.py HTTP_PORT SMTP_PORT COUNT FOLDER: takes webhooks and mail, and answers none of them before COUNT webhooks and one mail are there at
the same time: whoever sends one after the other is never answered. What was met is written to FOLDER/met, each mail to FOLDER/mail-N."""
import http.server
import socketserver
import sys
import threading

HTTP_PORT, SMTP_PORT, COUNT, FOLDER = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
meeting = threading.Barrier(COUNT + 1)
is_over = threading.Event()
mails = []


def meet():
    if not is_over.is_set() and meeting.wait(60) == 0:
        is_over.set()
        with open(f"{FOLDER}/met", "a", encoding="ascii") as file:
            file.write("met\n")


class Hook(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        meet()
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


class Mail(socketserver.StreamRequestHandler):
    """RFC 5321, as much of it as a client needs that has one message."""

    def say(self, words):
        self.wfile.write(words.encode() + b"\r\n")

    def handle(self):
        self.say("220 meeting.test")
        while line := self.rfile.readline():
            verb = line.split()[0].upper().rstrip(b":")
            if verb == b"DATA":
                self.say("354 go on")
                data = b""
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    data += line
                mails.append(data)
                with open(f"{FOLDER}/mail-{len(mails)}", "wb") as file:
                    file.write(data)
                if len(mails) == 1:
                    meet()
            self.say("221 bye" if verb == b"QUIT" else "250 fine")
            if verb == b"QUIT":
                return


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


mail = Server(("127.0.0.1", SMTP_PORT), Mail)
threading.Thread(target=mail.serve_forever, daemon=True).start()
http.server.ThreadingHTTPServer(("127.0.0.1", HTTP_PORT), Hook).serve_forever()
