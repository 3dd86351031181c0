#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Reads a log of events as docs/contract.md describes it: each line whole and of a known event, each member there, of its kind, in its order, and none
# besides. Usage: log_events.py FILE…: prints how many there are of each event.
import collections, json, re, sys

TIME = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00')
DIGEST = re.compile('[0-9a-f]{64}')


def one_of(*words):
    return lambda value: value in words


def text(value):
    return isinstance(value, str) and value != ''


def number(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def flag(value):
    return isinstance(value, bool)


def form(pattern):
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def maybe(kind):
    return lambda value: value is None or kind(value)


def members(**kinds):
    return lambda value: isinstance(value, dict) and list(value) == list(kinds) and all(kind(value[key]) for key, kind in kinds.items())


time, digest = form(TIME), form(DIGEST)
review = form(re.compile('[0-9A-Z]{26}'))
counts = members(pages_expected=number, pages_reached=number, attachments_expected=number, attachments_reached=number, in_doubt=number, failures=number, left_out=number, requests=number, bytes=number,
                 contents_read=number, contents_unread=number, findings_opened=number, findings_closed=number)
readers = members(started=number, start_failures=number, worn=number, crashed=number, timeout=number, limit=number, stopped=number, failed=number)
incident = dict(incident=form(re.compile(r'INC-\d{8}-\d{3}')), site=text, family=text, kind=one_of('unlawful', 'tampering', 'terror', 'other'), state=text,
                grade=maybe(one_of('general', 'larger', 'major', 'extraordinary')), sweep=maybe(number), discovered=time, report_due=time, is_late=flag, duration_us=number)
later_report = {}
for key, kind in incident.items():
    later_report[key] = kind
    if key == 'report_due':
        later_report['due'] = time
EVENTS = {
    'gate-started': dict(program=text, rules=digest),
    'gate-stopped': dict(program=text),
    'rules-loaded': dict(program=text, rules=digest),
    'rules-refused': dict(program=text),
    'verdict': dict(request=one_of('check', 'submission', 'rescan', 'clamd'), review=maybe(review), outcome=one_of('pass', 'review', 'block'), complete=flag,
                    findings=members(note=number, review=number, block=number), contents=number, bytes=number, duration_us=number, content=digest, rules=digest),
    'decision': dict(review=review, action=text, outcome=one_of('done', 'refused'), state=text, level=number, duration_us=number, content=digest),
    'permit': dict(review=maybe(review), outcome=one_of('permitted', 'not-permitted'), duration_us=number, content=digest),
    'sweep-started': dict(site=text, sweep=number, slot=maybe(time), goes_on=flag),
    'sweep-ended': dict(site=text, sweep=number, slot=maybe(time), outcome=one_of('complete', 'incomplete', 'running', 'missed', 'failed'), reason=maybe(text), duration_us=number,
                        counts=counts, readers=readers, rules=digest),
    'failures': dict(status=text, count=number),
    'internal-error': dict(request_id=review, route=form(re.compile(r'/[a-z0-9/*-]*')), status=text, reason=text),
    'storage-failing': dict(),
    'storage-recovered': dict(unwritten=number),
    'events-lost': dict(count=number),
}
INCIDENT = re.compile('incident-(opened|evidence-full|overdue|closed|reported|graded|plan-started|contained|eradicated|recovered|end-proposed|end-approved|investigated|archived|'
                      'dismissed|progress|daily|correction)')
LATER_REPORTS = ('incident-progress-overdue', 'incident-daily-overdue')


def complaint(line):
    try:
        event = json.loads(line)
    except ValueError as error:
        return 'no JSON: %s' % error
    name = event.get('event', '')
    wanted = later_report if name in LATER_REPORTS else incident if INCIDENT.fullmatch(name) else EVENTS.get(name)
    if wanted is None:
        return 'an unknown event'
    kinds = dict(v=one_of(1), type=one_of('event'), time=time, event=text, **wanted)
    if name == 'sweep-ended' and 'readers' not in event:
        del kinds['readers']  # nobody read
    if list(event) != list(kinds):
        return 'members: %s' % list(event)
    return ', '.join(key for key, kind in kinds.items() if not kind(event[key]))


seen, wrong = collections.Counter(), 0
for path in sys.argv[1:]:
    with open(path, encoding='utf-8') as lines:
        for line in lines:
            words = complaint(line) if line.endswith('\n') else 'a torn line'
            if words:
                wrong += 1
                print('%s: %s: %s' % (path, words, line[:500]), file=sys.stderr)
            else:
                seen[json.loads(line)['event']] += 1
for name in sorted(seen):
    print(name, seen[name])
sys.exit(1 if wrong else 0)
