#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""odd_server.py PORT LOG [CANARY_PORT | TLS_PORT CERTIFICATE KEY]: servers that behave oddly, one below each folder, for test_odd_servers and test_names. Each request is a line in LOG;
who comes to CANARY_PORT of the loopback, by IPv4 or IPv6, is one that begins with CANARY. The same servers are at TLS_PORT.

Where a page is to be read it has the words 测试提示, which a rule of the tests finds.
"""
import http.server
import socket
import ssl
import sys
import threading
import time
import urllib.parse

PAGE = '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{0}</title></head><body><h1>{0}</h1>{1}</body></html>'
READ = PAGE.format('网页', '<p>测试提示</p>')
MAP = '<?xml version="1.0"?><{0}index xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><{0}><loc>{1}</loc></{0}></{0}index>'
URLS = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{0}</loc></url></urlset>'


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    counts, lock = {}, threading.Lock()

    def log_message(self, *_):
        pass

    def count(self, key):
        with self.lock:
            self.counts[key] = self.counts.get(key, 0) + 1
            with open(sys.argv[2], 'a', encoding='utf-8') as log:
                log.write(f'{self.command} {key}\n')
            return self.counts[key]

    def send(self, body, status=200, kind='text/html; charset=utf-8', **fields):
        body = body.encode()
        self.send_response(status)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(body)))
        for name, value in fields.items():
            self.send_header(name.replace('_', '-'), value)
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body)

    def lead(self, address, **fields):
        self.send('', 302, Location=address, **fields)

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        number = self.count(self.path)
        host = self.headers['Host']
        folder = self.path.split('/')[1]
        try:
            getattr(self, folder.replace('-', '_').split('.')[0], self.none)(number, host)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def none(self, *_):
        self.send(PAGE.format('没有', ''), 404)

    # A page that leads to what stands behind /to.
    def to(self, *_):
        self.send(PAGE.format('首页', f'<a href="/{self.path[4:]}">网页</a>'))

    # Sessions: in the address, in the query, in a cookie, in both; and a server that is never content.
    def path_session(self, number, _):
        self.send(READ) if ';jsessionid=' in self.path else self.lead(f'{self.path};jsessionid={number:032X}')

    def query_session(self, number, _):
        self.send(READ) if 'sid=' in self.path else self.lead(f'{self.path}?sid={number:032x}')

    def cookie_session(self, *_):
        self.send(READ) if 'seen=yes' in self.headers.get('Cookie', '') else self.lead(self.path, Set_Cookie='seen=yes; Path=/; HttpOnly')

    def both_session(self, *_):
        if ';jsessionid=' in self.path:
            self.lead(self.path.split(';')[0])
        elif 'JSESSIONID=1' in self.headers.get('Cookie', ''):
            self.send(READ)
        else:
            self.lead(self.path + ';jsessionid=1', Set_Cookie='JSESSIONID=1; Path=/')

    def never(self, *_):
        self.lead(self.path.split(';')[0] + f';jsessionid={self.count("never"):032X}')

    # What is asked for first is answered only when the program is gone.
    def robots(self, _, host):
        self.send(f'User-agent: *\nSitemap: http://{host}/maps/index.xml\n' if host.startswith('maps.') else '', kind='text/plain')

    def maps(self, number, host):
        if self.path == '/maps/':
            self.send(PAGE.format('首页', ''))
        elif self.path == '/maps/index.xml':
            self.send(MAP.format('sitemap', f'http://{host}/maps/named.xml'), kind='application/xml')
        elif self.path == '/maps/named.xml':
            if number == 1:
                time.sleep(60)
            self.send(URLS.format(f'http://{host}/maps/page.html'), kind='application/xml')
        else:
            self.send(READ)

    def leads(self, number, _):
        if self.path == '/leads/':
            self.lead('/leads/there')
        elif number == 1:
            time.sleep(60)
        else:
            self.send('', 500)


    # Heads without end: one field, many fields, a status line, answers before the answer.
    def bomb(self, *_):
        kind = self.path.split('/')[2]
        self.wfile.write({'status': b'HTTP/1.1 200 ', 'field': b'HTTP/1.1 200 OK\r\nX-Bomb: ', 'fields': b'HTTP/1.1 200 OK\r\n', 'interim': b''}[kind])
        block = {'status': b'a' * 65536, 'field': b'a' * 65536, 'fields': b'X-Bomb: a\r\n' * 6000, 'interim': b'HTTP/1.1 103 Early Hints\r\nX-Bomb: a\r\n\r\n' * 2000}[kind]
        while True:
            self.wfile.write(block)


    # More than is kept in memory.
    def large(self, *_):
        self.send(READ.replace('</body>', f'<!--{"x" * (6 << 20)}--></body>'))


    # What a page leads to is named by its address: /links/HOST+HOST and /go/HOST, or stands in the file LOG.links.
    def links(self, *_):
        links = self.path[7:].replace('+', ' ').split() or open(f'{sys.argv[2]}.links', encoding='utf-8').read().split()
        self.send(PAGE.format('首页', ''.join(f'<p><a href="http://{urllib.parse.unquote(link)}">网页</a></p>' for link in links)))

    def go(self, *_):
        self.lead(f'http://{urllib.parse.unquote(self.path[4:])}')


    def severe(self, *_):
        self.send(PAGE.format('网页', '<p>测试密标</p>'))


class Canary(Handler):
    def do_GET(self):
        self.count('CANARY ' + self.path)
        self.none()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads, allow_reuse_address, request_queue_size = True, True, 128

    def handle_error(self, *_):
        pass


class Server6(Server):
    address_family = socket.AF_INET6


if __name__ == '__main__':
    for kind, address in ((Server, '127.0.0.1'), (Server6, '::1')) if len(sys.argv) == 4 else ():
        threading.Thread(target=kind((address, int(sys.argv[3])), Canary).serve_forever, daemon=True).start()
    if len(sys.argv) > 4:
        secure = Server(('127.0.0.1', int(sys.argv[3])), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*sys.argv[4:])
        secure.socket = context.wrap_socket(secure.socket, server_side=True)
        threading.Thread(target=secure.serve_forever, daemon=True).start()
    Server(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
