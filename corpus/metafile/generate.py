#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes corpus/metafile: see the README there. LibreOffice makes what it can; the rest is put together here, record by
record, after [MS-EMF], [MS-EMFPLUS] and [MS-WMF]. Run it in the folder corpus/metafile."""
import gzip
import pathlib
import struct
import subprocess
import tempfile
import zipfile
import zlib

HERE = pathlib.Path(__file__).resolve().parent

# ---- records of EMF ----

GB2312, BIG5, ANSI, DEFAULT = 134, 136, 0, 1
BOUNDS = struct.pack("<4i", 0, 0, -1, -1)
TOP, CURRENT, RIGHT, CENTRE, BASELINE = 0, 1, 2, 6, 24
GLYPHS = 0x10


def record(kind, data=b""):
    data += bytes(-len(data) % 4)
    return struct.pack("<II", kind, len(data) + 8) + data


def emf(records, description=("", "")):
    text = ("\0".join(description) + "\0\0").encode("utf-16-le") if description[0] else b""
    body = b"".join(records) + record(14, struct.pack("<III", 0, 16, 20))
    size = 108 + len(text) + -len(text) % 4
    head = struct.pack("<4i4i4sIIIHHIIIiiiiIIIii", 0, 0, 999, 699, 0, 0, 26000, 18000, b" EMF", 0x10000,
                       size + len(body), len(records) + 2, 16, 0, len(text) // 2, 108 if text else 0, 0, 1000, 700, 260,
                       180, 0, 0, 0, 260000, 180000)
    return record(1, head + text) + body


def font(index, height, charset=DEFAULT, angle=0, face="宋体"):
    name = face.encode("utf-16-le").ljust(64, b"\0")
    return record(82, struct.pack("<IiiiiiBBBBBBBB", index, height, 0, angle, angle, 400, 0, 0, 0, charset, 0, 0, 0, 0)
                  + name) + record(37, struct.pack("<I", index))


def text_object(x, y, data, count, start, options, deltas):
    """The object and what follows it; `start` is where that is in the record."""
    place = start + len(data) + -len(data) % 4
    head = struct.pack("<iiIII4iI", x, y, count, start, options, 0, 0, -1, -1, place if deltas else 0)
    return head, data + bytes(-len(data) % 4) + b"".join(struct.pack("<i", delta) for delta in deltas)


def wide(x, y, text, deltas=(), options=0):
    data = text if isinstance(text, bytes) else text.encode("utf-16-le")
    head, tail = text_object(x, y, data, len(data) // 2, 76, options, deltas)
    return record(84, BOUNDS + struct.pack("<Iff", 1, 1, 1) + head + tail)


def narrow(x, y, data, deltas=()):
    head, tail = text_object(x, y, data, len(data), 76, 0, deltas)
    return record(83, BOUNDS + struct.pack("<Iff", 1, 1, 1) + head + tail)


def poly(strings):
    """EMR_POLYTEXTOUTW"""
    heads, tails, start = b"", b"", 40 + 40 * len(strings)
    for x, y, text in strings:
        data = text.encode("utf-16-le")
        head, tail = text_object(x, y, data, len(data) // 2, start + len(tails), 0, ())
        heads, tails = heads + head, tails + tail
    return record(97, BOUNDS + struct.pack("<IffI", 1, 1, 1, len(strings)) + heads + tails)


def small(x, y, text, is_small, has_bounds):
    data = text.encode("latin-1" if is_small else "utf-16-le")
    options = (0x200 if is_small else 0) | (0 if has_bounds else 0x100)
    return record(108, struct.pack("<iiIIIff", x, y, len(text), options, 1, 1, 1) + (BOUNDS if has_bounds else b"") + data)


def align(value):
    return record(22, struct.pack("<I", value))


def comment(data):
    return record(70, struct.pack("<I", len(data)) + data)


def bitmap(width, height):
    information = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    pixels = bytes((x * 7 + y * 13) % 251 for y in range(height) for x in range(width * 3 + -width * 3 % 4))
    return information, pixels


def stretch(width, height):
    information, pixels = bitmap(width, height)
    head = BOUNDS + struct.pack("<6i", 10, 600, 0, 0, width, height)
    return record(81, head + struct.pack("<IIIIIIii", 80, len(information), 80 + len(information), len(pixels), 0, 0xCC0020,
                                         width, height) + information + pixels)


# ---- EMF+ ----

def plus(*records):
    return comment(b"EMF+" + b"".join(records))


def plus_record(kind, flags, data=b""):
    data += bytes(-len(data) % 4)
    return struct.pack("<HHII", kind, flags, len(data) + 12, len(data)) + data


def plus_head(dual):
    return plus_record(0x4001, 1 if dual else 0, struct.pack("<IIII", 0xDBC01002, 1, 96, 96))


def plus_font(index, size):
    name = "宋体".encode("utf-16-le")
    return plus_record(0x4008, 0x0600 | index, struct.pack("<IfIiII", 0xDBC01002, size, 2, 0, 0, 2) + name)


def plus_format(index, horizontal):
    return plus_record(0x4008, 0x0700 | index, struct.pack("<IIIIIIIffffIIIffI", 0xDBC01002, 0, 0, horizontal, 0, 0, 0, 0, 0,
                                                           0, 0, 0, 0, 0, 0, 0, 0))


def plus_string(x, y, width, text, font_index, format_index=63):
    data = text.encode("utf-16-le")
    return plus_record(0x401C, 0x8000 | font_index, struct.pack("<IIIffff", 0xFF000000, format_index, len(data) // 2, x, y,
                                                                width, 0) + data)


def plus_driver(places, text, font_index, is_text=True):
    data = text.encode("utf-16-le")
    count = len(data) // 2
    return plus_record(0x4036, 0x8000 | font_index, struct.pack("<IIII", 0xFF000000, 1 if is_text else 0, 0, count) + data
                       + bytes(-len(data) % 4) + b"".join(struct.pack("<ff", x, y) for x, y in places))


def png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes((x * y) % 256 for x in range(width)) for y in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def plus_image(index, data):
    """In two pieces, as what is large is written."""
    whole = struct.pack("<IIIIIII", 0xDBC01002, 1, 0, 0, 0, 0, 1) + data
    whole += bytes(-len(whole) % 4)
    first = 64
    return (plus_record(0x4008, 0x8500 | index, struct.pack("<I", len(whole)) + whole[:first])
            + plus_record(0x4008, 0x0500 | index, whole[first:]))


# ---- WMF ----

def old_record(function, data=b""):
    data += bytes(len(data) % 2)
    return struct.pack("<IH", len(data) // 2 + 3, function) + data


def wmf(records, placeable=True):
    body = b"".join(records) + old_record(0)
    head = struct.pack("<HHHIHIH", 1, 9, 0x300, 9 + len(body) // 2, 8, max(len(item) for item in records) // 2, 0)
    place = struct.pack("<IHhhhhHI", 0x9AC6CDD7, 0, 0, 0, 1000, 700, 96, 0)
    check = 0
    for index in range(0, len(place), 2):
        check ^= struct.unpack_from("<H", place, index)[0]
    return (place + struct.pack("<H", check) if placeable else b"") + head + body


def old_font(height, charset, angle=0):
    return old_record(0x2FB, struct.pack("<hhhhhBBBBBBBB", height, 0, angle, angle, 400, 0, 0, 0, charset, 0, 0, 0, 0)
                      + "宋体".encode("gbk").ljust(32, b"\0"))


def old_text(x, y, data):
    return old_record(0x521, struct.pack("<H", len(data)) + data + bytes(len(data) % 2) + struct.pack("<hh", y, x))


def old_extended(x, y, data, deltas=(), clipped=False):
    return old_record(0xA32, struct.pack("<hhHH", y, x, len(data), 4 if clipped else 0)
                      + (struct.pack("<4h", 0, 0, 900, 600) if clipped else b"") + data + bytes(len(data) % 2)
                      + b"".join(struct.pack("<h", delta) for delta in deltas))


def old_select(index):
    return old_record(0x12D, struct.pack("<H", index))


def enhanced(data, piece):
    """META_ESCAPE_ENHANCED_METAFILE"""
    records = []
    pieces = [data[start:start + piece] for start in range(0, len(data), piece)]
    for index, content in enumerate(pieces):
        rest = sum(len(later) for later in pieces[index + 1:])
        inside = struct.pack("<IIIHIIIII", 0x43464D57, 1, 0x10000, 0, 0, len(pieces), len(content), rest, len(data)) + content
        records.append(old_record(0x626, struct.pack("<HH", 15, len(inside)) + inside))
    return records


def office_unicode(x, y, text):
    data = text.encode("utf-16-le")
    inside = struct.pack("<HIIIiiI", 0x4F4F, 0xA2C2A, 0, 2, x, y, len(data) // 2) + data + struct.pack("<I", 0)
    return old_record(0x626, struct.pack("<HH", 15, len(inside)) + inside)


# ---- cases ----

def letters(x, y, text, step):
    return [wide(x + index * step, y, letter, [step]) for index, letter in enumerate(text)]


def case_gdi():
    """Every text record, every way of aligning, fonts of three encodings."""
    return emf([
        font(1, -20), align(TOP),
        *letters(40, 40, "机密★十年", 20),
        wide(40, 80, "拟稿单位：县发展和改革局", [20] * 12),
        wide(400, 84, "各列：　甲", []),
        font(2, -20, GB2312), narrow(40, 120, "会议纪要（第七期）".encode("gbk"), [10] * 18),
        font(3, -20, BIG5), narrow(40, 160, "臺北市政府來函".encode("big5")),
        font(4, -20, ANSI), narrow(40, 200, "参会名单见附表，请勿外传。".encode("gbk")),
        font(5, -20), poly([(40, 240, "联系人："), (120, 240, "陈建国")]),
        small(40, 280, "Fax 0571", True, False), small(40, 320, "电子政务内网", False, True),
        record(27, struct.pack("<ii", 40, 360)), align(CURRENT),
        wide(0, 0, "接着", [20, 20]), wide(0, 0, "写的字", [20, 20, 20]),
        align(CENTRE), wide(500, 400, "居中的标题", [20] * 5), align(RIGHT), wide(900, 440, "右端的落款", [20] * 5),
        align(BASELINE), wide(40, 497, "基线", [20] * 2), align(TOP), wide(80, 480, "与顶线", [20] * 3),
        font(6, -20, angle=900), wide(950, 600, "竖着看的字", [20] * 5),
        record(33), record(35, struct.pack("<6f", 0.5, 0, 0, 0.5, 20, 260)),
        font(7, -40), wide(40, 520, "缩小后", [40] * 3), record(34, struct.pack("<i", -1)),
        font(8, -20), wide(100, 520, "与原样相接", [20] * 5),
        comment(b"GDIC" + struct.pack("<I4iI", 2, 0, 0, 9, 9, 5) + "图例一组".encode("utf-16-le") + b"\0\0"),
        record(70, struct.pack("<I", 0)), stretch(80, 40), stretch(20, 20),
    ], ("WPS 演示", "县财政预算草图"))


def case_mapped():
    """Window and viewport: twips downwards, then hundredths of a millimetre upwards; a title in full width lines."""
    line = "本图所列数据为内部统计口径，尚未经国家统计局核定，任何单位和个人不得擅自"
    return emf([
        record(17, struct.pack("<I", 8)), record(9, struct.pack("<ii", 15000, 10500)), record(11, struct.pack("<ii", 1000, 700)),
        font(1, -300), align(BASELINE),
        wide(600, 900, line, [300] * len(line)), wide(600, 1350, "对外公布。", [300] * 5),
        record(17, struct.pack("<I", 3)), record(12, struct.pack("<ii", 0, 600)),
        font(2, -529), wide(1000, 1000, "向上", [529] * 2), wide(1000 + 1058, 1000, "量的字", [529] * 3),
    ])


def case_plus():
    """EMF+ and the same in GDI's records, cut otherwise: once is enough. And a picture in two pieces."""
    return emf([
        plus(plus_head(True), plus_font(1, 20), plus_format(2, 1),
             plus_string(0, 40, 600, "全县重点项目投资进度图", 1, 2), plus_string(40, 100, 0, "第一行\r\n第二行", 1)),
        font(1, -20), *letters(190, 40, "全县重点项目投资进度图", 20), wide(40, 100, "第一行"), wide(40, 124, "第二行"),
        plus(plus_record(0x4025, 0, struct.pack("<I", 0)), plus_record(0x402D, 0, struct.pack("<ff", 100, 0)),
             plus_driver([(40 + 20 * index, 200) for index in range(5)], "逐字摆放的", 1),
             plus_record(0x4026, 0, struct.pack("<I", 0)),
             plus_driver([(240 + 20 * index, 200) for index in range(3)], "图例字", 1)),
        *letters(140, 184, "逐字摆放的图例字", 20),
        plus(plus_image(3, png(70, 40))),
        plus(plus_record(0x4002, 0)),
    ])


def case_glyphs():
    """Numbers of shapes, in both kinds of records: what they mean, only the font knows."""
    return emf([
        font(1, -20), wide(40, 40, "看得见的", [20] * 4), wide(40, 80, struct.pack("<3H", 917, 2204, 88), [20] * 3, GLYPHS),
        plus(plus_head(False), plus_font(1, 20), plus_driver([(40, 200)] * 2, "ab", 1, False)),
    ])


def case_dual_glyphs():
    """Here GDI's records tell what the numbers mean."""
    return emf([
        plus(plus_head(True), plus_font(1, 20),
             plus_driver([(40 + 20 * index, 60) for index in range(4)], "abcd", 1, False)),
        font(1, -20), wide(40, 44, "四个字形", [20] * 4),
    ])


def case_overlapping():
    """Twenty strings in one record, all in the same place of it."""
    text = "重叠" * 50
    data, count = text.encode("utf-16-le"), 20
    heads = b"".join(text_object(40, 40, data, len(text), 40 + 40 * count, 0, ())[0] for _ in range(count))
    return emf([font(1, -20), record(97, BOUNDS + struct.pack("<IffI", 1, 1, 1, count) + heads + data)])


def case_outlines():
    """A map without a letter, unless its shapes are some."""
    shape = record(91, BOUNDS + struct.pack("<II", 1, 3) + struct.pack("<I", 3) + struct.pack("<6h", 0, 0, 9, 0, 9, 9))
    return emf([shape] * 240)


def case_wmf():
    """Without the placeable header, as RTF and Word have it."""
    information, pixels = bitmap(72, 30)
    text = "各科室负责人通讯录"
    return wmf([
        old_record(0x103, struct.pack("<H", 8)), old_record(0x20B, struct.pack("<hh", 0, 0)),
        old_record(0x20C, struct.pack("<hh", 700, 1000)),
        old_record(0x2FA, bytes(10)), old_font(-20, GB2312), old_record(0x2FC, bytes(8)), old_font(-20, DEFAULT),
        old_select(0), old_select(1), old_text(40, 40, "征求意见稿".encode("gbk")),
        old_extended(40, 80, text.encode("gbk"), [20, 0] * len(text), True),
        old_record(0x1F0, struct.pack("<H", 0)), old_font(-20, BIG5), old_select(0),
        old_text(40, 120, "繁體的附註".encode("big5")),
        old_select(3), old_text(40, 160, "未注明字符集的说明".encode("gbk")),
        old_select(1), *[old_extended(40 + 20 * index, 200, letter.encode("gbk"), [20, 0])
                         for index, letter in enumerate("严禁转发")],
        office_unicode(40, 240, "码表之外的𠮷野家"),
        old_record(0xF43, struct.pack("<IH8h", 0xCC0020, 0, 30, 72, 0, 0, 30, 72, 500, 40) + information + pixels),
    ], False)


def case_wrapped():
    """What it was made from is inside, in pieces, and says the same; the second one says more."""
    same = emf([font(1, -20), wide(40, 40, "同一句话", [20] * 4)])
    more = emf([font(1, -20), wide(40, 40, "只在里面的话", [20] * 6)])
    return wmf(enhanced(same, 200) + enhanced(more, 8192)
               + [old_font(-20, GB2312), old_select(0), old_text(40, 40, "同一句话".encode("gbk"))])


def case_old_inside():
    """The other way round, and a file behind the end."""
    inside = wmf([old_font(-20, GB2312), old_select(0), old_text(40, 40, "旧格式里的话".encode("gbk"))])
    return emf([comment(b"GDIC" + struct.pack("<IHHIII", 0x80000001, 0x300, 0, 0, 0, len(inside)) + inside),
                font(1, -20), wide(40, 40, "新格式里的话", [20] * 6)]) + bytes(12) + "尾巴里的话".encode()


DRAWING = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.graphics"><office:automatic-styles>
<style:style style:name="c" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/></style:style>
<style:style style:name="b" style:family="text"><style:text-properties style:font-weight-asian="bold"/></style:style>
<style:style style:name="g" style:family="graphic"><style:graphic-properties draw:fill="none" draw:stroke="none"
 fo:wrap-option="wrap" draw:auto-grow-height="true"/></style:style>
</office:automatic-styles><office:body><office:drawing><draw:page draw:name="页">
<draw:frame draw:style-name="g" svg:x="2cm" svg:y="1cm" svg:width="16cm" svg:height="1.2cm"><draw:text-box><text:p
 text:style-name="c">青溪县二〇二五年度预算执行示意图</text:p></draw:text-box></draw:frame>
<draw:frame draw:style-name="g" svg:x="2cm" svg:y="3cm" svg:width="12cm" svg:height="4cm"><draw:text-box><text:p
>图中数据由县财政局国库科汇总，<text:span text:style-name="b">内部资料</text:span>，未经批准不得对外提供；联系人王秋实，电话
 13900001234，请各乡镇于 6 月 30 日前核对完毕。</text:p></draw:text-box></draw:frame>
<draw:custom-shape draw:style-name="g" draw:transform="rotate(1.5708) translate(17cm 12cm)" svg:width="6cm"
 svg:height="1cm"><text:p>左侧竖排的说明</text:p></draw:custom-shape>
<draw:frame draw:style-name="g" svg:x="2cm" svg:y="9cm" svg:width="14cm" svg:height="1cm"><draw:text-box><text:p
>Budget chart, third quarter</text:p></draw:text-box></draw:frame>
</draw:page></office:drawing></office:body></office:document>
"""


def by_libreoffice(folder):
    source = pathlib.Path(folder) / "libreoffice.fodg"
    source.write_text(DRAWING)
    for kind in "emf", "wmf":
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind,
                        "--outdir", str(HERE), str(source)], check=True, stdout=subprocess.DEVNULL)


def document():
    """A page with one picture, as Word keeps it."""
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
        'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="emf" '
        'ContentType="image/x-emf"/><Default Extension="wmf" ContentType="image/x-wmf"/><Default Extension="emz" '
        'ContentType="image/x-emz"/><Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        '<w:p><w:r><w:t>图一</w:t></w:r></w:p></w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{relations}">' + "".join(
            f'<Relationship Id="r{index}" Type="{office}/image" Target="media/image{index}.{kind}"/>'
            for index, kind in enumerate(("emf", "wmf", "emz"))) + "</Relationships>",
        "word/media/image0.emf": emf([font(1, -20), wide(40, 40, "图里的涉密人员名单", [20] * 9)]),
        "word/media/image1.wmf": wmf([old_font(-20, GB2312), old_select(0), old_text(40, 40, "旧图里的话".encode("gbk"))]),
        "word/media/image2.emz": gzip.compress(emf([font(1, -20), wide(40, 40, "压缩图里的话", [20] * 6)]), mtime=0),
    }
    with zipfile.ZipFile(HERE / "document.docx", "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def rich_text():
    new = emf([font(1, -20), wide(40, 40, "富文本里的图", [20] * 6)]).hex()
    old = wmf([old_font(-20, GB2312), old_select(0), old_text(40, 40, "富文本里的旧图".encode("gbk"))], False).hex()
    (HERE / "document.rtf").write_text(r"{\rtf1\ansi\ansicpg936 {\pict\emfblip\picw1000\pich700 " + new
                                       + r"}{\pict\wmetafile8\picw1000\pich700 " + old + "}}\n")


def main():
    for name, case in (("gdi", case_gdi), ("mapped", case_mapped), ("plus", case_plus), ("glyphs", case_glyphs),
                       ("dual-glyphs", case_dual_glyphs), ("outlines", case_outlines), ("old-inside", case_old_inside), ("overlapping", case_overlapping)):
        (HERE / f"{name}.emf").write_bytes(case())
    (HERE / "old.wmf").write_bytes(case_wmf())
    (HERE / "wrapped.wmf").write_bytes(case_wrapped())
    (HERE / "cut.emf").write_bytes(case_gdi()[:2000])
    (HERE / "cut.wmf").write_bytes(case_wmf()[:500])
    (HERE / "pressed.emz").write_bytes(gzip.compress(emf([font(1, -20), wide(40, 40, "压缩过的图", [20] * 5)]), mtime=0))
    document()
    rich_text()
    with tempfile.TemporaryDirectory() as folder:
        by_libreoffice(folder)


if __name__ == "__main__":
    main()
