#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# What must not break the gate: requests that two readers would understand differently, clients that are slow or go away, and the gate being
# killed in the middle of its work. Usage: faults.py GUANKA CONFIG PORT TOKEN
import http.client, json, random, re, signal, socket, subprocess, sys, threading, time

guanka, config, port, token = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
failures = 0


def fail(words):
    global failures
    failures += 1
    print('FAILED: ' + words, file=sys.stderr)


def start():
    process = subprocess.Popen([guanka, 'gate', '-c', config], stderr=open('gate.log', 'ab'))
    until = time.time() + 120
    while time.time() < until:
        try:
            if request('GET', '/readyz')[0] == 200:
                return process
        except OSError:
            pass
        if process.poll() is not None:
            sys.exit('the gate does not start: ' + open('gate.log').read())
        time.sleep(0.05)
    sys.exit('the gate does not get ready')


def request(method, path, body=None, headers=(), timeout=60):
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=timeout)
    try:
        connection.request(method, path, body, dict(headers, Authorization='Bearer ' + token))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def raw(*pieces, wait=5, pause=0):
    """All that comes back until the gate closes, or nothing more comes."""
    with socket.create_connection(('127.0.0.1', port), timeout=wait) as peer:
        got = b''
        try:
            for piece in pieces:
                peer.sendall(piece)
                time.sleep(pause)
            while True:
                more = peer.recv(65536)
                if not more:
                    break
                got += more
        except OSError:
            pass
        return got


process = start()
host, auth = b'Host: x\r\n', b'Authorization: Bearer ' + token.encode() + b'\r\n'
post, body = b'POST /v1/check HTTP/1.1\r\n' + host + auth, b'{"html":"<p>x</p>"}'
size = str(len(body)).encode()
next_request = b'GET /v1/me HTTP/1.1\r\n' + host + auth + b'\r\n'

# RFC 9112, sections 2.2, 5.1, 6.1, 6.3 and 11.2: where the end of a request could be disputed there is no second one.
ambiguous = {
    'both lengths': post + b'Content-Length: ' + size + b'\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'two lengths': post + b'Content-Length: ' + size + b'\r\nContent-Length: 5\r\n\r\n' + body,
    'two equal lengths': post + b'Content-Length: ' + size + b'\r\nContent-Length: ' + size + b'\r\n\r\n' + body,
    'a list of lengths': post + b'Content-Length: ' + size + b', ' + size + b'\r\n\r\n' + body,
    'a signed length': post + b'Content-Length: +' + size + b'\r\n\r\n' + body,
    'a negative length': post + b'Content-Length: -1\r\n\r\n' + body,
    'a hexadecimal length': post + b'Content-Length: 0x13\r\n\r\n' + body,
    'a huge length': post + b'Content-Length: 99999999999999999999999\r\n\r\n' + body,
    'an unknown coding': post + b'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n',
    'a coding behind a blank': post + b'Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n',
    'two codings': post + b'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n',
    'gzip and chunked': post + b'Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
    'two hosts': b'GET /v1/me HTTP/1.1\r\n' + host + host + auth + b'\r\n',
    'no host': b'GET /v1/me HTTP/1.1\r\n' + auth + b'\r\n',
    'a broken chunk': post + b'Transfer-Encoding: chunked\r\n\r\nzz\r\nxx\r\n0\r\n\r\n',
    'a chunk of a huge size': post + b'Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nxx\r\n0\r\n\r\n',
    'a header of 100 KB': b'GET /v1/me HTTP/1.1\r\n' + host + b'X: ' + b'a' * 100000 + b'\r\n\r\n',
    'a line of 100 KB': b'GET /' + b'a' * 100000 + b' HTTP/1.1\r\n' + host + b'\r\n',
    '300 headers': b'GET /v1/me HTTP/1.1\r\n' + host + auth + b''.join(b'X-%d: y\r\n' % number for number in range(300)) + b'\r\n',
    'no HTTP at all': b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' + bytes(range(256)),
}
for name, text in ambiguous.items():
    # What follows is never answered. (libmicrohttpd 0.9.75 sends the head of refusals of its own twice, so answers are not counted.)
    got = raw(text + next_request, wait=3)
    if [status for status in re.findall(rb'HTTP/1\.[01] (\d)', got) if status != b'4']:
        fail('%s: %r' % (name, got[:300]))
    if request('GET', '/v1/me')[0] != 200:
        fail('after "%s" the gate does not answer' % name)

# An honest pipeline is answered in order.
if raw(next_request + next_request.replace(b'\r\n\r\n', b'\r\nConnection: close\r\n\r\n'), wait=5).count(b'HTTP/1.1 200') != 2:
    fail('two requests in one piece')
# Chunks are a body like any other; a length in the last chunk's trailer is nothing.
got = raw(post + b'Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n' + body[:5] + b'\r\n' + b'%x\r\n' % (len(body) - 5) + body[5:] + b'\r\n0\r\n\r\n')
if not got.startswith(b'HTTP/1.1 200'):
    fail('a chunked body: %r' % got[:200])

# Bad bodies: told as such, whatever they are.
for name, text in {'deep arrays': b'[' * 100000, 'deep objects': b'{"a":' * 50000, 'broken UTF-8': b'{"html":"\xff\xfe"}', 'a lone surrogate': b'{"html":"\\ud800"}',
                   'a NUL': b'{"html":"a\\u0000b"}', 'a number for a text': b'{"html":1}', 'an array': b'[]', 'two members alike': b'{"html":"a","html":"b"}',
                   'nothing': b'', 'a huge number': b'{"title":1e999999,"html":"x"}', 'bad base64': b'{"html":"x","attachments":[{"name":"a","base64":"\xe4\xbd\xa0"}]}',
                   'a day that is none': b'{"html":"x","publish_on":"2026-02-30"}'}.items():
    status, answer = request('POST', '/v1/check', text)
    if status != 400 or not json.loads(answer)['error']['message']:
        fail('%s: %d %r' % (name, status, answer[:200]))
boundary = {'Content-Type': 'multipart/form-data; boundary=bound'}
part = '--bound\r\nContent-Disposition: form-data; name="file"; filename="%d.txt"\r\n\r\nx\r\n'
if request('POST', '/v1/check', ''.join(part % number for number in range(300)) + '--bound--\r\n', boundary)[0] not in (400, 413):
    fail('300 parts')
if request('POST', '/v1/check', (part % 1)[:40], boundary)[0] != 400:
    fail('a part that is cut')
if request('POST', '/v1/check', 'x', {'Content-Type': 'multipart/form-data'})[0] != 400:
    fail('multipart without a boundary')

# Slow and half-open clients keep nobody waiting.
idle = [socket.create_connection(('127.0.0.1', port)) for _ in range(200)]
for number, one in enumerate(idle):
    one.sendall((post + b'Content-Length: 1000\r\n\r\n{')[:number + 1])
begun = time.time()
if request('POST', '/v1/check', body)[0] != 200:
    fail('beside 200 slow clients')
for one in idle:
    one.close()


# Killed at any moment: what was answered is there once, nothing is there twice or in part.
accepted, submitted, lock = {}, set(), threading.Lock()


def submit_for(seconds, round_number, thread):
    until, number = time.time() + seconds, 0
    while time.time() < until:
        number += 1
        key = '%d-%d-%d' % (round_number, thread, number)
        draft = {'title': key, 'unit': '市政府办公室', 'author': 'a', 'source': 's', 'disclosure': '主动公开', 'class': '一般', 'text': '会议通知' + key}
        with lock:
            submitted.add(key)
        try:
            status, answer = request('POST', '/v1/reviews' + ('?wait=0' if number % 2 else ''), json.dumps(draft), {'Idempotency-Key': key}, timeout=20)
        except (OSError, http.client.HTTPException):
            return
        if status in (201, 202):
            with lock:
                accepted[key] = json.loads(answer)['id']
        elif status not in (503, 507):
            fail('a submission is answered %d %r' % (status, answer[:200]))


def reviews():
    found, after = {}, ''
    while True:
        page = json.loads(request('GET', '/v1/reviews?limit=200&after=' + after)[1])
        for one in page['reviews']:
            if one['title'] in found:
                fail('%s is there twice' % one['title'])
            found[one['title']] = one
        after = page['after']
        if after is None:
            return found


random.seed(7)
for round_number in range(4):
    threads = [threading.Thread(target=submit_for, args=(10, round_number, thread)) for thread in range(6)]
    for thread in threads:
        thread.start()
    time.sleep(random.uniform(0.2, 1.5))
    process.send_signal(signal.SIGKILL)
    process.wait()
    for thread in threads:
        thread.join()
    if subprocess.run([guanka, 'ledger', 'verify', '--store', 'gate.db'], stdout=subprocess.DEVNULL).returncode != 0:
        fail('the ledger after the kill of round %d' % round_number)
    process = start()
    found = reviews()
    for key, review in accepted.items():
        if key not in found or found[key]['id'] != review:
            fail('%s was accepted and is gone' % key)
    for key in found:
        if key not in submitted:
            fail('%s was never submitted' % key)
if len(accepted) < 20:
    fail('only %d submissions were accepted: this proves nothing' % len(accepted))
# What was waiting to be scanned is scanned after the restart.
until = time.time() + 60
while time.time() < until and json.loads(request('GET', '/v1/reviews?state=waiting')[1])['reviews']:
    time.sleep(0.1)
if json.loads(request('GET', '/v1/reviews?state=waiting')[1])['reviews']:
    fail('reviews still wait for their scan')


def knock(ended):
    while not ended.is_set():
        try:
            raw(next_request.replace(b'\r\n\r\n', b'\r\nConnection: close\r\n\r\n'), wait=1)
        except OSError:
            time.sleep(0.01)


# It ends well while connections keep coming.
ended = threading.Event()
knockers = [threading.Thread(target=knock, args=(ended,)) for _ in range(4)]
for one in knockers:
    one.start()
time.sleep(0.2)
process.send_signal(signal.SIGTERM)
if process.wait(timeout=60) != 0:
    fail('the gate ends with %d after SIGTERM' % process.returncode)
ended.set()
for one in knockers:
    one.join()
sys.exit(1 if failures else 0)
