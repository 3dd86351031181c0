#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""TNEF after [MS-OXTNEF], as Outlook puts it into winmail.dat, and a mail that carries one."""
import email.message
import email.policy
import pathlib
import struct

HERE = pathlib.Path(__file__).parent
NARROW, WIDE, BINARY, OBJECT, INTEGER = 0x1E, 0x1F, 0x102, 0xD, 3
MESSAGE, ATTACHMENT = 1, 2


def attribute(level, number, data):
    return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def padded(data):
    return data + b"\0" * (-len(data) % 4)


def variable(kind, number, *values, name=b""):
    return (struct.pack("<HH", kind, number) + name + struct.pack("<I", len(values))
            + b"".join(struct.pack("<I", len(value)) + padded(value) for value in values))


def wide(number, text, name=b""):
    return variable(WIDE, number, text.encode("utf-16le") + b"\0\0", name=name)


def integer(number, value):
    return struct.pack("<HHi", INTEGER, number, value)


def row(*properties):
    return struct.pack("<I", len(properties)) + b"".join(properties)


def named(text):
    """The name of a property: a GUID, the kind, the name."""
    data = text.encode("utf-16le") + b"\0\0"
    return bytes(range(16)) + struct.pack("<II", 1, len(data)) + padded(data)


def plain_rtf(text):
    """[MS-OXRTFCP], not compressed."""
    data = text.encode("ascii")
    return struct.pack("<IIII", len(data) + 12, len(data), 0x414C454D, 0) + data


def from_attribute(name, address):
    name, address = name + b"\0", address + b"\0"
    return struct.pack("<HHHH", 4, 16 + len(name) + len(address), len(name), len(address)) + name + address


def tnef(*attributes):
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


def head(subject):
    return (attribute(MESSAGE, 0x00089006, struct.pack("<I", 0x10000)),
            attribute(MESSAGE, 0x00069007, struct.pack("<II", 936, 0)),
            attribute(MESSAGE, 0x00078008, b"IPM.Microsoft Mail.Note\0"),
            attribute(MESSAGE, 0x00018004, subject.encode("gbk") + b"\0"))


INNER = tnef(*head("里面的邮件"), attribute(MESSAGE, 0x0002800C, "里面邮件的正文\0".encode("gbk")))
LETTER = tnef(
    *head("关于会议的通知"),
    attribute(MESSAGE, 0x00008000, from_attribute("发件人甲".encode("gbk"), b"SMTP:jia@example.gov.cn")),
    attribute(MESSAGE, 0x0002800C, "第一行正文\r\n第二行正文\0".encode("gbk")),
    attribute(MESSAGE, 0x00069003, row(
        integer(0x0026, 1), wide(0x001A, "IPM.Note"), wide(0x0037, "关于会议的通知"), wide(0x0C1A, "发件人乙"),
        wide(0x8000, "自定义的栏", name=named("密级")),
        variable(NARROW, 0x0E04, "收件人丙".encode("gbk") + b"\0"),
        variable(BINARY, 0x1013, "<html><body><p>网页正文</p></body></html>".encode("gbk")),
        variable(BINARY, 0x1009, plain_rtf(r"{\rtf1\ansi\ansicpg936 \'d5\'fd\'ce\'c4 RTF}")))),
    attribute(MESSAGE, 0x00069004, struct.pack("<I", 2) + row(wide(0x3001, "收件人丁"), integer(0x0C15, 1))
              + row(wide(0x3001, "收件人戊"))),
    attribute(ATTACHMENT, 0x00069002, struct.pack("<HIIIH", 1, 0xFFFFFFFF, 0, 0, 0)[:14]),
    attribute(ATTACHMENT, 0x00018010, "名单~1.TXT\0".encode("gbk")),
    attribute(ATTACHMENT, 0x0006800F, "附件里的字\n".encode("gbk")),
    attribute(ATTACHMENT, 0x00069005, row(wide(0x3707, "名单和电话.txt"), integer(0x0E20, 11))),
    attribute(ATTACHMENT, 0x00069002, struct.pack("<HIIIH", 2, 0xFFFFFFFF, 0, 0, 0)[:14]),
    attribute(ATTACHMENT, 0x00018010, "里面的邮件\0".encode("gbk")),
    attribute(ATTACHMENT, 0x00069005, row(variable(OBJECT, 0x3701, bytes(16) + INNER))))


def main():
    (HERE / "letter.tnef").write_bytes(LETTER)
    (HERE / "cut.tnef").write_bytes(LETTER[:LETTER.index("附件里的字".encode("gbk")) + 4])
    # A row of properties that says it has more than there are, and a size of 4 GiB.
    (HERE / "sizes.tnef").write_bytes(tnef(
        attribute(MESSAGE, 0x00069003, struct.pack("<I", 0xFFFFFFFF) + wide(0x0037, "还在的主题")),
        attribute(MESSAGE, 0x00069003, struct.pack("<IHHII", 1, WIDE, 0x0037, 0xFFFFFFFF, 0xFFFFFFFF)),
        attribute(MESSAGE, 0x0002800C, b"still here\0")) + struct.pack("<BII", 1, 0x0002800C, 0xFFFFFFFF) + b"rest")
    mail = email.message.EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = "a@example.gov.cn", "b@example.gov.cn", "带 winmail.dat 的邮件"
    mail.set_content("外面的正文\n")
    mail.add_attachment(LETTER, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    mail.set_boundary("=_tnef")
    (HERE / "winmail.eml").write_bytes(mail.as_bytes())


main()
