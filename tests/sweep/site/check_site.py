#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Walks the test site as a browser would, without guanka: are the links broken that expected.json says, and no others?

check_site.py DIR SITE_PORT: asks nginx as a proxy, so that hosts keep their names. Outside hosts are not asked. What is below an address
of a trap is fetched a few times only.
"""
import html.parser
import http.client
import json
import os
import re
import sys
import urllib.parse

HOSTS = ('www.xingyi.test', 'zw.xingyi.test', 'jyj.xingyi.test', 'old.xingyi.test')


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.title, self.in_title = [], '', False

    def handle_starttag(self, tag, attributes):
        self.in_title = tag == 'title'
        self.found += [value for name, value in attributes if name in ('href', 'src', 'action') and value and not value.startswith('#')]

    def handle_endtag(self, tag):
        self.in_title = False

    def handle_data(self, data):
        self.title += data if self.in_title else ''


def main():
    folder, port = sys.argv[1], int(sys.argv[2])
    with open(os.path.join(folder, 'expected.json'), encoding='utf-8') as file:
        expected = json.load(file)
    day = expected['days'][max(expected['days'])]
    traps = {one['prefix']: 0 for one in expected['traps']}
    connection = http.client.HTTPConnection('127.0.0.1', port)

    def ask(url):
        connection.request('GET', url, headers={'Host': urllib.parse.urlsplit(url).netloc, 'User-Agent': 'check_site'})
        answer = connection.getresponse()
        return answer.status, dict((name.lower(), value) for name, value in answer.getheaders()), answer.read()

    queue, seen, broken, pages, titles = [f'http://{host}/' for host in HOSTS], set(), {}, 0, {}
    seen.update(queue)
    while queue:
        url = queue.pop()
        trap = next((prefix for prefix in traps if url.startswith(prefix)), None)
        if trap:
            traps[trap] += 1
            if traps[trap] > 5:
                continue
        status, headers, body = ask(url)
        if status == 429:
            status, headers, body = ask(url)
        hops = 0
        while status in (301, 302) and hops < 5 and urllib.parse.urlsplit(urllib.parse.urljoin(url, headers['location'])).netloc in HOSTS:
            status, headers, body = ask(urllib.parse.urljoin(url, headers['location']))
            hops += 1
        if status >= 400 or hops == 5:
            broken[url] = status
            continue
        if status != 200 or 'text/html' not in headers.get('content-type', ''):
            continue
        charset = re.search(rb'charset="?([-a-z0-9]+)', body[:1000])
        parser = Links()
        parser.feed(body.decode(charset.group(1).decode() if charset else 'utf-8', 'replace'))
        pages += 1
        titles[url] = parser.title
        if re.search('不存在', body.decode('utf-8', 'replace')):
            broken[url] = 'soft'
        for link in parser.found:
            target = urllib.parse.urldefrag(urllib.parse.urljoin(url, link))[0]
            if urllib.parse.urlsplit(target).netloc in HOSTS and target not in seen and not urllib.parse.urlsplit(target).path.startswith('/nosee/'):
                seen.add(target)
                queue.append(target)
    failures = 0

    def same(what, got, wanted):
        nonlocal failures
        for url in sorted(set(got) ^ set(wanted)):
            failures += 1
            print(f'{what}: {url} {"is not expected" if url in set(got) else "is expected, and is not so"}')
    wanted = [one['url'] for one in day['findings'] if one.get('check') in ('link-broken', 'soft-404')]
    wanted += [one['url'] for one in day['findings'] if one.get('check') == 'attachment-broken' and not os.path.exists(os.path.join(folder, 'hosts', one['url'][7:]))]
    same('broken', broken, wanted)
    listed = {url for host in HOSTS for url in re.findall('<loc>(.*?)</loc>', ask(f'http://{host}/sitemap.xml')[2].decode())}
    reached = {re.sub('/index.html?$', '/', url) for url in seen}
    same('unlinked', [url for url in listed if re.sub('/index.html?$', '/', url) not in reached], [one['url'] for one in day['findings'] if one.get('check') == 'page-unlinked'])
    print(f'{pages} pages walked, {len(seen)} addresses')
    sys.exit(failures > 0)


if __name__ == '__main__':
    main()
