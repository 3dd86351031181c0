#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Makes the documents that only scripts/recall was in want of, so that there are three of each format. Nothing runs this
# but a person who adds a case. Needs fp-utils for the help file; *.ppt comes from LibreOffice, whose preview it takes out.
import email.header
import email.message
import email.mime.multipart
import email.mime.text
import email.policy
import mailbox
import os
import subprocess
import sys
import tempfile

from generate_documents import pack, write
from generate_ole import compound, message_tree, streams, wide

here = os.path.dirname(os.path.abspath(__file__))
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def messages():
    recipient = {'__properties_version1.0': bytes(8), '__substg1.0_3001001E': '钱七'.encode('gbk'),
                 '__substg1.0_39FE001E': b'qian@gov.test'}
    write('ole/narrow.msg', compound(message_tree(32, '会议通知（内部）', **{
        '__substg1.0_1000001E': '请于周五前报送名单。\r\n联系电话 13800000000\r\n'.encode('gbk'),
        '__substg1.0_0C1A001E': '孙八'.encode('gbk'), '__substg1.0_0E04001E': '钱七'.encode('gbk'),
        '__recip_version1.0_#00000000': recipient})))
    deepest = message_tree(24, '第三层的邮件', **{'__substg1.0_1000001F': wide('第三层的正文')})
    inner = message_tree(24, '第二层的邮件', **{
        '__substg1.0_1000001F': wide('第二层的正文'),
        '__attach_version1.0_#00000000': {'__properties_version1.0': bytes(8), '__substg1.0_3001001F': wide('第三层'),
                                          '__substg1.0_3701000D': deepest}})
    write('ole/nested.msg', compound(message_tree(32, '转发：名单', **{
        '__substg1.0_1000001F': wide('第一层的正文'),
        '__attach_version1.0_#00000000': {'__properties_version1.0': bytes(8), '__substg1.0_3707001F': wide('名单.csv'),
                                          '__substg1.0_37010102': '姓名,电话\n周九,13900000000\n'.encode('gb18030')},
        '__attach_version1.0_#00000001': {'__properties_version1.0': bytes(8), '__substg1.0_3001001F': wide('第二层'),
                                          '__substg1.0_3701000D': inner}})))


def book():
    page = lambda title, body: (f'{DECLARATION}<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title>'
                                f'</head><body>{body}</body></html>')
    write('epub/nav.epub', pack([
        ('mimetype', 'application/epub+zip'),
        ('META-INF/container.xml', '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
         'full-path="book.opf"/></rootfiles></container>'),
        ('book.opf', '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" version="3.0">'
         '<metadata><dc:title>年度报告</dc:title><dc:creator>统计处</dc:creator><dc:description>仅供内部参考</dc:description></metadata>'
         '<manifest><item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/><item id="a" '
         'href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'),
        ('nav.xhtml', page('目录', '<nav><ol><li><a href="a.xhtml">第一章 概况</a></li></ol></nav>')),
        ('a.xhtml', page('概况', '<p>全年的<b>数</b>字在下表。</p><table><tr><td>人数</td><td>二千一百</td></tr></table>'
                         '<p hidden="hidden">未公布的数字</p><aside>脚注一条</aside>'))]))


def letter(subject, text, charset='utf-8'):
    message = email.mime.text.MIMEText(text, 'plain', charset)
    message['From'], message['To'] = '周九 <zhou@gov.test>', 'b@gov.test'
    message['Subject'] = email.header.Header(subject, charset)
    return message


def mailboxes():
    whole = email.message.EmailMessage()
    whole['From'], whole['To'], whole['Subject'] = 'a@gov.test', 'b@gov.test', '带附件的一封'
    whole.set_content('正文甲。\n')
    whole.add_attachment('附件甲里的字\n', filename='甲.txt')
    for name, parts in [('mixed.mbox', [whole, letter('国标的一封', '正文乙，国标编码。\n', 'gb2312')]),
                        ('big5.mbox', [letter('繁體的一封', '正文丙，請查照。\n', 'big5'), letter('末一封', '正文丁。\n\n完。\n')])]:
        with tempfile.TemporaryDirectory() as folder:
            box = mailbox.mbox(folder + '/box')
            for part in parts:
                item = mailbox.mboxMessage(part)
                item.set_from('zhou@gov.test', (2026, 11, 27, 8, 0, 0, 4, 331, 0))
                box.add(item)
            box.flush()
            with open(folder + '/box', 'rb') as file:
                write('mail/' + name, file.read())


def saved_pages():
    for name, charset, texts in [
            ('quoted.mhtml', 'utf-8', [('http://gov.test/a.html', '<html><head><title>招聘公告</title></head><body><p>拟录用人员名单</p></body></html>'),
                                       ('http://gov.test/b.html', '<html><body><p>框架乙的正文</p></body></html>')]),
            ('base64.mhtml', 'gb2312', [('http://gov.test/c.html', '<html><body><h1>公示</h1><p>身份证号一栏</p></body></html>')])]:
        page = email.mime.multipart.MIMEMultipart('related', type='text/html')
        page['From'], page['Subject'] = '<Saved by a browser>', email.header.Header('存下的' + name[:2], 'utf-8')
        page['Snapshot-Content-Location'] = texts[0][0]
        for location, text in texts:
            part = email.message.EmailMessage(policy=email.policy.SMTP)
            part.set_content(text + '\n', subtype='html', charset=charset, cte='quoted-printable' if charset == 'utf-8' else 'base64')
            part['Content-Location'] = location
            page.attach(part)
        write('mail/' + name, page.as_bytes())


def help_file():
    with tempfile.TemporaryDirectory() as folder:
        texts = [('index.htm', '<html><head><title>办事指南</title></head><body><p>窗口电话在第二页。</p></body></html>'),
                 ('b.htm', '<html><body><table><tr><td>综合窗口</td><td>0851-0000000</td></tr></table></body></html>'),
                 ('toc.hhc', '<HTML><BODY></BODY></HTML>')]
        for name, text in texts:
            with open(os.path.join(folder, name), 'w', encoding='gbk') as out:
                out.write(text)
        with open(os.path.join(folder, 'p.hhp'), 'w', encoding='gbk') as out:
            out.write('[OPTIONS]\r\nCompiled file=help.chm\r\nContents file=toc.hhc\r\nDefault topic=index.htm\r\n'
                      'Language=0x804\r\nTitle=指南\r\n\r\n[FILES]\r\nindex.htm\r\nb.htm\r\n')
        subprocess.run(['chmcmd', 'p.hhp'], cwd=folder, check=True, capture_output=True)
        with open(os.path.join(folder, 'help.chm'), 'rb') as made:
            write('chm/guide.chm', made.read())


def slides(path, name):
    found = streams(open(path, 'rb').read())
    del found['\5SummaryInformation']
    write(name, compound(found))


if __name__ == '__main__':
    messages()
    book()
    mailboxes()
    saved_pages()
    help_file()
    if len(sys.argv) > 1:
        slides(sys.argv[1], 'ole/libreoffice.ppt')
