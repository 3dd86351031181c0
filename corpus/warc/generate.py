#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Makes the hand-made web archives of this folder again (ISO 28500). wget.warc and wget.warc.gz came from wget; see
# README.md. Nothing runs this but a person who adds a case.
import gzip
import io
import os
import zipfile
import zlib

here = os.path.dirname(os.path.abspath(__file__))
LOREM = ''.join('第%d条 各级机关应当依法公开信息。\n' % n for n in range(1, 60))


def record(kind, block, uri=None, media='application/http; msgtype=response', version='1.1', length=None, more=()):
    block = block.encode() if isinstance(block, str) else block
    fields = ['WARC/' + version, 'WARC-Type: ' + kind, 'WARC-Record-ID: <urn:uuid:0>', 'WARC-Date: 2026-11-27T00:00:00Z']
    if uri:
        fields.append('WARC-Target-URI: ' + uri)
    fields += ['Content-Type: ' + media] + list(more)
    fields.append('Content-Length: %d' % (len(block) if length is None else length))
    return '\r\n'.join(fields).encode() + b'\r\n\r\n' + block + b'\r\n\r\n'


def answer(body, *fields, status='200 OK'):
    body = body.encode() if isinstance(body, str) else body
    return ('\r\n'.join(['HTTP/1.1 ' + status, *fields]) + '\r\n\r\n').encode() + body


def page(text, charset='utf-8'):
    return ('<html><head><meta charset="%s"></head><body><p>%s</p></body></html>' % (charset, text)).encode(charset)


def write(name, data):
    with open(os.path.join(here, name), 'wb') as file:
        file.write(data)


HTML = 'Content-Type: text/html; charset=utf-8'
kinds = [
    record('warcinfo', 'software: by hand\r\ndescription: 采集说明\r\n', media='application/warc-fields'),
    record('response', answer(page('一页'), HTML), 'http://gov.test/列表/a.html'),
    record('response', answer(page('标头说谎的页：' + LOREM[:200].replace('\n', ''), 'gbk'), 'Content-Type: text/html; charset=iso-8859-1'), 'http://gov.test/列表/b.html'),
    record('request', 'GET /列表/a.html HTTP/1.1\r\nHost: gov.test\r\n\r\n', 'http://gov.test/列表/a.html', media='application/http; msgtype=request'),
    record('request', 'POST /submit HTTP/1.1\r\nContent-Type: text/plain\r\n\r\n提交的内容', 'http://gov.test/submit', media='application/http; msgtype=request'),
    record('resource', '一个资源', 'ftp://gov.test/资源.txt', media='text/plain; charset=utf-8'),
    record('conversion', '转换出来的文字', 'http://gov.test/a.pdf', media='text/plain'),
    record('metadata', 'outlink: http://gov.test/秘密\r\n', 'http://gov.test/列表/a.html', media='application/warc-fields'),
    record('revisit', answer(b'', HTML, 'Location: /%BB%FA%C3%DC.html'), 'http://gov.test/%E9%87%8D%E8%AE%BF/c.html'),
    record('response', '20261127000000\r\ngov.test. 300 IN A 10.1.2.3\r\n', 'dns:gov.test', media='text/dns'),
    record('response', answer(b'', 'Content-Disposition: attachment; filename="附件.doc"', 'Content-Length: 0', status='204 No'), 'http://gov.test/empty'),
    record('invented', '没有听说过的记录', 'http://gov.test/invented', media='text/plain'),
]
write('kinds.warc', b''.join(kinds))

body = page('编过码的页')
packed = gzip.compress(body, mtime=0)
half = len(packed) // 2
codings = [
    record('response', answer(b'%X\r\n%s\r\n%x\r\n%s\r\n0\r\nX-Trailer: 1\r\n\r\n' % (half, packed[:half], len(packed) - half, packed[half:]),
                              HTML, 'Transfer-Encoding: chunked', 'Content-Encoding: gzip'), 'http://gov.test/chunked-gzip'),
    record('response', answer(packed[:20] + gzip.compress(body, mtime=0)[20:] + gzip.compress(page('第二个成员'), mtime=0), HTML, 'content-encoding: x-gzip'), 'http://gov.test/two-members'),
    record('response', answer(zlib.compress(body)[2:-4], HTML, 'Content-Encoding: deflate'), 'http://gov.test/raw-deflate'),
    record('response', answer(zlib.compress(packed), HTML, 'Content-Encoding: gzip, deflate'), 'http://gov.test/twice'),
    record('response', answer(body, HTML, 'Content-Encoding: gzip', 'Transfer-Encoding: chunked', 'Content-Length: 9999'), 'http://gov.test/decoded-already'),
    record('response', answer(body, HTML, 'Content-Encoding: br'), 'http://gov.test/decoded-brotli'),
    record('response', answer(packed[:-12], HTML, 'Content-Encoding: gzip'), 'http://gov.test/broken-gzip'),
    record('response', answer(b'ffff\r\n' + body, HTML, 'Transfer-Encoding: chunked'), 'http://gov.test/broken-chunks'),
    record('response', answer(body, HTML, 'Content-Encoding: rot13'), 'http://gov.test/unknown-coding'),
    record('response', answer(body, HTML, 'Content-Length: 500'), 'http://gov.test/short'),
    record('response', answer(b'\x1f\x8b\x08\x00garbage that is no deflate', HTML, 'Content-Encoding: gzip'), 'http://gov.test/no-gzip'),
]
write('codings.warc', b''.join(codings))

damage = [
    record('response', answer(page('完好的页'), HTML), 'http://gov.test/good'),
    record('response', answer(page('长度写错的页'), HTML), 'http://gov.test/wrong-length', length=999999),
    b'stray bytes\r\n',
    record('response', answer(page('后面的页'), HTML), 'http://gov.test/behind', version='1.0'),
    record('response', answer(page('采集者截断'), HTML), 'http://gov.test/truncated', more=['WARC-Truncated: length']),
    record('response', answer(page('第一段'), HTML), 'http://gov.test/segment', more=['WARC-Segment-Number: 1']),
    record('response', 'no http at all', 'http://gov.test/no-http'),
    record('response', answer(page('断在中间的页'), HTML), 'http://gov.test/cut')[:-30],
]
write('damage.warc', b''.join(damage))

headless = b'WARC/1.0\r\nWARC-Type: resource\r\nX-Note: ' + '没有空行的标头'.encode() + b'\r\n'
write('cut-header.warc', headless + damage[0] + damage[3][:40])

good = [record('response', answer(page('成员%d。%s' % (n, LOREM[:600] if n == 1 else '')), HTML), 'http://gov.test/%d' % n) for n in range(4)]
members = [gzip.compress(one, mtime=0) for one in good]
broken = bytearray(members[1])
broken[len(broken) // 2] ^= 0xFF
checksum = bytearray(members[2])
checksum[-6] ^= 1
write('members.warc.gz', b''.join(members))
write('damage.warc.gz', members[0] + bytes(broken) + b'between' + bytes(checksum) + members[3])
write('whole.warc.gz', gzip.compress(b''.join(good), mtime=0))

out = io.BytesIO()
with zipfile.ZipFile(out, 'w') as archive:
    for name, data in [
        ('archive/data.warc.gz', members[0]),
        ('indexes/index.cdx.gz', gzip.compress(b'test,gov)/0 20261127000000 {"url":"http://gov.test/0"}\n', mtime=0)),
        ('pages/pages.jsonl', '{"format":"json-pages-1.0","id":"pages","title":"All Pages"}\n{"url":"http://gov.test/0","title":"页面标题","text":"全文索引里的字"}\n'),
        ('datapackage.json', '{"profile":"data-package","title":"归档集合的标题","wacz_version":"1.1.1"}\n'),
    ]:
        archive.writestr(zipfile.ZipInfo(name, (2026, 11, 27, 0, 0, 0)), data)
write('collection.wacz', out.getvalue())
