#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Makes the help files of this folder again, with Free Pascal's chmcmd (Debian: fp-utils). Nothing runs this but a
# person who adds a case.
import os
import subprocess
import tempfile

here = os.path.dirname(os.path.abspath(__file__))


def build(name, language, title, files, encoding):
    with tempfile.TemporaryDirectory() as folder:
        for file, text in files:
            with open(os.path.join(folder, file), 'wb') as out:
                out.write(text.encode(encoding))
        project = ('[OPTIONS]\r\nCompatibility=1.1 or later\r\nCompiled file=help.chm\r\nContents file=toc.hhc\r\nDefault topic=index.htm\r\n'
                   'Language=%s\r\nTitle=%s\r\n\r\n[FILES]\r\n' % (language, title)) + ''.join(file + '\r\n' for file, _ in files if file != 'toc.hhc')
        with open(os.path.join(folder, 'p.hhp'), 'wb') as out:
            out.write(project.encode(encoding))
        subprocess.run(['chmcmd', 'p.hhp'], cwd=folder, check=True, capture_output=True)
        with open(os.path.join(folder, 'help.chm'), 'rb') as made:
            data = made.read()
    with open(os.path.join(here, name), 'wb') as out:
        out.write(data)
    return data


def pages(word):
    return [('index.htm', '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>帮助首页</title></head>'
                          '<body><p>%s，机密★10年。</p><a href="second.htm">下一页</a></body></html>' % word),
            ('second.htm', '<html><head><title>第二页</title></head><body>' + ''.join('<p>这一页没有说明字符集，第%d段。</p>' % n for n in range(20)) + '</body></html>'),
            ('toc.hhc', '<HTML><BODY><UL><LI><OBJECT type="text/sitemap"><param name="Name" value="目录项"><param name="Local" value="index.htm"></OBJECT></UL></BODY></HTML>')]


data = build('gbk.chm', '0x804 Chinese (PRC)', '帮助文件的标题', pages('第一页的正文'), 'gbk')
build('big5.chm', '0x404 Chinese (Taiwan)', '說明檔的標題', [('index.htm', '<html><body><p>繁體中文的正文。</p></body></html>'), ('toc.hhc', '<HTML><BODY></BODY></HTML>')], 'big5')
with open(os.path.join(here, 'cut.chm'), 'wb') as out:
    out.write(data[:-600])
damaged = bytearray(data)
damaged[-700] ^= 0x55
with open(os.path.join(here, 'damaged.chm'), 'wb') as out:
    out.write(bytes(damaged))
