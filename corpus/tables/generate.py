#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One list of persons, and one of figures, in every format that has tables, and in those that have only places.

    corpus/tables/generate.py FOLDER

Needs LibreOffice (soffice) and a Chinese font. Nobody of the list exists. The list has two pages where there are pages."""
import html
import os
import subprocess
import sys
import tempfile
import zipfile

out = os.path.abspath(sys.argv[1])
FAMILY, GIVEN = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨', ['秀英', '伟', '志强', '小二', '芳', '建国', '敏', '桂兰', '磊', '洋']
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
HEAD = ['序号', '姓名', '身份证号码', '联系电话', '家庭住址']
WIDTHS = [9, 16, 42, 28, 62]  # millimetres
FIGURES = [['指标', '单位', '绝对额', '同比增长(%)'], ['地区生产总值', '亿元', '130.5', '5.6'],
           ['其中：第一产业', '亿元', '30.5', '4.6'], ['固定资产投资', '亿元', '45.6', '-5.4'],
           ['社会消费品零售总额', '亿元', '61.2', '7.1'], ['一般公共预算收入', '亿元', '12.4', '3.3']]


def identity(index):
    body = '522301%04d%02d%02d%03d' % (1950 + index % 50, 1 + index % 12, 1 + index % 28, 101 + index * 7 % 800)
    return body + '10X98765432'[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS)) % 11]


def person(index):
    address = '兴义市桔山街道瑞金社区%d组%d号' % (index % 9 + 1, index * 7 % 90 + 3) if index % 3 else '顶效镇'
    return [str(index + 1), FAMILY[index % 16] + GIVEN[index % 10], identity(index), '139%08d' % (12345601 + index * 37),
            address]


PERSONS = [HEAD] + [person(index) for index in range(60)]


def sheet(rows, border, repeat):
    """A flat OpenDocument sheet."""
    names = ('office', 'style', 'table', 'text')
    spaces = ' '.join('xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (name, name) for name in names)
    styles = ''.join('<style:style style:name="c%d" style:family="table-column"><style:table-column-properties '
                     'style:column-width="%dmm"/></style:style>' % pair for pair in enumerate(WIDTHS))
    line = 'fo:border="0.5pt solid #000000"' if border else ''
    styles += ('<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties %s/>'
               '<style:text-properties fo:font-size="10pt" style:font-size-asian="10pt"/></style:style>' % line)
    lines = ['<table:table-row>%s</table:table-row>' % ''.join(
        '<table:table-cell table:style-name="cell" office:value-type="string"><text:p>%s</text:p></table:table-cell>'
        % html.escape(cell) for cell in row) for row in rows]
    if repeat:
        lines[0] = '<table:table-header-rows>%s</table:table-header-rows>' % lines[0]
    return ('<?xml version="1.0" encoding="UTF-8"?><office:document %s '
            'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
            'office:mimetype="application/vnd.oasis.opendocument.spreadsheet" office:version="1.2">'
            '<office:automatic-styles>%s</office:automatic-styles><office:body><office:spreadsheet>'
            '<table:table table:name="名单">%s%s</table:table></office:spreadsheet></office:body></office:document>'
            % (spaces, styles, ''.join('<table:table-column table:style-name="c%d"/>' % index
                                       for index in range(len(WIDTHS))), ''.join(lines)))


def page(title, rows, border, widths):
    """A web page, for a text document; the head of one column has two lines."""
    cells = [''.join('<td style="font-size: 9pt">%s</td>' % html.escape(cell).replace('身份证号码', '身份证<br>号码') for cell in row)
             for row in rows]
    return ('<html><head><meta charset="utf-8"></head><body style="font-size: 9pt"><p>%s</p><table border="%d" cellspacing="0" cellpadding="3">'
            '%s%s</table><p>以上内容公示七个工作日。</p></body></html>'
            % (title, border, ''.join('<col width="%d">' % (4 * width) for width in widths),
               ''.join('<tr>%s</tr>' % cell for cell in cells)))


OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE, STEP, TOP, LEFT, PAGE_ROWS = 3.5, 7, 30, 15, 36


class Ofd:
    """Each cell a text object; rules are path objects."""

    def __init__(self, border):
        self.border, self.pages, self.number = border, [], 10

    def text(self, x, y, text):
        self.number += 1
        wide = [SIZE if ord(character) > 0x2E80 else SIZE / 2 for character in text]
        deltas = ' DeltaX="%s"' % ' '.join('%g' % width for width in wide[:-1]) if len(text) > 1 else ''
        return ('<ofd:TextObject ID="%d" Boundary="%g %g 80 6" Font="1" Size="%g"><ofd:TextCode X="0" Y="4"%s>%s'
                '</ofd:TextCode></ofd:TextObject>' % (self.number, x, y, SIZE, deltas, html.escape(text)))

    def line(self, width, height, x, y):
        self.number += 1
        return ('<ofd:PathObject ID="%d" Boundary="%g %g %g %g" LineWidth="0.2"><ofd:AbbreviatedData>M 0 0 L %g %g'
                '</ofd:AbbreviatedData></ofd:PathObject>' % (self.number, x, y, width + .1, height + .1, width, height))

    def page(self, rows, title):
        body = self.text(60, 15, title) if title else ''
        for line, row in enumerate(rows):
            x = LEFT
            for cell, width in zip(row, WIDTHS):
                body += self.text(x + 1, TOP + line * STEP + .5, cell)
                x += width
        if self.border:
            for line in range(len(rows) + 1):
                body += self.line(sum(WIDTHS), 0, LEFT, TOP + line * STEP)
            for column in range(len(WIDTHS) + 1):
                body += self.line(0, len(rows) * STEP, LEFT + sum(WIDTHS[:column]), TOP)
        self.pages.append('<?xml version="1.0" encoding="UTF-8"?><ofd:Page %s><ofd:Content><ofd:Layer ID="2">%s'
                          '</ofd:Layer></ofd:Content></ofd:Page>' % (OFD, body))

    def write(self, name):
        with zipfile.ZipFile('%s/%s' % (out, name), 'w', zipfile.ZIP_DEFLATED) as archive:
            def add(path, text):
                archive.writestr(zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
            add('OFD.xml', '<?xml version="1.0" encoding="UTF-8"?><ofd:OFD %s Version="1.0" DocType="OFD"><ofd:DocBody>'
                '<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>' % OFD)
            add('Doc_0/Document.xml', '<?xml version="1.0" encoding="UTF-8"?><ofd:Document %s><ofd:CommonData>'
                '<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>'
                '%s</ofd:Pages></ofd:Document>' % (OFD, ''.join(
                    '<ofd:Page ID="%d" BaseLoc="Pages/Page_%d/Content.xml"/>' % (index + 1, index)
                    for index in range(len(self.pages)))))
            for index, text in enumerate(self.pages):
                add('Doc_0/Pages/Page_%d/Content.xml' % index, text)


def convert(folder, kind, name, target, *options):
    subprocess.run(['soffice', '-env:UserInstallation=file://%s/profile' % folder, '--headless', *options, '--convert-to',
                    kind, '--outdir', folder, '%s/%s' % (folder, name)], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    made = '%s/%s.%s' % (folder, name.rsplit('.', 1)[0], kind.split(':')[0])
    if target:
        os.replace(made, '%s/%s' % (out, target))
    return os.path.basename(made)


def write(folder, name, text):
    with open('%s/%s' % (folder, name), 'w', encoding='utf-8') as file:
        file.write(text)


def text_document(folder, title, rows, border, widths, targets):
    write(folder, 'text.html', page(title, rows, border, widths))
    made = convert(folder, 'docx:MS Word 2007 XML', 'text.html', None, '--infilter=HTML (StarWriter)')
    if 'pdf' in targets:
        convert(folder, 'pdf', made, targets['pdf'])
    if 'docx' in targets:
        os.replace('%s/%s' % (folder, made), '%s/%s' % (out, targets['docx']))


with tempfile.TemporaryDirectory() as work:
    write(work, 'sheet.fods', sheet(PERSONS, False, False))
    convert(work, 'xlsx', 'sheet.fods', 'persons.xlsx')
    convert(work, 'pdf', 'sheet.fods', 'persons-sheet.pdf')
    write(work, 'sheet.fods', sheet(PERSONS, True, True))
    convert(work, 'pdf', 'sheet.fods', 'persons-sheet-ruled.pdf')
    text_document(work, '临时救助对象名单', PERSONS, 0, WIDTHS, {'pdf': 'persons-text.pdf', 'docx': 'persons.docx'})
    text_document(work, '临时救助对象名单', PERSONS, 1, WIDTHS, {'pdf': 'persons-text-ruled.pdf'})
    text_document(work, '2026年1-10月兴义市主要经济指标', FIGURES, 0, [50, 20, 30, 40],
                  {'pdf': 'figures.pdf', 'docx': 'figures.docx'})
for border, name in ((False, 'persons.ofd'), (True, 'persons-ruled.ofd')):
    ofd = Ofd(border)
    ofd.page(PERSONS[:PAGE_ROWS], '临时救助对象名单')
    ofd.page(PERSONS[PAGE_ROWS:], '')
    ofd.write(name)
