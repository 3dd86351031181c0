#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What nginx cannot do for the test site: pages that change with who asks, traps without end, and faults.

faults.py PORT CANARY_PORT LOG [CERTIFICATE KEY TLS_PORT]: the first port serves fault.xingyi.test directly, and for nginx what www.xingyi.test
passes on; whatever is asked of the canary is written to LOG, and must be nothing. With a certificate the same is served over TLS.
"""
import email.utils
import gzip
import http.server
import socket
import socketserver
import ssl
import struct
import sys
import threading
import time
import urllib.parse

PAGE = ('<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}_兴义市人民政府</title><meta name="SiteName" content="兴义市人民政府">'
        '<meta name="SiteDomain" content="www.xingyi.test"><meta name="SiteIDCode" content="5223010001"></head><body><h1>{title}</h1>{body}'
        '<p>主办：兴义市人民政府办公室　网站标识码：5223010001　<a href="http://beian.miit.gov.cn/">黔ICP备05001234号-1</a>　贵公网安备 52230102000012号</p></body></html>')
SPAM = '<p><a href="http://www.5566bet.test/">澳门新葡京娱乐城注册送彩金</a> <a href="http://kk.8888yl.test/">真人百家乐开户</a></p>'
ENGINES = ('baiduspider', 'googlebot', 'sogou', '360spider', 'bingbot', 'yisou')
# Everything of fault.xingyi.test, and what a crawler is to say of it.
FAULTS = {
    '/slow-body': 'a byte a second for ten minutes: given up at the limit of time',
    '/slow-head': 'no answer for ten minutes: given up at the limit of time',
    '/endless': 'a body without end: given up at the limit of bytes',
    '/endless-chunks': 'the same in chunks: given up at the limit of bytes',
    '/reset': 'reset amid the body: failed, and tried again',
    '/closed': 'closed before the length that was told: failed, not taken as a page',
    '/gzip-bomb': 'a megabyte that inflates to a gigabyte: given up at the limit of bytes',
    '/header-bomb': 'headers of 20 MB: given up',
    '/many-headers': '100,000 headers: given up',
    '/storm': '503 for the first five requests to each page, then 200',
    '/error': '500 always',
    '/garbage': 'no HTTP at all',
    '/bad-gzip': 'says gzip and is none',
    '/bad-chunk': 'a chunk whose length is no number',
    '/chain/0': 'redirects without end, each to another address',
    '/long-location': 'a redirect to an address of 100 KB',
    '/busy': '429 with Retry-After: 2 twice, then 200',
    '/fine': 'a page',
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    counts, lock = {}, threading.Lock()

    def log_message(self, *_):
        pass

    def count(self, key):
        with self.lock:
            self.counts[key] = self.counts.get(key, 0) + 1
            return self.counts[key]

    def send(self, body, status=200, content='text/html; charset=utf-8', **headers):
        if isinstance(body, str):
            body = body.encode()
        self.send_response(status)
        self.send_header('Content-Type', content)
        self.send_header('Content-Length', str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace('_', '-'), value)
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body)

    def page(self, title, body='', **headers):
        self.send(PAGE.format(title=title, body=body), **headers)

    def redirect(self, address):
        self.send(b'', 302, Location=address)

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        parts = urllib.parse.urlsplit(self.path)
        path, query = parts.path, urllib.parse.parse_qs(parts.query)
        try:
            if path.startswith(('/hd/', '/dyn/', '/bs/', '/m/', '/zt/')):
                self.of_site(path, query)
            else:
                self.of_faults(path)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.close_connection = True

    # What nginx passes on for www.xingyi.test.
    def of_site(self, path, query):
        agent, referer = self.headers.get('User-Agent', '').lower(), self.headers.get('Referer', '')
        mobile = 'iphone' in agent or 'android' in agent
        if path == '/hd/rl/':
            self.calendar(query)
        elif path.startswith('/hd/list.html'):
            number = self.count('session')
            self.page('意见征集', ''.join(f'<p><a href="/hd/list.html?sid={number * 10 + page}&amp;page={page}">第{page}页</a></p>' for page in range(1, 4)))
        elif path.startswith('/hd/zx/'):
            number = self.count('jsessionid')
            self.page('网上咨询', f'<p><a href="/hd/zx/1.html;jsessionid={number:032X}">咨询须知</a> <a href="/hd/zx/2.html;jsessionid={number:032X}">常见问题</a></p>')
        elif path.startswith('/hd/yy/'):
            # An address that is longer each time.
            self.page('预约', f'<p><a href="{urllib.parse.quote(path)}/index.html">下一步</a></p>')
        elif path.startswith('/bs/'):
            self.page('办事大厅', '<p><a href="a/">上一级</a> <a href="b/a/">下一级</a></p>')
        elif path.startswith('/m/'):
            self.page('手机版', '<p>欢迎访问手机版。</p>')
        elif path.startswith('/zt/gfjz/'):
            self.page('国防教育', SPAM if any(engine in agent for engine in ENGINES) else '<p>国防教育专题。</p>')
        elif path.startswith('/zt/ylgj/'):
            # Who calls itself a program ("compatible; …") is no reader to be led away.
            self.redirect('http://www.5566bet.test/') if ('baidu.' in referer or 'sogou.' in referer) and 'compatible;' not in agent else self.page('医疗改革', '<p>医疗改革专题。</p>')
        elif path.startswith('/zt/zsyz/'):
            self.redirect('http://kk.8888yl.test/') if mobile else self.page('招商引资', '<p>招商引资专题。</p>')
        elif path.startswith('/zt/sjzd/'):
            # Harmless: to one's own pages.
            self.redirect('http://www.xingyi.test/m/') if mobile else self.page('手机站点', '<p>请用手机访问。</p>')
        elif path.startswith('/zt/btgg/'):
            # None of the words stands in a list: the title alone is another one's.
            self.send(PAGE.replace('_兴义市人民政府', '').format(title='秋冬新款女装特价包邮', body='<p>全场包邮。</p>')) if 'baiduspider' in agent else self.page('标题更改', '<p>标题更改专题。</p>')
        elif path.startswith('/zt/yclj/'):
            link = '<div style="display:none"><a href="http://lian.youjia.test/a">特价</a></div>'
            self.page('隐藏链接', '<p>隐藏链接专题。</p>' + (link if 'baidu.' in referer else ''))
        elif path.startswith('/zt/xysj/'):
            # Harmless: another template for telephones, with a map and the shop of a telephone, and the same words.
            body = '<p>响应式专题。</p><p>内容相同。</p>'
            shop = '<script src="/js/touch.js"></script><div class="touch"><a href="http://www.gov.cn/">中国政府网</a></div>'
            self.page('响应式专题', (shop if mobile else '') + body)
        elif path.startswith('/zt/dttj/'):
            # Harmless: whoever asks gets another number and another link each time.
            number = self.count('dttj')
            self.page('动态统计', f'<p>今日访问 {number}</p><p><a href="http://www.gov.cn/?from={number}">中国政府网</a></p>')
        elif path.startswith('/zt/fhqx/'):
            # Harmless: a firewall takes who calls himself a search engine for a cheat, and says so with 200 or 403.
            if 'baiduspider' in agent:
                self.send('<html><head><meta charset="utf-8"><title>访问已被拦截</title></head><body><p>请求编号 1。</p></body></html>')
            else:
                self.send(b'', 403) if mobile else self.page('防汛抗旱', '<p>防汛抗旱专题。</p>')
        elif path.startswith('/dyn/busy/'):
            if self.count(path) == 1:
                self.send(b'', 429, Retry_After='1')
            else:
                self.page('汇编', '<p>工作汇编。</p>')
        elif path == '/dyn/etag.html':
            # The same bytes under another ETag each time, and no 304 ever.
            self.page('汇编', '<p>工作汇编之三。</p>', ETag=f'"{self.count("etag")}"', Last_Modified=email.utils.formatdate(usegmt=True))
        else:
            self.send(PAGE.format(title='页面不存在', body=''), 404)

    def calendar(self, query):
        """A page for every month there is."""
        year, month = int(query.get('y', ['2026'])[0]), int(query.get('m', ['11'])[0])
        after, before = (year + month // 12, month % 12 + 1), (year - (month == 1), (month - 2) % 12 + 1)
        self.page(f'{year}年{month}月工作日历', ''.join(f'<a href="/hd/rl/?y={one[0]}&amp;m={one[1]}">{name}</a> ' for one, name in ((before, '上月'), (after, '下月'))))

    def raw(self, head):
        self.wfile.write(head.encode('latin-1'))
        self.wfile.flush()
        self.close_connection = True

    def of_faults(self, path):
        if path == '/':
            self.page('故障', ''.join(f'<p><a href="{one}">{one[1:]}</a></p>' for one in FAULTS))
        elif path == '/fine':
            self.page('正常页面')
        elif path == '/slow-body':
            self.raw('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 600\r\n\r\n')
            for _ in range(600):
                self.wfile.write(b' ')
                time.sleep(1)
        elif path == '/slow-head':
            time.sleep(600)
        elif path in ('/endless', '/endless-chunks'):
            chunked = path.endswith('chunks')
            self.raw('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n' + ('Transfer-Encoding: chunked\r\n' if chunked else 'Connection: close\r\n') + '\r\n')
            block = b'<p>' + b'x' * 65529 + b'</p>'
            while True:
                self.wfile.write(b'%x\r\n%b\r\n' % (len(block), block) if chunked else block)
        elif path == '/reset':
            self.raw('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<html><body>half')
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            self.connection.close()
        elif path == '/closed':
            self.raw('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<html><body>half')
        elif path == '/gzip-bomb':
            self.send(self.server.bomb(), Content_Encoding='gzip')
        elif path == '/header-bomb':
            self.raw('HTTP/1.1 200 OK\r\n')
            for _ in range(20):
                self.wfile.write(b'X-Bomb: ' + b'a' * 1048576 + b'\r\n')
            self.raw('Content-Length: 0\r\n\r\n')
        elif path == '/many-headers':
            self.raw('HTTP/1.1 200 OK\r\n' + ''.join(f'X-{number}: a\r\n' for number in range(100000)) + 'Content-Length: 0\r\n\r\n')
        elif path == '/storm':
            self.page('风暴过后') if self.count(path) > 5 else self.send(b'', 503)
        elif path == '/error':
            self.send(b'error', 500)
        elif path == '/garbage':
            self.raw('SSH-2.0-OpenSSH_9.2\r\n')
        elif path == '/bad-gzip':
            self.send(b'this is no gzip', Content_Encoding='gzip')
        elif path == '/bad-chunk':
            self.raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf\r\n')
        elif path.startswith('/chain/'):
            self.redirect(f'/chain/{int(path[7:]) + 1}')
        elif path == '/long-location':
            self.redirect('/' + 'a' * 100000)
        elif path == '/busy':
            self.page('不忙了') if self.count(path) > 2 else self.send(b'', 429, Retry_After='2')
        else:
            self.send(PAGE.format(title='页面不存在', body=''), 404)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads, allow_reuse_address, request_queue_size = True, True, 128
    made, lock = None, threading.Lock()

    def bomb(self):
        with self.lock:
            if Server.made is None:
                Server.made = gzip.compress(bytes(1 << 30), 9)
        return Server.made

    def handle_error(self, *_):
        pass


class Canary(socketserver.BaseRequestHandler):
    def handle(self):
        with open(self.server.log, 'ab') as log:
            log.write(self.request.recv(4096))


def main():
    port, canary_port, log = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    canary = socketserver.ThreadingTCPServer(('127.0.0.1', canary_port), Canary)
    canary.daemon_threads, canary.log = True, log
    threading.Thread(target=canary.serve_forever, daemon=True).start()
    if len(sys.argv) > 4:
        secure = Server(('127.0.0.1', int(sys.argv[6])), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[4], sys.argv[5])
        secure.socket = context.wrap_socket(secure.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=secure.serve_forever, daemon=True).start()
    Server(('127.0.0.1', port), Handler).serve_forever()


if __name__ == '__main__':
    main()
