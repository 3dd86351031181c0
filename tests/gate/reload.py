#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Reloads under load. No request fails; every verdict names a rule set that the ledger knows of by then and has exactly what that finds; bad packs
# change nothing and are recorded; what waits is judged by the last rules in the end. Usage: reload.py ADDRESS PROCESS; tokens in the environment.
import os, signal, socket, sys, threading, time, urllib.request

from caller import caller

address, process = sys.argv[1], int(sys.argv[2])
failures, lock = 0, threading.Lock()
SECONDS = 12
PATIENCE = 180


def fail(words):
    global failures
    with lock:
        failures += 1
        if failures < 20:
            print('FAILED: ' + words, file=sys.stderr)


call = caller(address)


def metric(name):
    with urllib.request.urlopen(address + '/metrics') as response:
        return int(next(line for line in response.read().decode().split('\n') if line.startswith('guanka_%s ' % name)).split()[1])


def rule(name, word):
    return '''pack: own
version: 1
rules:
  - id: own.%s
    name: {zh: 本单位的词, en: our own word}
    category: internal
    basis: [R6-6]
    action: block
    match: {regex: [%s]}
    advice: {zh: 删去, en: Delete it.}
    examples: {match: [%s], no_match: [通知]}
''' % (name, word, word)


GOOD = {'first': rule('first', '甲乙会议'), 'second': rule('second', '丙丁会议')}
TEXT = '关于甲乙会议和丙丁会议的通知'
BAD = [GOOD['first'].replace('action: block', 'action: perhaps'), GOOD['second'][:200], GOOD['first'].replace('[甲乙会议]}', '["(甲乙"]}', 1), '\0\xff', GOOD['first'] + GOOD['first']]


def put(text):
    """At once, as an operator's tools do; a half of a pack is one of the bad ones."""
    with open('own/next', 'w', encoding='utf-8') as out:
        out.write(text)
    os.replace('own/next', 'own/own.yaml')


def digest():
    return call('ADMIN', 'GET', '/v1/rules')[1]['digest']


def until(condition, words, seconds=60):
    end = time.time() + seconds
    while not condition():
        if time.time() > end:
            fail(words)
            return False
        time.sleep(0.02)
    return True


names = {}  # of rule sets by their digest
loaded = refused = 0


def load(name, by_signal):
    global loaded
    put(GOOD[name])
    before = metric('rule_reloads_total')
    if by_signal:
        os.kill(process, signal.SIGHUP)
    else:
        status, answer = call('ADMIN', 'POST', '/v1/rules/reload')
        if status != 200:
            fail('a good pack is answered %d %s' % (status, answer))
    until(lambda: metric('rule_reloads_total') == before + 1, 'a good pack is not loaded')
    names[digest()] = name
    loaded += 1


def load_bad(text, by_signal):
    global refused
    put(text)
    before, failed = digest(), metric('rule_reload_failures_total')
    if by_signal:
        os.kill(process, signal.SIGHUP)
    else:
        status, answer = call('ADMIN', 'POST', '/v1/rules/reload')
        if status != 422 or 'own.yaml' not in answer['error']['message']:
            fail('a bad pack is answered %d %s' % (status, answer))
    until(lambda: metric('rule_reload_failures_total') == failed + 1, 'a bad pack is not refused')
    if digest() != before:
        fail('a bad pack changes the rules')
    refused += 1


verdicts, drafts, answers = [], {}, {}
ending = threading.Event()


def keep_on(work):
    def run():
        number = 0
        while not ending.is_set():
            number += 1
            try:
                work(number)
            except OSError as error:
                fail('%s: %s' % (work.__name__, error))
        answers[work.__name__] = answers.get(work.__name__, 0) + number
    return threading.Thread(target=run)


def draft(text):
    return {'title': '通知', 'author': 'a', 'source': 's', 'disclosure': '主动公开', 'class': '一般', 'text': text}


def found(record):
    return sorted(finding['rule'] for finding in record['findings'])


def check(number):
    status, answer = call('T', 'POST', '/v1/check', draft(TEXT))
    if status != 200:
        fail('a check is answered %d %s' % (status, answer))
    else:
        verdicts.append((answer['inputs']['rules'], found(answer), answer['verdict']))


def submit(number):
    status, answer = call('T', 'POST', '/v1/reviews' + ('?wait=0' if number % 2 else ''), draft(['甲乙会议', '丙丁会议', '会议'][number % 3]))
    if status not in (201, 202):
        fail('a submission is answered %d %s' % (status, answer))
        return
    drafts[answer['id']] = number % 3
    if status == 201:
        verdicts.append((answer['assessment']['inputs']['rules'], found(answer['assessment']), answer['assessment']['verdict']))
    time.sleep(0.05)


def decide(number):
    waiting = list(drafts)[-5:]
    if waiting:
        status, answer = call('T1', 'POST', '/v1/reviews/%s/decisions' % waiting[number % len(waiting)], {'action': 'approve', 'opinion': '同意'})
        if status not in (200, 409):
            fail('a decision is answered %d %s' % (status, answer))
    time.sleep(0.02)


def ask_clamd(number):
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(60)
        peer.connect('clamd.sock')
        text = TEXT.encode()
        peer.sendall(b'nINSTREAM\n' + len(text).to_bytes(4, 'big') + text + b'\0\0\0\0')
        got = peer.recv(1000)
    if got not in (b'stream: Guanka.block.own.first FOUND\n', b'stream: Guanka.block.own.second FOUND\n'):
        fail('clamd answers %r' % got)
    time.sleep(0.02)


load('first', False)
threads = [keep_on(work) for work in (check, check, submit, submit, decide, ask_clamd)]
for thread in threads:
    thread.start()
end, number = time.time() + SECONDS, 0
# On a machine that does other things as well, to compile rules takes its time.
while time.time() < end or (min(loaded, refused) < 4 and time.time() < end + PATIENCE):
    number += 1
    load(['first', 'second'][number % 2], number % 4 < 2)
    load_bad(BAD[number % len(BAD)], number % 4 in (1, 2))
load('second', True)
ending.set()
for thread in threads:
    thread.join()

wanted = {name: (['own.' + name], 'block') for name in GOOD}
for rules, rules_found, verdict in verdicts:
    if rules not in names:
        fail('a verdict by unknown rules %s' % rules)
    elif rules_found and (rules_found, verdict) != wanted[names[rules]]:
        fail('a verdict by %s has %s %s' % (names[rules], rules_found, verdict))
if len(names) != 2 or loaded < 4 or refused < 4 or min(answers.values()) < 10:
    fail('%d rule sets, %d loaded, %d refused, %s: this proves nothing' % (len(names), loaded, refused, answers))

# What waits is judged by the last rules.
last = digest()


def shown(review):
    return call('ADMIN', 'GET', '/v1/reviews/' + review)[1]


def is_judged(review):
    return (shown(review)['assessment'] or {'inputs': {'rules': None}})['inputs']['rules'] == last


for review, kind in drafts.items():
    if not until(lambda: is_judged(review), '%s is not judged by the last rules' % review):
        break
    one = shown(review)
    if (one['state'] == 'held') != (kind == 1) or found(one['assessment']) != (['own.second'] if kind == 1 else []):
        fail('%s (%d) is %s with %s' % (review, kind, one['state'], found(one['assessment'])))

# The ledger: rules are in it before any verdict by them, each reload once, each refusal once with its reason.
entries, known, counts = [], set(), {}
while True:
    page = call('ADMIN', 'GET', '/v1/ledger?limit=1000&from=%d' % (len(entries) + 1))[1]['entries']
    entries += page
    if len(page) < 1000:
        break
for entry in entries:
    counts[entry['kind']] = counts.get(entry['kind'], 0) + 1
    if entry['kind'] in ('started', 'rules-loaded'):
        known.add(entry['body']['rules'])
    elif 'rules' in entry['body'] and entry['body']['rules'] not in known:
        fail('entry %d is about rules that the ledger does not know yet' % entry['sequence'])
    if entry['kind'] == 'rules-refused' and 'own.yaml' not in entry['body']['reason']:
        fail('a refusal without its place: %s' % entry['body'])
if (counts['rules-loaded'], counts['rules-refused'], counts['submitted']) != (loaded, refused, len(drafts)):
    fail('the ledger has %s; loaded %d, refused %d, submitted %d' % (counts, loaded, refused, len(drafts)))
print('%d loaded, %d refused, %s, %d verdicts, %d entries' % (loaded, refused, answers, len(verdicts), len(entries)))
sys.exit(1 if failures else 0)
