# SPDX-License-Identifier: Apache-2.0
"""A site that answers with parts and compressed when it is asked to. Arguments: port, folder. Prints who asked for a part of what."""
import gzip
import http.server
import pathlib
import re
import sys


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if "Range" in self.headers:
            print(self.path, self.headers["Range"], flush=True)
        path = pathlib.Path(sys.argv[2]) / self.path.lstrip("/")
        if not path.is_file():
            self.answer(404, b"", {})
            return
        body, headers, status = path.read_bytes(), {"Cache-Control": "max-age=3600"}, 200
        part = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if part:
            first, last = int(part[1]), min(int(part[2]), len(body) - 1)
            headers["Content-Range"] = f"bytes {first}-{last}/{len(body)}"
            body, status = body[first:last + 1], 206
        elif "gzip" in self.headers.get("Accept-Encoding", ""):
            body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
        self.answer(status, body, headers)

    def answer(self, status, body, headers):
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Site).serve_forever()
