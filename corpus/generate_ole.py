#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes corpus/ole: see the README there. LibreOffice makes what it can; the rest is put together here, byte by byte,
after the published record formats. Run it in the folder corpus/ole."""
import hashlib
import pathlib
import struct
import subprocess
import tempfile
import zipfile
import zlib
import io
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "metafile"))
import generate as metafiles  # noqa: E402

# ---- compound files ([MS-CFB]) ----

END, FREE, FAT_SECTOR, NO_STREAM = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF


def compound(tree):
    """A file of the streams in `tree`: {name: bytes, or a tree of its own}."""
    entries = [("Root Entry", 5, None)]
    links = {}

    def add(folder, content):
        names = sorted(content, key=lambda name: (len(name), name.upper()))
        first = previous = None
        for name in names:
            index = len(entries)
            value = content[name]
            entries.append((name, 1 if isinstance(value, dict) else 2, None if isinstance(value, dict) else value))
            if previous is None:
                first = index
            else:
                links.setdefault(previous, {})["right"] = index
            previous = index
            if isinstance(value, dict):
                add(index, value)
        if first is not None:
            links.setdefault(folder, {})["child"] = first

    add(0, tree)
    fat, sectors, mini_fat, mini = [], [], [], b""

    def chain(data):
        start, count = len(sectors), (len(data) + 511) // 512
        for number in range(count):
            sectors.append(data[512 * number:512 * number + 512].ljust(512, b"\0"))
            fat.append(start + number + 1 if number + 1 < count else END)
        return start if count else END

    starts = {}
    for index, (name, kind, data) in enumerate(entries):
        if kind != 2:
            continue
        if len(data) >= 4096:
            starts[index] = chain(data)
        elif data:
            starts[index] = len(mini_fat)
            count = (len(data) + 63) // 64
            mini_fat += [len(mini_fat) + number + 1 for number in range(count - 1)] + [END]
            mini += data.ljust(64 * count, b"\0")
    root_start = chain(mini)
    mini_fat_start = chain(struct.pack(f"<{len(mini_fat)}I", *mini_fat)) if mini_fat else END
    mini_fat_count = (4 * len(mini_fat) + 511) // 512
    directory = b""
    for index, (name, kind, data) in enumerate(entries):
        wide = name.encode("utf-16-le")
        link = links.get(index, {})
        start = root_start if index == 0 else starts.get(index, END if kind == 2 else 0)
        size = len(mini) if index == 0 else len(data or b"")
        directory += (wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide) + 2, kind, 1)
                      + struct.pack("<III", NO_STREAM, link.get("right", NO_STREAM), link.get("child", NO_STREAM))
                      + bytes(36) + struct.pack("<IQ", start, size))
    directory += bytes(-len(directory) % 512)
    directory_start = chain(directory)
    count = 1
    while (len(fat) + count) > 128 * count:
        count += 1
    fat_places = list(range(len(fat), len(fat) + count))
    fat += [FAT_SECTOR] * count
    fat += [FREE] * (128 * count - len(fat))
    header = (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
              + struct.pack("<IIIIIIIII", 0, count, directory_start, 0, 4096, mini_fat_start, mini_fat_count, END, 0))
    header += struct.pack("<109I", *(fat_places + [FREE] * (109 - count)))
    return header + b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat)


def streams(data):
    """The streams of a small compound file's root, by name."""
    fat = []
    for place in struct.unpack_from("<109I", data, 76):
        if place < 0xFFFFFFF0:
            fat += struct.unpack_from("<128I", data, 512 + 512 * place)

    def read(start):
        out = b""
        while start < 0xFFFFFFF0:
            out += data[512 + 512 * start:1024 + 512 * start]
            start = fat[start]
        return out

    directory = read(struct.unpack_from("<I", data, 48)[0])
    mini_fat = read(struct.unpack_from("<I", data, 60)[0])
    found, mini = {}, b""
    for place in range(0, len(directory), 128):
        entry = directory[place:place + 128]
        size_of_name, kind = struct.unpack_from("<HB", entry, 64)
        start, size = struct.unpack_from("<II", entry, 116)
        if kind == 5:
            mini = read(start)
        elif kind == 2 and size >= 4096:
            found[entry[:size_of_name - 2].decode("utf-16-le")] = read(start)[:size]
        elif kind == 2:
            out = b""
            while start < 0xFFFFFFF0 and size:
                out += mini[64 * start:64 * start + 64]
                start = struct.unpack_from("<I", mini_fat, 4 * start)[0]
            found[entry[:size_of_name - 2].decode("utf-16-le")] = out[:size]
    return found


# ---- workbooks ([MS-XLS]) ----

def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def bof(version, kind):
    return record(0x809, struct.pack("<HHHHII", version, kind, 0, 0, 0, 0)[:8 if version == 0x500 else 16])


def workbook(version, shared, sheets):
    """Globals, and the sheets: [(name as bytes, state, records)]."""
    size = len(shared) + len(bof(version, 5)) + len(record(0x0A)) + sum(4 + 6 + len(name) for name, _, _ in sheets)
    head, body = b"", b""
    for name, state, records in sheets:
        head += record(0x85, struct.pack("<IBB", size + len(body), state, 0) + name)
        body += bof(version, 0x10) + records + record(0x0A)
    return bof(version, 5) + shared + head + record(0x0A) + body


def short(text, wide=True):
    data = text.encode("utf-16-le") if wide else text.encode("latin-1")
    return struct.pack("<BB", len(text), wide) + data


def long_text(text, wide=True):
    data = text.encode("utf-16-le") if wide else text.encode("latin-1")
    return struct.pack("<HB", len(text), wide) + data


def label(row, column, index):
    return record(0xFD, struct.pack("<HHHI", row, column, 0, index))


def strings_of_many_kinds():
    """A table of strings that goes on in further records: within characters, which change their width there, within
    how they look, and between two strings."""
    first = struct.pack("<II", 5, 5)
    first += struct.pack("<HBH", 6, 8, 2) + b"looked" + bytes(8)                       # 0: rich
    first += struct.pack("<HBI", 2, 5, 10) + "发音".encode("utf-16-le") + bytes(10)     # 1: with how it is spoken
    first += struct.pack("<HB", 8, 1) + "机密★1".encode("utf-16-le")                    # 2: goes on in one byte each
    second = b"\0" + b"0-6A" + struct.pack("<HBH", 4, 9, 3) + "富文本字".encode("utf-16-le") + bytes(5)   # 3: looks cut
    third = bytes(7) + struct.pack("<HB", 3, 1) + "第五条".encode("utf-16-le")          # 4
    return record(0xFC, first) + record(0x3C, second) + record(0x3C, third)


def continued_workbook():
    cells = b"".join(label(0, index, index) for index in range(4))
    cells += record(0xBD, struct.pack("<HHHIHIH", 1, 0, 0, 12345 << 2 | 2, 0, (12345 << 2 | 3), 1))
    cells += record(0x203, struct.pack("<HHHd", 1, 3, 0, 522301199003070029.0))
    cells += record(0x204, struct.pack("<HHH", 2, 0, 0) + long_text("标签"))
    cells += record(0xD6, struct.pack("<HHH", 2, 1, 0) + long_text("富标签") + struct.pack("<HHH", 1, 0, 0))
    quoted = b"\x17" + short("暗语")
    cells += record(0x06, struct.pack("<HHHBBBBHHHIH", 3, 0, 0, 0, 0, 0, 0, 0, 0xFFFF, 0, 0, len(quoted)) + quoted)
    cells += record(0x207, long_text("公式的结果"))
    cells += record(0x06, struct.pack("<HHHBBBBHHHIH", 3, 1, 0, 1, 0, 1, 0, 0, 0xFFFF, 0, 0, 0))
    cells += record(0x208, struct.pack("<HHHHHHHH", 4, 0, 1, 255, 0, 0, 0x20, 0)) + label(4, 0, 1)
    cells += record(0x5D, struct.pack("<HHHH", 0x15, 18, 6, 1) + bytes(14))
    cells += record(0x1B6, struct.pack("<HHIHHHI", 0, 0, 0, 0, 5, 0, 0)[:18])
    cells += record(0x3C, b"\1" + "形状里的".encode("utf-16-le")) + record(0x3C, b"\0" + b"x")
    name = record(0x18, struct.pack("<HBBHHHBBBB", 0, 0, 3, 0, 0, 0, 0, 0, 0, 0) + b"\1" + "区域一".encode("utf-16-le"))
    shared = strings_of_many_kinds() + name
    return compound({"Workbook": workbook(0x600, shared, [(short("名单"), 0, cells), (short("深藏"), 2, label(0, 0, 2))])})


def displayed_workbook():
    """Formats that have words of their own."""
    codes = ['"机密★"0"年"', '"机密★"@', '@"★10年"', '"盈"0;"亏"0;"暗语"', '0.0"万元"', '0;-0;0;"不予显示"']
    shared = b"".join(record(0x41E, struct.pack("<H", 170 + index) + long_text(code)) for index, code in enumerate(codes))
    shared += b"".join(record(0xE0, struct.pack("<HH16x", 0, 170 + index)) for index in range(len(codes)))
    words = ["10年", "机密", "藏起来的话"]
    shared += record(0xFC, struct.pack("<II", len(words), len(words))
                     + b"".join(struct.pack("<HB", len(word), 1) + word.encode("utf-16-le") for word in words))

    def number(column, value):
        return record(0x203, struct.pack("<HHHd", 0, column, column, value))

    def text(column, index):
        return record(0xFD, struct.pack("<HHHI", 0, column, column, index))

    cells = number(0, 10) + text(1, 0) + text(2, 1) + number(3, 0) + number(4, 12.345) + text(5, 2)
    cells += record(0x27E, struct.pack("<HHHI", 1, 0, 0, 20 << 2 | 2))
    cells += record(0x06, struct.pack("<HHHBBBBHHHIH", 1, 1, 1, 0, 0, 0, 0, 0, 0xFFFF, 0, 0, 0)) + record(0x207, long_text("20年"))
    return compound({"Workbook": workbook(0x600, shared, [(short("格式"), 0, cells)])})


def repeated_workbook():
    """One string of 12 KB that each of 1,500 cells refers to: 18 MB of text in 32 KB (tests/robustness)."""
    text = "各级人民政府应当加强" * 400
    shared = record(0xFC, struct.pack("<II", 1, 1) + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))
    cells = b"".join(record(0xFD, struct.pack("<HHHI", row, 0, 0, 0)) for row in range(1500))
    return compound({"Workbook": workbook(0x600, shared, [(short("A"), 0, cells)])})


def old_workbook():
    """BIFF5, in GBK."""
    def text(row, column, value, kind=0x204):
        data = value.encode("gbk")
        return record(kind, struct.pack("<HHHH", row, column, 0, len(data)) + data)

    name = "名单".encode("gbk")
    cells = text(0, 0, "姓名") + text(0, 1, "机密★10年") + text(1, 0, "张三", 0xD6)
    note = "旧式批注".encode("gbk")
    cells += record(0x1C, struct.pack("<HHH", 0, 0, len(note)) + note)
    cells += record(0x14, bytes([len("&C页眉".encode("gbk"))]) + "&C页眉".encode("gbk"))
    return compound({"Book": workbook(0x500, record(0x42, struct.pack("<H", 936)),
                                      [(bytes([len(name)]) + name, 0, cells)])})


# ---- documents ([MS-DOC]; Word 6 as its predecessors had it) ----

def old_document():
    """Word 6: text of 8 bits in GBK, right behind the header, without a table of pieces."""
    parts = ["机密★10年\r第一段\x0b换行\r姓名\x07身份证号\x07\x07张三\x07522301199003070029\x07\x07",
             "\x13 HYPERLINK \"http://a.example/\" \x14链接\x15之后\r"]
    main, note = "".join(parts).encode("gbk"), "\x02脚注\r".encode("gbk")
    header = bytearray(0x400)
    struct.pack_into("<HHHHHHH", header, 0, 0xA5DC, 101, 0, 0x804, 0, 0, 0)
    struct.pack_into("<II", header, 24, len(header), len(header) + len(main) + len(note))
    struct.pack_into("<II", header, 0x34, len(main), len(note))
    stream = bytes(header) + main + note
    return compound({"WordDocument": stream.ljust(4096, b"\0")})


def pieces_document(damaged=False):
    """Word 97, saved "fast": pieces of both widths, out of order, and a word that goes on from one to the next."""
    texts = [("机".encode("utf-16-le"), True), ("密★10年\r".encode("utf-16-le"), True), (b"plain \x93quoted\x94\r", False)]
    header = bytearray(0x400)
    places, stream = {}, bytearray()
    for index in (2, 0, 1):
        places[index] = len(header) + len(stream)
        stream += texts[index][0]
    table, borders, position = b"", [0], 0
    for index, (data, wide) in enumerate(texts):
        position += len(data) // (2 if wide else 1)
        borders.append(position)
        place = places[index] if wide else places[index] * 2 | 0x40000000
        table += struct.pack("<HIH", 0, place, 0)
    table = struct.pack("<4I", *borders) + table
    clx = b"\1" + struct.pack("<H", 4) + bytes(4) + b"\2" + struct.pack("<I", len(table) + (5000 if damaged else 0)) + table
    struct.pack_into("<HHHHHHH", header, 0, 0xA5EC, 0xC1, 0, 0x804, 0, 0x0204, 0)
    struct.pack_into("<II", header, 24, len(header), len(header) + len(stream))
    struct.pack_into("<I", header, 0x4C, position)
    struct.pack_into("<II", header, 0x9A + 8 * 33, 0, len(clx))
    return compound({"WordDocument": (bytes(header) + bytes(stream)).ljust(4096, b"\0"), "1Table": clx})


def native(name, content):
    """What the Packager makes of a file."""
    path = ("C:\\Users\\张三\\" + name).encode("gbk") + b"\0"
    body = (struct.pack("<H", 2) + name.encode("gbk") + b"\0" + path + struct.pack("<HHI", 0, 3, len(path)) + path
            + struct.pack("<I", len(content)) + content)
    return struct.pack("<I", len(body)) + body


def embedding_document():
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr(zipfile.ZipInfo("包里.txt"), "包里的文件".encode())
    document = streams(pieces_document())
    document["ObjectPool"] = {
        "_1": {"\1Ole10Native": native("附件.txt", "打包的附件".encode("gbk"))},
        "_2": {"Package": package.getvalue(), "\1CompObj": bytes(32)},
        "_3": streams(old_workbook()),
        "_4": {"\1CompObj": bytes(32), "Equation Native": bytes(40)},
    }
    source = b"\0Attribute VB_Name = \"M\"\r\n'" + "宏里的话".encode("gbk") + b"\r\n"
    chunk = b""
    for place in range(1, len(source), 8):
        chunk += b"\0" + source[place:place + 8]
    compressed = b"\1" + struct.pack("<H", 0xB000 | (len(chunk) - 1)) + chunk
    document["Macros"] = {"VBA": {"dir": b"", "M": bytes(20) + compressed, "_VBA_PROJECT": bytes(10)}, "PROJECT": b"x"}
    return compound(document)


# ---- pictures of drawings ([MS-ODRAW]), and documents with them ----

def picture(name):
    return pathlib.Path("../image", name).read_bytes()


def art(kind, instance, body, container=False):
    return struct.pack("<HHI", instance << 4 | (15 if container else 0), kind, len(body)) + body


def blip(kind, instance, data):
    """A picture behind its identifier and a tag; metafiles have a header of their own in `data`."""
    return art(kind, instance, hashlib.md5(data).digest() + data)


PNG, JPEG, DIB, TIFF = (0xF01E, 0x6E0), (0xF01D, 0x46A), (0xF01F, 0x7A8), (0xF029, 0x6E4)


def raster(kind, data):
    return blip(*kind, b"\xFF" + data)


def metafile(kind, instance, data, cut=0):
    packed = zlib.compress(data)
    packed = packed[:len(packed) - cut]
    return blip(kind, instance, struct.pack("<I16s8sIBB", len(data), bytes(16), bytes(8), len(packed), 0, 0xFE) + packed)


def entry(kind, embedded=b"", place=0xFFFFFFFF, size=None, references=1):
    """An entry of a store, with its picture or with where that lies."""
    body = struct.pack("<BB16sHIIIBBBB", kind & 0xFF, kind & 0xFF, bytes(16), 0xFF, size or len(embedded), references, place,
                       0, 0, 0, 0)
    return art(0xF007, 6, body + embedded)


def bitmap(name, core=False):
    """A PNG of one bit a pixel, without filters, as Windows keeps bitmaps: from the bottom up, in rows of four bytes."""
    data, place, packed = picture(name), 8, b""
    while place < len(data):
        size, kind = struct.unpack_from(">I4s", data, place)
        body = data[place + 8:place + 8 + size]
        if kind == b"IHDR":
            width, height = struct.unpack_from(">II", body)
        packed += body if kind == b"IDAT" else b""
        place += size + 12
    row = (width + 7) // 8
    lines = zlib.decompress(packed)
    assert all(lines[(row + 1) * line] == 0 for line in range(height))
    rows = [lines[(row + 1) * line + 1:(row + 1) * (line + 1)].ljust((row + 3) // 4 * 4, b"\0") for line in range(height)]
    colours = b"\0\0\0\0\xFF\xFF\xFF\0"
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 1, 0, 0, 0, 0, 0, 0)
    if core:
        header, colours = struct.pack("<IHHHH", 12, width, height, 1, 1), b"\0\0\0\xFF\xFF\xFF"
    return header + colours + b"".join(reversed(rows))


EMF = metafiles.emf([metafiles.font(1, -20), metafiles.wide(40, 40, "新图里的话", [20] * 5)])
WMF = metafiles.wmf([metafiles.old_font(-20, metafiles.GB2312), metafiles.old_select(0),
                     metafiles.old_text(40, 40, "旧图里的话".encode("gbk"))], False)


def inline_picture(kind, shape, name=b""):
    """[MS-DOC] 2.9.192"""
    body = (bytes([len(name)]) + name if kind == 0x66 else b"") + shape
    return struct.pack("<IHH", 68 + len(body), 68, kind) + bytes(60) + body


SHAPE = art(0xF004, 0, art(0xF00A, 75, struct.pack("<II", 1025, 0xA00)), True)


def options(*values):
    """Properties of a shape, of which the data follow: [(number, data)]."""
    return art(0xF00B, len(values), b"".join(struct.pack("<HI", number, len(data)) for number, data in values)
               + b"".join(data for _, data in values))


def wordart(text, description):
    return art(0xF004, 0, options((0x80C0, text.encode("utf-16-le") + b"\0\0"),
                                  (0x8381, description.encode("utf-16-le") + b"\0\0")), True)


def form_list(name, choices, chosen, help_text):
    def string(text):
        return struct.pack("<H", len(text)) + text.encode("utf-16-le") + b"\0\0"

    body = struct.pack("<IHHH", 0xFFFFFFFF, 2 | chosen << 2 | 0x8000, 0, 0) + string(name) + struct.pack("<H", 0)
    body += string("") + string(help_text) + string("") + string("") + string("")
    body += struct.pack("<HHH", 0xFFFF, len(choices), 0)
    body += b"".join(struct.pack("<H", len(choice)) + choice.encode("utf-16-le") for choice in choices)
    return struct.pack("<IH", 68 + len(body), 68) + bytes(62) + body


def pictures_document():
    """Word 97: pictures in lines, one of them twice; pictures that float, a watermark; a list to choose from; a link with a
    tip."""
    data, places = bytearray(8), []
    for item in (inline_picture(0x64, SHAPE + entry(6, raster(PNG, picture("qr-text.png")))),
                 inline_picture(0x66, SHAPE + raster(TIFF, picture("tiff-g4.tif")), b"C:\\fax.tif"),
                 inline_picture(0x64, SHAPE + entry(2, metafile(0xF01A, 0x3D4, EMF))),
                 inline_picture(0x64, SHAPE + entry(2, metafile(0xF01A, 0x3D4, EMF, 20))),
                 inline_picture(8, WMF),
                 form_list("密级栏", ["内部", "机密", "绝密"], 1, "请选择密级"), inline_picture(8, b"PICT" + bytes(20))):
        places.append(len(data))
        data += item
    text, runs = "", []
    for part, place in (("图片", None), ("\1", 0), ("又一次", None), ("\1", 0), ("传真", None), ("\1", 1),
                        ("\1", 2), ("\1", 3), ("\1", 4), ("\1", 6), ("\r密级：\x13 FORMDROPDOWN ", None), ("\1", 5), ("\x15★10年\r", None),
                        ("\x13 HYPERLINK \"http://a.example/\" \\o \"提示里的话\" \\t 框架 \x14链接\x15之后\r", None)):
        text += part
        grpprl = b""
        if place is not None:
            grpprl = struct.pack("<HI", 0x6A03, places[place]) + (b"\x06\x08\1" if place == 5 else b"") + b"\x55\x08\1"
        runs.append((len(part), grpprl))
    header = bytearray(0x400)
    stream = text.encode("utf-16-le")
    page, ends, offsets, place = bytearray(512), [0x400], [], 510
    for length, grpprl in runs:
        ends.append(ends[-1] + 2 * length)
        if grpprl:
            place = (place - 1 - len(grpprl)) & ~1
            page[place:place + 1 + len(grpprl)] = bytes([len(grpprl)]) + grpprl
        offsets.append(place // 2 if grpprl else 0)
    struct.pack_into(f"<{len(ends)}I", page, 0, *ends)
    page[4 * len(ends):4 * len(ends) + len(offsets)] = bytes(offsets)
    page[511] = len(runs)
    pages = (len(header) + len(stream) + 511) // 512
    body = (bytes(header) + stream).ljust(512 * pages, b"\0") + bytes(page)
    floating = raster(JPEG, picture("qr-gbk.png"))
    dib = raster(DIB, bitmap("qr-link.png"))
    delay = len(body)
    body += floating + dib
    store = art(0xF001, 3, entry(6, place=delay, size=len(floating)) + entry(7, place=delay + len(floating), size=len(dib))
                + entry(6, size=100, place=len(body) + 4096), True)
    fill = raster(PNG, picture("qr-inverted.png"))
    drawings = (art(0xF000, 0, store, True)
                + b"\0" + art(0xF002, 1, art(0xF004, 0, options((0xC186, fill)), True), True)
                + b"\1" + art(0xF002, 2, wordart("机密水印", "水印的说明"), True))
    table = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, 0x400, 0)
    clx = b"\2" + struct.pack("<I", len(table)) + table
    listed = struct.pack("<III", 0x400, ends[-1], pages)
    tables = clx + listed + drawings
    struct.pack_into("<HHHHHHH", header, 0, 0xA5EC, 0xC1, 0, 0x804, 0, 0x0204, 0)
    struct.pack_into("<II", header, 24, 0x400, ends[-1])
    struct.pack_into("<I", header, 0x4C, len(text))
    for number, start, size in ((33, 0, len(clx)), (12, len(clx), len(listed)), (50, len(clx) + len(listed), len(drawings))):
        struct.pack_into("<II", header, 0x9A + 8 * number, start, size)
    return compound({"WordDocument": (bytes(header) + body[0x400:]).ljust(4096, b"\0"), "1Table": tables,
                     "Data": bytes(data)})


def pictures_workbook():
    """A store that goes on in further records, a picture in the header, the background of a sheet."""
    store = art(0xF000, 0, art(0xF001, 1, entry(6, raster(PNG, picture("qr-text.png"))), True), True)
    shared = record(0xEB, store[:150]) + record(0xEB, store[150:300]) + record(0x3C, store[300:])
    shared += record(0xFC, struct.pack("<IIHB", 1, 1, 2, 1) + "字段".encode("utf-16-le"))
    header = art(0xF000, 0, art(0xF001, 1, entry(6, raster(PNG, picture("qr-gbk.png"))), True), True)
    background = bitmap("qr-link.png", True)
    drawing = art(0xF002, 1, wordart("艺术字", "艺术字的说明") + wordart("又一处", "之二"), True)
    cells = label(0, 0, 0)
    middle = 8 + len(wordart("艺术字", "艺术字的说明"))
    cells += record(0xEC, drawing[:middle]) + record(0x5D, bytes(4)) + record(0xEC, drawing[middle:])
    cells += b"".join(record(0x866, struct.pack("<H10xH", 0x866, flags) + part)
                      for flags, part in ((2, header[:200]), (6, header[200:])))
    image = struct.pack("<HHI", 9, 1, len(background)) + background
    cells += record(0xE9, image[:1000]) + record(0x3C, image[1000:])
    return compound({"Workbook": workbook(0x600, shared, [(short("名单"), 0, cells)])})


def pictures_show(slides):
    """The presentation with pictures beside it; what is in the middle is no picture."""
    slides = dict(slides)
    slides["Pictures"] = (raster(PNG, picture("qr-text.png")) + art(0xABCD, 0, bytes(4))
                          + metafile(0xF01B, 0x216, WMF))
    return compound(slides)


# ---- property sets ([MS-OLEPS]) ----

def property_set(values, count=1):
    """One section of strings in GBK: [(number, text, how far its place is off)]."""
    body, places = struct.pack("<II", 2, 936), [(1, 0)]
    for number, text, wrong in values:
        data = text.encode("gbk") + b"\0"
        places.append((number, len(body) + wrong))
        body += struct.pack("<II", 30, len(data)) + data + bytes(-len(data) % 4)
    start = 8 + 8 * len(places)
    section = struct.pack("<II", start + len(body), len(places))
    section += b"".join(struct.pack("<II", number, start + place) for number, place in places) + body
    return (struct.pack("<HHI16sI", 0xFFFE, 0, 0x20006, bytes(16), count)
            + bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9") + struct.pack("<I", 48) + section)


def damaged_properties(count=1):
    """Of three properties one lies behind the end; or there are none, says the set."""
    document = streams(pieces_document())
    document["\5SummaryInformation"] = property_set([(2, "关于名单的通知", 0), (4, "张三", 100000 if count else 0),
                                                     (5, "秘密", 0)], count)
    return compound(document)


# ---- messages ([MS-OXMSG]) ----

def properties(header, code_page):
    return bytes(header) + struct.pack("<IIII", 0x3FFD0003, 6, code_page, 0)


def wide(text):
    return text.encode("utf-16-le")


def message_tree(header, subject, **more):
    tree = {"__properties_version1.0": properties(header, 936), "__nameid_version1.0": {"__substg1.0_00020102": b""},
            "__substg1.0_0037001F": wide(subject), "__substg1.0_001A001F": wide("IPM.Note")}
    tree.update(more)
    return tree


def message():
    rtf = "{\\rtf1 机密}".encode("gbk")
    # [MS-OXRTFCP] 3.2: the example of the specification.
    compressed = bytes.fromhex("2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232"
                               "0af32068656c090020627705b06c647d0a800fa0")
    inner = message_tree(24, "里面的邮件", **{"__substg1.0_1000001F": wide("里面的正文")})
    return compound(message_tree(32, "机密★10年的通知", **{
        "__substg1.0_1000001E": "正文第一行\r\n正文第二行\r\n".encode("gbk"),
        "__substg1.0_10130102": "<html><body>网页正文</body></html>".encode("gbk"),
        "__substg1.0_10090102": compressed,
        "__substg1.0_0C1A001F": wide("张三"),
        "__substg1.0_0C1F001E": b"zhang@a.example",
        "__substg1.0_0E04001F": wide("李四; 王五"),
        "__substg1.0_007D001F": wide("From: zhang@a.example\r\nX-Mailer: x"),
        "__recip_version1.0_#00000000": {"__properties_version1.0": bytes(8), "__substg1.0_3001001F": wide("李四"),
                                         "__substg1.0_39FE001F": wide("li@b.example")},
        "__attach_version1.0_#00000000": {"__properties_version1.0": bytes(8),
                                          "__substg1.0_3707001F": wide("附件.txt"),
                                          "__substg1.0_37010102": "附件里的话".encode()},
        "__attach_version1.0_#00000001": {"__properties_version1.0": bytes(8),
                                          "__substg1.0_3001001F": wide("里面的邮件"),
                                          "__substg1.0_3701000D": inner},
    })), rtf


# ---- what LibreOffice makes ----

NAMES = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in {
    **{prefix: f"urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"
       for prefix in ("office", "style", "text", "table", "meta", "presentation")},
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "of": "urn:oasis:names:tc:opendocument:xmlns:of:1.2",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/"}.items())

META = ('<office:meta><dc:title>关于名单的通知</dc:title><dc:subject>内部资料</dc:subject><meta:keyword>秘密</meta:keyword>'
        '<meta:initial-creator>张三</meta:initial-creator><dc:description>备注属性</dc:description>'
        '<meta:user-defined meta:name="密级">机密</meta:user-defined></office:meta>')


def flat(kind, automatic, master, body):
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document{NAMES} office:version="1.2" '
            f'office:mimetype="application/vnd.oasis.opendocument.{kind}">{META}<office:styles/>'
            f'<office:automatic-styles>{automatic}</office:automatic-styles>'
            f'<office:master-styles>{master}</office:master-styles><office:body>{body}</office:body></office:document>')


WORD = flat("text",
    '<style:page-layout style:name="pm"><style:header-style/><style:footer-style/></style:page-layout>'
    '<style:style style:name="hid" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="big" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>',
    '<style:master-page style:name="Standard" style:page-layout-name="pm"><style:header><text:p>页眉：内部资料</text:p>'
    '</style:header><style:footer><text:p>页脚：第一处</text:p></style:footer></style:master-page>',
    '<office:text><text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>'
    '<dc:creator>李四</dc:creator><dc:date>2020-01-02T00:00:00</dc:date></office:change-info><text:p>删去的话</text:p>'
    '</text:deletion></text:changed-region></text:tracked-changes>'
    '<text:h text:outline-level="1">机密★10年</text:h>'
    '<text:p>第一段，机<text:span text:style-name="big">密</text:span>文件<text:line-break/>换行之后<text:tab/>制表之后</text:p>'
    '<text:p>看得见<text:span text:style-name="hid">隐藏的文字</text:span>也看得见</text:p>'
    '<text:p>删除前<text:change text:change-id="c1"/>删除后</text:p>'
    '<text:p>脚注处<text:note text:note-class="footnote" text:id="f1"><text:note-citation>1</text:note-citation>'
    '<text:note-body><text:p>脚注的内容</text:p></text:note-body></text:note>，尾注处<text:note text:note-class="endnote" '
    'text:id="f2"><text:note-citation>i</text:note-citation><text:note-body><text:p>尾注的内容</text:p></text:note-body>'
    '</text:note>，批注处<office:annotation><dc:creator>王五</dc:creator><dc:date>2020-01-02T00:00:00</dc:date>'
    '<text:p>批注的内容</text:p></office:annotation>。</text:p>'
    '<text:p><text:a xlink:type="simple" xlink:href="http://a.example/x?y=1">链接文字</text:a>之后</text:p>'
    '<table:table table:name="T1"><table:table-column table:number-columns-repeated="3"/><table:table-row>'
    '<table:table-cell><text:p>姓名</text:p></table:table-cell><table:table-cell><text:p/></table:table-cell>'
    '<table:table-cell><text:p>身份证号</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell>'
    '<text:p>赵六</text:p></table:table-cell><table:table-cell><text:p>男</text:p></table:table-cell><table:table-cell>'
    '<text:p>522301199003070029</text:p></table:table-cell></table:table-row></table:table>'
    '<text:p><draw:frame draw:name="F" text:anchor-type="paragraph" svg:width="5cm" svg:height="2cm"><draw:text-box>'
    '<text:p>文本框里的话</text:p></draw:text-box></draw:frame>文本框之后 plain ASCII é ß</text:p></office:text>')


def cell(text, more=""):
    return f'<table:table-cell office:value-type="string">{more}<text:p>{text}</text:p></table:table-cell>'


def value(number, more=""):
    return f'<table:table-cell{more} office:value-type="float" office:value="{number}"/>'


SHEET = flat("spreadsheet",
    '<number:date-style style:name="d1"><number:year number:style="long"/><number:text>年</number:text><number:month/>'
    '<number:text>月</number:text><number:day/><number:text>日</number:text></number:date-style>'
    '<style:style style:name="cd" style:family="table-cell" style:data-style-name="d1"/>'
    '<style:style style:name="th" style:family="table" style:master-page-name="pg"><style:table-properties '
    'table:display="false"/></style:style><style:style style:name="tv" style:family="table" style:master-page-name="pg">'
    '<style:table-properties table:display="true"/></style:style><style:page-layout style:name="pm"/>',
    '<style:master-page style:name="pg" style:page-layout-name="pm"><style:header><text:p>表头：内部 A&amp;B</text:p>'
    '</style:header><style:footer><text:p>表脚</text:p></style:footer></style:master-page>',
    '<office:spreadsheet><table:table table:name="名单" table:style-name="tv"><table:table-column/><table:table-column/>'
    '<table:table-column table:visibility="collapse"/><table:table-column/><table:table-row>' + cell("姓名")
    + cell("身份证号") + cell("隐藏列")
    + cell("备注", "<office:annotation><dc:creator>王五</dc:creator><text:p>单元格批注</text:p></office:annotation>")
    + '</table:table-row><table:table-row>' + cell("张三") + cell("522301199003070029") + '<table:table-cell/>'
    + value(123456789012345) + '</table:table-row><table:table-row table:visibility="collapse">' + cell("隐藏行")
    + '</table:table-row><table:table-row><table:table-cell table:style-name="cd" office:value-type="date" '
    'office:date-value="2020-03-07"/>' + value(0.3) + '<table:table-cell/>'
    '<table:table-cell table:formula="of:=CONCATENATE(&quot;暗&quot;;&quot;语&quot;)" office:value-type="string" '
    'office:string-value="暗语"/>' + value(246913578024690, ' table:formula="of:=[.D2]*2"')
    + '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>' + value(-17)
    + cell('<text:a xlink:href="http://b.example/z">链接格</text:a>') + '</table:table-row></table:table>'
    '<table:table table:name="底稿" table:style-name="th"><table:table-column/><table:table-row>' + cell("底稿数据")
    + '</table:table-row></table:table></office:spreadsheet>')


def frame(text, top, more=""):
    return (f'<draw:frame{more} svg:width="20cm" svg:height="3cm" svg:x="1cm" svg:y="{top}cm"><draw:text-box>{text}'
            '</draw:text-box></draw:frame>')


SLIDES = flat("presentation",
    '<style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm"/>'
    '</style:page-layout><style:style style:name="dh" style:family="drawing-page"><style:drawing-page-properties '
    'presentation:visibility="hidden"/></style:style><style:style style:name="dp" style:family="drawing-page"/>',
    '<style:master-page style:name="M" style:page-layout-name="pm" draw:style-name="dp"/>',
    '<office:presentation><draw:page draw:name="一" draw:master-page-name="M" draw:style-name="dp">'
    + frame("<text:p>题目：机密★10年</text:p>", 1)
    + frame("<text:p>正文第一段</text:p><text:p>正文第<text:span>二</text:span>段</text:p>", 6) + '<presentation:notes>'
    + frame("<text:p>第一页的备注</text:p>", 10, ' presentation:class="notes"') + '</presentation:notes></draw:page>'
    '<draw:page draw:name="二" draw:master-page-name="M" draw:style-name="dh">' + frame("<text:p>隐藏的幻灯片</text:p>", 1)
    + '</draw:page><draw:page draw:name="三" draw:master-page-name="M" draw:style-name="dp">'
    + frame("<text:p>only ASCII here</text:p>", 1) + '</draw:page></office:presentation>')


def office(source, extension, target):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "source." + extension)
        path.write_text(source, "utf-8")
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to",
                        target, "--outdir", folder, str(path)], check=True, capture_output=True)
        return path.with_suffix("." + target).read_bytes()


def main():
    made = {"word.doc": office(WORD, "fodt", "doc"), "sheet.xls": office(SHEET, "fods", "xls"),
            "continued.xls": continued_workbook(), "biff5-gbk.et": old_workbook(), "word6-gbk.doc": old_document(),
            "pieces.wps": pieces_document(), "damaged-pieces.doc": pieces_document(True),
            "embedding.doc": embedding_document(),
            "displayed.et": displayed_workbook(), "damaged-properties.doc": damaged_properties(), "no-properties.wps": damaged_properties(0),
            "pictures.doc": pictures_document(), "pictures.et": pictures_workbook(), "message.msg": message()[0],
            "../../tests/robustness/repeated.xls": repeated_workbook()}
    # The preview picture that LibreOffice adds to the properties is larger than all the rest.
    slides = streams(office(SLIDES, "fodp", "ppt"))
    del slides["\5SummaryInformation"]
    made["slides.ppt"] = compound(slides)
    made["pictures.ppt"] = pictures_show(slides)
    made["cut.doc"] = made["word.doc"][:12000]
    made["works.wps"] = compound({"CONTENTS": b"CHNKWKS \4\0" + "文字在这里".encode("utf-16-le") + bytes(4096)})
    made["cut-end.xls"] = made["sheet.xls"][:-200]
    for name, data in made.items():
        pathlib.Path(name).write_bytes(data)


if __name__ == "__main__":
    main()
