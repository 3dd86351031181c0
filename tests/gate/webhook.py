#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Takes messages of the gate: refuses the first one, then writes what comes, with its signature checked, a line each, to a file. Usage: webhook.py KEY
# FILE; prints its port.
import hashlib, hmac, http.server, json, sys, time

refused = False


class Taker(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        global refused
        body = self.rfile.read(int(self.headers['Content-Length']))
        if not refused:
            refused = True
            self.send_response(500)
            self.end_headers()
            return
        stamp = self.headers['X-Guanka-Timestamp']
        wanted = 'sha256=' + hmac.new(sys.argv[1].encode(), stamp.encode() + b'.' + body, hashlib.sha256).hexdigest()
        good = hmac.compare_digest(wanted, self.headers['X-Guanka-Signature']) and abs(time.time() - int(stamp)) < 60
        message = json.loads(body)
        with open(sys.argv[2], 'a') as out:
            out.write('%s %s %s\n' % ('signed' if good else 'FORGED', message['id'], message['state']))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *words):
        pass


server = http.server.HTTPServer(('127.0.0.1', 0), Taker)
print(server.server_port, flush=True)
server.serve_forever()
