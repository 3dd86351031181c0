#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the test site that `guanka sweep` is proven with: make_site.py OUT [--day 2|3] [--pages N] [--no-traps].

Four hosts of a city that nginx serves from OUT (README.md beside this file says what is where). Every defect is declared where it is
made, by defect(), so that OUT/expected.json is what a person put in and not what a program found. The same arguments give the same
bytes and times; --day 2 on a site of day 1, and --day 3 on one of day 2, rewrite only what that day changes.
"""
import argparse
import datetime
import html
import json
import os
import random
import shutil
import sys

sys.dont_write_bytecode = True
import documents

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, '..', '..', '..')
CHINA = datetime.timezone(datetime.timedelta(hours=8))
FIRST = datetime.date(2026, 11, 24)  # the day of day 1, a Tuesday
PER_LIST = 20

WWW, ZW, JYJ, OLD = 'www.xingyi.test', 'zw.xingyi.test', 'jyj.xingyi.test', 'old.xingyi.test'
HOSTS = {
    WWW: {'name': '兴义市人民政府', 'code': '5223010001', 'charset': 'utf-8', 'owner': '兴义市人民政府办公室'},
    ZW: {'name': '兴义市政府信息公开', 'code': '5223010001', 'charset': 'gbk', 'owner': '兴义市人民政府办公室'},
    JYJ: {'name': '兴义市教育局', 'code': '5223010015', 'charset': 'utf-8', 'owner': '兴义市教育局'},
    OLD: {'name': '兴义市人民政府（旧版）', 'code': '5223010001', 'charset': 'utf-8', 'owner': '兴义市大数据中心'},
}
ICP, POLICE = '黔ICP备05001234号-1', '贵公网安备 52230102000012号'
# What answers for outside hosts: name, title of its home page.
OUTSIDE = {
    'www.gov.cn': '中国政府网_中央人民政府门户网站', 'www.guizhou.gov.cn': '贵州省人民政府', 'www.qxn.gov.cn': '黔西南州人民政府',
    'jyt.guizhou.gov.cn': '贵州省教育厅', 'beian.miit.gov.cn': 'ICP/IP地址/域名信息备案管理系统', 'www.beian.gov.cn': '全国互联网安全管理服务平台',
    'dcs.conac.cn': '全国党政机关事业单位互联网网站标识管理服务平台', 'bszs.conac.cn': '党政机关网站标识', 'pucha.kaipuyun.cn': '我为政府网站找错',
    'www.people.test': '人民新闻网', 'lib.qxn.test': '黔西南州图书馆',
    'jyks.qxn.test': '澳门新葡京娱乐城_注册送彩金_真人百家乐', 'lvyou.qxn.test': '该域名正在出售 This domain is for sale',
    'cdn.jsq-stat.test': '访问统计', 'video.kan.test': '视频', 'www.5566bet.test': '新葡京娱乐', 'kk.8888yl.test': '棋牌娱乐',
}
TOWNS = '桔山 黄草 坪东 兴泰 下五屯 丰都 马岭 万屯 顶效 郑屯 鲁屯 乌沙 威舍 清水河 敬南 泥凼 则戎 捧乍 雄武 白碗窑'.split()
TOPICS = ('优化营商环境 乡村振兴 森林防火 道路交通安全 农村人居环境整治 义务教育均衡发展 老旧小区改造 秋冬季造林绿化 医疗保障 政务服务 农田水利建设 '
          '地质灾害防治 食品安全 社区养老服务 河湖管护 安全生产 创业就业 退役军人服务 公共文化服务 档案管理 农产品冷链 校园安全 农村公路养护 '
          '消防安全 节约用水 垃圾分类 科普宣传 残疾人康复服务 民族团结进步 电子商务').split()
UNITS = '市发展改革局 市教育局 市民政局 市司法局 市自然资源局 市水务局 市农业农村局 市文体广电旅游局 市卫生健康局 市应急管理局 市林业局 市综合执法局'.split()
TITLES = {
    'dynamic': ('{unit}到{town}街道调研{topic}工作', '{town}镇扎实推进{topic}工作', '{town}：{topic}工作见实效', '{unit}召开{topic}工作会议', '{unit}开展{topic}宣传活动',
                '全市{topic}工作推进会在{town}召开', '{unit}组织开展{topic}业务培训'),
    'announcement': ('{unit}关于{town}{topic}项目的公示', '关于开展{topic}工作的通告（{town}）', '{town}街道办事处关于{topic}有关事项的公告', '{unit}关于{topic}资金安排的公示（{town}）'),
    'policy': ('兴义市人民政府办公室关于印发《{town}片区{topic}实施方案》的通知', '{unit}关于做好{town}{topic}工作的通知', '关于进一步加强{town}{topic}工作的实施意见'),
    'other': ('{town}{topic}办理情况', '{topic}工作进展（{town}）'),
}
OPENINGS = {
    'dynamic': ('近日，{unit}有关负责人到{town}，就{topic}工作开展调研。', '为进一步做好{topic}工作，{unit}组织工作人员深入{town}开展走访。', '连日来，{town}把{topic}作为重点任务，细化措施，压实责任。'),
    'announcement': ('根据有关规定，现将{town}{topic}有关事项公告如下。', '按照公开、公平、公正的原则，现将{town}{topic}情况予以公示，接受社会监督。'),
    'policy': ('各乡镇人民政府、街道办事处，市直有关部门：', '为做好{town}{topic}工作，结合实际，制定本方案。'),
    'other': ('{town}{topic}事项办理情况如下。',),
}
STYLE = ('<style>body{margin:0;font:14px/1.8 "Microsoft YaHei",SimSun,sans-serif;color:#333}.top{height:120px;background:#c7000b}.logo{text-indent:-9999px;width:300px;'
         'height:80px}.nav li{float:left;list-style:none;padding:0 18px}.nav a{color:#fff}.sub{display:none;position:absolute}.nav li:hover .sub{display:block}'
         '.position{padding:8px 0;color:#666}.content{font-size:16px;line-height:2;text-indent:2em;width:900px;margin:0 auto}.info{text-align:center;color:#999}'
         '.list li{line-height:32px;border-bottom:1px dashed #ddd}.list span{float:right;color:#999}.foot{clear:both;background:#f2f2f2;text-align:center;padding:20px}'
         '.tab{width:100%;border-collapse:collapse}.tab td,.tab th{border:1px solid #ccc;padding:4px}.clear{clear:both;height:0;overflow:hidden}</style>')
GAMBLING = ('<a href="http://www.5566bet.test/">澳门新葡京娱乐城</a> <a href="http://kk.8888yl.test/">真人百家乐平台</a> <a href="http://www.5566bet.test/live">时时彩开户送彩金</a> '
            '<a href="http://kk.8888yl.test/qp">棋牌游戏注册送58</a>')
HIDDEN = f'<div style="position:absolute;left:-9999px;top:-9999px">{GAMBLING}</div>'


def read_texts():
    sentences, section = [], None
    with open(os.path.join(ROOT, 'corpus/bench/prose.txt'), encoding='utf-8') as prose:
        for line in prose:
            line = line.strip()
            if line.startswith('['):
                section = line
            elif line and not line.startswith('#') and section == '[sentences]':
                sentences.append(line)
    with open(os.path.join(HERE, 'paragraphs.txt'), encoding='utf-8') as paragraphs:
        return sentences, [line.strip() for line in paragraphs if not line.startswith('#')]


class Article:
    def __init__(self, column, number, title, published, body, **more):
        self.column, self.number, self.title, self.published, self.body = column, number, title, published, body
        self.source = more.get('source', HOSTS[column.host]['owner'])
        self.page_title = more.get('page_title')      # what stands in <title> instead of the title
        self.head, self.tail = more.get('head', ''), more.get('tail', '')  # put into <head>, and behind </html>
        self.lacks = more.get('lacks', ())            # metadata left out
        self.changed = more.get('changed')            # Last-Modified, where it is not that of publication
        self.listed = more.get('listed', True)        # in the list page of its column
        self.listed_as = published                    # the day that lists give
        self.path = more.get('path') or column.article_path(published, number)


class Column:
    def __init__(self, host, path, name, kind, **more):
        self.host, self.path, self.name, self.kind = host, path, name, kind
        self.number = more.get('number', 0)
        self.days, self.warn_days = more.get('days'), more.get('warn_days')
        self.expect = more.get('expect', {})          # day -> severity of column-stale
        self.blank = more.get('blank')                # what stands in place of the list
        self.head, self.page_title, self.lacks = more.get('head', ''), None, more.get('lacks', ())
        self.articles = []

    def article_path(self, published, number):
        if self.host == WWW:
            return f'{self.path}{published:%Y%m}/t{published:%Y%m%d}_{number}.html'
        if self.host == ZW:
            return f'/info/{self.number}/{number}.htm'
        if self.host == JYJ:
            return f'/art/{published:%Y}/{published.month}/{published.day}/art_{self.number}_{number}.html'
        return f'/html/{published:%Y}/{self.path.strip("/")}_{published:%m%d}/{number}.html'

    def list_path(self, page):
        ending = 'htm' if self.host == ZW else 'html'
        return f'{self.path}index.{ending}' if page == 0 else f'{self.path}index_{page}.{ending}'


class Site:
    def __init__(self, out, day):
        self.out, self.day = out, day
        self.today = self.date(day)
        self.sentences, self.paragraphs = read_texts()
        self.columns, self.written, self.expected, self.html_pages = [], {}, [], 0
        self.sitemaps = {host: [] for host in HOSTS}

    def date(self, day):
        return FIRST + datetime.timedelta(days=day - 1)

    def edited(self, key):
        return self.moment(self.today, key)

    # Files: only those that differ are written, so that what did not change keeps its time and ETag.
    def put(self, host, path, data, when):
        if path.endswith('/'):
            path += 'index.htm' if host == ZW else 'index.html'
        name = os.path.join(self.out, 'hosts', host, path.lstrip('/'))
        if name in self.written:
            sys.exit(f'written twice: {host}{path}')
        self.written[name] = True
        stamp = int(when.timestamp())
        os.makedirs(os.path.dirname(name), exist_ok=True)
        same = False
        if os.path.exists(name):
            with open(name, 'rb') as file:
                same = file.read() == data
        if not same:
            with open(name, 'wb') as file:
                file.write(data)
        if not same or int(os.stat(name).st_mtime) != stamp:
            os.utime(name, (stamp, stamp))

    def page(self, host, path, text, when):
        self.html_pages += 1
        charset = HOSTS[host]['charset']
        self.put(host, path, text.encode('gb18030' if charset == 'gbk' else charset), when)
        self.sitemaps[host].append((path, when))

    def remove_others(self):
        for where, _, names in os.walk(os.path.join(self.out, 'hosts')):
            for name in names:
                if os.path.join(where, name) not in self.written:
                    os.remove(os.path.join(where, name))

    def defect(self, host, path, what, severity, why, days=(1, 2, 3)):
        """`what` is the id of a rule when it has a dot, else the name of a check."""
        if self.day in days:
            self.expected.append({'url': path if path.startswith('http') else f'http://{host}{path}', 'rule' if '.' in what else 'check': what, 'severity': severity, 'why': why})

    def column(self, host, path, name, kind, **more):
        made = Column(host, path, name, kind, **more)
        self.columns.append(made)
        # Nothing passes a threshold between day 2 and day 3.
        for day, severity in {**made.expect, **({3: made.expect[2]} if 2 in made.expect else {})}.items():
            self.defect(host, path, 'column-stale', severity, 'R1-11(1)、检查指标：栏目更新，期限与预警见 site.json', days=(day,))
        return made

    def prose(self, random_source, kind, values):
        paragraphs = [random_source.choice(OPENINGS[kind]).format(**values)]
        for _ in range(random_source.randint(4, 9)):
            paragraphs.append(''.join(random_source.choice(self.sentences) for _ in range(random_source.randint(2, 4))))
        if random_source.random() < 0.15:
            paragraphs.insert(3, random_source.choice(self.paragraphs))
        return ''.join(f'<p>{html.escape(text)}</p>\n' for text in paragraphs)

    def fill(self, column, count, newest, step, first_number=None):
        """`count` ordinary articles, the newest of `newest`, one each `step` days backwards."""
        for index in range(count):
            published = newest - datetime.timedelta(days=int(index * step))
            self.ordinary(column, (first_number or column.number * 10000 + 5000) - index, published)

    def ordinary(self, column, number, published, **more):
        choose = random.Random(f'{column.host}{column.path}{number}')
        kind = column.kind if column.kind in TITLES else 'other'
        values = {'town': choose.choice(TOWNS), 'topic': choose.choice(TOPICS), 'unit': choose.choice(UNITS)}
        title = choose.choice(TITLES[kind]).format(**values)
        article = Article(column, number, title, published, self.prose(choose, kind, values), **more)
        column.articles.append(article)
        return article

    def own(self, column, number, title, published, paragraphs, **more):
        """An article whose text is written here; `paragraphs` are HTML when they begin with a tag."""
        body = ''.join(text if text.startswith('<') else f'<p>{text}</p>\n' for text in paragraphs)
        article = Article(column, number, title, published, body, **more)
        column.articles.append(article)
        return article

    # Templates
    def head(self, host, title, meta, more):
        lines = ''.join(f'<meta name="{name}" content="{html.escape(value)}">\n' for name, value in meta if value is not None)
        return (f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="{HOSTS[host]["charset"]}">\n<title>{title}</title>\n{lines}'
                f'<link rel="stylesheet" href="/css/site.css"><link rel="alternate" type="application/rss+xml" href="/rss.xml">\n{STYLE}\n<script src="/js/site.js"></script>\n{more}</head>\n')

    def meta(self, host, column=None, article=None):
        site = HOSTS[host]
        entries = [('SiteName', site['name']), ('SiteDomain', host), ('SiteIDCode', site['code'])]
        if column:
            entries += [('ColumnName', column.name), ('ColumnDescription', f'{site["name"]}{column.name}栏目'), ('ColumnKeywords', column.name),
                        ('ColumnType', column.name)]
        if article:
            entries += [('ArticleTitle', article.title), ('PubDate', f'{article.published} 09:00'), ('ContentSource', article.source)]
        absent = article.lacks if article else column.lacks if column else ()
        return [entry for entry in entries if entry[0] not in absent]

    def navigation(self, host):
        items = ''.join(f'<li><a href="{column.path}">{column.name}</a></li>' for column in self.columns if column.host == host)
        others = ''.join(f'<li><a href="http://{other}/">{HOSTS[other]["name"]}</a></li>' for other in HOSTS if other != host)
        return (f'<body>\n<div class="top"><h1 class="logo"><a href="/">{HOSTS[host]["name"]}</a></h1>\n<form action="/search.html" method="get">'
                f'<input name="q" placeholder="请输入关键字"><button>搜索</button></form></div>\n<ul class="nav">\n<li><a href="/">首页</a></li>{items}\n'
                f'<li>网站群<ul class="sub">{others}</ul></li></ul><div class="clear"></div>\n')

    def footer(self, host):
        code = HOSTS[host]['code']
        if host == OLD:
            return '<div class="foot"><p>版权所有：兴义市人民政府</p><p>联系电话：0859-3221234</p><p><a href="/about.html">关于我们</a> <a href="/map.html">网站地图</a></p></div>\n</body>\n</html>\n'
        return (f'<div class="foot"><p>主办：{HOSTS[host]["owner"]}　承办：兴义市大数据中心　联系电话：0859-3221234</p>\n<p>网站标识码：{code}　'
                f'<a href="http://beian.miit.gov.cn/">{ICP}</a>　<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=52230102000012">{POLICE}</a></p>\n'
                '<p><a href="/about.html">关于我们</a> <a href="/map.html">网站地图</a></p>\n'
                '<script src="http://dcs.conac.cn/js/25/366/0000/60453210/CA253660000604532100001.js"></script>\n'
                f'<a href="http://pucha.kaipuyun.cn/exposure/jiucuo.html?site_code={code}"><img src="/images/jiucuo.png" alt="我为政府网站找错"></a></div>\n</body>\n</html>\n')

    def write_article(self, article):
        column, host = article.column, article.column.host
        when = article.changed or self.moment(article.published, article.path)
        position = f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="{column.path}">{column.name}</a> &gt; 正文</div>\n'
        text = (self.head(host, article.page_title or f'{article.title}_{HOSTS[host]["name"]}', self.meta(host, column, article), article.head) +
                self.navigation(host) + position + f'<div class="content"><h1>{article.title}</h1>\n'
                f'<div class="info">发布时间：{article.published} 09:00　来源：{article.source}　字体：【<a href="#">大</a> <a href="#">小</a>】</div>\n{article.body}</div>\n'
                '<div>【打印本页】【关闭窗口】</div>\n' + self.footer(host) + article.tail)
        self.page(host, article.path, text, when)

    def moment(self, day, key):
        return datetime.datetime.combine(day, datetime.time(9), CHINA) + datetime.timedelta(seconds=random.Random(key).randrange(600))

    def item(self, article):
        return f'<li><a href="{article.path}" title="{html.escape(article.title)}">{article.title}</a><span>{article.listed_as}</span></li>\n'

    def write_column(self, column):
        host = column.host
        listed = sorted((article for article in column.articles if article.listed), key=lambda article: (article.published, article.number), reverse=True)
        pages = max(1, -(-len(listed) // PER_LIST))
        for page in range(pages):
            part = listed[page * PER_LIST:(page + 1) * PER_LIST]
            items = ''.join(self.item(article) for article in part)
            body = f'<ul class="list">\n{items}</ul>\n' if part else f'<div class="list">{column.blank}</div>\n'
            turns = ''.join(f'<a href="{column.list_path(other)}">{other + 1}</a> ' for other in range(max(0, page - 3), min(pages, page + 4)))
            when = max([self.moment(article.published, article.path) for article in part], default=self.moment(datetime.date(2026, 1, 5), column.path))
            if page == 0 and column.head:
                when = self.moment(self.date(2), column.path)
            self.page(host, column.list_path(page), self.head(host, page == 0 and column.page_title or f'{column.name}_{HOSTS[host]["name"]}', self.meta(host, column), column.head if page == 0 else '') +
                      self.navigation(host) + f'<div class="position">当前位置：<a href="/">首页</a> &gt; {column.name}</div>\n<h2>{column.name}</h2>\n{body}'
                      f'<div class="page">共{pages}页 {turns}</div>\n' + self.footer(host), when)
        for article in column.articles:
            self.write_article(article)

    def plain(self, host, path, title, body, when=None, meta=None):
        self.page(host, path, self.head(host, f'{title}_{HOSTS[host]["name"]}', self.meta(host) if meta is None else meta, '') + self.navigation(host) +
                  f'<div class="content"><h1>{title}</h1>\n{body}</div>\n' + self.footer(host), when or self.moment(datetime.date(2026, 3, 2), path))

    def home(self, host, boxes, extra=''):
        blocks, newest = '', datetime.date(2000, 1, 1)
        for column in boxes:
            listed = sorted((article for article in column.articles if article.listed), key=lambda article: (article.published, article.number), reverse=True)[:6]
            newest = max([newest] + [article.published for article in listed])
            blocks += f'<div class="box"><h2><a href="{column.path}">{column.name}</a></h2><ul class="list">\n{"".join(map(self.item, listed))}</ul></div>\n'
        friends = ''.join(f'<a href="http://{name}/">{OUTSIDE[name]}</a> ' for name in ('www.gov.cn', 'www.guizhou.gov.cn', 'www.qxn.gov.cn', 'jyt.guizhou.gov.cn'))
        self.page(host, '/', self.head(host, HOSTS[host]['name'], self.meta(host), '') + self.navigation(host) + blocks + extra +
                  f'<div class="links">友情链接：{friends}</div>\n' + self.footer(host), self.moment(newest, host))

    def common(self, host):
        """What every host has: style sheet, script, pictures, sitemap, feed, robots."""
        when = long_ago = self.moment(datetime.date(2026, 3, 2), host)
        self.put(host, '/css/site.css', (STYLE.replace('<style>', '').replace('</style>', '') + '\n.bg{background:url(/images/bg.png)}\n').encode(), when)
        script = ('function show(n){var t=document.getElementById("tab"+n);if(t){t.style.display="block";}}\n'
                  'function font(s){document.body.style.fontSize=s+"px";}\nvar host=location.host;\n')
        if host == WWW and self.day > 1:
            when = self.edited(host)
        if host == WWW and self.day == 2:
            script += f"document.write('{HIDDEN}');\n"
        self.put(host, '/js/site.js', script.encode('gb18030' if host == ZW else 'utf-8'), when)
        for name, size, colour in (('logo', 240, (199, 0, 11)), ('bg', 16, (240, 240, 240)), ('jiucuo', 64, (0, 80, 160)), ('banner', 320, (20, 120, 200))):
            self.put(host, f'/images/{name}.png', documents.png(size, 40, colour), long_ago)
        self.plain(host, '/about.html', '关于我们', f'<p>{HOSTS[host]["name"]}网站由{HOSTS[host]["owner"]}主办，是政府信息公开的平台。</p>')
        links = ''.join(f'<li><a href="{column.path}">{column.name}</a></li>' for column in self.columns if column.host == host)
        self.plain(host, '/search.html', '站内搜索', '<p>请输入要查找的内容。</p>')
        self.plain(host, '/map.html', '网站地图', f'<ul>{links}<li><a href="/search.html">站内搜索</a></li></ul>')
        entries = ''.join(f'<url><loc>http://{host}{path}</loc><lastmod>{moment:%Y-%m-%dT%H:%M:%S+08:00}</lastmod></url>\n'
                          for path, moment in sorted(self.sitemaps[host]) if not path.startswith('/nosee/'))
        self.put(host, '/sitemap.xml', ('<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n' + entries +
                                        '</urlset>\n').encode(), self.moment(self.today, host))
        newest = sorted((article for column in self.columns if column.host == host for article in column.articles if article.listed and column.kind != 'archived'),
                        key=lambda article: (article.published, article.path), reverse=True)[:20]
        items = ''.join(f'<item><title>{html.escape(article.title)}</title><link>http://{host}{article.path}</link><pubDate>{article.published:%d %b %Y} 09:00:00 +0800'
                        '</pubDate></item>\n' for article in newest)
        self.put(host, '/rss.xml', (f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>{HOSTS[host]["name"]}</title><link>http://{host}/</link>'
                                    f'<description>最新信息</description>\n{items}</channel></rss>\n').encode(), self.moment(self.today, host))
        self.put(host, '/robots.txt', f'User-agent: *\nDisallow: /nosee/\nSitemap: http://{host}/sitemap.xml\n'.encode(), long_ago)


def days_before(count):
    return FIRST - datetime.timedelta(days=count)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('out')
    parser.add_argument('--day', type=int, choices=(1, 2, 3), default=1)
    parser.add_argument('--pages', type=int, default=2000, help='at least so many; beyond the 2,000 nginx makes them from 100 templates')
    parser.add_argument('--no-traps', action='store_true', help='no links to pages without end, for programs that would never come back')
    options = parser.parse_args()
    from contents import write_contents
    site = Site(options.out, options.day)
    write_contents(site, options.pages, not options.no_traps)
    site.remove_others()
    print(f'{options.out}: day {options.day}, {site.html_pages} pages, {len(site.written)} files, {len(site.expected)} findings expected')


if __name__ == '__main__':
    main()
