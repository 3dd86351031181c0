# SPDX-License-Identifier: Apache-2.0
"""Attachments of the test site: small documents of the formats that government sites offer, the same bytes each time."""
import io
import struct
import zipfile
import zlib
from xml.sax.saxutils import escape

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships'
OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types'
OFD = 'http://www.ofdspec.org/2016'


def pack(members):
    """A zip file of (name, bytes or text) in which nothing depends on the clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()


def content_types(main, kind, more=''):
    return (DECLARATION + f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="{main}" '
            f'ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>{more}</Types>')


def relation(number, kind, target):
    return f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def relations(*entries):
    return DECLARATION + f'<Relationships xmlns="{RELATIONS}">{"".join(entries)}</Relationships>'


def docx(lines, header=None):
    body = ''.join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    members = [('_rels/.rels', relations(relation(1, 'officeDocument', 'word/document.xml')))]
    more = section = ''
    if header:
        more = ('<Override PartName="/word/header1.xml" '
                'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>')
        section = f'<w:sectPr><w:headerReference xmlns:r="{OFFICE}" w:type="default" r:id="rId1"/></w:sectPr>'
        members += [('word/_rels/document.xml.rels', relations(relation(1, 'header', 'header1.xml'))),
                    ('word/header1.xml', DECLARATION + f'<w:hdr xmlns:w="{WORD}"><w:p><w:r><w:t>{escape(header)}</w:t></w:r></w:p></w:hdr>')]
    return pack([('[Content_Types].xml', content_types('/word/document.xml', 'wordprocessingml.document.main', more)), *members,
                 ('word/document.xml', DECLARATION + f'<w:document xmlns:w="{WORD}"><w:body>{body}{section}</w:body></w:document>')])


def xlsx(rows, name='Sheet1'):
    def cell(value, row, column):
        return f'<c r="{chr(65 + column)}{row}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
    data = ''.join(f'<row r="{number}">{"".join(cell(value, number, column) for column, value in enumerate(row))}</row>'
                   for number, row in enumerate(rows, 1))
    more = ('<Override PartName="/xl/worksheets/sheet1.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>')
    return pack([('[Content_Types].xml', content_types('/xl/workbook.xml', 'spreadsheetml.sheet.main', more)),
                 ('_rels/.rels', relations(relation(1, 'officeDocument', 'xl/workbook.xml'))),
                 ('xl/_rels/workbook.xml.rels', relations(relation(1, 'worksheet', 'worksheets/sheet1.xml'))),
                 ('xl/workbook.xml', DECLARATION + f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
                  f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'),
                 ('xl/worksheets/sheet1.xml', DECLARATION + f'<worksheet xmlns="{SHEET}"><sheetData>{data}</sheetData></worksheet>')])


def ofd(lines):
    """One page in the national format, an object for each line."""
    texts = ''.join(f'<ofd:TextObject ID="{10 + number}" Boundary="20 {20 + number * 10} 170 8" Font="3" Size="5">'
                    f'<ofd:TextCode X="0" Y="5">{escape(line)}</ofd:TextCode></ofd:TextObject>' for number, line in enumerate(lines))
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<ofd:%s xmlns:ofd="{OFD}">%s</ofd:%s>'

    def part(name, inside):
        return head % (name, inside, name.split()[0])
    return pack([('OFD.xml', part('OFD Version="1.0" DocType="OFD"', '<ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo>'
                                  '<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>')),
                 ('Doc_0/Document.xml', part('Document', '<ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297'
                                             '</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>'
                                             '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>')),
                 ('Doc_0/PublicRes.xml', part('Res', '<ofd:Fonts><ofd:Font ID="3" FontName="SimSun" FamilyName="SimSun"/></ofd:Fonts>')),
                 ('Doc_0/Pages/Page_0/Content.xml', part('Page', f'<ofd:Content><ofd:Layer ID="2">{texts}</ofd:Layer></ofd:Content>'))])


def png(width, height, colour):
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = (b'\0' + bytes(colour) * width) * height
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(rows, 9)) +
            chunk(b'IEND', b''))


WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident_id(region, born, order):
    """A made-up number of nobody's with a right check digit (GB 11643-1999)."""
    digits = f'{region}{born}{order:03}'
    return digits + '10X98765432'[sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS)) % 11]
