#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# docs/openapi.yaml against the gate: the file is well formed, names the routes that the program has and no others, and the answers of a
# running gate are what it says. Usage: openapi.py OPENAPI API.C ADDRESS; tokens come from the environment.
import copy, json, os, re, sys, time, urllib.error, urllib.parse, urllib.request

import jsonschema, yaml

document = yaml.safe_load(open(sys.argv[1], encoding='utf-8'))
source = open(sys.argv[2], encoding='utf-8').read()
address = sys.argv[3]
failures = 0
METHODS = ('get', 'post', 'put', 'delete')


def fail(words):
    global failures
    failures += 1
    print('FAILED: ' + words, file=sys.stderr)


def resolve(node):
    while '$ref' in node:
        target = document
        for step in node['$ref'].removeprefix('#/').split('/'):
            target = target[step]
        node = target
    return node


# ---- The file.
def walk(node, where):
    if isinstance(node, dict):
        if '$ref' in node:
            try:
                resolve(node)
            except KeyError:
                fail('%s: nothing at %s' % (where, node['$ref']))
        for key, value in node.items():
            walk(value, where + '/' + str(key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            walk(value, '%s/%d' % (where, index))


if not re.fullmatch(r'3\.1\.\d+', document['openapi']):
    fail('this is not OpenAPI 3.1')
walk(document, '#')
for name, schema in document['components']['schemas'].items():
    jsonschema.Draft202012Validator.check_schema(schema)
names = set()
documented = set()
for path, item in document['paths'].items():
    shared = [resolve(one)['name'] for one in item.get('parameters', []) if resolve(one)['in'] == 'path']
    for method in METHODS:
        if method not in item:
            continue
        operation = item[method]
        documented.add((method.upper(), re.sub(r'\{[^}]*\}', '*', path)))
        wanted = set(re.findall(r'\{([^}]*)\}', path))
        given = set(shared + [resolve(one)['name'] for one in operation.get('parameters', []) if resolve(one)['in'] == 'path'])
        if wanted != given:
            fail('%s %s: parameters of the path are %s' % (method, path, given))
        if operation['operationId'] in names:
            fail('%s is there twice' % operation['operationId'])
        names.add(operation['operationId'])
        if not operation.get('summary') or not operation['responses']:
            fail('%s %s has no summary or no responses' % (method, path))

# ---- The routes, as the program has them; the console's files are no interface.
built = {(method, path) for method, path in re.findall(r'\{ HTTP_([A-Z]+), "([^"]+)"', source) if path.startswith('/v1/') or path in ('/healthz', '/readyz', '/metrics')}
for route in sorted(built - documented):
    fail('%s %s is not in the file' % route)
for route in sorted(documented - built):
    fail('%s %s is in the file and not in the program' % route)


# ---- Answers.
def close(node):
    """An answer has no member that the file does not name: whoever reads the file would not know of it."""
    if isinstance(node, dict):
        if 'properties' in node and 'additionalProperties' not in node:
            node['additionalProperties'] = False
        for value in node.values():
            close(value)
    elif isinstance(node, list):
        for value in node:
            close(value)
    return node


closed = close(copy.deepcopy(document['components']))


def schema_of(path, method, status, media_type):
    response = resolve(document['paths'][path][method]['responses'].get(str(status), {}))
    content = response.get('content', {}).get(media_type)
    return None if content is None else content['schema']


def check(path, method, status, answer, media_type):
    schema = schema_of(path, method, status, media_type)
    if schema is None:
        fail('%s %s: %d %s is not in the file' % (method, path, status, media_type))
        return
    if media_type == 'application/json':
        whole = dict(close(copy.deepcopy(schema)), components=closed)
        for problem in jsonschema.Draft202012Validator(whole).iter_errors(json.loads(answer)):
            fail('%s %s %d: %s: %s' % (method, path, status, '/'.join(map(str, problem.absolute_path)), problem.message[:300]))


tried = set()


def ask(method, path, wanted, token='ADMIN', body=None, headers=None, **parts):
    """`path` as in the file; what stands in braces and behind ? comes from `parts`."""
    query = parts.pop('query', '')
    real = parts.pop('at', address) + re.sub(r'\{([^}]*)\}', lambda found: urllib.parse.quote(parts[found.group(1)], safe=''), path) + query
    request = urllib.request.Request(real, method=method, data=None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode())
    if token is not None:
        request.add_header('Authorization', 'Bearer ' + os.environ.get(token, token))
    for name, value in (headers or {}).items():
        request.add_header(name, value)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            status, answer, kind, given = response.status, response.read(), response.headers.get_content_type(), response.headers
    except urllib.error.HTTPError as error:
        status, answer, kind, given = error.code, error.read(), error.headers.get_content_type(), error.headers
    if status != wanted:
        fail('%s %s: %d instead of %d: %s' % (method, path, status, wanted, answer[:300]))
    check(path, method.lower(), status, answer, kind)
    tried.add((method, re.sub(r'\{[^}]*\}', '*', path), status))
    return json.loads(answer) if kind == 'application/json' else answer


draft = {'title': '关于召开会议的通知', 'unit': '市政府办公室', 'author': '张三', 'source': '本单位', 'disclosure': '主动公开', 'class': '一般', 'html': '<p>定于本月30日召开会议。</p>'}
ask('POST', '/v1/check', 200, 'T', draft)
ask('POST', '/v1/check', 400, 'T', dict(draft, titel='x'))
ask('POST', '/v1/check', 400, 'T', b'{"title":')
ask('POST', '/v1/check', 401, 'gk_wrong', draft)
ask('POST', '/v1/check', 401, None, draft)
ask('POST', '/v1/check', 413, 'T', b'{"html":"' + b'x' * (3 << 19) + b'"}')
review = ask('POST', '/v1/reviews', 201, 'T', draft, {'Idempotency-Key': 'one'})
ask('POST', '/v1/reviews', 200, 'T', draft, {'Idempotency-Key': 'one'})
ask('POST', '/v1/reviews', 400, 'T', dict(draft, title='y'), {'Idempotency-Key': 'one'})
ask('POST', '/v1/reviews', 202, 'T', dict(draft, title='等待'), query='?wait=0')
ask('POST', '/v1/reviews', 403, 'AUDITOR', draft)
ask('POST', '/v1/reviews', 401, 'gk_wrong', draft)
ask('POST', '/v1/reviews', 413, 'T', b'x' * (3 << 19))
held = ask('POST', '/v1/reviews', 201, 'T', dict(draft, html='<p>机密★10年</p>'))
if held['state'] != 'held' or held['assessment']['verdict'] != 'block':
    fail('a classified draft is %s' % held['state'])
# One with everything that an answer has only now and then.
full = ask('POST', '/v1/reviews', 201, 'T', dict(draft, html='<p>2026年前三季度，全市实现地区生产总值523.4亿元。</p>', formed_on='2026-09-01', publish_on='2026-10-09',
                                                 attachments=[{'name': 'a.zip', 'base64': 'UEsDBA=='}]))
if not full['deadlines'] or not any('reason' in each for each in full['assessment']['findings']) or not any(each['problems'] for each in full['assessment']['documents']):
    fail('nothing is there of deadlines, reasons or problems: %s' % full)
ask('GET', '/v1/reviews', 200, 'T1', query='?queue=mine&order=due&limit=1')
page = ask('GET', '/v1/reviews', 200, 'T1', query='?limit=1')
if ask('GET', '/v1/reviews', 200, 'T1', query='?limit=1&after=' + page['after'])['reviews'] == page['reviews']:
    fail('the second page is the first')
ask('GET', '/v1/reviews', 401, None)
ask('GET', '/v1/reviews/{id}', 200, 'T1', id=review['id'])
ask('GET', '/v1/reviews/{id}', 404, 'T1', id='0' * 26)
ask('GET', '/v1/reviews/{id}', 401, None, id=review['id'])
ask('GET', '/v1/reviews/{id}', 403, 'OTHER', id=review['id'])
ask('GET', '/v1/reviews/{id}/contents', 200, 'T1', id=review['id'])
ask('GET', '/v1/reviews/{id}/contents', 403, 'OTHER', id=review['id'])
if ask('GET', '/v1/reviews/{id}/contents', 200, 'T1', id=review['id'], query='?ordinal=0') != draft['html'].encode():
    fail('the content is not what was submitted')
ask('GET', '/v1/reviews/{id}/contents', 404, 'T1', id=review['id'], query='?ordinal=7')
ask('GET', '/v1/reviews/{id}/contents', 401, None, id=review['id'])
decisions = '/v1/reviews/{id}/decisions'
ask('POST', decisions, 409, 'T2', {'action': 'approve'}, id=review['id'])
ask('POST', decisions, 400, 'T1', {'action': 'aprove'}, id=review['id'])
ask('POST', decisions, 404, 'T1', {'action': 'approve'}, id='0' * 26)
ask('POST', decisions, 401, None, {'action': 'approve'}, id=review['id'])
ask('GET', '/v1/permits/{digest}', 403, 'T', digest=review['digest'])
for token, decision in (('T1', {'action': 'approve'}), ('T1', {'action': 'secrecy-approve', 'opinion': '不涉密'}),
                        ('TS', {'action': 'secrecy-approve', 'opinion': '不涉密'}), ('T2', {'action': 'approve', 'opinion': '同意'}),
                        ('T1', {'action': 'consult', 'organ': '市统计局'}), ('T1', {'action': 'consult-answer', 'organ': '市统计局', 'agrees': True, 'document': '统函1号'}),
                        ('T3', {'action': 'secrecy-approve', 'opinion': '同意公开'})):
    done = ask('POST', decisions, 200, token, decision, id=review['id'])
if done['state'] != 'ready':
    fail('after all tracks the state is %s' % done['state'])
ask('GET', '/v1/permits/{digest}', 200, 'T', digest=review['digest'])
ask('GET', '/v1/permits/{digest}', 400, 'T', digest='x')
ask('GET', '/v1/permits/{digest}', 401, None, digest=review['digest'])
ask('GET', '/v1/rules', 200, 'T')
ask('GET', '/v1/rules', 401, None)
ask('GET', '/v1/rules/{id}', 200, 'T', id='classified.mark')
ask('GET', '/v1/rules/{id}', 404, 'T', id='none')
ask('GET', '/v1/rules/{id}', 401, None, id='classified.mark')
ask('POST', '/v1/rules/reload', 200)
ask('POST', '/v1/rules/reload', 403, 'T')
ask('POST', '/v1/rules/reload', 401, None)
ask('GET', '/v1/ledger', 200, 'AUDITOR', query='?limit=1000')
if len(ask('GET', '/v1/ledger', 200, 'AUDITOR', query='?subject=' + review['id'])['entries']) < 9:
    fail('entries of the review are missing')
ask('GET', '/v1/ledger', 403, 'T')
ask('GET', '/v1/ledger', 401, None)
for path in ('/v1/statistics', '/v1/statistics/findings'):
    if not ask('GET', path, 200, 'AUDITOR')['counts']:
        fail('%s has no counts' % path)
    ask('GET', path, 403, 'T')
    ask('GET', path, 401, None)
ask('POST', '/v1/session', 401, None, {'name': 'zhang', 'password': 'wrong-password'})
ask('POST', '/v1/session', 400, None, b'{')
ask('POST', '/v1/session', 200, None, {'name': 'zhang', 'password': 'correct-horse-zhang'})
for _ in range(4):
    ask('POST', '/v1/session', 401, None, {'name': 'bao', 'password': 'wrong-password'})
try:
    urllib.request.urlopen(urllib.request.Request(address + '/v1/session', data=json.dumps({'name': 'bao', 'password': 'the fifth'}).encode()))
except urllib.error.HTTPError:
    pass
ask('POST', '/v1/session', 429, None, {'name': 'bao', 'password': 'correct-horse-bao'})
ask('DELETE', '/v1/session', 200, 'T1')
ask('DELETE', '/v1/session', 401, None)
ask('GET', '/v1/me', 200, 'T1')
ask('GET', '/v1/me', 401, None)
session = {'Cookie': '='.join(open(os.environ['JAR'], encoding='utf-8').read().split()[-2:]), 'X-Guanka-Request': '1'}
today = time.strftime('%Y-%m-%d', time.gmtime(time.time() + 8 * 3600))
given = ask('POST', '/v1/delegations', 201, None, {'delegate': 'other', 'from': today, 'until': today}, session)
ask('POST', '/v1/delegations', 400, None, {'delegate': 'other', 'from': today, 'until': today}, session)
ask('POST', '/v1/delegations', 403, 'T2', {'delegate': 'other', 'from': today, 'until': today})
ask('POST', '/v1/delegations', 401, None, {'delegate': 'other', 'from': today, 'until': today})
ask('GET', '/v1/delegations', 200, 'OTHER')
ask('GET', '/v1/delegations', 401, None)
ask('DELETE', '/v1/delegations/{id}', 403, 'OTHER', id=given['id'])
ask('DELETE', '/v1/delegations/{id}', 401, None, id=given['id'])
ask('DELETE', '/v1/delegations/{id}', 200, None, headers=session, id=given['id'])
ask('DELETE', '/v1/delegations/{id}', 400, None, headers=session, id=given['id'])
ask('DELETE', '/v1/delegations/{id}', 404, None, headers=session, id='0' * 26)
ask('GET', '/v1/accounts', 200)
ask('GET', '/v1/accounts', 403, 'T')
ask('GET', '/v1/accounts', 401, None)
ask('PUT', '/v1/accounts/{name}', 200, body={'roles': 'level-2', 'unit': '统计局', 'password': '十个字节以上的密码'}, name='新账号')
ask('PUT', '/v1/accounts/{name}', 400, body={'roles': 'king'}, name='x')
ask('PUT', '/v1/accounts/{name}', 400, body={'password': 'short'}, name='x')
ask('PUT', '/v1/accounts/{name}', 400, body={'disabled': 'yes'}, name='x')
ask('PUT', '/v1/accounts/{name}', 400, body={'dissabled': True}, name='x')
ask('PUT', '/v1/accounts/{name}', 400, body=b'', name='x')
ask('PUT', '/v1/accounts/{name}', 403, 'T', body={}, name='x')
ask('PUT', '/v1/accounts/{name}', 401, None, body={}, name='x')
token = ask('POST', '/v1/tokens', 201, body={'account': 'zhang', 'label': '试', 'days': 1})
ask('GET', '/v1/me', 200, token['token'])
ask('POST', '/v1/tokens', 400, body={'account': 'nobody'})
ask('POST', '/v1/tokens', 400, body={'account': 'zhang', 'roles': 'level-4'})
ask('POST', '/v1/tokens', 403, 'T', body={'account': 'zhang'})
ask('POST', '/v1/tokens', 401, None, body={'account': 'zhang'})
ask('GET', '/v1/tokens', 200)
ask('GET', '/v1/tokens', 403, 'T')
ask('GET', '/v1/tokens', 401, None)
ask('DELETE', '/v1/tokens/{id}', 200, id=token['id'])
ask('GET', '/v1/me', 401, token['token'])
ask('DELETE', '/v1/tokens/{id}', 404, id='nothing')
ask('DELETE', '/v1/tokens/{id}', 403, 'T', id=token['id'])
ask('DELETE', '/v1/tokens/{id}', 401, None, id=token['id'])
for method, path in (('POST', '/v1/check'), ('GET', '/v1/reviews'), ('GET', '/v1/rules'), ('DELETE', '/v1/session'), ('GET', '/v1/me'), ('GET', '/v1/delegations')):
    ask(method, path, 403, 'FORMER', draft if method == 'POST' else None)
ask('GET', '/v1/permits/{digest}', 403, 'FORMER', digest=review['digest'])
ask('GET', '/v1/rules/{id}', 403, 'FORMER', id='classified.mark')
ask('POST', decisions, 403, 'FORMER', {'action': 'approve'}, id=review['id'])
ask('POST', '/v1/reviews', 403, 'OTHER', draft)
# Sites, as a store of a small sweep has them; the other gate names no site file.
incident = os.environ['INCIDENT']
for path, one, none in (('/v1/sites', None, None), ('/v1/sweeps', '1', '9'), ('/v1/findings', '1', '0'), ('/v1/incidents', incident, 'INC-20000101-001')):
    rows = ask('GET', path, 200, 'AUDITOR')[path.removeprefix('/v1/')]
    if not rows:
        fail('%s has nothing' % path)
    ask('GET', path, 401, None)
    ask('GET', path, 403, 'FORMER')
    ask('GET', path, 404, 'PLAIN_TOKEN', at=os.environ['PLAIN'])
    if one is not None:
        ask('GET', path + '/{id}', 200, 'AUDITOR', id=one)
        ask('GET', path + '/{id}', 404, 'AUDITOR', id=none)
        ask('GET', path + '/{id}', 401, None, id=one)
        ask('GET', path + '/{id}', 403, 'OTHER', id=one)
if [row['id'] for row in ask('GET', '/v1/findings', 200, 'AUDITOR', query='?severity=severe&state=open,exempt&rule=classified.mark&unit=%E5%B8%82%E6%94%BF%E5%BA%9C%E5%8A%9E%E5%85%AC%E5%AE%A4')['findings']] != [1]:
    fail('the severe finding is not found by filters')
ask('GET', '/v1/findings', 400, 'AUDITOR', query='?severity=x')
ask('GET', '/v1/incidents', 400, 'AUDITOR', query='?state=x')
ask('GET', '/v1/reviews', 400, 'T1', query='?class=x')
ask('GET', '/healthz', 200, None)
ask('GET', '/readyz', 200, None)
ask('GET', '/metrics', 200, None)

# What cannot be had at will: full disks, full queues, bad rules (tested elsewhere).
elsewhere = {503, 507, 422}
for path, item in document['paths'].items():
    for method in METHODS:
        for status in item.get(method, {}).get('responses', {}):
            one = (method.upper(), re.sub(r'\{[^}]*\}', '*', path), int(status))
            if one not in tried and int(status) not in elsewhere:
                fail('%s %s: %d was not tried' % one)
sys.exit(1 if failures else 0)
