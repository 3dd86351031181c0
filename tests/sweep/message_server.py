# SPDX-License-Identifier: Apache-2.0
"""What webhooks and mail are sent to in tests, on the loopback: receiver.py keeps what comes, meeting.py answers only what comes together."""
import http.server
import socketserver
import threading


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


def serve(http_port, smtp_port, take_hook, take_mail):
    """For ever, each message in a thread of its own: take_hook(headers, body) gives the status of the answer; take_mail(data) has ended before a
    mail is answered."""

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(take_hook(self.headers, body))
            self.end_headers()

        def log_message(self, *_):
            pass

    class Mail(socketserver.StreamRequestHandler):
        """RFC 5321, as much of it as a client needs that has one message."""

        def say(self, words):
            self.wfile.write(words.encode() + b"\r\n")

        def handle(self):
            self.say("220 messages.test")
            while line := self.rfile.readline():
                verb = line.split()[0].upper().rstrip(b":")
                if verb == b"DATA":
                    self.say("354 go on")
                    data = b""
                    while (line := self.rfile.readline()) not in (b".\r\n", b""):
                        data += line[1:] if line.startswith(b".") else line
                    take_mail(data)
                self.say("221 bye" if verb == b"QUIT" else "250 fine")
                if verb == b"QUIT":
                    return

    mail = Server(("127.0.0.1", smtp_port), Mail)
    threading.Thread(target=mail.serve_forever, daemon=True).start()
    http.server.ThreadingHTTPServer(("127.0.0.1", http_port), Hook).serve_forever()
