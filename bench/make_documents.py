#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""make_documents.py CORPUS FOLDER: FOLDER/FORMAT/NUMBER.EXT, 200 documents of each format that the section `formats` of
scripts/bench measures, from fixtures in CORPUS that all programs read. They differ in a byte or a few that mean nothing
to the format, so that none is recognised as a copy of another."""
import pathlib
import sys

COUNT = 200
FIXTURES = {
    'pdf': ['pdf/libreoffice.pdf', 'pdf/libreoffice-columns.pdf', 'pdf/ghostscript.pdf', 'pdf/cairo.pdf', 'pdf/layout.pdf'],
    'doc': ['ole/word.doc', 'ole/pieces.wps', 'ole/word6-gbk.doc'],
    'xls': ['ole/sheet.xls', 'ole/continued.xls'],
    'ppt': ['ole/slides.ppt', 'ole/libreoffice.ppt'],
    'docx': ['ooxml/libreoffice.docx', 'ooxml/word.docx', 'ooxml/boxes.docx'],
    'xlsx': ['ooxml/libreoffice.xlsx', 'ooxml/sheet.xlsx', 'ooxml/dates.xlsx'],
    'rtf': ['rtf/libreoffice.rtf', 'rtf/word.rtf'],
    'eml': ['mail/modern.eml', 'mail/charsets.eml', 'mail/mutt.eml'],
}
END_OF_DIRECTORY = b'PK\5\6'


def differing(form, data, number):
    """The same document as any program sees it."""
    if form in ('docx', 'xlsx'):
        # The comment of a zip, which says how long it is in its last field.
        at = data.rindex(END_OF_DIRECTORY)
        comment = b'%d' % number
        return data[:at + 20] + len(comment).to_bytes(2, 'little') + comment
    if form == 'pdf':
        return data + b'%%%d\n' % number
    if form in ('rtf', 'eml'):
        return data + b'\n' * number
    # What follows the last sector of a compound file belongs to nothing. It is a whole sector, as readers expect.
    return data + number.to_bytes(4, 'little').ljust(512, b'\0')


def main(corpus, folder):
    for form, names in FIXTURES.items():
        (folder / form).mkdir(parents=True, exist_ok=True)
        documents = [(corpus / name).read_bytes() for name in names]
        for number in range(COUNT):
            data = differing(form, documents[number % len(documents)], 1 + number // len(documents))
            (folder / form / f'{number:03}.{form}').write_bytes(data)


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
