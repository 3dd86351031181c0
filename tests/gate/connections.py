#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Opens many connections that say nothing, half a request, or a byte now and then, and holds them while a steady client is served. Prints what it took:
# memory and descriptors of the gate, the steady client's times. Usage: connections.py PORT PROCESS TOKEN MOST
import http.client, json, os, re, resource, socket, sys, threading, time

port, process, token, most = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
SPARE, RECEIVE_SECONDS = 200, 15
failures = 0


def fail(words):
    global failures
    failures += 1
    print('FAILED: ' + words, file=sys.stderr)


def memory():
    return int(re.search(r'^VmRSS:\s+(\d+)', open('/proc/%s/status' % process).read(), re.M).group(1)) / 1024


def descriptors():
    return len(os.listdir('/proc/%s/fd' % process))


def request(method, path, body=None):
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=30)
    try:
        connection.request(method, path, body, {'Authorization': 'Bearer ' + token})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def limit_of(pid):
    return int(re.search(r'^Max open files\s+\d+\s+(\d+)', open('/proc/%s/limits' % pid).read(), re.M).group(1))


soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
wanted = min(most, hard - SPARE, limit_of(process) - SPARE)
body = json.dumps({'text': '会议通知'})
times, ending = [], threading.Event()


def steady():
    while not ending.is_set():
        begun = time.time()
        try:
            status, _ = request('POST', '/v1/check', body)
            if status != 200:
                fail('the steady client is answered %d' % status)
        except OSError as error:
            fail('the steady client: %s' % error)
        times.append(time.time() - begun)
        time.sleep(0.05)


request('POST', '/v1/check', body)
before, files = memory(), descriptors()
head = b'POST /v1/check HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ' + token.encode() + b'\r\n'
pieces = [b'', head, head + b'Content-Length: 1000\r\n\r\n{"text":"', b'G']
client = threading.Thread(target=steady)
client.start()
begun = time.time()
held = []
for number in range(wanted):
    peer = socket.create_connection(('127.0.0.1', port), timeout=30)
    peer.sendall(pieces[number % len(pieces)])
    held.append(peer)
opened = time.time() - begun


def connections():
    return int(re.search(rb'^guanka_http_connections (\d+)', request('GET', '/metrics')[1], re.M).group(1))


while connections() < wanted and time.time() - begun < 25:
    time.sleep(0.1)
if connections() < wanted:
    fail('%d connections are open instead of %d' % (connections(), wanted))
during, used = memory(), descriptors()
if (during - before) * 1024 / wanted > 64 and most > 1000:
    fail('a connection takes %.0f KiB' % ((during - before) * 1024 / wanted))
time.sleep(2)
ending.set()
client.join()
for peer in held:
    peer.close()
closed = time.time()
while descriptors() > files + 20 and time.time() - closed < 30:
    time.sleep(0.1)
if descriptors() > files + 20:
    fail('%d descriptors are open afterwards, %d before' % (descriptors(), files))

# Who sends a byte now and then is not silent, and is cut all the same; who asks again and again on one connection is not.
def trickle(beginning, seconds):
    """After how long the gate ends it; None: not within this time."""
    begun = time.time()
    with socket.create_connection(('127.0.0.1', port), timeout=30) as peer:
        peer.settimeout(0.5)
        try:
            peer.sendall(beginning)
            while time.time() < begun + seconds:
                try:
                    if not peer.recv(1000):
                        return time.time() - begun
                except socket.timeout:
                    peer.sendall(b'a')
        except OSError:
            return time.time() - begun
    return None


def check_trickle(name, beginning):
    after = trickle(beginning, 3 * RECEIVE_SECONDS)
    if after is None or after < RECEIVE_SECONDS - 1:
        fail('%s that trickles ends after %s' % (name, after))


trickles = [threading.Thread(target=check_trickle, args=one) for one in (('a request line', b'GET /'), ('a header', head + b'X: '), ('a body', head + b'Content-Length: 1000\r\n\r\n'))]
for one in trickles:
    one.start()
connection = http.client.HTTPConnection('127.0.0.1', port, timeout=30)
begun = time.time()
while time.time() < begun + RECEIVE_SECONDS + 5:
    connection.request('GET', '/readyz')
    answer = connection.getresponse()
    if (answer.status, answer.read() != b'') != (200, True):
        fail('a connection that is used again is answered %d' % answer.status)
    time.sleep(0.5)
for one in trickles:
    one.join()
times.sort()
print('%d connections in %.1f s; memory %.0f MiB before, %.0f with them (%.1f KiB each), %.0f after; descriptors %d, %d, %d; the steady client: %d requests, median %.0f ms, slowest %.0f ms'
      % (wanted, opened, before, during, (during - before) * 1024 / wanted, memory(), files, used, descriptors(), len(times), times[len(times) // 2] * 1000, times[-1] * 1000))
if len(times) < 20 or times[-1] > 10:
    fail('the steady client waits too long')
sys.exit(1 if failures else 0)
