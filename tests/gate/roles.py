#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Every route of docs/openapi.yaml called by every role and by nobody. What is right stands in the table, written from docs/zh/审查网关.md (角色, 控制台,
# 委托) and regulations 2 and 7: who submits does not approve, who watches changes nothing, machines do not delegate, and every attempt is recorded.
# Usage: roles.py OPENAPI ADDRESS TOKENS
import datetime, hashlib, http.cookiejar, json, os, re, sys, urllib.error, urllib.parse, urllib.request

import yaml

document = yaml.safe_load(open(sys.argv[1], encoding='utf-8'))
address = sys.argv[2]
tokens = dict(line.split() for line in open(sys.argv[3], encoding='utf-8'))
tokens.update(nobody=None, wrong='gk_' + 'A' * 43, other='Basic eDp5')
failures = 0

KNOWN = ('cms', 'stranger', 'one', 'two', 'three', 'four', 'secret', 'watch', 'admin', 'weak')
UNKNOWN = ('nobody', 'wrong', 'other', 'expired', 'revoked', 'disabled')
ALL = UNKNOWN + ('bare',) + KNOWN


def fail(words):
    global failures
    failures += 1
    print('FAILED: ' + words, file=sys.stderr)


def call(token, method, path, body=None, headers=()):
    request = urllib.request.Request(address + path, method=method, data=None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode(), headers=dict(headers))
    if token is not None:
        request.add_header('Authorization', token if ' ' in token else 'Bearer ' + token)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def read(path):
    status, answer = call(tokens['admin'], 'GET', path)
    if status != 200:
        fail('%s: %d' % (path, status))
    return json.loads(answer)


def metric(name):
    return int(re.search(r'^guanka_%s (\d+)$' % name, call(None, 'GET', '/metrics')[1].decode(), re.M).group(1))


def draft(title='会议通知', **more):
    return dict({'title': title, 'author': '张三', 'source': '本单位', 'disclosure': '主动公开', 'class': '一般', 'text': title}, **more)


def submit(title='会议通知'):
    status, answer = call(tokens['cms'], 'POST', '/v1/reviews', draft(title))
    if status != 201:
        sys.exit('no draft to begin with: %d %r' % (status, answer))
    return json.loads(answer)


def decide(who, review, action, **more):
    status, answer = call(tokens[who], 'POST', '/v1/reviews/%s/decisions' % review, dict({'action': action, 'opinion': '同意'}, **more))
    if status != 200:
        sys.exit('%s cannot %s: %d %r' % (who, action, status, answer))
    return json.loads(answer)


# A draft that has a permit: level 1 and 2, and for the secrecy review the department, the secrecy officer, the leader.
published = submit('已批准的通知')
for who, action in (('one', 'approve'), ('one', 'secrecy-approve'), ('secret', 'secrecy-approve'), ('two', 'approve'), ('three', 'secrecy-approve')):
    state = decide(who, published['id'], action)['state']
if state != 'ready':
    sys.exit('after all tracks the state is %s' % state)
shown = submit('给人看的通知')['id']


# What everybody gets who is not named: 401 who is not known, 403 whose roles were taken, and `rest` who has a role.
def rule(rest, **named):
    return dict({who: 401 for who in UNKNOWN}, bare=403, **{who: named.get(who, rest) for who in KNOWN})


def everybody(status):
    return {who: status for who in ALL}


today = str(datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date())
digest = hashlib.sha256('已批准的通知'.encode()).hexdigest()
TABLE = {
    # Asking what the gate would say stores nothing, and is for all.
    ('POST', '/v1/check'): (draft(), rule(200)),
    # Authors, the information officer and the leader in charge write drafts; nobody else (manual, 角色; regulation 2, article 7).
    ('POST', '/v1/reviews'): (draft(), rule(403, cms=201, stranger=201, one=201, two=201, weak=201)),
    ('GET', '/v1/reviews'): (None, rule(200)),
    # Who only submits sees no other unit's drafts.
    ('GET', '/v1/reviews/{id}'): (None, rule(200, stranger=403)),
    ('GET', '/v1/reviews/{id}/contents'): (None, rule(200, stranger=403)),
    # It is level 1's turn: everybody else is refused, whoever he is, and the attempt is recorded.
    ('POST', '/v1/reviews/{id}/decisions'): ({'action': 'approve', 'opinion': '同意'}, rule(409, one=200)),
    ('GET', '/v1/permits/{digest}'): (None, rule(200)),
    ('GET', '/v1/rules'): (None, rule(200)),
    ('GET', '/v1/rules/{id}'): (None, rule(200)),
    ('POST', '/v1/rules/reload'): (b'', rule(403, admin=200)),
    # The ledger and its numbers are of all units: not for who only submits.
    ('GET', '/v1/ledger'): (None, rule(200, cms=403, stranger=403, weak=403)),
    ('GET', '/v1/statistics'): (None, rule(200, cms=403, stranger=403, weak=403)),
    ('GET', '/v1/statistics/findings'): (None, rule(200, cms=403, stranger=403, weak=403)),
    ('POST', '/v1/session'): (b'{', everybody(400)),
    ('DELETE', '/v1/session'): (None, rule(200)),
    ('GET', '/v1/me'): (None, rule(200)),
    # The administrator changes accounts and tokens, the auditor looks.
    ('GET', '/v1/accounts'): (None, rule(403, admin=200, watch=200)),
    ('PUT', '/v1/accounts/{name}'): ({'display': '某人'}, rule(403, admin=200)),
    ('GET', '/v1/tokens'): (None, rule(403, admin=200, watch=200)),
    ('POST', '/v1/tokens'): ({'account': 'cms'}, rule(403, admin=201)),
    ('DELETE', '/v1/tokens/{id}'): (None, rule(403, admin=404)),
    # These are all tokens, and machines neither delegate nor take back.
    ('GET', '/v1/delegations'): (None, rule(200)),
    ('POST', '/v1/delegations'): ({'delegate': 'cms', 'from': today, 'until': today}, rule(403)),
    ('DELETE', '/v1/delegations/{id}'): (None, rule(403)),
    # What inspections found: who only submits sees the lists, with his units' sites alone, and nothing of another's (manual, 控制台).
    ('GET', '/v1/sites'): (None, rule(200)),
    ('GET', '/v1/sweeps'): (None, rule(200)),
    ('GET', '/v1/sweeps/{id}'): (None, rule(200, stranger=403)),
    ('GET', '/v1/findings'): (None, rule(200)),
    ('GET', '/v1/findings/{id}'): (None, rule(200, stranger=403)),
    ('GET', '/v1/incidents'): (None, rule(200)),
    ('GET', '/v1/incidents/{id}'): (None, rule(200, stranger=403)),
    ('GET', '/healthz'): (None, everybody(200)),
    ('GET', '/readyz'): (None, everybody(200)),
    ('GET', '/metrics'): (None, everybody(200)),
}

documented = {(method.upper(), path) for path, item in document['paths'].items() for method in item if method in ('get', 'post', 'put', 'delete')}
for route in sorted(documented ^ set(TABLE)):
    fail('%s %s is in one of the table and docs/openapi.yaml only' % route)


def fill(method, path):
    if path == '/v1/reviews/{id}/decisions':
        return path.replace('{id}', submit()['id'])
    if path.startswith('/v1/reviews/{id}'):
        return path.replace('{id}', shown)
    if path.startswith('/v1/incidents/'):
        return path.replace('{id}', os.environ['INCIDENT'])
    if path.startswith(('/v1/sweeps/', '/v1/findings/')):
        return path.replace('{id}', '1')
    return path.replace('{digest}', digest).replace('/v1/rules/{id}', '/v1/rules/classified.mark').replace('{name}', urllib.parse.quote('某人')).replace('{id}', '0' * 26)


for (method, path), (body, wanted) in TABLE.items():
    for who, status in wanted.items():
        real = fill(method, path)
        head, denied, unknown = read('/v1/ledger?limit=0')['head']['sequence'], metric('denied_total'), metric('unknown_total')
        got, answer = call(tokens[who], method, real, body)
        if got != status:
            fail('%s %s by %s: %d instead of %d: %s' % (method, path, who, got, status, answer.decode(errors='replace')[:200]))
            continue
        recorded = [one for one in read('/v1/ledger?limit=1000&from=%d' % (head + 1))['entries'] if one['kind'] == 'denied']
        refused = status in (403, 409)
        if [one['actor'] for one in recorded] != ([who] if refused else []):
            fail('%s %s by %s (%d): the ledger has %s' % (method, path, who, status, recorded))
        if metric('denied_total') - denied != (1 if refused else 0):
            fail('%s %s by %s: denied_total goes from %d to %d' % (method, path, who, denied, metric('denied_total')))
        if metric('unknown_total') - unknown != (1 if status == 401 else 0):
            fail('%s %s by %s: unknown_total goes from %d to %d' % (method, path, who, unknown, metric('unknown_total')))
        if status == 403 and method != 'HEAD' and json.loads(answer)['error']['code'] != 'denied':
            fail('%s %s by %s: %s' % (method, path, who, answer))
        # What is refused tells nothing of what it is about.
        if status in (401, 403) and '通知'.encode() in answer:
            fail('%s %s by %s tells: %s' % (method, path, who, answer))

# HEAD is a GET, other methods are none, and a path is that path only.
for who, method, path, status in (('cms', 'HEAD', '/v1/accounts', 403), ('nobody', 'HEAD', '/v1/accounts', 401), ('watch', 'HEAD', '/v1/accounts', 200),
                                  ('cms', 'PATCH', '/v1/accounts/x', 405), ('cms', 'GET', '/v1/accounts/', 404), ('cms', 'GET', '//v1/accounts', 404),
                                  ('cms', 'GET', '/v1/./accounts', 404), ('cms', 'GET', '/V1/accounts', 404), ('cms', 'GET', '/v1/%61ccounts', 403)):
    got = call(tokens[who], method, path)[0]
    if got != status:
        fail('%s %s by %s: %d instead of %d' % (method, path, who, got, status))

# A session works like its account, but changes nothing without the header that no foreign page can send.
opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
opener.open(urllib.request.Request(address + '/v1/session', data=json.dumps({'name': 'admin', 'password': 'correct-horse-admin'}).encode()))
for headers, status in (({}, 401), ({'X-Guanka-Request': '1'}, 200)):
    try:
        got = opener.open(urllib.request.Request(address + '/v1/accounts/x', method='PUT', data=b'{}', headers=headers)).status
    except urllib.error.HTTPError as error:
        got = error.code
    if got != status:
        fail('a session with %s: %d instead of %d' % (headers, got, status))

# For which units one submits: one's own and those that were named, in whatever way it is sent; and only these are seen.
for who, unit, status in (('cms', '市政府办公室', 201), ('cms', '市统计局', 403), ('cms', '', 201), ('cms', '市政府办公室 ', 403), ('cms', '*', 403),
                          ('parent', '市教育局', 201), ('parent', '第一中学', 201), ('parent', '第二中学', 201), ('parent', '第三中学', 403), ('parent', '第一中学,第二中学', 403),
                          ('parent', '第一', 403), ('everyone', '市信息中心', 201), ('everyone', '第三中学', 201), ('one', '市统计局', 403), ('weak', '市统计局', 403)):
    denied = metric('denied_total')
    got, answer = call(tokens[who], 'POST', '/v1/reviews', draft(unit=unit))
    if got != status or metric('denied_total') - denied != (status == 403):
        fail('%s submits for "%s": %d instead of %d' % (who, unit, got, status))
multipart = ('--boundary\r\nContent-Disposition: form-data; name="meta"\r\n\r\n%s\r\n--boundary\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nx\r\n--boundary--\r\n'
             % json.dumps({key: value for key, value in draft(unit='市统计局').items() if key != 'text'})).encode()
got, answer = call(tokens['cms'], 'POST', '/v1/reviews', multipart, {'Content-Type': 'multipart/form-data; boundary=boundary'})
if got != 403:
    fail('another unit in multipart: %d %r' % (got, answer[:200]))
if call(tokens['cms'], 'POST', '/v1/reviews?wait=0', draft(unit='市统计局'))[0] != 403:
    fail('another unit without waiting')


def units_seen(who, query=''):
    return sorted({one['unit'] for one in json.loads(call(tokens[who], 'GET', '/v1/reviews?limit=200' + query)[1])['reviews']})


if units_seen('parent') != sorted(['市教育局', '第一中学', '第二中学']):
    fail('parent sees %s' % units_seen('parent'))
if units_seen('parent', '&unit=%E7%AC%AC%E4%B8%80%E4%B8%AD%E5%AD%A6') != ['第一中学'] or units_seen('parent', '&unit=%E5%B8%82%E7%BB%9F%E8%AE%A1%E5%B1%80'):
    fail('parent asks for one unit')
if len(units_seen('everyone')) < 5 or units_seen('cms') != ['', '市政府办公室'] and units_seen('cms') != ['市政府办公室']:
    fail('everyone sees %s, cms sees %s' % (units_seen('everyone'), units_seen('cms')))
for account in read('/v1/accounts')['accounts']:
    if account['units'] != {'parent': ['第一中学', '第二中学'], 'everyone': ['*']}.get(account['name'], []):
        fail('the units of %s are %s' % (account['name'], account['units']))
# And of which sites, in every list.
for member in ('sites', 'sweeps', 'findings', 'incidents'):
    for who in KNOWN + ('parent', 'everyone'):
        seen = json.loads(call(tokens[who], 'GET', '/v1/' + member)[1])[member]
        if {one['site'] for one in seen} != ({'small'} if who not in ('stranger', 'parent') else set()):
            fail('%s sees %s in /v1/%s' % (who, seen, member))
# Taken back in the interface, and it ends at once.
call(tokens['admin'], 'PUT', '/v1/accounts/parent', {'units': '第二中学'})
if [call(tokens['parent'], 'POST', '/v1/reviews', draft(unit=unit))[0] for unit in ('第一中学', '第二中学')] != [403, 201]:
    fail('units that were taken back')
if call(tokens['admin'], 'PUT', '/v1/accounts/parent', {'units': '甲' * 3000})[0] != 400:
    fail('units without end')
sys.exit(1 if failures else 0)
