#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# The gate killed (SIGKILL) in the middle of decisions, permits, reloads and exports. Afterwards every decision that was answered is there once, one that
# was not answered wholly or not at all; bytes have a permit exactly when their review is ready; an export is whole or not there.
# Usage: kills.py GUANKA CONFIG ADDRESS; tokens in the environment.
import hashlib, http.client, os, random, signal, subprocess, sys, threading, time, urllib.request

from caller import caller

guanka, config, address = sys.argv[1:4]
failures = 0
random.seed(11)


def fail(words):
    global failures
    failures += 1
    print('FAILED: ' + words, file=sys.stderr)


call = caller(address)


def start():
    process = subprocess.Popen([guanka, 'gate', '-c', config], stderr=open('gate.log', 'ab'))
    end = time.time() + 120
    while time.time() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address + '/readyz'):
                return process
        except OSError:
            time.sleep(0.03)
    sys.exit('the gate does not get ready')


def submit(title):
    status, answer = call('T', 'POST', '/v1/reviews', {'title': title, 'author': 'a', 'source': 's', 'disclosure': '主动公开', 'class': '一般', 'text': title})
    if status != 201:
        sys.exit('no draft: %d %s' % (status, answer))
    return answer['id']


def permitted(title):
    return call('T', 'GET', '/v1/permits/' + hashlib.sha256(title.encode()).hexdigest())[0] == 200


# Through all levels and the secrecy review; then it is withdrawn, and so is the permit.
STEPS = [('T1', 'approve'), ('T1', 'secrecy-approve'), ('TS', 'secrecy-approve'), ('T2', 'approve'), ('T3', 'secrecy-approve'), ('T1', 'withdraw')]


class Walk(threading.Thread):
    """Takes one draft through its steps; knows how many were answered."""

    def __init__(self, title):
        super().__init__()
        self.title, self.answered = title, 0
        self.review = submit(title)

    def run(self):
        for token, action in STEPS:
            try:
                status, answer = call(token, 'POST', '/v1/reviews/%s/decisions' % self.review, {'action': action, 'opinion': '同意'})
            except (OSError, http.client.HTTPException, ValueError):
                return
            if status != 200:
                fail('%s of %s is answered %d %s' % (action, self.title, status, answer))
                return
            self.answered += 1

    def check(self):
        """How many steps are there."""
        decided = [entry['body'] for entry in call('ADMIN', 'GET', '/v1/ledger?limit=1000&subject=' + self.review)[1]['entries'] if entry['kind'] == 'decided']
        item = call('ADMIN', 'GET', '/v1/reviews/' + self.review)[1]
        done = len(decided)
        if done not in (self.answered, self.answered + 1):
            fail('%s: %d steps were answered, %d are in the ledger' % (self.title, self.answered, done))
        if [one['action'] for one in decided] != [action for _, action in STEPS[:done]]:
            fail('%s: the ledger has %s' % (self.title, [one['action'] for one in decided]))
        if done > 0 and decided[-1]['state'] != item['state']:
            fail('%s: the ledger says %s, the review %s' % (self.title, decided[-1]['state'], item['state']))
        wanted = {5: 'ready', 6: 'withdrawn'}.get(done)
        if wanted is not None and item['state'] != wanted:
            fail('%s: after %d steps it is %s' % (self.title, done, item['state']))
        if permitted(self.title) != (item['state'] == 'ready'):
            fail('%s is %s, and permitted: %s' % (self.title, item['state'], permitted(self.title)))
        return done


def kill(process, after):
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    if subprocess.run([guanka, 'ledger', 'verify', '--store', 'gate.db'], stdout=subprocess.DEVNULL).returncode != 0:
        fail('the ledger after a kill')


# ---- Decisions and permits.
process = start()
reached = set()
for round_number in range(5):
    walks = [Walk('会议通知 %d-%d' % (round_number, number)) for number in range(12)]
    for walk in walks:
        walk.start()
    # However fast the machine is: after so many of the 72 answers, while others are under way.
    wanted = random.randrange(5, 60)
    while sum(walk.answered for walk in walks) < wanted and any(walk.is_alive() for walk in walks):
        time.sleep(0.0005)
    kill(process, 0)
    for walk in walks:
        walk.join()
    process = start()
    reached |= {walk.check() for walk in walks}
    # What was cut can be gone on with.
    for walk in walks[:2]:
        done = walk.check()
        for token, action in STEPS[done:]:
            status, answer = call(token, 'POST', '/v1/reviews/%s/decisions' % walk.review, {'action': action, 'opinion': '同意'})
            if status != 200:
                fail('after the kill %s of %s is answered %d %s' % (action, walk.title, status, answer))
if len(reached) < 3:
    fail('kills came after %s steps only: this proves nothing' % reached)

# ---- Rules: the gate begins with what is in the files, and judges by it whatever waited.
PACK = '''pack: own
version: 1
rules:
  - id: own.word
    name: {zh: 本单位的词, en: our own word}
    category: internal
    basis: [R6-6]
    action: block
    match: {regex: [%s]}
    advice: {zh: 删去, en: Delete it.}
    examples: {match: [%s], no_match: [通知]}
'''
words = ['甲', '乙', '丙']
waiting = {word: [submit('%s会议 %d' % (word, number)) for number in range(10)] for word in words}
for round_number in range(4):
    word = words[round_number % len(words)]
    with open('own/next', 'w', encoding='utf-8') as out:
        out.write(PACK % (word, word))
    os.replace('own/next', 'own/own.yaml')
    process.send_signal(signal.SIGHUP)
    kill(process, random.uniform(0.0, 0.4))
    process = start()
    last = call('ADMIN', 'GET', '/v1/rules')[1]['digest']
    for each, reviews in waiting.items():
        for review in reviews:
            end = time.time() + 60
            while call('ADMIN', 'GET', '/v1/reviews/' + review)[1]['assessment']['inputs']['rules'] != last and time.time() < end:
                time.sleep(0.05)
            state = call('ADMIN', 'GET', '/v1/reviews/' + review)[1]['state']
            if state != ('held' if each == word else 'review'):
                fail('a draft with %s is %s under rules about %s' % (each, state, word))

# ---- Exports: killed themselves, and the gate under them.
subprocess.run(['openssl', 'genpkey', '-algorithm', 'ed25519', '-out', 'key.pem'], check=True, stderr=subprocess.DEVNULL)
for form, last_line in (('csv', None), ('json', b'signature'), ('xlsx', b'PK\x05\x06')):
    command = [guanka, 'ledger', 'export', '--store', 'gate.db', '--format', form, '-o', 'export.' + form] + (['--sign', 'key.pem'] if form == 'json' else [])
    begun = time.time()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    length = time.time() - begun
    wanted = open('export.' + form, 'rb').read()
    os.remove('export.' + form)
    for _ in range(8):
        export = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0, length))
        export.kill()
        export.wait()
        if os.path.exists('export.' + form):
            got = open('export.' + form, 'rb').read()
            # The ledger grows by an entry for each signed export; the others are the same again.
            whole = b'"signature"' in got.rstrip().split(b'\n')[-1] and len(got) >= len(wanted) if form == 'json' else len(got) == len(wanted)
            if not whole:
                fail('an export that was killed has %d bytes instead of %d' % (len(got), len(wanted)))
            os.remove('export.' + form)
    # While drafts come in and the gate dies.
    feeding = threading.Thread(target=lambda: [submit('导出 %s %d' % (form, number)) for number in range(3)])
    feeding.start()
    export = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    feeding.join()
    kill(process, 0)
    if export.wait(timeout=60) != 0 or (last_line is not None and last_line not in open('export.' + form, 'rb').read()[-4096:]):
        fail('an export while the gate is killed')
    process = start()
process.send_signal(signal.SIGTERM)
if process.wait(timeout=60) != 0:
    fail('the gate ends with %d after SIGTERM' % process.returncode)
sys.exit(1 if failures else 0)
