#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Makes the office documents of corpus/ooxml and corpus/uof that are one XML file, as generate_documents.py makes
# packages. Those called libreoffice* are LibreOffice's (see the READMEs).
import base64
import io
import zipfile

from generate_documents import PNG, pack, paragraph, run, word, word_of, write

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FLAT = 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
WORDML = ('xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:aml="http://schemas.microsoft.com/aml/2001/core" '
          'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml"')


def flat(package, skip=(), outer=()):
    """The package as one file; `outer`: declarations that are moved from the parts to the root."""
    content_types = {}
    parts = ''
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for item in archive.read('[Content_Types].xml').decode().split('<')[1:]:
            if item.startswith('Override'):
                content_types[item.split('PartName="/')[1].split('"')[0]] = item.split('ContentType="')[1].split('"')[0]
        for name in archive.namelist():
            data = archive.read(name)
            kind = content_types.get(name, 'application/octet-stream')
            if name.endswith('.rels'):
                kind = 'application/vnd.openxmlformats-package.relationships+xml'
            if name in skip:
                continue
            if name.endswith(('.xml', '.rels')):
                content = data.decode()
                for declaration in outer:
                    content = content.replace(' ' + declaration, '')
                content = f'<pkg:xmlData>{content}</pkg:xmlData>'
            else:
                digits = base64.b64encode(data).decode()
                lines = '\n'.join(digits[at:at + 76] for at in range(0, len(digits), 76))
                content = f'<pkg:binaryData>{lines}</pkg:binaryData>'
            parts += f'<pkg:part pkg:name="/{name}" pkg:contentType="{kind}">{content}</pkg:part>'
    return (f'{DECLARATION}<?mso-application progid="Word.Document"?>\n<pkg:package {FLAT} {" ".join(outer)}>{parts}</pkg:package>')


def word_2003():
    file = base64.b64encode(pack(word_of(paragraph(run('嵌入的文档'))))).decode()
    picture = base64.b64encode(PNG).decode()
    note = '<w:r><w:{0}>' + paragraph(run('{1}')) + '</w:{0}></w:r>'
    body = [
        paragraph(run('机'), run('密', '<w:b/>'), run('★'), run('10年')),
        paragraph(run('看得见'), run('隐藏的', '<w:vanish/>'), run('也看得见'), run('按样式隐藏', '<w:rStyle w:val="Hidden"/>')),
        paragraph(run('有脚'), note.format('footnote', '脚注的内容'), run('注的词，有批'),
                  '<w:r><aml:annotation aml:id="0" w:type="Word.Comment" aml:author="批注人"><aml:content>' +
                  paragraph(run('批注的内容')) + '</aml:content></aml:annotation></w:r>', run('注的词，有尾'),
                  note.format('endnote', '尾注的内容'), run('注的词')),
        paragraph(run('删'), '<aml:annotation aml:id="1" w:type="Word.Deletion" aml:author="审稿人"><aml:content><w:r><w:delText>'
                  '删去的话</w:delText></w:r></aml:content></aml:annotation>', run('除之处，插'),
                  '<aml:annotation aml:id="2" w:type="Word.Insertion" aml:author="审稿人"><aml:content>' + run('入') +
                  '</aml:content></aml:annotation>', run('新词')),
        paragraph('<aml:annotation aml:id="3" w:type="Word.Bookmark.Start" w:name="涉密书签"/>', run('书签')),
        paragraph('<w:hlink w:dest="http://www.example.gov.cn/" w:screenTip="链接的提示">' + run('链接') + '</w:hlink>', run('文字')),
        paragraph('<w:r><w:pict><w:binData w:name="wordml://01000001.png">' + picture + '</w:binData><v:shape alt="图的说明">'
                  '<v:textbox><w:txbxContent>' + paragraph(run('框里的字')) + '</w:txbxContent></v:textbox></v:shape></w:pict></w:r>'),
        '<w:tbl><w:tr><w:tc>' + paragraph(run('姓名')) + '</w:tc><w:tc>' + paragraph(run('张'), run('三')) + '</w:tc></w:tr></w:tbl>',
        '<w:sectPr><w:hdr w:type="odd">' + paragraph(run('页'), run('眉')) + '</w:hdr><w:ftr w:type="odd">' + paragraph(run('页脚')) +
        '</w:ftr></w:sectPr>',
    ]
    return (f'{DECLARATION}<?mso-application progid="Word.Document"?>\n<w:wordDocument {WORDML} w:macrosPresent="no">'
            '<o:DocumentProperties><o:Title>文档的标题</o:Title><o:Author>起草人</o:Author></o:DocumentProperties>'
            '<o:CustomDocumentProperties><o:密级>秘密</o:密级></o:CustomDocumentProperties>'
            '<w:styles><w:style w:type="character" w:styleId="Hidden"><w:name w:val="Hidden"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
            f'<w:docOleData><w:binData w:name="object.docx">{file}</w:binData></w:docOleData>'
            '<w:docPr><w:docVars><w:docVar w:name="变量名" w:val="变量值"/></w:docVars></w:docPr>'
            f'<w:body>{"".join(body)}</w:body></w:wordDocument>')


def main():
    whole = flat(word(), skip=('[Content_Types].xml',))
    write('ooxml/flat.xml', whole.encode())
    outer = ['xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"']
    write('ooxml/flat-outer.xml', flat(pack(word_of(paragraph(run('声明'), run('在外')))), outer=outer).encode())
    write('ooxml/flat-cut.xml', whole.encode()[:whole.encode().index('移走的'.encode())])
    whole = word_2003().encode()
    write('ooxml/word-2003.xml', whole)
    write('ooxml/word-2003-cut.xml', whole[:whole.index(b'</w:binData></w:docOleData>') - 400])


if __name__ == '__main__':
    main()
