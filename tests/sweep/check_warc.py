#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_warc.py FILE: reads a WARC file by the letter of ISO 28500, with nothing of guanka's, and prints a line for each record: type, target,
status of HTTP, SHA-256 of the payload. Fails where a member, a length or a digest is not right."""
import base64
import email.parser
import hashlib
import http.client
import io
import sys
import zlib


class Socket:
    def __init__(self, data):
        self.data = data

    def makefile(self, *_):
        return io.BytesIO(self.data)


def members(data):
    while data:
        stream = zlib.decompressobj(wbits=31)
        record = stream.decompress(data)
        assert stream.eof, "a member that does not end"
        yield record
        data = stream.unused_data


def digest(data):
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def main():
    ids = set()
    with open(sys.argv[1], "rb") as file:
        packed = file.read()
    for number, record in enumerate(members(packed)):
        head, rest = record.split(b"\r\n\r\n", 1)
        version, fields = head.split(b"\r\n", 1)
        assert version == b"WARC/1.0", version
        fields = email.parser.Parser().parsestr(fields.decode())
        size = int(fields["Content-Length"])
        block = rest[:size]
        assert rest[size:] == b"\r\n\r\n", "what follows the block"
        assert fields["WARC-Block-Digest"] == digest(block), "block digest"
        assert (number == 0) == (fields["WARC-Type"] == "warcinfo"), "warcinfo is the first"
        assert fields["WARC-Record-ID"] not in ids
        ids.add(fields["WARC-Record-ID"])
        assert fields["WARC-Concurrent-To"] is None or fields["WARC-Concurrent-To"] in ids
        assert fields["WARC-Warcinfo-ID"] is None or fields["WARC-Warcinfo-ID"] in ids
        payload, status = block, "-"
        if fields["WARC-Type"] == "response":
            answer = http.client.HTTPResponse(Socket(block))
            answer.begin()
            payload, status = answer.read(), answer.status
        if fields["WARC-Payload-Digest"] is not None:
            assert fields["WARC-Payload-Digest"] == digest(payload), "payload digest"
        print(fields["WARC-Type"], fields["WARC-Target-URI"], status, hashlib.sha256(payload).hexdigest())


main()
