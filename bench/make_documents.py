#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""make_documents.py CORPUS FOLDER: FOLDER/FORMAT/NUMBER.EXT, 200 documents of each format (of `ocr`, two) that the
section `formats` of scripts/bench measures, from fixtures in CORPUS that all programs read. They differ in a byte or a
few that mean little to the format, so that none is recognised as a copy of another."""
import gzip
import pathlib
import sys
import zlib

COUNT = 200
COUNT_OCR = 2
FIXTURES = {
    'pdf': ['pdf/libreoffice.pdf', 'pdf/libreoffice-columns.pdf', 'pdf/ghostscript.pdf', 'pdf/cairo.pdf', 'pdf/layout.pdf'],
    'doc': ['ole/word.doc', 'ole/pieces.wps', 'ole/word6-gbk.doc'],
    'xls': ['ole/sheet.xls', 'ole/continued.xls'],
    'ppt': ['ole/slides.ppt', 'ole/libreoffice.ppt'],
    'docx': ['ooxml/libreoffice.docx', 'ooxml/word.docx', 'ooxml/boxes.docx'],
    'xlsx': ['ooxml/libreoffice.xlsx', 'ooxml/sheet.xlsx', 'ooxml/dates.xlsx'],
    'rtf': ['rtf/libreoffice.rtf', 'rtf/word.rtf'],
    'ofd': ['ofd/invoice.ofd', 'ofd/transparent.ofd', 'ofd/jumps.ofd'],
    'odf': ['odf/libreoffice.odp', 'odf/libreoffice.ods', 'odf/text.odt'],
    'epub': ['epub/book.epub', 'epub/libreoffice.epub'],
    'eml': ['mail/modern.eml', 'mail/charsets.eml', 'mail/mutt.eml'],
    'mbox': ['mail/python.mbox', 'mail/mixed.mbox'],
    'msg': ['ole/message.msg'],
    'mhtml': ['mail/page.mhtml', 'mail/quoted.mhtml'],
    'chm': ['chm/gbk.chm', 'chm/guide.chm'],
    'warc': ['warc/wget.warc.gz', 'warc/members.warc.gz'],
    'image': ['image/exif.jpg', 'image/gbk.jpg', 'image/png-text.png', 'image/png-ztxt.png'],
    'ocr': ['ocr/page.png'],
}
ZIPS = ('docx', 'xlsx', 'ofd', 'odp', 'ods', 'odt', 'epub')
END_OF_DIRECTORY = b'PK\5\6'
PNG_HEAD_SIZE = 33  # the signature and the chunk of the dimensions


def zip_with_comment(data, comment):
    """The comment of a zip says how long it is in the last field before it."""
    at = data.rindex(END_OF_DIRECTORY)
    return data[:at + 20] + len(comment).to_bytes(2, 'little') + comment


def png_with_text(data, text):
    chunk = b'tEXtComment\0' + text
    return (data[:PNG_HEAD_SIZE] + (len(chunk) - 4).to_bytes(4, 'big') + chunk
            + zlib.crc32(chunk).to_bytes(4, 'big') + data[PNG_HEAD_SIZE:])


def warc_record(content):
    return (b'WARC/1.0\r\nWARC-Type: metadata\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n'
            b'WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-%012d>\r\nContent-Type: application/warc-fields\r\n'
            b'Content-Length: %d\r\n\r\n%b\r\n\r\n' % (int(content), len(content), content))


def differing(extension, data, number):
    """The same document as any program sees it."""
    mark = b'%d' % number
    if extension in ZIPS:
        return zip_with_comment(data, mark)
    if extension == 'pdf':
        return data + b'%%%d\n' % number
    if extension in ('rtf', 'eml', 'mbox', 'mhtml'):
        return data + b'\n' * number
    if extension == 'gz':
        return data + gzip.compress(warc_record(mark), mtime=0)
    if extension == 'png':
        return png_with_text(data, mark)
    if extension == 'jpg':
        return data[:2] + b'\xff\xfe' + (2 + len(mark)).to_bytes(2, 'big') + mark + data[2:]
    if extension == 'chm':
        return data + number.to_bytes(4, 'little')
    # What follows the last sector of a compound file belongs to nothing. It is a whole sector, as readers expect.
    return data + number.to_bytes(4, 'little').ljust(512, b'\0')


def main(corpus, folder):
    for form, names in FIXTURES.items():
        (folder / form).mkdir(parents=True, exist_ok=True)
        documents = [(name.split('.', 1)[1], (corpus / name).read_bytes()) for name in names]
        for number in range(COUNT_OCR if form == 'ocr' else COUNT):
            extensions, data = documents[number % len(documents)]
            data = differing(extensions.rsplit('.', 1)[-1], data, 1 + number // len(documents))
            (folder / form / f'{number:03}.{extensions}').write_bytes(data)


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
