#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Makes the mail of this folder again: by Python's email and mailbox modules, by mpack and mutt where they are named,
# and by hand where no program writes such a thing. Nothing runs this but a person who adds a case.
import base64
import binascii
import email.header
import email.message
import email.mime.application
import email.mime.message
import email.mime.multipart
import email.mime.text
import email.policy
import mailbox
import os
import subprocess
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
DATE = 'Fri, 27 Nov 2026 08:00:00 +0800'
PROSE = '各级人民政府应当加强对政府信息公开工作的组织领导。'


def write(name, data):
    data = data if isinstance(data, bytes) else data.encode()
    with open(os.path.join(here, name), 'wb') as file:
        file.write(data)


def head(message, subject='测试邮件', sender='张三 <zhang@gov.test>'):
    message['From'], message['To'], message['Date'] = sender, '李四 <li@gov.test>', DATE
    message['Subject'] = subject
    message['Message-ID'] = '<1@gov.test>'
    return message


# By the modern interface: alternative, attachments with RFC 2231 names, a message inside.
message = head(email.message.EmailMessage(policy=email.policy.SMTP), '关于机密★10年文件的通知')
message['Cc'] = '王五 <wang@gov.test>, 办公室 <office@gov.test>'
message['X-Internal-Note'] = '内部流转编号 甲字第3号'
message.set_content('纯文本正文。\n' + PROSE + '\n')
message.add_alternative('<html><body><p>网页正文。</p></body></html>\n', subtype='html')
message.add_attachment('一,二\n张三,13800000000\n'.encode('gbk'), maintype='text', subtype='csv', filename='名单.csv')
message.add_attachment('附件里的字\n', filename='说明.txt')
inner = head(email.message.EmailMessage(policy=email.policy.SMTP), '里面的邮件')
inner.set_content('里面的正文。\n')
message.add_attachment(inner)
write('modern.eml', message.as_bytes())

# By the old interface: encoded words in GB2312, Big5 and ISO-2022-JP, texts in declared charsets.
message = head(email.mime.multipart.MIMEMultipart(), email.header.Header('会议纪要（内部）' * 6, 'gb2312'))
message['Comments'] = email.header.Header('繁體說明', 'big5')
message['Keywords'] = email.header.Header('日本語', 'iso-2022-jp')
for text, charset in [(PROSE, 'gb2312'), ('繁體中文的內容在這裡，請各單位遵照辦理。', 'big5'), (PROSE, 'utf-8')]:
    message.attach(email.mime.text.MIMEText(text, 'plain', charset))
part = email.mime.application.MIMEApplication('表里的字'.encode('gb18030'), 'octet-stream')
part.add_header('Content-Disposition', 'attachment', filename=('gbk', '', '旧接口.txt'))
message.attach(part)
write('charsets.eml', message.as_bytes())

# What programs write against the rules: raw GBK in header and name, a character cut in two between encoded words, a
# charset that lies, a quoted encoded word, continued parameters, no MIME at all.
words = '各省市区'.encode('gbk')
b64 = lambda b: base64.b64encode(b).decode()
raw = (b'Received: from a by b; ' + DATE.encode() + b'\r\nFrom: ' + '赵六'.encode('gbk') + b' <zhao@gov.test>\r\nSubject: =?gb2312?B?'
       + b64(words[:3]).encode() + b'?=\r\n =?GB2312?b?' + b64(words[3:] + '镕'.encode('gbk')).encode() + b'?= and =?utf-8?Q?=E5=8D=8A_?= =?utf-8?q?=E5=8D=8A?=\r\n'
       b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b 1"\r\n\r\n'
       + '不显示的前言'.encode() + b'\r\n--b 1\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
       + ''.join('=%02X' % b for b in ('说谎的字符集：' + PROSE).encode('gbk')).encode().replace(b'=B9', b'=B9=\r\n')
       + b'\r\n--b 1\r\nContent-Type: text/plain; name="' + '原样国标名.txt'.encode('gbk') + b'"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n' + '原样的国标正文，没有说明字符集。'.encode('gbk')
       + b'\r\n--b 1\r\nContent-Type: application/octet-stream; name="=?GBK?B?' + b64('编码字'.encode('gbk')).encode() + b'?=\r\n =?GBK?B?' + b64('名称.txt'.encode('gbk')).encode()
       + b'?="\r\nContent-Transfer-Encoding: base64\r\n\r\n' + b64('编码字附件'.encode()).encode()
       + b'\r\n--b 1\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename*0*=utf-8\'\'%E7%BB%AD%E8; filename*1*=%A1%8C; filename*2=".txt"\r\n\r\n'
       + '续行参数的附件'.encode() + b'\r\n--b 1--\r\n' + '不显示的后记'.encode() + b'\r\n')
write('against-the-rules.eml', raw)
write('bare.eml', b'From: a@gov.test\r\nTo: b@gov.test\r\nDate: ' + DATE.encode() + b'\r\nSubject: plain\r\n\r\n' + '没有说明的正文。'.encode('gbk') + b'\r\n')

# Flowed text, and files that are uuencoded in it.
uu = b'begin 644 \xe5\x90\x8d.txt\n' + b''.join(binascii.b2a_uu(('藏在正文里的文件' * 8).encode()[i:i + 45]) for i in range(0, 192, 45)) + b'`\nend\n'
write('flowed.eml', b'From: a@gov.test\nTo: b@gov.test\nDate: ' + DATE.encode() + b'\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n'
      + '一句话在机 \n密处断开。\n> 引文也在机 \n> 密处断开。\n-- \n签名\n'.encode() + uu)

# Signed and encrypted.
message = head(email.mime.multipart.MIMEMultipart('signed', protocol='application/pgp-signature'), 'signed')
message.attach(email.mime.text.MIMEText('签了名的正文。\n', 'plain', 'utf-8'))
message.attach(email.mime.application.MIMEApplication('-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n', 'pgp-signature', email.encoders.encode_7or8bit))
write('signed.eml', message.as_bytes())
message = head(email.mime.multipart.MIMEMultipart('encrypted', protocol='application/pgp-encrypted'), '加密的邮件')
message.attach(email.mime.application.MIMEApplication('Version: 1\n', 'pgp-encrypted', email.encoders.encode_7or8bit))
message.attach(email.mime.application.MIMEApplication('-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n', 'octet-stream', email.encoders.encode_7or8bit))
write('encrypted.eml', message.as_bytes())
write('armor.eml', head(email.mime.text.MIMEText('见下。\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n', 'plain', 'utf-8')).as_bytes())


def smime(name, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        run = lambda *a: subprocess.run(a, cwd=folder, check=True, capture_output=True)
        with open(folder + '/in', 'wb') as file:
            file.write('Content-Type: text/plain; charset=utf-8\r\n\r\n公务邮件的正文。\r\n'.encode())
        run('openssl', 'req', '-x509', '-newkey', 'rsa:1024', '-nodes', '-keyout', 'key', '-out', 'cert', '-subj', '/CN=test')
        run('openssl', 'cms', *arguments, '-in', 'in', '-out', 'out', '-from', 'a@gov.test', '-to', 'b@gov.test', '-subject', name)
        with open(folder + '/out', 'rb') as file:
            write(name + '.eml', file.read())


smime('smime-encrypted', '-encrypt', '-aes128', '-recip', 'cert')
smime('smime-detached', '-sign', '-signer', 'cert', '-inkey', 'key')
smime('smime-opaque', '-sign', '-nodetach', '-signer', 'cert', '-inkey', 'key')
smime('smime-opaque-pieces', '-sign', '-nodetach', '-stream', '-signer', 'cert', '-inkey', 'key')

# A message that breaks off, one that nests without end, one of several.
whole = head(email.mime.multipart.MIMEMultipart(), 'cut')
whole.attach(email.mime.text.MIMEText('第一部分', 'plain', 'utf-8'))
whole.attach(email.mime.text.MIMEText('第二部分', 'plain', 'utf-8'))
write('cut.eml', whole.as_bytes()[:-70])
deep = head(email.mime.text.MIMEText('最里面的正文', 'plain', 'utf-8'))
for _ in range(70):
    outer = head(email.mime.multipart.MIMEMultipart(), 'deep')
    outer.attach(email.mime.message.MIMEMessage(deep))
    deep = outer
write('deep.eml', deep.as_bytes())
write('partial.eml', b'From: a@gov.test\r\nTo: b@gov.test\r\nMIME-Version: 1.0\r\nContent-Type: message/partial; id="x"; number=2; total=3\r\n\r\n' + '中间一段'.encode() + b'\r\n')

# A saved page as browsers write it.
page = head(email.mime.multipart.MIMEMultipart('related', type='text/html'), '保存的网页', 'Saved by Blink <x@gov.test>')
del page['To'], page['Message-ID']
page['Snapshot-Content-Location'] = 'https://gov.test/%E6%9C%BA%E5%AF%86.html'
for location, subtype, text in [('https://gov.test/%E6%9C%BA%E5%AF%86.html', 'html', '<html><body>保存下来的正文。<iframe src="cid:f"></iframe></body></html>'),
                                ('cid:f', 'html', '<html><body>框架里的正文。</body></html>'), ('https://gov.test/a.css', 'css', 'p { color: red }')]:
    part = email.mime.text.MIMEText(text, subtype, 'gb2312')
    part['Content-Location'] = location
    page.attach(part)
write('page.mhtml', page.as_bytes())

# Mailboxes.
with tempfile.TemporaryDirectory() as folder:
    box = mailbox.mbox(folder + '/box')
    for number in range(1, 4):
        message = mailbox.mboxMessage(head(email.mime.text.MIMEText('第%d封的正文。\n\nFrom here on it is text.\n' % number, 'plain', 'utf-8'), '第%d封' % number))
        message.set_from('zhang@gov.test', (2026, 11, 27, 8, 0, 0, 4, 331, 0))
        box.add(message)
    box.flush()
    with open(folder + '/box', 'rb') as file:
        write('python.mbox', file.read())
one = bare = open(os.path.join(here, 'bare.eml'), 'rb').read()
write('apple.emlx', b'%-10d\n' % len(one) + one + '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict><key>subject</key><string>属性表里的主题</string></dict></plist>\n'.encode())
write('no-blank-line.eml', b'From: a@gov.test\nTo: b@gov.test\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n' + '没有空行的正文\n\n'.encode() + b'--x--\n')
# Few headers, and the name of the file; UTF-7 by Python's codec.
encoded = base64.b64encode('没有发件人的正文。'.encode()).decode()
write('few-headers.eml', 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n' + encoded + '\n')
write('cut-header.eml', 'From: a@gov.test\nTo: b@gov.test\nSubject: cut in its header\nMIME-Version: 1.0\nContent-Type: mult')
write('utf7.eml', b'From: a@gov.test\nTo: b@gov.test\nSubject: =?utf-7?Q?' + '标题'.encode('utf-7') + b'?=\nMIME-Version: 1.0\n'
      b'Content-Type: text/plain; charset=utf-7\n\n' + '正文：1 + 1 = 2，😀。+a-b'.encode('utf-7') + b'\nbroken +2D0- +/-\n')
write('letter.txt', 'From: 张三\nTo: 李四\n\n这是一封写在文本里的信，不是邮件。\nSubject: 也不是。\n')
with tempfile.TemporaryDirectory() as folder:
    with open(folder + '/附件.txt', 'w') as file:
        file.write('以 mpack 寄出的附件。\n')
    with open(folder + '/body', 'w') as file:
        file.write('正文在前。\n')
    subprocess.run(['mpack', '-s', 'mpack', '-d', 'body', '-o', 'out', '附件.txt'], cwd=folder, check=True)
    with open(folder + '/out', 'rb') as file:
        write('mpack.eml', b'From: a@gov.test\nTo: b@gov.test\n' + file.read())
    with open(folder + '/send', 'w') as file:
        file.write('#!/bin/sh\ncat > %s/sent\n' % folder)
    os.chmod(folder + '/send', 0o755)
    with open(folder + '/muttrc', 'w') as file:
        file.write('set record=""\nset sendmail="%s/send"\nset charset=utf-8\nset send_charset=gb2312\nset realname="王五"\nset from="w@gov.test"\n' % folder)
    subprocess.run(['mutt', '-F', 'muttrc', '-s', '以 mutt 寄出', '-a', '附件.txt', '--', 'b@gov.test'], cwd=folder, check=True,
                   env=dict(os.environ, LANG='C.UTF-8', HOME=folder), input='mutt 的正文。\n'.encode())
    with open(folder + '/sent', 'rb') as file:
        write('mutt.eml', file.read())
