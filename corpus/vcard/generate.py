#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Cards as telephones write them (vCard 2.1, values in quoted-printable) and calendars, by Python's quopri and base64."""
import base64
import pathlib
import quopri

HERE = pathlib.Path(__file__).parent


def quoted(text, encoding):
    return quopri.encodestring(text.encode(encoding), quotetabs=True).replace(b"\n", b"\r\n")


def folded(line, width):
    data = line.encode()
    return b"\r\n ".join(data[at:at + width] for at in range(0, len(data), width))


def lines(*items):
    return b"\r\n".join(items) + b"\r\n"


(HERE / "phone.vcf").write_bytes(lines(
    b"BEGIN:VCARD", b"VERSION:2.1",
    b"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:" + quoted("王;小明", "utf-8"),
    b"ORG;CHARSET=GBK;QUOTED-PRINTABLE:" + quoted("某市人民政府办公室综合科；值班电话见附件，请勿外传", "gbk"),
    b"NOTE;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:" + quoted("标签说谎的备注：其实是另一种编码", "utf-8"),
    b"X-FILE;ENCODING=BASE64:", b" " + base64.b64encode("附在名片里的文字".encode()), b"",
    b"END:VCARD"))
# Short values tell nothing about their encoding, so the label decides, whatever its case; HZ is read by nobody.
(HERE / "labels.vcf").write_bytes(lines(
    b"BEGIN:VCARD", b"VERSION:2.1",
    b"N;charset=big5;encoding=quoted-printable:" + quoted("陳", "big5"),
    b"FN;Charset=\"Big5\";ENCODING=QUOTED-PRINTABLE:" + quoted("陳", "big5"),
    b"ORG;CHARSET=HZ-GB-2312:" + "某局".encode("hz"),
    b"TITLE;CHARSET=HZ-GB-2312:" + "科长".encode("hz"),
    b"END:VCARD"))
(HERE / "meeting.ics").write_bytes(lines(
    b"BEGIN:VCALENDAR", b"VERSION:2.0", b"BEGIN:VEVENT",
    folded('ATTENDEE;CN="李: 四";ROLE=CHAIR:mailto:lisi@example.gov.cn', 31),
    folded("SUMMARY:折在字中间的会议名称，关于安全生产工作", 20),
    "DESCRIPTION:第一行\\n第二行\\, 逗号\\; 分号".encode(),
    b"END:VEVENT", b"END:VCALENDAR"))
