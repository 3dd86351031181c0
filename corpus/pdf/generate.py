#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the PDF fixtures that no producer makes: one feature of ISO 32000-1 each, object by object.

    corpus/pdf/generate.py FOLDER

What each should give is in its .expect, checked by eye against what is put in here."""
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
import zlib

out = sys.argv[1]


class Pdf:
    def __init__(self):
        self.objects = []
        self.pages = []
        self.root = {}
        self.info = None
        self.tree = self.add(None)

    def add(self, body):
        self.objects.append(body)
        return len(self.objects)

    def set(self, number, body):
        self.objects[number - 1] = body

    def stream(self, data, extra='', deflate=False):
        if isinstance(data, str):
            data = data.encode('latin-1')
        if deflate:
            data, extra = zlib.compress(data, 9), extra + ' /Filter /FlateDecode'
        return self.add(b'<< /Length %d %s >>\nstream\n' % (len(data), extra.encode('latin-1')) + data + b'\nendstream')

    def page(self, content, resources='', extra='', box='0 0 595 842', deflate=False):
        contents = self.stream(content, deflate=deflate)
        page = self.add('<< /Type /Page /Parent %d 0 R /MediaBox [%s] /Contents %d 0 R /Resources << %s >> %s >>'
                        % (self.tree, box, contents, resources, extra))
        self.pages.append(page)
        return page

    def bytes(self, kids=None, trailer=''):
        kids = kids if kids is not None else ' '.join('%d 0 R' % page for page in self.pages)
        if self.objects[self.tree - 1] is None:
            self.set(self.tree, '<< /Type /Pages /Kids [%s] /Count %d >>' % (kids, len(self.pages)))
        root = self.add('<< /Type /Catalog /Pages %d 0 R %s >>'
                        % (self.tree, ' '.join('/%s %s' % pair for pair in self.root.items())))
        result, offsets = bytearray(b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'), []
        for number, body in enumerate(self.objects, 1):
            offsets.append(len(result))
            body = body.encode('latin-1') if isinstance(body, str) else body
            result += b'%d 0 obj\n' % number + body + b'\nendobj\n'
        start = len(result)
        result += b'xref\n0 %d\n0000000000 65535 f \n' % (len(offsets) + 1)
        for offset in offsets:
            result += b'%010d 00000 n \n' % offset
        info = '/Info %d 0 R' % self.info if self.info else ''
        result += ('trailer\n<< /Size %d /Root %d 0 R %s %s >>\nstartxref\n%d\n%%%%EOF\n'
                   % (len(offsets) + 1, root, info, trailer, start)).encode('latin-1')
        return bytes(result)

    def write(self, name, **arguments):
        with open('%s/%s' % (out, name), 'wb') as file:
            file.write(self.bytes(**arguments))


def composite(pdf, name, encoding, registry, supplement=2, base='Adobe-' + 'GB1'):
    ordering = base.split('-')[1]
    descriptor = pdf.add('<< /Type /FontDescriptor /FontName /%s /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 '
                         '/Ascent 800 /Descent -200 /CapHeight 800 /StemV 80 >>' % name)
    child = pdf.add('<< /Type /Font /Subtype /CIDFontType0 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) '
                    '/Ordering (%s) /Supplement %d >> /FontDescriptor %d 0 R /DW 1000 >>'
                    % (name, ordering, supplement, descriptor))
    return pdf.add('<< /Type /Font /Subtype /Type0 /BaseFont /%s-%s /Encoding /%s /DescendantFonts [%d 0 R] >>'
                   % (name, encoding, encoding, child))


def gb(pdf, encoding='UniGB-UTF16-H'):
    return composite(pdf, 'STSong-Light', encoding, 'Adobe')


def wide(text):
    return '<' + text.encode('utf-16-be').hex() + '>'


def text_string(text):
    return '<FEFF' + text.encode('utf-16-be').hex() + '>'


def show(x, y, text, size=12, before=''):
    return 'BT /F1 %d Tf %s 1 0 0 1 %g %g Tm %s Tj ET\n' % (size, before, x, y, wide(text))


HELVETICA = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'


def predefined():
    """Every predefined CMap for Chinese that is met in practice, without an embedded font."""
    pdf = Pdf()
    for encoding, codec, base, sentence in [
            ('GB-EUC-H', 'gb2312', 'Adobe-GB1', '关于保密工作的通知'),
            ('GBpc-EUC-H', 'gb2312', 'Adobe-GB1', '关于保密工作的通知'),
            ('GBK-EUC-H', 'gbk', 'Adobe-GB1', '朱镕基与陶喆的機密文件'),
            ('GBKp-EUC-H', 'gbk', 'Adobe-GB1', '朱镕基与陶喆的机密文件'),
            ('GBK2K-H', 'gb18030', 'Adobe-GB1', '中华人民共和国㐂字'),
            ('GBK-EUC-V', 'gbk', 'Adobe-GB1', '竖排的机密文件'),
            ('UniGB-UCS2-H', 'utf-16-be', 'Adobe-GB1', '身份证号一一〇'),
            ('UniGB-UTF16-H', 'utf-16-be', 'Adobe-GB1', '绝密★启用前'),
            ('UniGB-UTF16-V', 'utf-16-be', 'Adobe-GB1', '竖排绝密文件'),
            ('B5pc-H', 'big5', 'Adobe-CNS1', '機密文件'),
            ('ETen-B5-H', 'big5', 'Adobe-CNS1', '機密文件'),
            ('UniCNS-UCS2-H', 'utf-16-be', 'Adobe-CNS1', '國家機密'),
            ('UniCNS-UTF16-H', 'utf-16-be', 'Adobe-CNS1', '國家機密'),
            ('UniJIS-UCS2-H', 'utf-16-be', 'Adobe-Japan1', '秘密の文書'),
            ('90ms-RKSJ-H', 'cp932', 'Adobe-Japan1', '秘密の文書'),
            ('UniKS-UCS2-H', 'utf-16-be', 'Adobe-Korea1', '비밀문서')]:
        font = composite(pdf, 'STSong-Light', encoding, 'Adobe', base=base)
        head = pdf.add(HELVETICA)
        y = 700
        pdf.page('BT /F2 10 Tf 50 760 Td (%s) Tj ET BT /F1 14 Tf 1 0 0 1 50 %d Tm <%s> Tj ET\n'
                 % (encoding, y, sentence.encode(codec).hex()), '/Font << /F1 %d 0 R /F2 %d 0 R >>' % (font, head))
    pdf.write('predefined.pdf')


def cmap_of(pairs):
    return ('/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def '
            '1 begincodespacerange <0000> <FFFF> endcodespacerange %d beginbfchar\n%s endbfchar endcmap end end'
            % (len(pairs), ''.join('<%04X> <%s>\n' % (code, text.encode('utf-16-be').hex()) for code, text in pairs)))


def tounicode():
    """Identity-H without a font program: what the codes mean is in the ToUnicode map alone, or nowhere."""
    pdf = Pdf()
    sentence = '内部资料注意保存𠮷'
    mapping = pdf.stream(cmap_of(list(enumerate(sentence, 1))), deflate=True)
    child = ('<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+X /CIDSystemInfo << /Registry (Adobe) '
             '/Ordering (Identity) /Supplement 0 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName '
             '/ABCDEF+X /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 800 '
             '/StemV 80 >> >>')
    known = pdf.add('<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+X /Encoding /Identity-H /DescendantFonts [%s] '
                    '/ToUnicode %d 0 R >>' % (child, mapping))
    unknown = pdf.add('<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+X /Encoding /Identity-H /DescendantFonts [%s] '
                      '>>' % child)
    codes = ''.join('%04x' % code for code in range(1, len(sentence) + 1))
    resources = '/Font << /F1 %d 0 R /F2 %d 0 R >>' % (known, unknown)
    pdf.page('BT /F1 12 Tf 50 700 Td <%s> Tj ET' % codes, resources)
    pdf.page('BT /F2 12 Tf 50 700 Td <%s> Tj ET' % codes, resources)
    pdf.write('tounicode.pdf')


def layout():
    """Reading order: lines of a paragraph, columns, rotation, vertical text, glyphs placed one by one."""
    pdf = Pdf()
    font, vertical, latin = gb(pdf), gb(pdf, 'UniGB-UTF16-V'), pdf.add(HELVETICA)
    resources = '/Font << /F1 %d 0 R /F2 %d 0 R /F3 %d 0 R >>' % (font, latin, vertical)
    # A word that two lines share, a new paragraph, English words over a line, a number over two.
    pdf.page(show(74, 760, '这是一份关于国家机') + show(50, 742, '密的文件。')
             + show(74, 640, '第二段落从这里开始')
             + 'BT /F2 12 Tf 16 TL 50 600 Td (top) Tj T* (secret file) Tj ET\n'
             + 'BT /F2 12 Tf 50 540 Td [(52230119)-40(9003070)20(029)] TJ ET\n', resources)
    # Two columns, drawn line by line across.
    left = ['左栏的第一行写到这里为止绝', '密是左栏第二行的开头内部机', '密左栏三行。']
    right = ['右栏的第一行写到这里为止内', '部是右栏第二行的开头参考资', '料右栏三行。']
    pdf.page(''.join(show(50, 760 - 18 * row, left[row]) + show(320, 760 - 18 * row, right[row]) for row in range(3)),
             resources)
    # The same, column by column.
    pdf.page(''.join(show(50, 760 - 18 * row, left[row]) for row in range(3))
             + ''.join(show(320, 760 - 18 * row, right[row]) for row in range(3)), resources)
    # Rotated page, rotated text, mirrored coordinates.
    pdf.page(show(50, 700, '旋转的页面机') + show(50, 682, '密的文字'), resources, '/Rotate 90')
    pdf.page('BT /F1 12 Tf 0 1 -1 0 300 100 Tm %s Tj 0 1 -1 0 318 100 Tm %s Tj ET\n'
             % (wide('转了方向的绝'), wide('密文字')), resources)
    # Vertical text in two columns from right to left.
    pdf.page('BT /F3 12 Tf 1 0 0 1 400 700 Tm %s Tj 1 0 0 1 380 700 Tm %s Tj ET\n'
             % (wide('竖排文字绝'), wide('密第二列')), resources)
    # Every glyph by itself, out of order within the line; letters with gaps; words by gaps alone.
    glyphs = list(enumerate('逐字定位的机密文件'))
    pdf.page(''.join(show(50 + 12 * at, 700, glyph) for at, glyph in glyphs)
             + ''.join('BT /F2 12 Tf 1 0 0 1 %d 650 Tm (%s) Tj ET\n' % (50 + [0, 34, 56][at], word)
                       for at, word in enumerate(['these', 'are', 'words']))
             + ''.join(show(50 + 30 * at, 600, glyph) for at, glyph in enumerate('疏排标题')), resources)
    # Text drawn twice to look bold; characters with a shadow.
    # Raised and lowered characters belong to their word.
    pdf.page('BT /F2 12 Tf 1 0 0 1 50 700 Tm (H) Tj /F2 7 Tf -2 Ts (2) Tj 0 Ts /F2 12 Tf (O) Tj 1 0 0 1 50 670 Tm (100 m) Tj '
             '/F2 7 Tf 5 Ts (2) Tj 0 Ts /F2 12 Tf ( area) Tj ET\n', resources)
    pdf.page(show(50, 700, '重影粗体') + show(50.3, 700, '重影粗体'), resources)
    # A table: cells are no one word.
    pdf.page(''.join(show(50 + 150 * column, 700 - 24 * row, cell)
                     for row, line in enumerate([['姓名', '证件', '住址'], ['张三', '5223011990', '0307002']])
                     for column, cell in enumerate(line)), resources)
    # A paragraph that a page end divides.
    pdf.page(show(74, 60, '跨页的段落写到这一页的末尾为') + show(50, 42, '止，其后面还有一行字，写的是国家机'), resources)
    pdf.page(show(50, 760, '密的后半截。') + show(74, 742, '新的一段'), resources)
    pdf.write('layout.pdf')


def hidden():
    """What a reader does not see."""
    pdf = Pdf()
    font = gb(pdf)
    off, on = pdf.add('<< /Type /OCG /Name (off) >>'), pdf.add('<< /Type /OCG /Name (on) >>')
    form = pdf.stream(show(50, 600, '关闭的表单对象'), '/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources '
                      '<< /Font << /F1 %d 0 R >> >> /OC %d 0 R' % (font, off))
    resources = ('/Font << /F1 %d 0 R >> /Properties << /P1 %d 0 R /P2 %d 0 R >> /XObject << /X1 %d 0 R >>'
                 % (font, off, on, form))
    pdf.page(show(50, 760, '看得见') + '/OC /P1 BDC\n' + show(50, 700, '关闭的图层') + 'EMC\n/OC /P2 BDC\n'
             + show(50, 650, '打开的图层') + 'EMC\n/X1 Do\n', resources)
    pdf.page(show(50, 760, '看得见') + show(50, 700, '隐形模式', before='3 Tr') + '0 Tr\n'
             + '1 1 1 rg\n' + show(50, 650, '白纸白字') + '0 g\n' + show(700, 600, '页面之外')
             + 'q 0 0 10 10 re W n\n' + show(50, 550, '剪裁之外') + 'Q\n'
             + '0 0 1 rg 40 480 300 40 re f 1 g\n' + show(50, 500, '蓝底白字') + '0 g\n'
             + '0 g 39 339 301 1 re 39 369 301 1 re 39 339 1 31 re 340 339 1 31 re f\n'
             + '0 0.5 0 rg 40 300 m 300 290 340 310 340 320 c 40 330 l f 1 g\n' + show(50, 310, '形状上的白字') + '0 g\n'
             + show(50, 450, '微小的字', size=0.3) + show(50, 400, '描边字', before='1 Tr') + '0 Tr\n'
             + show(50, 350, '看得见的末行'), resources)
    pdf.root['OCProperties'] = ('<< /OCGs [%d 0 R %d 0 R] /D << /OFF [%d 0 R] /Order [%d 0 R] >> >>'
                                % (off, on, off, off))
    pdf.write('hidden.pdf')


def images():
    """Pages that are images: without text, with an OCR layer, with a little text beside."""
    pdf = Pdf()
    font = gb(pdf)
    image = pdf.stream(b'\x55' * 8 * 64, '/Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceGray '
                       '/BitsPerComponent 1', deflate=True)
    resources = '/Font << /F1 %d 0 R >> /XObject << /I1 %d 0 R >>' % (font, image)
    full = 'q 595 0 0 842 0 0 cm /I1 Do Q\n'
    pdf.page(full, resources)
    pdf.page(full + show(50, 700, '识别出来的文字要多于一个页码或者一枚印章才算', before='3 Tr'), resources)
    pdf.page(show(50, 700, '先写识别出来的文字而后画出整页的图像', before='3 Tr') + '0 Tr\n' + full, resources)
    pdf.page('q 60 0 0 60 50 500 cm /I1 Do Q\n' + show(50, 700, '正文和小图'), resources)
    pdf.page(full + show(280, 20, '—1—'), resources)
    pdf.page('q 60 0 0 60 50 500 cm BI /W 8 /H 8 /CS /G /BPC 1 ID \x55\x55\x55\x55\x55\x55\x55\x55 EI Q\n', resources)
    pdf.page('', resources)
    pdf.write('images.pdf')


def qr(text):
    """Side in pixels, and a byte for each of them; four pixels for each module."""
    lines = subprocess.run(['qrencode', '-8', '-t', 'ASCII', '-o', '-', text], check=True, capture_output=True).stdout
    rows = [bytes(0 if cell == '#' else 255 for cell in line[::2] for _ in range(4))
            for line in lines.decode().splitlines() for _ in range(4)]
    return len(rows), b''.join(rows)


def picture(pdf, text, extra='/ColorSpace /DeviceGray', data=None):
    side, pixels = qr(text)
    return pdf.stream(data(pixels) if data else pixels, '/Type /XObject /Subtype /Image /Width %d /Height %d '
                      '/BitsPerComponent 8 %s' % (side, side, extra), deflate=True)


def jpeg(pdf, text):
    side, pixels = qr(text)
    data = subprocess.run(['convert', '-size', '%dx%d' % (side, side), '-depth', '8', 'gray:-', 'jpeg:-'], check=True,
                          input=pixels, capture_output=True).stdout
    return pdf.stream(data, '/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 '
                      '/ColorSpace /DeviceGray /Filter /DCTDecode' % (side, side))


def pictures():
    """Pictures beside text, each a code that says where it is."""
    pdf = Pdf()
    text = show(50, 780, '这一页有足够多的正文文字，图片只是其中的一部分') + show(50, 60, '页面下方的文字也是正文')
    text += show(50, 400, '中间的文字')
    font = '/Font << /F1 %d 0 R >> ' % gb(pdf)
    side, pixels = qr('内联的图')
    inline = ('q 90 0 0 90 400 100 cm BI /W %d /H %d /CS /G /BPC 8 /F /AHx ID %s> EI Q\n'
              % (side, side, pixels.hex()))
    grey, photo = picture(pdf, '灰度的图'), jpeg(pdf, '照片的图')
    mask = picture(pdf, '只在蒙版里的图', data=lambda pixels: bytes(255 - value for value in pixels))
    black = pdf.stream(b'\0', '/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace '
                       '/DeviceGray /SMask %d 0 R' % mask)
    tiny, page = picture(pdf, '小得看不见的图'), picture(pdf, '整页的图')
    turned, later = picture(pdf, '转过来的图'), picture(pdf, '第二页的图')
    stamp, tile, hidden = picture(pdf, '印章里的图'), picture(pdf, '底纹里的图'), picture(pdf, '隐藏图层里的图')
    ornament = pdf.stream(b'\x55' * 8 * 32, '/Type /XObject /Subtype /Image /Width 32 /Height 32 /BitsPerComponent 8 '
                          '/ColorSpace /DeviceGray', deflate=True)
    broken = pdf.stream('no JPEG', '/Type /XObject /Subtype /Image /Width 200 /Height 200 /BitsPerComponent 8 '
                        '/ColorSpace /DeviceGray /Filter /DCTDecode')
    # One dictionary for all pages, as LibreOffice writes it.
    shared = font + '/XObject << /A %d 0 R /B %d 0 R /C %d 0 R /D %d 0 R /E %d 0 R /F %d 0 R /G %d 0 R >>' % (
        grey, photo, black, tiny, turned, later, ornament)
    layer = pdf.add('<< /Type /OCG /Name (Layer) >>')
    look = pdf.stream('q 100 0 0 100 0 0 cm /S Do Q', '/Type /XObject /Subtype /Form /BBox [0 0 100 100] /Resources '
                      '<< /XObject << /S %d 0 R >> >>' % stamp)
    pattern = pdf.stream('q 90 0 0 90 0 0 cm /T Do Q', '/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 '
                         '/BBox [0 0 100 100] /XStep 100 /YStep 100 /Resources << /XObject << /T %d 0 R >> >>' % tile)
    pdf.page(text + ''.join('q %s cm /%s Do Q\n' % pair for pair in [
        ('90 0 0 90 50 500', 'B'), ('90 0 0 90 150 500', 'A'), ('90 0 0 90 250 500', 'A'), ('90 0 0 90 350 500', 'C'),
        ('10 0 0 10 450 500', 'D'), ('0 90 -90 0 540 600', 'E'), ('90 0 0 90 50 600', 'G')]), shared)
    pdf.page(text + 'q 90 0 0 90 50 500 cm /F Do Q q 90 0 0 90 150 500 cm /A Do Q\n' + inline, shared)
    pdf.page(text + inline + '/Pattern cs /P scn 50 200 100 100 re f /OC /L BDC q 90 0 0 90 50 500 cm /H Do Q EMC '
             'q 90 0 0 90 200 500 cm /X Do Q\n',
             font + '/XObject << /H %d 0 R /X %d 0 R >> /Pattern << /P %d 0 R >> /Properties << /L %d 0 R >>'
             % (hidden, broken, pattern, layer),
             '/Annots [<< /Type /Annot /Subtype /Stamp /Rect [300 300 400 400] /AP << /N %d 0 R >> >>]' % look)
    pdf.page('q 595 0 0 842 0 0 cm /P Do Q\n', '/XObject << /P %d 0 R >>' % page)
    pdf.root['OCProperties'] = '<< /OCGs [%d 0 R] /D << /OFF [%d 0 R] >> >>' % (layer, layer)
    pdf.write('pictures.pdf')


def picture_turned():
    """For corpus/ocr: its page.png, a quarter turned, on a page of text that turns it back."""
    source = os.path.dirname(os.path.abspath(__file__)) + '/../ocr/page.png'
    turned = ['convert', source, '-rotate', '90', '-colorspace', 'Gray', '-depth', '8']
    width, height = subprocess.run([*turned, '-format', '%w %h', 'info:-'], check=True,
                                   capture_output=True).stdout.decode().split()
    pixels = subprocess.run([*turned, 'gray:-'], check=True, capture_output=True).stdout
    pdf = Pdf()
    image = pdf.stream(pixels, '/Type /XObject /Subtype /Image /Width %s /Height %s /BitsPerComponent 8 /ColorSpace '
                       '/DeviceGray' % (width, height), deflate=True)
    pdf.page(''.join(show(50, y, '这一页是文字，图片只是其中的一部分') for y in (800, 100, 50))
             + 'q 0 %g -%g 0 550 150 cm /I Do Q' % (int(width) * 500 / int(height), 500),
             '/Font << /F1 %d 0 R >> /XObject << /I %d 0 R >>' % (gb(pdf), image))
    pdf.write('picture-turned.pdf')


def annotations():
    pdf = Pdf()
    font = gb(pdf)
    attached = pdf.stream('附件注释里的机密'.encode(), '/Type /EmbeddedFile')
    appearance = pdf.stream(show(2, 4, '外观里的文字'), '/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources '
                            '<< /Font << /F1 %d 0 R >> >>' % font)
    field = pdf.stream(show(2, 4, '填写的值'), '/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources '
                       '<< /Font << /F1 %d 0 R >> >>' % font)
    page = len(pdf.objects) + 2  # the page's contents come first
    annots = [
        '<< /Type /Annot /Subtype /Text /Rect [50 700 70 720] /Contents %s /T %s /Subj %s >>'
        % (text_string('批注：此处涉密'), text_string('审稿人甲'), text_string('主题')),
        '<< /Type /Annot /Subtype /FreeText /Rect [50 600 250 620] /Contents %s /DA (/F1 12 Tf) /AP << /N %d 0 R >> >>'
        % (text_string('自由文本批注'), appearance),
        '<< /Type /Annot /Subtype /Popup /Rect [50 500 250 520] /Contents %s >>' % text_string('弹出框'),
        '<< /Type /Annot /Subtype /Link /Rect [50 400 250 420] /A << /S /URI /URI (http://example.com/neibu) >> >>',
        '<< /Type /Annot /Subtype /Link /Rect [50 380 250 400] /A << /S /Launch /F (C:\\\\secret\\\\a.doc) >> >>',
        '<< /Type /Annot /Subtype /Highlight /Rect [50 350 250 370] /QuadPoints [] /Contents %s /RC %s >>'
        % (text_string('高亮说明'), text_string('<body><p>富文本<b>说</b>明</p></body>')),
        '<< /Type /Annot /Subtype /FileAttachment /Rect [50 300 70 320] /Contents %s /FS << /Type /Filespec /F (n.txt) '
        '/UF %s /EF << /F %d 0 R >> >> >>' % (text_string('附件说明'), text_string('注释附件.txt'), attached),
        '<< /Type /Annot /Subtype /Text /F 2 /Rect [50 250 70 270] /Contents %s >>' % text_string('隐藏的批注'),
    ]
    fields = [
        '<< /Type /Annot /Subtype /Widget /FT /Tx /T %s /TU %s /V %s /Rect [50 200 250 220] /AP << /N %d 0 R >> >>'
        % (text_string('姓名'), text_string('请填写姓名'), text_string('填写的值'), field),
        '<< /Type /Annot /Subtype /Widget /FT /Tx /T (secret) /F 2 /V %s /Rect [50 180 250 200] >>'
        % text_string('隐藏字段的值'),
        '<< /Type /Annot /Subtype /Widget /FT /Ch /T (choice) /V (b) /Opt [[(a) %s] [(b) %s]] /Rect [50 160 250 180] >>'
        % (text_string('选项甲'), text_string('选项乙')),
    ]
    numbers = [pdf.add(annot) for annot in annots + fields]
    unplaced = pdf.add('<< /FT /Tx /T (group) /Kids [<< /T (kid) /V %s >>] >>' % text_string('没有控件的字段'))
    pdf.page(show(50, 760, '正文'), '/Font << /F1 %d 0 R >>' % font,
             '/Annots [%s]' % ' '.join('%d 0 R' % number for number in numbers))
    assert page > 0
    pdf.root['AcroForm'] = '<< /Fields [%s %d 0 R] >>' % (
        ' '.join('%d 0 R' % number for number in numbers[len(annots):]), unplaced)
    pdf.write('annotations.pdf')


def particulars():
    """What stands beside annotations, fields and files: states, captions, signatures, columns, labels, attachments."""
    pdf = Pdf()
    font = gb(pdf)

    def look(text):
        return pdf.stream(show(2, 4, text), '/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << '
                          '/F1 %d 0 R >> >>' % font)

    def attached(name, columns=''):
        content = pdf.stream((name + '里的机密').encode(), '/Type /EmbeddedFile')
        return pdf.add('<< /Type /Filespec /F (a.txt) /UF %s /EF << /F %d 0 R >> %s >>'
                       % (text_string(name + '.txt'), content, columns))

    shared = look('共用的外观')
    notes = [
        '<< /Type /Annot /Subtype /Widget /FT /Btn /T (box) /AS /Off /Rect [50 700 250 720] /AP << /N << /Off %d 0 R /On '
        '%d 0 R >> /D << /Off %d 0 R >> >> >>' % (look('没有选中'), look('选中以后'), shared),
        '<< /Type /Annot /Subtype /Stamp /Rect [50 650 250 670] /AP << /N %d 0 R /R %d 0 R /D %d 0 R >> >>'
        % (look('印章'), look('鼠标下的印章'), shared),
        '<< /Type /Annot /Subtype /Widget /FT /Btn /T (push) /TM %s /Ff 65536 /Rect [50 600 250 620] /MK << /CA %s /RC %s '
        '/AC %s >> >>' % tuple(map(text_string, ('映射名', '按钮', '鼠标下的按钮', '按下的按钮'))),
        '<< /Type /Annot /Subtype /Widget /FT /Ch /T (choice) /Opt [[%s %s] [%s %s]] /Rect [50 550 250 570] >>'
        % tuple(map(text_string, ('导出的值', '选项', '同一个值', '同一个值'))),
        '<< /Type /Annot /Subtype /Widget /FT /Sig /T (signed) /Rect [50 500 250 520] /V << /Type /Sig /Filter /Adobe.PPKLite '
        '/Name %s /Reason %s /Location %s /ContactInfo %s >> >>'
        % tuple(map(text_string, ('签名人', '签名的原因', '签名的地点', '联系方式'))),
        '<< /Type /Annot /Subtype /Redact /Rect [50 450 250 470] /OverlayText %s >>' % text_string('涂去以后的文字'),
        '<< /Type /Annot /Subtype /Square /Rect [50 400 250 420] /AF [%d 0 R] >>' % attached('批注所附'),
        '<< /Type /Annot /Subtype /Screen /Rect [50 350 250 370] /MK << /CA %s >> >>' % text_string('影片的标题'),
        '<< /Type /Annot /Subtype /Link /Rect [50 300 250 320] /A << /S /Launch /Win << /F (cmd.exe) /P (secret.doc) >> >> >>',
    ]
    form = pdf.stream(show(50, 250, '图元里的文字'), '/Type /XObject /Subtype /Form /BBox [0 0 595 842] /AF [%d 0 R] '
                      '/Resources << /Font << /F1 %d 0 R >> >>' % (attached('图元所附'), font))
    numbers = [pdf.add(note) for note in notes]
    pdf.page('/X Do\n', '/Font << /F1 %d 0 R >> /XObject << /X %d 0 R >>' % (font, form),
             '/Annots [%s]' % ' '.join('%d 0 R' % number for number in numbers))
    pdf.root['StructTreeRoot'] = ('<< /Type /StructTreeRoot /K << /Type /StructElem /S /Document /AF [%d 0 R] >> >>'
                                  % attached('结构所附'))
    pdf.root['Collection'] = '<< /Type /Collection /Schema << /A << /Subtype /S /N %s >> >> >>' % text_string('密级一栏')
    pdf.root['Names'] = ('<< /EmbeddedFiles << /Names [(a) %d 0 R] >> >>'
                         % attached('文件集里', '/CI << /A << /D %s /P %s >> >>' % (text_string('秘密'), text_string('前缀'))))
    pdf.root['PageLabels'] = '<< /Nums [0 << /S /D /P %s >>] >>' % text_string('密附件-')
    pdf.root['Threads'] = '[<< /Type /Thread /I << /Title %s >> >>]' % text_string('文章的标题')
    pdf.root['OCProperties'] = '<< /OCGs [] /D << /Name %s >> >>' % text_string('图层的配置')
    pdf.write('particulars.pdf')


def attachments():
    pdf = Pdf()
    font = gb(pdf)
    inner = Pdf()
    inner.page(show(50, 700, '附件中的附件'), '/Font << /F1 %d 0 R >>' % gb(inner))
    files = [('名单.txt', '绝密名单'.encode('gbk'), True), ('inner.pdf', inner.bytes(), True), ('空.txt', b'', False)]
    kids = []
    for name, data, deflate in files:
        stream = pdf.stream(data, '/Type /EmbeddedFile', deflate=deflate)
        spec = pdf.add('<< /Type /Filespec /F (x) /UF %s /Desc %s /EF << /F %d 0 R >> >>'
                       % (text_string(name), text_string('说明：' + name), stream))
        kids.append(pdf.add('<< /Names [%s %d 0 R] >>' % (text_string(name), spec)))
    broken = pdf.add(b'<< /Length 5 /Filter /FlateDecode >>\nstream\nxxxxx\nendstream')
    kids.append(pdf.add('<< /Names [(z) << /F (broken.bin) /EF << /F %d 0 R >> >>] >>' % broken))
    kids.append(pdf.add('<< /Names [(zz) << /F (far.txt) >>] >>'))
    tree = pdf.add('<< /Kids [%s] >>' % ' '.join('%d 0 R' % kid for kid in kids))
    script = pdf.add('<< /S /JavaScript /JS %s >>' % text_string('app.alert("脚本里的机密")'))
    pdf.page(show(50, 700, '带附件'), '/Font << /F1 %d 0 R >>' % font)
    pdf.root['Names'] = '<< /EmbeddedFiles %d 0 R /JavaScript << /Names [(j) %d 0 R] >> >>' % (tree, script)
    item = pdf.add('<< /Title %s /Parent 1 0 R >>' % text_string('书签：内部文件'))
    pdf.root['Outlines'] = '<< /First %d 0 R /Last %d 0 R /Count 1 >>' % (item, item)
    pdf.info = pdf.add('<< /Title %s /Author %s /Keywords (kw) /Custom %s >>'
                       % (text_string('标题：机密'), text_string('作者甲'), text_string('自定义属性')))
    xmp = ('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
           'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
           'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" '
           'pdf:Keywords="属性里的关键词"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">元数据标题</rdf:li></rdf:Alt>'
           '</dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>')
    pdf.root['Metadata'] = '%d 0 R' % pdf.stream(xmp.encode(), '/Type /Metadata /Subtype /XML')
    pdf.write('attachments.pdf')


def loops():
    """Every tree of a file bites its own tail."""
    pdf = Pdf()
    font = gb(pdf)
    page = pdf.page(show(50, 700, '循环中的正文') + '/X1 Do\n', '/Font << /F1 %d 0 R >> /XObject << /X1 %d 0 R >>'
                    % (font, font + 1 + 2))
    form = pdf.add(None)
    pdf.set(form, '<< /Length 7 /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X1 %d 0 R >> '
            '>> >>\nstream\n/X1 Do\n\nendstream' % form)
    names, item, field = pdf.add(None), pdf.add(None), pdf.add(None)
    pdf.set(names, '<< /Kids [%d 0 R %d 0 R] >>' % (names, names))
    pdf.set(item, '<< /Title (loop) /First %d 0 R /Next %d 0 R >>' % (item, item))
    pdf.set(field, '<< /T (f) /V (value) /Kids [%d 0 R %d 0 R] /Parent %d 0 R >>' % (field, field, field))
    pdf.root['Names'] = '<< /EmbeddedFiles %d 0 R >>' % names
    pdf.root['Outlines'] = '<< /First %d 0 R >>' % item
    pdf.root['AcroForm'] = '<< /Fields [%d 0 R] >>' % field
    pdf.set(pdf.tree, '<< /Type /Pages /Kids [%d 0 R %d 0 R %d 0 R] /Count 3 >>' % (page, pdf.tree, page))
    pdf.write('loops.pdf')


def deep():
    """Deep nesting: arrays, saved states, forms in forms."""
    pdf = Pdf()
    font = gb(pdf)
    inner = pdf.stream(show(50, 600, '最里面'), '/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font '
                       '<< /F1 %d 0 R >> >>' % font)
    for _ in range(60):
        inner = pdf.stream('/X Do', '/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X '
                           '%d 0 R >> >>' % inner)
    pdf.page('q ' * 2000 + show(50, 700, '深处的正文') + 'Q ' * 2000 + '/X Do', '/Font << /F1 %d 0 R >> /XObject << /X '
             '%d 0 R >>' % (font, inner), deflate=True)
    pdf.info = pdf.add('<< /Title %s /Deep %d 0 R >>' % (text_string('深处的标题'), pdf.add('[' * 3000 + ']' * 3000)))
    pdf.write('deep.pdf')


def broken():
    """One page of three is damaged; its neighbours are read."""
    pdf = Pdf()
    font = gb(pdf)
    resources = '/Font << /F1 %d 0 R >>' % font
    pdf.page(show(50, 700, '好的第一页'), resources)
    bad = pdf.add('<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << %s >> >>'
                  % (pdf.tree, pdf.add(b'<< /Length 40 /Filter /FlateDecode >>\nstream\nthis is not deflate data at '
                                       b'all, never\nendstream'), resources))
    pdf.pages.append(bad)
    pdf.page(show(50, 700, '好的第三页'), resources)
    pdf.write('broken.pdf')
    whole = pdf.bytes()
    with open('%s/truncated.pdf' % out, 'wb') as file:
        file.write(whole[:whole.rindex(b'xref', 0, len(whole) - 40)])


def watermarks():
    """Scanned pages on which stands what scanning apps and watermarks write; and a text on a picture."""
    pdf = Pdf()
    font = gb(pdf)
    image = pdf.stream(b'\x55' * 8 * 64, '/Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceGray '
                       '/BitsPerComponent 1', deflate=True)
    resources = '/Font << /F1 %d 0 R >> /XObject << /I1 %d 0 R >>' % (font, image)
    full = 'q 595 0 0 842 0 0 cm /I1 Do Q\n'
    pdf.page(full + show(300, 10, 'Scanned with CamScanner', size=10), resources)
    pdf.page(full + show(300, 10, '由扫描全能王扫描创建，3亿人都在用的扫描App', size=10), resources)
    pdf.page('q 500 0 0 760 40 40 cm /I1 Do Q\n' + show(50, 820, '某某市某某局二〇二四年度档案第十二卷') +
             show(50, 10, '由扫描全能王扫描创建，3亿人都在用的扫描App', size=10), resources)
    pdf.page(full + ''.join('BT /F1 40 Tf 0.7 0.7 -0.7 0.7 %d %d Tm %s Tj ET\n' % (60 + 30 * row, 100 + 200 * row,
                            wide('内部资料严禁外传')) for row in range(3)), resources)
    pdf.page(full + ''.join(show(60, 700 - 24 * row, '背景图片上的正文每一行都写满二十四个汉字才算正文。', size=14)
                            for row in range(6)), resources)
    pdf.write('watermarks.pdf')


def pitch():
    """Latin digits at the pitch of the Chinese characters: in one string, one by one, in reverse; and real blanks."""
    pdf = Pdf()
    resources = '/Font << /F1 %d 0 R >>' % gb(pdf, 'UniGB-UCS2-H')
    text = '机密★10年'
    pdf.page(show(50, 700, text, size=20), resources)
    pdf.page(''.join(show(50 + 20 * at, 700, glyph, size=20) for at, glyph in enumerate(text)), resources)
    pdf.page(''.join(show(50 + 20 * at, 700, glyph, size=20) for at, glyph in reversed(list(enumerate(text)))), resources)
    pdf.page(''.join(show(50 + 24 * at, 700, glyph, size=20) for at, glyph in enumerate('10年机密')), resources)
    pdf.page(show(50, 700, '共', size=20) + show(76, 700, '3', size=20) + show(96, 700, '份', size=20)
             + show(150, 700, '第二栏', size=20), resources)
    pdf.page(''.join(show(50 + 34 * at, 700, glyph, size=16) for at, glyph in enumerate(text))
             + ''.join(show(50 + 34 * at, 600, glyph, size=16) for at, glyph in enumerate('甲123')), resources)
    pdf.write('pitch.pdf')


def paragraphs():
    """Paragraphs of a law as they are set in columns of twenty characters: some end where the column ends, or are one line long."""
    pdf = Pdf()
    resources = '/Font << /F1 %d 0 R >>' % gb(pdf)
    articles = ['第一条\u3000为了保护和合理利用城市绿地，制定本条例。', '第二条\u3000城市的绿地由市政府统一管理。',
                '第三条\u3000县级以上人民政府应当编制绿地规划，规划的期限为十年，每年一月底以前报告。',
                '第四条\u3000依照第二条、第三条规定作出的决定，应当公布；违反', '第五条\u3000本条例由市园林局负责解释。',
                '第六条\u3000本条例自公布之日起施行。']
    content, y = '', 760
    for article in articles:
        line, rest = article[:18], article[18:]
        content += show(84, y, line)
        y -= 18
        while rest:
            content += show(60, y, rest[:20])
            rest, y = rest[20:], y - 18
    pdf.page(content, resources)
    pdf.write('paragraphs.pdf')


def unknown():
    """A short text of glyphs without a meaning."""
    pdf = Pdf()
    child = ('<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+X /CIDSystemInfo << /Registry (Adobe) '
             '/Ordering (Identity) /Supplement 0 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName '
             '/ABCDEF+X /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 800 '
             '/StemV 80 >> >>')
    font = pdf.add('<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+X /Encoding /Identity-H /DescendantFonts [%s] >>'
                   % child)
    resources = '/Font << /F1 %d 0 R /F2 %d 0 R >>' % (gb(pdf), font)
    pdf.page('BT /F2 12 Tf 50 700 Td <0001000200030004> Tj ET', resources)
    pdf.page(show(50, 720, '一页正文里只有一个项目符号不认识，这不算') + 'BT /F2 12 Tf 50 700 Td <0001> Tj ET', resources)
    pdf.write('unknown.pdf')


def alternatives():
    """Words in place of what is drawn: in marked content, in its properties, in the structure tree, which is a loop."""
    pdf = Pdf()
    font = gb(pdf)
    properties = pdf.add('<< /ActualText %s /Alt %s >>' % (text_string('属性里的文字'), text_string('属性里的说明')))
    resources = '/Font << /F1 %d 0 R >> /Properties << /P1 %d 0 R >>' % (font, properties)
    pdf.page(show(50, 700, '正文') + '/Span << /ActualText %s >> BDC\n' % text_string('机密★10年') + show(50, 650, '甲乙丙')
             + 'EMC\n/Span << /ActualText %s >> BDC\n' % text_string('同样的字') + show(50, 600, '同样的字') + 'EMC\n',
             resources)
    pdf.page('/Figure /P1 BDC /Artifact BMC\n' + show(50, 700, '第二页') + 'EMC EMC\n'
             + '/Span << /ActualText %s >> BDC\n' % text_string('没有结束'), resources)
    element, kid, tree = pdf.add(None), pdf.add(None), pdf.add(None)
    pdf.set(element, '<< /Type /StructElem /S /Figure /P %d 0 R /Alt %s /K [0 %d 0 R] >>'
            % (tree, text_string('图：机密示意图'), kid))
    pdf.set(kid, '<< /Type /StructElem /S /Span /P %d 0 R /ActualText %s /E %s /T %s /K %d 0 R >>'
            % (element, text_string('结构里的文字'), text_string('缩写的全称'), text_string('结构的标题'), element))
    pdf.set(tree, '<< /Type /StructTreeRoot /K %d 0 R >>' % element)
    pdf.root['StructTreeRoot'] = '%d 0 R' % tree
    pdf.write('alternatives.pdf')


def surroundings():
    """Something in front of the document, and behind it."""
    def put(name, data):
        with open('%s/%s' % (out, name), 'wb') as file:
            file.write(data)

    pdf = Pdf()
    pdf.page(show(50, 700, '文件里的正文'), '/Font << /F1 %d 0 R >>' % gb(pdf))
    document = pdf.bytes()
    inner = Pdf()
    inner.page(show(50, 700, '压缩包里的正文要长一些'), '/Font << /F1 %d 0 R >>' % gb(inner))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, 'w', zipfile.ZIP_STORED) as file:
        file.writestr(zipfile.ZipInfo('里面.pdf', (2024, 1, 1, 0, 0, 0)), inner.bytes())
        file.writestr(zipfile.ZipInfo('a.txt', (2024, 1, 1, 0, 0, 0)), '机密★10年'.encode())
    put('prefix-newline.pdf', b'\n' + document)
    put('prefix-bom.pdf', b'\xef\xbb\xbf' + document)
    put('prefix-text.pdf', 'HTTP/1.1 200 OK\r\n前面的机密文字\r\n\r\n'.encode() + document)
    put('appended-zip.pdf', document + archive.getvalue())
    put('appended-text.pdf', document + '\n后面的机密文字\n'.encode())
    put('appended-nothing.pdf', document + b'\r\n\0\0\0')
    put('first-member.zip', archive.getvalue())
    put('mention.txt', '每个文件都以下面一行开头：\n%PDF-1.7\n后面是 1 0 obj 这样的对象。\n'.encode())


def change(name, *scripts):
    """Each script changes `doc` in MuPDF's JavaScript, and appends that to the file."""
    for script in scripts:
        with tempfile.TemporaryDirectory() as folder:
            with open(folder + '/change.js', 'w') as file:
                file.write('var doc = new PDFDocument(scriptArgs[0]);\n%s\ndoc.save(scriptArgs[1], "incremental");\n'
                           % script)
            subprocess.run(['mutool', 'run', folder + '/change.js', '%s/%s' % (out, name), folder + '/changed.pdf'],
                           check=True)
            os.replace(folder + '/changed.pdf', '%s/%s' % (out, name))


def draw(page, content):
    return 'doc.findPage(%d).get("Contents").writeStream(%r);' % (page, content)


def qpdf(name, result, *options):
    subprocess.run(['qpdf', '--static-id', *options, '%s/%s' % (out, name), '%s/%s' % (out, result)], check=True)


def versions():
    """Changed by appending: a list masked, an annotation, an attachment and a picture taken away, a page deleted; and how
    such a file ends where it is laid out for the Web, packed, signed, damaged."""
    pdf = Pdf()
    resources = '/Font << /F1 %d 0 R >> /XObject << /I1 %d 0 R >>' % (gb(pdf), picture(pdf, '换掉的图'))
    opening = show(50, 780, '二〇二四年临时救助对象公示名单如下，公示期五天，有意见请向社会事务股反映')
    closing = show(50, 60, '本页正文到此为止，以下没有文字')
    rows = [('甲某某', '522301199003070029'), ('乙某某', '522301198512120011'), ('丙某某', '522301197001010038')]

    def listed(mask):
        lines = ['%s，居民身份证号码%s，家住第%d组，每月领取三百元。' % (name, mask(number), at)
                 for at, (name, number) in enumerate(rows, 1)]
        return opening + ''.join(show(50, 740 - 18 * at, line) for at, line in enumerate(lines)) + closing

    before = listed(lambda number: number)
    after = listed(lambda number: number if number == rows[1][1] else number[:6] + '********' + number[-4:])
    note = '/Annots [<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents %s >>]' % text_string('批注里的删去的话')
    pdf.page(before, resources, note)
    pdf.page(show(50, 780, '机密★10年') + show(50, 700, '第二页的正文'), resources)
    pdf.page(show(50, 780, '第三页从来没有改过') + 'q 90 0 0 90 50 500 cm /I1 Do Q\n', resources)
    file = pdf.stream('附件里删去的话'.encode(), '/Type /EmbeddedFile')
    pdf.root['Names'] = ('<< /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a.txt) /EF << /F %d 0 R >> >>] >> >>'
                         % file)
    pdf.info = pdf.add('<< /Title %s /Author %s >>' % (text_string('原来的标题'), text_string('没有改过的作者')))
    pdf.write('versions.pdf')
    steps = [draw(0, after),
             draw(1, show(50, 700, '第二页的正文')) + 'doc.findPage(0).delete("Annots");'
             + 'doc.getTrailer().get("Info").put("Title", doc.newString("new title"));'
             + 'doc.getTrailer().get("Root").delete("Names");',
             'var page = doc.findPage(2); doc.deletePage(2);']
    qpdf('versions.pdf', 'versions-linearized.pdf', '--linearize')
    qpdf('versions.pdf', 'versions-packed.pdf', '--object-streams=generate')
    qpdf('versions.pdf', 'versions-encrypted.pdf', '--encrypt', '', 'owner', '128', '--use-aes=y', '--')
    qpdf('versions-linearized.pdf', 'versions-none.pdf', '--linearize')
    for name in ['versions.pdf', 'versions-linearized.pdf', 'versions-packed.pdf', 'versions-encrypted.pdf']:
        change('%s' % name, *steps)
    with open('%s/versions.pdf' % out, 'rb') as file:
        data = file.read()
    end = data.index(b'%%EOF')
    with open('%s/versions-broken.pdf' % out, 'wb') as file:
        # Only the first version says there where its catalogue is.
        file.write(re.sub(br'/Root \d+ ', lambda root: b'/Root 0 '.ljust(len(root[0])), data[:end]) + data[end:])
    pdf = Pdf()
    pdf.page(show(50, 700, '第0次改动的正文'), '/Font << /F1 %d 0 R >>' % gb(pdf))
    pdf.write('versions-many.pdf')
    change('versions-many.pdf', *[draw(0, show(50, 700, '第%d次改动的正文' % at)) for at in range(1, 20)])

    pdf = Pdf()
    field = pdf.add('<< /Type /Annot /Subtype /Widget /FT /Sig /T (sign) /F 132 /Rect [50 100 250 150] >>')
    pdf.page(show(50, 780, '盖章之前的正文'), '/Font << /F1 %d 0 R >>' % gb(pdf), '/Annots [%d 0 R]' % field)
    pdf.page(show(50, 780, '没有盖章的一页'), '/Font << /F1 %d 0 R >>' % gb(pdf))
    pdf.root['AcroForm'] = '<< /Fields [%d 0 R] >>' % field
    with tempfile.TemporaryDirectory() as folder:
        pdf.write('versions-signed.pdf')
        key, certificate = folder + '/key.pem', folder + '/certificate.pem'
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate,
                        '-days', '9999', '-subj', '/CN=signer'], check=True, capture_output=True)
        subprocess.run(['openssl', 'pkcs12', '-export', '-inkey', key, '-in', certificate, '-out', folder + '/both.pfx',
                        '-passout', 'pass:guanka'], check=True)
        subprocess.run(['mutool', 'sign', '-s', folder + '/both.pfx', '-P', 'guanka', '-o', out + '/versions-signed.pdf',
                        out + '/versions-signed.pdf', str(field)], check=True)


for make in [predefined, tounicode, layout, hidden, images, pictures, picture_turned, annotations, particulars, attachments,
             loops, deep, broken, watermarks, pitch, paragraphs, unknown, alternatives, surroundings,
             versions]:
    make()
