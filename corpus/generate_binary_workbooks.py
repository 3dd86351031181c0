#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Makes the binary workbooks (.xlsb) of corpus/ooxml again, after [MS-XLSB]: nothing in Debian writes that format.
# Kept in the repository, so nothing runs this but a person who adds a case.
import struct

from generate_documents import A, BARE, DISPLAYED, bare, pack, package, relationships, write

EXCEL = 'application/vnd.ms-excel.'
NOTHING = struct.pack('<I', 0xFFFFFFFF)


def number(value, bytes_max):
    """Seven bits a byte, the lowest first (2.1.4)"""
    out = b''
    while True:
        out += bytes([value & 0x7F | (0x80 if value > 0x7F else 0)])
        value >>= 7
        if value == 0:
            assert len(out) <= bytes_max
            return out


def record(kind, body=b''):
    return number(kind, 2) + number(len(body), 4) + body


def characters(text):
    return text.encode('utf-16-le')


def string(text):
    return struct.pack('<I', len(characters(text)) // 2) + characters(text)


def rich(text, looks=None, spoken=None):
    out = bytes([(looks is not None) + 2 * (spoken is not None)]) + string(text)
    if looks is not None:
        out += struct.pack('<I', len(looks)) + b''.join(struct.pack('<HH', *look) for look in looks)
    if spoken is not None:
        out += string(spoken) + struct.pack('<IHHHHH', 1, 0, 0, len(text), 0, 0)
    return out


def token(text):
    return b'\x17' + struct.pack('<H', len(characters(text)) // 2) + characters(text)


def formula(tokens=b'', extra=b''):
    return struct.pack('<I', len(tokens)) + tokens + struct.pack('<I', len(extra)) + extra


def row(index, flags=0, height=300):
    return record(0x00, struct.pack('<IIHHBI', index, 0, height, flags, 0, 0))


def cell(kind, column, value=b'', look=0):
    return record(kind, struct.pack('<II', column, look) + value)


def short(kind, value=b'', look=0):
    return record(kind, struct.pack('<I', look) + value)


def real(value):
    return struct.pack('<d', value)


def integer(value):
    """A RkNumber that is one"""
    return struct.pack('<I', (value << 2 | 2) & 0xFFFFFFFF)


def shared(index):
    return struct.pack('<I', index)


def cells(*records):
    return record(0x91) + b''.join(records) + record(0x92)


def worksheet(*records):
    return record(0x81) + b''.join(records) + record(0x82)


def strings(*items):
    return record(0x9F, struct.pack('<II', len(items), len(items))) + b''.join(record(0x13, item) for item in items) + record(0xA0)


def styles(codes, looks):
    xf = lambda parent, code: record(0x2F, struct.pack('<HHHHHBBHH', parent, code, 0, 0, 0, 0, 0, 0x1010, 0x3F))
    font = record(0x2B, struct.pack('<HHHHBBBB8s', 220, 0, 400, 0, 0, 2, 134, 0, bytes([7, 1, 0, 0, 0, 0, 0, 255])) + b'\x02' + string('宋体'))
    count = lambda kind, items: record(kind, struct.pack('<I', len(items)))
    return (record(0x116) + count(0x267, codes) +
            b''.join(record(0x2C, struct.pack('<H', code) + string(text)) for code, text in codes) + record(0x268) +
            record(0x263, struct.pack('<I', 1)) + font + record(0x264) +
            record(0x272, struct.pack('<I', 1)) + xf(0xFFFF, 165) + record(0x273) +
            count(0x269, looks) + b''.join(xf(0, code) for code in looks) + record(0x26A) + record(0x117))


def workbook(sheets, names=b'', properties=0):
    bundle = b''.join(record(0x9C, struct.pack('<II', state, index + 1) + string(relation) + string(name))
                      for index, (name, state, relation) in enumerate(sheets))
    return (record(0x83) + record(0x99, struct.pack('<II', properties, 124226) + string('')) + record(0x8F) + bundle +
            record(0x90) + names + record(0x84))


def name(text, tokens=b'', comment=None):
    return record(0x27, struct.pack('<IBI', 0, 0, 0xFFFFFFFF) + string(text) + formula(tokens) +
                  (NOTHING if comment is None else string(comment)))


def main_sheet():
    table = b'\x20' + bytes(14)  # an array of constants
    constants = (struct.pack('<II', 1, 3) + b'\x01' + token('组内甲')[1:] + b'\x00' + real(7) + b'\x01' + token('组内乙')[1:])
    concatenated = token('暗') + token('语') + b'\x22\x02' + struct.pack('<H', 336)  # CONCATENATE
    return worksheet(
        record(0x94, struct.pack('<IIII', 0, 5, 0, 7)),
        record(0x1E5, struct.pack('<IHHHBB', 0xFFFFFFFF, 8, 300, 0, 0, 0)),
        record(0x186), record(0x3C, struct.pack('<IIIIH', 3, 3, 2560, 0, 1)),
        record(0x3C, struct.pack('<IIIIH', 6, 6, 2560, 0, 0)), record(0x187),
        cells(
            row(0), cell(0x07, 0, shared(0)), short(0x12, shared(1)), cell(0x3E, 2, rich('内联', [(1, 0)])),
            cell(0x08, 4, string('公式值') + bytes(2) + formula(concatenated)),
            cell(0x06, 5, string('𠮷野家')), short(0x11, string('紧接着的'), 0),
            row(1), cell(0x05, 0, real(522301199003070029.0)), cell(0x06, 1, string('522301199003070029')),
            short(0x10, real(0.1 + 0.2)), cell(0x06, 3, string('隐')), short(0x0F, b'\x01'),
            cell(0x09, 5, real(1e-3) + bytes(2) + formula(b'\x44' + struct.pack('<IH', 0, 0xC000) + b'\x1E\x01\x00\x03')),
            cell(0x0B, 6, b'\x2A' + bytes(2) + formula(table + b'\x16\x42\x02' + struct.pack('<H', 64), constants)),
            row(2, flags=0x1000), cell(0x07, 0, shared(0)),
            row(3), cell(0x02, 0, integer(42), 1), short(0x0D, integer(-43)), short(0x0E, b'\x07'),
            cell(0x0A, 4, b'\x00' + bytes(2) + formula(b'\x1D\x00')), cell(0x01, 5),
            row(4), cell(0x02, 0, struct.pack('<I', (1234567 << 2 | 3))), cell(0x02, 1, struct.pack('<I', 0x3FF80000)),
            cell(0x09, 2, real(2) + bytes(2) + formula(b'\x01' + struct.pack('<I', 4), struct.pack('<I', 2))),
            record(0x1AB, struct.pack('<IIII', 4, 4, 2, 2) + formula(token('共用公式里的字') + b'\x42\x01' + struct.pack('<H', 32))),
        ),
        record(0x1CD, struct.pack('<III', 1, 0, 1) + struct.pack('<IIII', 0, 4, 0, 0)),
        record(0x1CF, struct.pack('<IIIII8xHIII', 2, 1, 0xFFFFFFFF, 1, 0, 0, len(token('条件里的字')), 0, 0) + NOTHING +
               formula(token('条件里的字'))), record(0x1D0), record(0x1CE),
        record(0x23D, struct.pack('<HIIII', 0, 0, 0, 0, 1)),
        record(0x40, struct.pack('<II', 0x000C0003, 1) + struct.pack('<IIII', 0, 4, 5, 5) + string('出错') + NOTHING +
               string('提示') + string('请填') + formula(token('甲,乙')) + formula()), record(0x23E),
        record(0x23, struct.pack('<I', 0x0E02)),  # of Excel 2010
        record(0x41E, struct.pack('<IHIIII', 0, 0, 0, 0, 0, 1)),
        record(0x41D, struct.pack('<IIIIIIII', 6, 1, 0, 1, 1, 1, 1, 1) + struct.pack('<II', 1, 0) + formula(token('跨表甲,跨表乙')) +
               struct.pack('<I', 0x000C0003) + 3 * NOTHING + string('跨表请填')), record(0x41F),
        record(0x24),
        record(0x1EE, struct.pack('<IIII', 0, 0, 0, 0) + string('rId3') + string('底稿!A1') + string('链接提示') +
               string('姓名')),
        record(0x1DF, struct.pack('<H', 12) + string('&L左&C&"宋体,常规"&12机&K01+000密&R&P A&&B') + string('&F页脚') +
               4 * NOTHING), record(0x1E0),
        record(0x226, string('rId2')),
        record(0x294, struct.pack('<I', 1)), record(0x295, string('rId4')), record(0x296))


def pivot(definition_fields, records):
    definition = (record(0xB3, struct.pack('<BBBBIdIIH', 3, 3, 3, 0, 0, 45356.0, 0, len(records), 0)) +
                  record(0xB5, struct.pack('<I', len(definition_fields))))
    for title, flags, items in definition_fields:
        definition += (record(0xB7, struct.pack('<HIhIII', 4, 0, 0, 0, 0, 0) + string(title)) +
                       record(0xBD, struct.pack('<HI', flags, len(items))) + b''.join(items) + record(0xBE) + record(0xB8))
    definition += record(0xB6) + record(0xB4)
    return definition, record(0xC1, struct.pack('<I', len(records))) + b''.join(records) + record(0xC2)


def when(year, month, day):
    return struct.pack('<HHBBBB', year, month, day, 12, 30, 0)


def sheet():
    definition, records = pivot(
        [('证号', 0x0048, [record(0x18, string('522301199003070029')), record(0x15, real(100))]), ('缓存姓名', 0x0008, []),
         ('缓存数量', 0x0040, []), ('缓存日期', 0x0004, [])],
        [record(0x21, shared(0) + string('缓存张三') + real(12.5) + when(2024, 3, 5)),
         record(0x22) + record(0x1A, shared(1)) + record(0x18, string('缓存李四')) + record(0x15, real(8)) +
         record(0x19, when(2023, 1, 2))])
    parts = [
        ('xl/workbook.bin', EXCEL + 'sheet.binary.macroEnabled.main',
         workbook([('名单', 0, 'rId2'), ('底稿', 2, 'rId1')], name('区域', token('名称里的字'), '名称的注释'))),
        ('xl/worksheets/sheet1.bin', EXCEL + 'worksheet',
         worksheet(record(0x94, bytes(16)), cells(row(0), cell(0x07, 1, shared(2))))),
        ('xl/worksheets/sheet2.bin', EXCEL + 'worksheet', main_sheet()),
        ('xl/sharedStrings.bin', EXCEL + 'sharedStrings',
         strings(rich('姓名'), rich('身份证号', [(2, 0)], 'みぶん'), rich('底稿数据'), rich('没有单元格用到'))),
        ('xl/styles.bin', EXCEL + 'styles', styles([(165, ';;;')], [0, 165])),
        ('xl/comments1.bin', EXCEL + 'comments',
         record(0x274) + record(0x276) + record(0x278, string('批注人')) + record(0x277) + record(0x279) +
         record(0x27B, struct.pack('<IIIII16x', 0, 0, 0, 0, 0)) + record(0x27D, rich('批注', [(0, 0)])) + record(0x27C) +
         record(0x27A) + record(0x275)),
        ('xl/tables/table1.bin', EXCEL + 'table',
         record(0x157, struct.pack('<IIIIIIIIIIIIIIII', 0, 1, 0, 1, 0, 1, 1, 0, 0, *6 * [0xFFFFFFFF], 0) + string('内部名') +
                string('表的名称') + string('表的说明') + 3 * NOTHING) +
         record(0x159, struct.pack('<I', 2)) +
         b''.join(record(0x15B, struct.pack('<IIIIII', index + 1, 0, *3 * [0xFFFFFFFF], 0) + NOTHING + string(title) +
                         4 * NOTHING) + record(0x15C) for index, title in enumerate(('姓名', '身份证号'))) +
         record(0x15A) + record(0x158)),
        ('xl/drawings/drawing1.xml', 'drawing+xml',
         f'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" {A}><xdr:sp><xdr:txBody>'
         '<a:p><a:r><a:t>图形</a:t></a:r><a:r><a:t>文字</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>'),
        ('xl/pivotCache/records.bin', EXCEL + 'pivotCacheRecords', records),
        ('xl/pivotCache/definition.bin', EXCEL + 'pivotCacheDefinition', definition),
        ('xl/externalLinks/link1.bin', EXCEL + 'externalLink',
         record(0x168, struct.pack('<H', 0) + string('rId1') + NOTHING) +
         record(0x167, struct.pack('<I', 1) + string('外部表')) + record(0x16B, struct.pack('<IB', 0, 0)) +
         record(0x16E, struct.pack('<I', 2)) + record(0x173, struct.pack('<I', 1) + string('外部单元格')) +
         record(0x170, struct.pack('<I', 2) + real(3.25)) + record(0x16C) +
         record(0x241, string('外部名称')) + record(0x24B) + record(0x24C)),
        ('xl/connections.bin', EXCEL + 'connections',
         record(0x1AD) + record(0xC9, struct.pack('<BBBBHHHIIIB', 3, 3, 2, 0, 0, 0, 0x0C, 1, 1, 1, 0) + string('连接的说明') +
                                string('连接的名称')) + record(0xCA) + record(0x1AE)),
        ('xl/_rels/workbook.bin.rels', None,
         relationships(('rId1', 'worksheet', 'worksheets/sheet1.bin'), ('rId2', 'worksheet', '/xl/worksheets/sheet2.bin'),
                       ('rId3', 'styles', 'styles.bin'), ('rId4', 'sharedStrings', 'sharedStrings.bin'),
                       ('rId5', 'externalLink', 'externalLinks/link1.bin'))),
        ('xl/pivotCache/_rels/definition.bin.rels', None, relationships(('rId1', 'pivotCacheRecords', 'records.bin'))),
        ('xl/worksheets/_rels/sheet2.bin.rels', None,
         relationships(('rId1', 'comments', '../comments1.bin'), ('rId2', 'drawing', '../drawings/drawing1.xml'),
                       ('rId3', 'hyperlink', 'mailto:a@b.example', True), ('rId4', 'table', '../tables/table1.bin'))),
    ]
    return package(parts, 'xl/workbook.bin')


def small(sheet, look=([], [0]), properties=0, title='日期'):
    """A workbook of one sheet"""
    return package([
        ('xl/workbook.bin', EXCEL + 'sheet.binary.macroEnabled.main', workbook([(title, 0, 'rId1')], b'', properties)),
        ('xl/worksheets/sheet1.bin', EXCEL + 'worksheet', sheet),
        ('xl/styles.bin', EXCEL + 'styles', styles(*look)),
        ('xl/_rels/workbook.bin.rels', None, relationships(('rId1', 'worksheet', 'worksheets/sheet1.bin'),
                                                           ('rId2', 'styles', 'styles.bin'))),
    ], 'xl/workbook.bin')


def dates(properties=0):
    """45356.5 is noon of 2024-03-05, or of 2028-03-06 in workbooks that count from 1904"""
    looks = [0, 14, 31, 57, 22, 170, 171, 1]
    values = [cell(0x05, 0, real(45356.5))] + [short(0x10, real(45356.5), look) for look in range(1, len(looks))]
    values += [short(0x11, string('45356.5'), 1), short(0x10, real(110105194912310029), 1), short(0x0D, integer(45356), 99)]
    return small(worksheet(record(0x94, struct.pack('<IIII', 0, 0, 0, 10)), cells(row(0), *values)),
                 ([(170, 'yyyy\\-mm\\-dd'), (171, '0.0"年"')], looks), properties)


def displayed():
    """What displayed.xlsx has (generate_documents.py)"""
    values = [cell(0x05 if isinstance(value, (int, float)) else 0x06, column,
                   real(value) if isinstance(value, (int, float)) else string(value), column)
              for column, (_, value) in enumerate(DISPLAYED)]
    return small(worksheet(record(0x94, struct.pack('<IIII', 0, 0, 0, 10)), cells(row(0), *values)),
                 ([(170 + index, code) for index, (code, _) in enumerate(DISPLAYED)], [170 + index for index in range(len(DISPLAYED))]),
                 title='格式')


def main():
    whole = worksheet(cells(row(0), cell(0x06, 0, string('完整的')), short(0x11, string('也完整')), row(1),
                            cell(0x06, 0, string('被截断的'))))
    broken = worksheet(cells(row(0), cell(0x06, 0, string('坏记录前')), record(0x07, b'\0\0'),
                             cell(0x06, 1, struct.pack('<I', 1000) + characters('说长了')),
                             cell(0x08, 2, string('公式坏了') + bytes(2) + formula(b'\x17\xFF')),
                             number(0x06, 2) + number(5 << 20, 4) + bytes(5 << 20),
                             cell(0x07, 3, shared(99)), short(0x11, string('坏记录后'))))
    BARE['xl/_rels/workbook.bin.rels'] = [('d', 'pivotCacheDefinition', 'pivotCache/definition.bin'),
                                          ('c', 'connections', 'connections.bin')]
    write('ooxml/sheet.xlsb', pack(sheet()))
    write('ooxml/bare.xlsb', bare(pack(sheet())))
    write('ooxml/dates.xlsb', pack(dates()))
    write('ooxml/displayed.xlsb', pack(displayed()))
    write('ooxml/dates-1904.xlsb', pack(dates(1)))
    write('ooxml/cut.xlsb', pack(small(whole[:whole.index(characters('截断'))])))
    write('ooxml/cut-after-record.xlsb', pack(small(whole[:whole.index(row(1)[-20:])])))
    rows = [row(index) + (cell(0x06, 0, string(f'第{index}行' + '一' * 1500)) if index % 400 == 0 else b'') for index in range(8000)]
    write('ooxml/long.xlsb', pack(small(worksheet(cells(*rows)))))  # records lie across whatever it is inflated by
    write('ooxml/broken.xlsb', pack(small(broken)))
    write('ooxml/not-records.xlsb', pack(small(b'<worksheet/>')))
    disguised = [(name, data.replace(EXCEL + 'worksheet', EXCEL + 'styles', 1) if name == '[Content_Types].xml' else data)
                 for name, data in sheet()]
    write('ooxml/disguised.xlsb', pack(disguised))  # a sheet that is said to be styles
    write('ooxml/named.xlsb', pack(small(whole, title='日\0期')))
    extension = worksheet(cells(row(0), cell(0x06, 0, string('格'))), record(0x41D, struct.pack('<II', 4, 1) + b'?'))
    write('ooxml/extension.xlsb', pack(small(extension)))
    unread = sheet()
    write('ooxml/unread.xlsb', pack(
        [(name, data.replace('</Types>', f'<Override PartName="/xl/q.bin" ContentType="{EXCEL}queryTable"/></Types>')
          if name == '[Content_Types].xml' else data.replace(record(0xCA), record(0xCB, bytes(20)) + record(0xCA))
          if name == 'xl/connections.bin' else data) for name, data in unread if name != 'xl/pivotCache/definition.bin'] +
        [('xl/q.bin', record(0x1BF) + record(0x1C0))]))


if __name__ == '__main__':
    main()
