#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Makes the office documents of corpus/ooxml and corpus/uof that are one XML file, as generate_documents.py makes
# packages. Those called libreoffice* are LibreOffice's (see the READMEs).
import base64
import io
import os
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


def uof(number=''):
    """`number`: what UOF 2 puts behind every name; the standard has another one for each."""
    file = base64.b64encode(pack(word_of(paragraph(run('嵌入的文档'))))).decode()

    def text(*pieces, properties=''):
        return ''.join(f'<字:句{number}><字:句属性{number}{properties}/><字:文本串{number}>{piece}</字:文本串{number}></字:句{number}>'
                       for piece in pieces)

    def block(*inside):
        return f'<字:段落{number}>{"".join(inside)}</字:段落{number}>'

    hidden = (f'<字:句{number}><字:句属性{number}><字:隐藏文字{number} 字:值{number}="true"/></字:句属性{number}><字:文本串{number}>隐藏的'
              f'</字:文本串{number}></字:句{number}>')
    return (f'{DECLARATION}<uof:UOF{number} xmlns:uof="http://schemas.uof.org/cn/2003/uof" xmlns:字="http://schemas.uof.org/cn/2003/uof-wordproc" '
            f'xmlns:图="http://schemas.uof.org/cn/2003/graph"><uof:元数据{number}><uof:标题{number}>文档的标题</uof:标题{number}>'
            f'<uof:创建者{number}>起草人</uof:创建者{number}></uof:元数据{number}><uof:链接集{number}><uof:超级链接{number} '
            f'uof:目标{number}="http://www.example.gov.cn/" uof:提示{number}="链接的提示"/></uof:链接集{number}>'
            f'<uof:对象集{number}><uof:其他对象{number} uof:标识符{number}="OBJ1" uof:公共类型{number}="docx"><uof:数据{number}>{file}</uof:数据{number}>'
            f'</uof:其他对象{number}><图:图形{number}><图:文本内容{number}>{block(text("框里", "的字"))}</图:文本内容{number}></图:图形{number}></uof:对象集{number}>'
            f'<uof:文字处理{number}><字:主体{number}>{block(text("机密", "★", "10年"))}{block(text("看得见"), hidden, text("也看得见"))}'
            f'{block(text("有脚"), f"<字:句{number}><字:脚注{number}>", block(text("脚注的", "内容")), f"</字:脚注{number}></字:句{number}>", text("注的词"))}'
            f'</字:主体{number}></uof:文字处理{number}></uof:UOF{number}>')


def main():
    os.makedirs(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'uof'), exist_ok=True)
    write('uof/text.uof', uof().encode())
    write('uof/numbers.uof', uof('_41A0').encode())
    write('uof/cut.uof', uof().encode()[:-700])
    write('uof/package.uof', pack([('uof.xml', f'{DECLARATION}<uof:UOF_0000 xmlns:uof="http://schemas.uof.org/cn/2009/uof"/>'),
                                   ('content.xml', uof('_41A0'))]))
    whole = flat(word(), skip=('[Content_Types].xml',))
    write('ooxml/flat.xml', whole.encode())
    outer = ['xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"']
    write('ooxml/flat-outer.xml', flat(pack(word_of(paragraph(run('声明'), run('在外')))), outer=outer).encode())
    write('ooxml/flat-cut.xml', whole.encode()[:whole.encode().index('移走的'.encode())])
    whole = word_2003().encode()
    write('ooxml/word-2003.xml', whole)
    write('ooxml/word-2003-cut.xml', whole[:whole.index(b'</w:binData></w:docOleData>') - 400])
    sheet = (f'{DECLARATION}<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
             'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="名单"><Table><Row><Cell><Data ss:Type="String">姓名</Data>'
             '</Cell></Row><Row><Cell><Data ss:Type="String">张三</Data></Cell></Row></Table></Worksheet></Workbook>').encode()
    write('ooxml/excel-2003.xml', sheet)
    write('ooxml/excel-2003-cut.xml', sheet[:-80])


if __name__ == '__main__':
    main()
