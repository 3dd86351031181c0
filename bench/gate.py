#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# How fast the gate answers, and how firm it stands under load: run by scripts/bench --gate.
#
# A draft of 60 KB (a page of the bench corpus) is checked with all packs on: at 200 requests a second, evenly and in bursts of ten (hey), then as fast as two cores allow
# (wrk); the memory of the daemon is looked at over 100,000 requests; then a queue of 8 gets 64 connections. Beside it, on the same page and
# machine: clamd's INSTREAM and rspamd's HTTP scan as Debian configures them (clamd with one signature of our own, since the machine may not
# reach the update servers: its figure is that of reading and recognising alone).
import argparse, http.client, json, os, re, shutil, socket, struct, subprocess, sys, tempfile, threading, time, urllib.parse, urllib.request

parser = argparse.ArgumentParser()
parser.add_argument('guanka')
parser.add_argument('pages', help='folder of pages, of which one near 60 KB is taken')
parser.add_argument('--seconds', type=int, default=15)
parser.add_argument('--requests', type=int, default=100000)
options = parser.parse_args()

work = tempfile.mkdtemp(prefix='guanka-gate-')
processes = []


def stop():
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait()
    shutil.rmtree(work, ignore_errors=True)


def page_of(folder, size):
    found = [os.path.join(where, name) for where, _, names in os.walk(folder) for name in names]
    return open(min(found, key=lambda path: abs(os.path.getsize(path) - size)), encoding='utf-8', errors='replace').read()


def free_port():
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        return one.getsockname()[1]


def start(command, ready, **more):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    processes.append(process)
    until = time.time() + 120
    while not ready():
        if process.poll() is not None or time.time() > until:
            sys.exit('cannot start: ' + ' '.join(command))
        time.sleep(0.1)
    return process


def answers(address):
    try:
        return urllib.request.urlopen(address, timeout=2).status == 200
    except OSError:
        return False


def start_gate(name, *lines):
    port = free_port()
    config = os.path.join(work, name + '.yaml')
    with open(config, 'w') as out:
        out.write('store: %s/%s.db\nlisten: ["127.0.0.1:%d"]\n%s\n' % (work, name, port, '\n'.join(lines)))
    gate = [options.guanka, 'gate', '-c', config]
    subprocess.run(gate + ['account', 'cms', '--roles', 'submitter', '--unit', '市政府办公室'], stdin=subprocess.DEVNULL, check=True)
    token = subprocess.run(gate + ['token', 'cms'], check=True, capture_output=True, text=True).stdout.strip()
    process = start(gate, lambda: answers('http://127.0.0.1:%d/readyz' % port))
    return process, 'http://127.0.0.1:%d' % port, token


def resident_mib(process):
    return int(re.search(r'VmRSS:\s+(\d+)', open('/proc/%d/status' % process.pid).read()).group(1)) / 1024


def hey(address, token, body, rate, seconds):
    connections = 10
    text = subprocess.run(['hey', '-z', '%ds' % seconds, '-c', str(connections), '-q', str(rate // connections), '-m', 'POST', '-T', 'application/json',
                           '-H', 'Authorization: Bearer ' + token, '-D', body, address], capture_output=True, text=True, check=True).stdout
    codes = dict(re.findall(r'\[(\d+)\]\s+(\d+) responses', text))
    return {'50': float(re.search(r'50% in ([\d.]+)', text).group(1)) * 1000, '99': float(re.search(r'99% in ([\d.]+)', text).group(1)) * 1000,
            'rate': float(re.search(r'Requests/sec:\s+([\d.]+)', text).group(1)), 'codes': codes}


def wrk(address, token, body, connections, seconds):
    script = os.path.join(work, 'post.lua')
    with open(script, 'w') as out:
        out.write('wrk.method = "POST"\nlocal file = io.open("%s", "rb")\nwrk.body = file:read("*a")\nfile:close()\n'
                  'wrk.headers["Authorization"] = "Bearer %s"\n' % (body, token))
    text = subprocess.run(['wrk', '-t1', '-c%d' % connections, '-d%ds' % seconds, '-s', script, address], capture_output=True, text=True, check=True).stdout
    refused = re.search(r'Non-2xx or 3xx responses: (\d+)', text)
    return {'rate': float(re.search(r'Requests/sec:\s+([\d.]+)', text).group(1)), 'refused': int(refused.group(1)) if refused else 0,
            'all': int(re.search(r'(\d+) requests in', text).group(1)), 'errors': re.search(r'Socket errors: (.*)', text)}


def latencies(ask, rate, seconds):
    """Milliseconds of `ask`, begun at that rate by as many threads as it takes: for peers that speak no HTTP."""
    taken, lock, begin, count = [], threading.Lock(), time.time() + 0.2, rate * seconds
    numbers = iter(range(count))

    def work_off():
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            due = begin + number / rate
            time.sleep(max(0, due - time.time()))
            start_at = time.time()
            ask()
            with lock:
                taken.append((time.time() - start_at) * 1000)
    threads = [threading.Thread(target=work_off) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken.sort()
    return {'50': taken[len(taken) // 2], '99': taken[int(len(taken) * 0.99)], 'rate': count / (time.time() - begin)}


def asker(address, token, body):
    """Posts the body over a connection of the thread's own."""
    own, data = threading.local(), open(body, 'rb').read()
    where, path = urllib.parse.urlsplit(address).netloc, urllib.parse.urlsplit(address).path

    def ask():
        if not hasattr(own, 'connection'):
            own.connection = http.client.HTTPConnection(where)
        own.connection.request('POST', path, data, {'Authorization': 'Bearer ' + token})
        answer = own.connection.getresponse()
        answer.read()
        if answer.status not in (200, 201):
            sys.exit('the gate answers %d' % answer.status)
    return ask


def start_clamd():
    database, path = os.path.join(work, 'clam'), os.path.join(work, 'clamd.sock')
    os.mkdir(database)
    with open(os.path.join(database, 'own.ndb'), 'w') as out:
        out.write('Own.Mark:0:*:e69cbae5af86e29885\n')
    with open(os.path.join(work, 'clamd.conf'), 'w') as out:
        out.write('DatabaseDirectory %s\nLocalSocket %s\nForeground yes\n' % (database, path))
    start(['clamd', '-c', os.path.join(work, 'clamd.conf')], lambda: os.path.exists(path))

    def ask(page):
        with socket.socket(socket.AF_UNIX) as peer:
            peer.connect(path)
            peer.sendall(b'zINSTREAM\0' + struct.pack('>I', len(page)) + page + struct.pack('>I', 0))
            while peer.recv(4096):
                pass
    return ask


def start_rspamd():
    port = free_port()
    folder = os.path.join(work, 'rspamd')
    os.mkdir(folder)
    start(['rspamd', '-f', '-i', '--var=DBDIR=' + folder, '--var=RUNDIR=' + folder, '--var=LOGDIR=' + folder], lambda: answers('http://127.0.0.1:11333/ping'))

    def ask(page):
        message = b'From: a@example.cn\r\nTo: b@example.cn\r\nSubject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n' + page
        urllib.request.urlopen(urllib.request.Request('http://127.0.0.1:11333/checkv2', data=message), timeout=30).read()
    return ask


def bar(words, value, limit, met, format='%.1f'):
    print(('%-66s ' + format + ' (%s)  %s') % (words, value, limit, 'met' if met else 'MISSED'))


try:
    page = page_of(options.pages, 60000)
    body = os.path.join(work, 'body.json')
    with open(body, 'w') as out:
        json.dump({'title': '关于召开会议的通知', 'source': '本单位', 'author': '张三', 'disclosure': '主动公开', 'class': '一般', 'html': page}, out,
                  ensure_ascii=False)
    subprocess.run([options.guanka, 'rules', 'compile'], stdout=subprocess.DEVNULL, check=True)
    process, gate, token = start_gate('gate')
    wrk(gate + '/v1/check', token, body, 4, 3)  # warm
    steady = latencies(asker(gate + '/v1/check', token, body), 200, options.seconds)
    submitted = latencies(asker(gate + '/v1/reviews', token, body), 200, options.seconds)
    bursts = hey(gate + '/v1/check', token, body, 200, options.seconds)
    fastest = wrk(gate + '/v1/check', token, body, 8, options.seconds)
    before = resident_mib(process)
    done = 0
    while done < options.requests:
        done += wrk(gate + '/v1/check', token, body, 8, 20)['all']
    after = resident_mib(process)
    small, small_gate, small_token = start_gate('small', 'queue: 8', 'workers: 2')
    flooded = wrk(small_gate + '/v1/check', small_token, body, 64, 5)
    print('draft of %d bytes, all packs on' % len(page.encode()))
    print('%-34s %8s %8s %10s' % ('', '50 % ms', '99 % ms', 'requests/s'))
    print('%-34s %8.2f %8.2f %10.0f' % ('check at 200/s', steady['50'], steady['99'], steady['rate']))
    print('%-34s %8.2f %8.2f %10.0f' % ('submission (stored, fsync) at 200/s', submitted['50'], submitted['99'], submitted['rate']))
    print('%-34s %8.2f %8.2f %10.0f' % ('check at 200/s in bursts of ten (hey)', bursts['50'], bursts['99'], bursts['rate']))
    print('%-34s %8s %8s %10.0f' % ('check, as fast as it goes', '', '', fastest['rate']))
    for name, program, begin in (('clamd INSTREAM at 200/s', 'clamd', start_clamd), ('rspamd checkv2 at 200/s', 'rspamd', start_rspamd)):
        if shutil.which(program) is None:
            print('%-34s not installed' % name)
            continue
        ask = begin()
        peer = latencies(lambda: ask(page.encode()), 200, options.seconds)
        print('%-34s %8.2f %8.2f %10.0f' % (name, peer['50'], peer['99'], peer['rate']))
    print()
    bar('milliseconds, 99th percentile, 60 KB at 200 a second', steady['99'], 'under 5', steady['99'] < 5)
    bar('checks a second', fastest['rate'], 'at least 1000', fastest['rate'] >= 1000, '%.0f')
    bar('MiB more after %d requests (before: %.0f)' % (done, before), after - before, 'flat: under 10 %', after - before < 0.1 * before)
    bar('answers of an overloaded gate that were 503, of %d' % flooded['all'], flooded['refused'], 'the rest was answered', flooded['refused'] > 0 and
        not flooded['errors'], '%d')
finally:
    stop()
