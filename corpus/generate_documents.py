#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Makes the documents and archives of corpus/ooxml, archive, plain and unsupported again. They are kept in the
# repository, so nothing runs this but a person who adds a case; the expectations beside them were checked by eye.
# Needs zip, bsdtar (libarchive-tools), zstd, lz4.
import io
import os
import struct
import subprocess
import tarfile
import zipfile
import zlib

here = os.path.dirname(os.path.abspath(__file__))
DATE = (2026, 11, 24, 0, 0, 0)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
OFFICE = 'application/vnd.openxmlformats-officedocument.'
RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/'


def write(path, data):
    with open(os.path.join(here, path), 'wb') as file:
        file.write(data)


def pack(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type = method
            info.external_attr = 0o644 << 16
            archive.writestr(info, data.encode() if isinstance(data, str) else data)
    return out.getvalue()


def miscounted(members, *names, method=zipfile.ZIP_DEFLATED):
    """A zip whose members of these names do not have the checksum that is written in both headers."""
    data = bytearray(pack(members, method))
    for signature, checksum, size_at, name_at in ((b'PK\3\4', 14, 26, 30), (b'PK\1\2', 16, 28, 46)):
        at = data.find(signature)
        while at >= 0:
            size = int.from_bytes(data[at + size_at:at + size_at + 2], 'little')
            if bytes(data[at + name_at:at + name_at + size]).endswith(names):
                data[at + checksum] ^= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def relationships(*items):
    """(id, type, target) or (id, type, target, 'External')"""
    text = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    for item in items:
        mode = ' TargetMode="External"' if len(item) > 3 else ''
        text += f'<Relationship Id="{item[0]}" Type="{RELATION}{item[1]}" Target="{item[2]}"{mode}/>'
    return text + '</Relationships>'


def types(**overrides):
    text = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    text += '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    text += '<Default Extension="xml" ContentType="application/xml"/><Default Extension="PNG" ContentType="image/png"/>'
    text += '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
    for part, kind in overrides.get('parts', []):
        text += f'<Override PartName="/{part}" ContentType="{kind if "/" in kind else OFFICE + kind}"/>'
    return text + '</Types>'


def package(parts, main, extra=()):
    """parts: (name, content type or None, data)"""
    members = [('[Content_Types].xml', types(parts=[(name, kind) for name, kind, data in parts if kind])),
               ('_rels/.rels', relationships(('rId1', 'officeDocument', main)))]
    return members + [(name, data) for name, kind, data in parts] + list(extra)


def run(text, properties=''):
    return f'<w:r>{"<w:rPr>" + properties + "</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs, properties=''):
    return f'<w:p>{"<w:pPr>" + properties + "</w:pPr>" if properties else ""}{"".join(runs)}</w:p>'


PNG = (b'\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\nIDATx\x9cc`\0\0\0\2\0\1\x48\xaf\xa4\x71'
       b'\0\0\0\0IEND\xaeB`\x82')


def word():
    body = [
        paragraph(run('机'), run('密', '<w:b/>'), run('★'), run('10年')),
        paragraph(run('A'), '<w:r><w:tab/></w:r>', run('B'), '<w:r><w:br/></w:r>', run('C'),
                  '<w:r><w:noBreakHyphen/></w:r>', run('D'), '<w:r><w:softHyphen/></w:r>', run('E'),
                  properties='<w:tabs><w:tab w:val="left" w:pos="100"/></w:tabs>'),
        paragraph(run('秘密'), '<w:r><w:sym w:font="Wingdings" w:char="F0AB"/></w:r>', run('1年'),
                  '<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>'),
        paragraph(run('可'), '<w:del w:author="甲"><w:r><w:delText>删去的</w:delText></w:r></w:del>',
                  '<w:ins w:author="甲">' + run('见') + '</w:ins>',
                  '<w:moveFrom>' + run('移走的') + '</w:moveFrom>'),
        paragraph(run('看得见'), run('隐藏的', '<w:vanish/>'), run('也看得见', '<w:vanish w:val="0"/>'),
                  run('按样式隐藏', '<w:rStyle w:val="HiddenChild"/>'), run('一磅', '<w:sz w:val="2"/>')),
        paragraph(run('整段按样式隐藏'), properties='<w:pStyle w:val="Hidden"/>'),
        paragraph(run('只是段落标记隐藏'), properties='<w:rPr><w:vanish/></w:rPr>'),
        paragraph(f'<w:r><mc:AlternateContent {MC}><mc:Choice Requires="wps"><w:txbxContent>' +
                  paragraph(run('文本框一次')) + '</w:txbxContent></mc:Choice><mc:Fallback><w:pict><w:txbxContent>' +
                  paragraph(run('文本框两次')) + '</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>',
                  run('框后')),
        '<w:tbl><w:tr><w:tc>' + paragraph(run('姓名')) + '</w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' +
        paragraph(run('跨两列')) + '</w:tc><w:tc>' + paragraph(run('第四列')) + '</w:tc></w:tr><w:tr><w:tc>' +
        paragraph(run('522301199003'), '<w:r><w:br/></w:r>', run('070029')) + '</w:tc><w:tc><w:tbl><w:tr><w:tc>' +
        paragraph(run('内层')) + '</w:tc></w:tr></w:tbl>' + paragraph(run('外层')) + '</w:tc></w:tr></w:tbl>',
        paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "http://a.example</w:instrText>'
                  '</w:r><w:r><w:instrText>/x" \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>',
                  run('链接'), '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
                  '<w:fldSimple w:instr=" QUOTE &quot;引&quot; ">' + run('引') + '</w:fldSimple>',
                  '<w:hyperlink r:id="rId9" w:tooltip="提示">' + run('外链') + '</w:hyperlink>'),
        paragraph('<w:r><w:ruby><w:rt>' + run('mì') + '</w:rt><w:rubyBase>' + run('密') + '</w:rubyBase></w:ruby></w:r>',
                  run('码'), run('&amp;&#x4E2D;')),
        paragraph('<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
                  'wordprocessingDrawing"><wp:docPr id="1" name="图片 1" descr="图的说明"/></wp:inline></w:drawing></w:r>'),
        '<w:altChunk r:id="rId8"/>',
    ]
    ns = f'{W} {R}'
    main = 'wordprocessingml.'
    parts = [
        ('doc/main.xml', main + 'document.main+xml', f'<w:document {ns}><w:body>{"".join(body)}</w:body></w:document>'),
        ('doc/styles.xml', main + 'styles+xml',
         f'<w:styles {W}><w:style w:styleId="HiddenChild"><w:basedOn w:val="Hidden"/></w:style>'
         '<w:style w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style>'
         '<w:style w:styleId="Plain"><w:rPr><w:vanish w:val="off"/></w:rPr></w:style></w:styles>'),
        ('doc/top.xml', main + 'header+xml',
         f'<w:hdr {ns} xmlns:v="urn:schemas-microsoft-com:vml">' + paragraph(run('页眉')) +
         '<w:p><w:r><w:pict><v:shape alt="水印"><v:textpath string="内部资料"/></v:shape></w:pict></w:r></w:p></w:hdr>'),
        ('doc/bottom.xml', main + 'footer+xml', f'<w:ftr {ns}>' + paragraph(run('页脚')) + '</w:ftr>'),
        ('doc/foot.xml', main + 'footnotes+xml', f'<w:footnotes {ns}><w:footnote>' + paragraph(run('脚注')) +
         '</w:footnote></w:footnotes>'),
        ('doc/end.xml', main + 'endnotes+xml', f'<w:endnotes {ns}><w:endnote>' + paragraph(run('尾注')) +
         '</w:endnote></w:endnotes>'),
        ('doc/remarks.xml', main + 'comments+xml', f'<w:comments {ns}><w:comment w:id="0">' + paragraph(run('批注')) +
         '</w:comment></w:comments>'),
        ('doc/numbering.xml', main + 'numbering+xml', f'<w:numbering {W}><w:lvl><w:lvlText w:val="第%1章"/></w:lvl>'
         '</w:numbering>'),
        ('doc/settings.xml', main + 'settings+xml', f'<w:settings {W}><w:docVars><w:docVar w:name="a" w:val="变量"/>'
         '</w:docVars></w:settings>'),
        ('doc/chunk.html', 'text/html', '<p>另一块</p>'),
        ('doc/embedded/附件.txt', None, '嵌入的文件'),
        ('doc/media/image.png', None, PNG),
        ('docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml',
         '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
         'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>标题</dc:title><cp:keywords>机密</cp:keywords>'
         '</cp:coreProperties>'),
        ('docProps/custom.xml', 'custom-properties+xml',
         '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
         'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property name="密级">'
         '<vt:lpwstr>秘密</vt:lpwstr></property></Properties>'),
        ('doc/_rels/main.xml.rels', None, relationships(('rId8', 'aFChunk', 'chunk.html'),
                                                        ('rId9', 'hyperlink', 'http://b.example/?a=1&amp;b=2', True))),
    ]
    return pack(package(parts, 'doc/main.xml'))


def word_of(body, name='word/document.xml', declaration=''):
    return package([(name, 'wordprocessingml.document.main+xml',
                     declaration + f'<w:document {W}><w:body>{body}</w:body></w:document>')], 'word/document.xml')


def beside():
    """Words that stand beside the text: names, tips, help, choices, authors."""
    field = ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="域的名字"/><w:helpText w:type="text" w:val="域的帮助"/>'
             '<w:statusText w:type="text" w:val="域的状态栏"/><w:textInput><w:default w:val="域的默认值"/></w:textInput></w:ffData>'
             '</w:fldChar></w:r>')
    link = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "http://a.example/" \\o "指上去的提示" </w:instrText>'
            '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>')
    body = [
        paragraph('<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkStart w:id="1" w:name="书签的名字"/>', run('正'), field, run('文')),
        paragraph(link, run('链接')),
        '<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="显示的项" w:value="暗中的值"/></w:dropDownList></w:sdtPr><w:sdtContent>' +
        paragraph(run('选中')) + '</w:sdtContent></w:sdt>',
        '<w:tbl><w:tblPr><w:tblCaption w:val="表的标题"/><w:tblDescription w:val="表的说明"/></w:tblPr><w:tr><w:tc>' +
        paragraph(run('格')) + '</w:tc></w:tr></w:tbl>',
        paragraph('<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
                  '<wp:docPr id="1" name="图的名字"/></wp:inline><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
                  'wordprocessingDrawing"><wp:docPr id="2" name="Picture 2"/></wp:inline></w:drawing></w:r>'),
        paragraph('<w:ins w:id="2" w:author="插入的人">' + run('插') + '</w:ins>', '<w:ins w:id="3" w:author="插入的人">' + run('入') + '</w:ins>',
                  '<w:del w:id="4" w:author="删除的人"><w:r><w:delText>删</w:delText></w:r></w:del>'),
    ]
    main = 'wordprocessingml.'
    return pack(package([
        ('word/document.xml', main + 'document.main+xml', f'<w:document {W}><w:body>{"".join(body)}</w:body></w:document>'),
        ('word/comments.xml', main + 'comments+xml', f'<w:comments {W}><w:comment w:id="0" w:author="批注的人">' +
         paragraph(run('批注')) + '</w:comment></w:comments>'),
        ('word/people.xml', main + 'people+xml', '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
         '<w15:person w15:author="名册里的人"/></w15:people>'),
        ('word/glossary/document.xml', main + 'document.glossary+xml', f'<w:glossaryDocument {W}><w:docParts><w:docPart><w:docPartPr>'
         '<w:name w:val="词条的名字"/><w:description w:val="词条的说明"/></w:docPartPr><w:docPartBody>' + paragraph(run('词条')) +
         '</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>'),
        ('word/settings.xml', main + 'settings+xml', f'<w:settings {W}><w:docVars><w:docVar w:name="变量的名字" w:val="变量的值"/>'
         '</w:docVars></w:settings>')], 'word/document.xml'))


def beside_sheet():
    main = 'spreadsheetml.'
    return pack(package([
        ('xl/workbook.xml', main + 'sheet.main+xml', f'<workbook {X} {R}><fileSharing userName="保留的人"/><sheets><sheet name="表" sheetId="1" '
         'r:id="rId1"/></sheets></workbook>'),
        ('xl/_rels/workbook.xml.rels', None, relationships(('rId1', 'worksheet', 'worksheets/sheet1.xml'),
                                                           ('rId2', 'sharedStrings', 'sharedStrings.xml'))),
        ('xl/sharedStrings.xml', main + 'sharedStrings+xml', f'<sst {X}><si><t>_x673A__x5BC6_★10年</t></si><si><t>_x005F_x673A_ '
         '_xD842__xDFB7_ _x67_ _xZZZZ_ 甲_x000D_乙</t></si></sst>'),
        ('xl/worksheets/sheet1.xml', main + 'worksheet+xml', f'<worksheet {X} {R}><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>'
         '<c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>内_x5BC6_联</t></is></c><c r="D1" t="str"><f>A1</f><v>结_x679C_</v></c>'
         '</row></sheetData><autoFilter ref="A1:B2"><filterColumn colId="0"><filters><filter val="筛选的值"/></filters><customFilters>'
         '<customFilter val="自定的条件"/></customFilters></filterColumn></autoFilter><dataValidations><dataValidation prompt="提_x793A_" '
         'sqref="A1"/></dataValidations><hyperlinks><hyperlink ref="A1" location="表!A1" display="链接显示的字"/></hyperlinks></worksheet>')],
        'xl/workbook.xml'))


def beside_slides():
    main = 'presentationml.'
    shape = ('<p:cSld name="{0}"><p:spTree><p:sp><p:nvSpPr><p:cNvPr id="2" name="{1}"><a:hlinkClick r:id="" tooltip="{2}"/></p:cNvPr></p:nvSpPr>'
             '<p:txBody><a:p><a:r><a:t>{3}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld>')
    return pack(package([
        ('ppt/presentation.xml', main + 'presentation.main+xml', f'<p:presentation {P} {R}><p:sldIdLst><p:sldId id="256" r:id="rId1"/>'
         '</p:sldIdLst><p:custShowLst><p:custShow name="放映的名字" id="0"/></p:custShowLst><p:extLst><p:ext uri="x"><p14:sectionLst '
         'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="节的名字" id="x"/></p14:sectionLst></p:ext>'
         '</p:extLst></p:presentation>'),
        ('ppt/_rels/presentation.xml.rels', None, relationships(('rId1', 'slide', 'slides/slide1.xml'))),
        ('ppt/slides/slide1.xml', main + 'slide+xml', f'<p:sld {P} {A} {R}>' +
         shape.format('页的名字', '形状的名字', '链接的提示', '正文') + '</p:sld>'),
        ('ppt/slideLayouts/slideLayout1.xml', main + 'slideLayout+xml', f'<p:sldLayout {P} {A} {R}>' +
         shape.format('版式的名字', 'Title 1', '版式里的提示', '版式的字') + '</p:sldLayout>'),
        ('ppt/commentAuthors.xml', main + 'commentAuthors+xml', f'<p:cmAuthorLst {P}><p:cmAuthor id="0" name="批注的人" initials="批"/>'
         '</p:cmAuthorLst>')], 'ppt/presentation.xml'))


def drawing():
    visio = 'application/vnd.ms-visio.'
    space = 'xmlns="http://schemas.microsoft.com/office/visio/2012/main"'
    return pack(package([
        ('visio/document.xml', visio + 'drawing.main+xml', f'<VisioDocument {space}><StyleSheets><StyleSheet Name="No Style"><Cell N="LineWeight" '
         'V="0.01"/></StyleSheet></StyleSheets></VisioDocument>'),
        ('visio/pages/pages.xml', visio + 'pages+xml', f'<Pages {space}><Page ID="0" NameU="Page-1" Name="页的名字"/></Pages>'),
        ('visio/pages/page1.xml', visio + 'page+xml', f'<PageContents {space}><Shapes><Shape ID="1" Name="形状的名字" Type="Shape">'
         '<Cell N="PinX" V="3.9"/><Cell N="AsianFont" V="宋体"/><Section N="Property"><Row N="Row_1"><Cell N="Label" V="数据的标签"/>'
         '<Cell N="Value" V="数据的值" U="STR"/></Row></Section><Section N="Hyperlink"><Row N="Row_1"><Cell N="Address" V="http://a.example/"/>'
         '<Cell N="Description" V="链接的说明"/></Row></Section><Text><cp IX="0"/>机<cp IX="1"/>密★<pp IX="0"/>10年<fld IX="0">其一</fld>'
         '</Text></Shape><Shape ID="2" Name="Sheet.2"><Text>另一个</Text></Shape></Shapes></PageContents>'),
        ('visio/masters/master1.xml', visio + 'master+xml', f'<MasterContents {space}><Shapes><Shape ID="5"><Text>模具里的字</Text></Shape></Shapes>'
         '</MasterContents>'),
        ('visio/comments.xml', visio + 'comments+xml', f'<Comments {space}><AuthorList><AuthorEntry Name="批注的人" ID="1"/></AuthorList>'
         '<CommentList><CommentEntry AuthorID="1">批注的内容</CommentEntry></CommentList></Comments>')], 'visio/document.xml'))


def looks():
    """What cannot be told from what it stands on is hidden; where the ground is not known, nothing is."""
    white = '<w:color w:val="FFFFFF"/>'
    cell = lambda properties, *runs: f'<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(*runs)}</w:tc>'
    dark = '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'
    body = [
        paragraph(run('机'), run('白字', white), run('密')),
        paragraph(run('近白', '<w:color w:val="FEFEFE"/>'), run('灰', '<w:color w:val="808080"/>'),
                  run('自动', '<w:color w:val="auto"/>')),
        paragraph(run('深底白字', white + dark), run('同底色', '<w:color w:val="1F3864"/>' + dark),
                  run('实底', '<w:color w:val="FF0000"/><w:shd w:val="solid" w:color="FF0000" w:fill="FFFFFF"/>'),
                  run('花底', white + '<w:shd w:val="pct50" w:color="000000" w:fill="FFFFFF"/>')),
        paragraph(run('黄底白字', white + '<w:highlight w:val="yellow"/>'),
                  run('黑底黑字', '<w:color w:val="000000"/><w:highlight w:val="black"/>'),
                  run('白底白字', white + '<w:highlight w:val="none"/>')),
        paragraph(run('浅底白字', white + '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>'),
                  run('灰底白字', white + '<w:shd w:val="clear" w:color="auto" w:fill="A6A6A6"/>'),
                  run('浅底黄字', '<w:color w:val="FFFF00"/>')),
        paragraph(run('段落深底', white), properties=dark),
        paragraph(run('样式白字', '<w:rStyle w:val="WhiteChild"/>'),
                  run('样式白字改黑', '<w:rStyle w:val="White"/><w:color w:val="000000"/>'),
                  run('样式白字深底', '<w:rStyle w:val="WhiteOnDark"/>')),
        paragraph(run('段落样式白字'), properties='<w:pStyle w:val="White"/>'),
        paragraph(run('标记是白的'), properties=f'<w:rPr>{white}</w:rPr>'),
        '<w:tbl><w:tr>' + cell(dark, run('表头', white)) + cell('', run('白格', white)) + '</w:tr></w:tbl>',
        '<w:tbl><w:tblPr><w:tblStyle w:val="Dark"/></w:tblPr><w:tr>' + cell('', run('样式的表', white)) +
        '</w:tr></w:tbl>',
        paragraph('<w:r><w:pict><w:txbxContent>' + paragraph(run('框里白字', white)) + '</w:txbxContent></w:pict></w:r>'),
    ]
    styles = (f'<w:styles {W}><w:style w:styleId="WhiteChild"><w:basedOn w:val="White"/></w:style>'
              f'<w:style w:styleId="White"><w:rPr>{white}</w:rPr></w:style><w:style w:styleId="WhiteOnDark">'
              f'<w:basedOn w:val="White"/><w:rPr>{dark}</w:rPr></w:style></w:styles>')
    return pack(package([('word/document.xml', 'wordprocessingml.document.main+xml',
                          f'<w:document {W}><w:body>{"".join(body)}</w:body></w:document>'),
                         ('word/styles.xml', 'wordprocessingml.styles+xml', styles)], 'word/document.xml'))


def boxes():
    """A box does not cut the word it stands in; of alternatives, what differs is read once."""
    box = lambda *paragraphs: f'<w:pict><w:txbxContent>{"".join(paragraphs)}</w:txbxContent></w:pict>'
    in_run = lambda content: f'<w:r>{content}</w:r>'
    either = lambda choice, fallback: (f'<mc:AlternateContent {MC}><mc:Choice Requires="wps">{choice}</mc:Choice>'
                                       f'<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>')
    described = lambda text: (f'<w:drawing><wp:docPr xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
                              f'wordprocessingDrawing" descr="{text}"/></w:drawing>')
    body = [
        paragraph(run('机'), in_run(box(paragraph(run('框一'), run('接着')), paragraph(run('框二')))), run('密★10年')),
        paragraph(run('外'), in_run(box(paragraph(run('外框前'), in_run(box(paragraph(run('内框')))), run('外框后')))),
                  run('边')),
        paragraph(run('绝'), in_run(either(box(paragraph(run('相')), paragraph(run('同'))),
                                          box(paragraph(run('相同')), paragraph(run('同'), run('隐', '<w:vanish/>'))))),
                  run('密')),
        paragraph(run('字'), in_run(either('<w:sym w:font="Wingdings" w:char="F0AB"/>', '<w:t>※</w:t>')), run('后')),
        paragraph(in_run(either(described('说明') + described('旧说明'), described('说明') + described('新说明')))),
        paragraph(run('藏', '<w:vanish/>'), in_run(box(paragraph(run('又一框')))), run('起来', '<w:vanish/>')),
        either(paragraph(run('整段')), paragraph(run('整段')) + paragraph(run('多的一段'))),
        paragraph(run('末段')),
        '<w:tbl><w:tr><w:tc>' + paragraph(run('522301199003')) + paragraph(run('070029')) + '</w:tc><w:tc>' +
        paragraph(run('522301'), '<w:r><w:br/></w:r>', run('199003070029')) + '</w:tc></w:tr></w:tbl>',
    ]
    return pack(word_of(''.join(body)))


def sheet():
    ns = f'{X} {R}'
    s = 'spreadsheetml.'
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><r><t>内</t></r>'
        '<r><t>联</t></r><rPh><t>ルビ</t></rPh></is></c><c r="E1" t="str"><f>CONCATENATE("暗","语")</f><v>公式值</v></c></row>'
        '<row r="2"><c r="A2"><v>5.2230119900307E+17</v></c><c r="B2"><v>522301199003070029</v></c>'
        '<c r="C2"><v>0.30000000000000004</v></c><c r="D2"><v>隐</v></c><c r="E2" t="b"><v>1</v></c>'
        '<c r="F2"><f>A1+1</f><v>1E-3</v></c></row>'
        '<row r="3" hidden="1"><c r="A3" t="s"><v>0</v></c></row>'
        '<row><c s="1"><v>42</v></c><c><v>43</v></c><c r="C4" t="s"><v>99</v></c></row>')
    main = (f'<worksheet {ns}><sheetFormatPr/><cols><col min="4" max="4" hidden="1"/></cols><sheetData>{rows}</sheetData>'
            '<dataValidations><dataValidation prompt="请填"><formula1>"甲,乙"</formula1></dataValidation></dataValidations>'
            '<hyperlinks><hyperlink ref="A1" tooltip="链接提示"/></hyperlinks>'
            '<headerFooter><oddHeader>&amp;L左&amp;C&amp;"宋体,常规"&amp;12机&amp;K01+000密&amp;R&amp;P A&amp;&amp;B</oddHeader>'
            '<oddFooter>&amp;F页脚</oddFooter></headerFooter><extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
            'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1" '
            'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list" prompt="跨表请填">'
            '<x14:formula1><xm:f>IF(底稿!B1="","跨表甲,跨表乙")</xm:f></x14:formula1><xm:sqref>B2</xm:sqref></x14:dataValidation>'
            '</x14:dataValidations></ext></extLst></worksheet>')
    parts = [
        ('xl/workbook.xml', s + 'sheet.main+xml',
         f'<workbook {ns}><sheets><sheet name="名单" sheetId="7" r:id="rId2"/><sheet name="底稿" sheetId="3" state="veryHidden" '
         'r:id="rId1"/></sheets><definedNames><definedName name="区域" comment="名称的注释">名单!$A$1</definedName></definedNames></workbook>'),
        ('xl/worksheets/sheet1.xml', s + 'worksheet+xml',
         f'<worksheet {ns}><sheetData><row r="1"><c r="B1" t="s"><v>2</v></c></row></sheetData></worksheet>'),
        ('xl/worksheets/sheet2.xml', s + 'worksheet+xml', main),
        ('xl/sharedStrings.xml', s + 'sharedStrings+xml',
         f'<sst {X}><si><t>姓名</t></si><si><r><t>身份</t></r><r><t>证号</t></r><rPh sb="0" eb="1"><t>読み</t></rPh></si>'
         '<si><t>底稿数据</t></si><si><t>没有单元格用到</t></si></sst>'),
        ('xl/styles.xml', s + 'styles+xml',
         f'<styleSheet {X}><numFmts><numFmt numFmtId="165" formatCode=";;;"/></numFmts><cellStyleXfs><xf numFmtId="165"/>'
         '</cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="165"/></cellXfs></styleSheet>'),
        ('xl/comments1.xml', s + 'comments+xml',
         f'<comments {X}><authors><author>批注人</author></authors><commentList><comment ref="A1"><text><r><t>批</t></r><r><t>注</t></r></text></comment></commentList>'
         '</comments>'),
        ('xl/tables/table1.xml', s + 'table+xml',
         f'<table {X} id="1" name="内部名" displayName="表的名称" comment="表的说明" ref="A1:B2"><tableColumns count="2">'
         '<tableColumn id="1" name="姓名"/><tableColumn id="2" name="身份证号"/></tableColumns></table>'),
        ('xl/drawings/drawing1.xml', 'drawing+xml',
         f'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" {A}><xdr:sp><xdr:txBody>'
         '<a:p><a:r><a:t>图形</a:t></a:r><a:r><a:t>文字</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>'),
        ('xl/charts/chart1.xml', 'drawingml.chart+xml',
         '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:cat><c:strRef><c:f>S!A1</c:f>'
         '<c:strCache><c:pt><c:v>图表类别</c:v></c:pt></c:strCache></c:strRef></c:cat></c:chartSpace>'),
        ('xl/pivotCache/definition.xml', s + 'pivotCacheDefinition+xml',
         f'<pivotCacheDefinition {X}><cacheFields><cacheField name="证号"><sharedItems><s v="522301199003070029"/><n v="1E+2"/>'
         '</sharedItems></cacheField></cacheFields></pivotCacheDefinition>'),
        ('xl/pivotCache/records.xml', s + 'pivotCacheRecords+xml',
         f'<pivotCacheRecords {X}><r><x v="0"/><s v="张三"/></r><r><x v="1"/><s v="李四"/></r></pivotCacheRecords>'),
        ('xl/_rels/workbook.xml.rels', None, relationships(('rId1', 'worksheet', 'worksheets/sheet1.xml'),
                                                           ('rId2', 'worksheet', '/xl/worksheets/sheet2.xml'))),
        ('xl/worksheets/_rels/sheet2.xml.rels', None,
         relationships(('rId1', 'comments', '../comments1.xml'), ('rId2', 'drawing', '../drawings/drawing1.xml'),
                       ('rId3', 'hyperlink', 'mailto:a@b.example', True), ('rId4', 'table', '../tables/table1.xml'))),
        ('xl/drawings/_rels/drawing1.xml.rels', None, relationships(('rId1', 'chart', '../charts/chart1.xml'))),
    ]
    return pack(package(parts, 'xl/workbook.xml'))


def dates(properties=''):
    """45356.5 is noon of 2024-03-05, or of 2028-03-06 in workbooks that count from 1904"""
    ns = f'{X} {R}'
    s = 'spreadsheetml.'
    formats = [0, 14, 31, 57, 22, 170, 171, 1]
    cells = ''.join(f'<c s="{index}"><v>45356.5</v></c>' for index in range(len(formats)))
    cells += '<c s="1" t="str"><v>45356.5</v></c><c s="1"><v>110105194912310029</v></c><c s="99"><v>45356</v></c>'
    parts = [
        ('xl/workbook.xml', s + 'sheet.main+xml', f'<workbook {ns}>{properties}<sheets><sheet name="日期" sheetId="1" '
         'r:id="rId1"/></sheets></workbook>'),
        ('xl/worksheets/sheet1.xml', s + 'worksheet+xml',
         f'<worksheet {ns}><sheetData><row r="1">{cells}</row></sheetData></worksheet>'),
        ('xl/styles.xml', s + 'styles+xml',
         f'<styleSheet {X}><numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="171" '
         'formatCode="0.0&quot;年&quot;"/></numFmts><cellXfs>' +
         ''.join(f'<xf numFmtId="{number}"/>' for number in formats) + '</cellXfs></styleSheet>'),
        ('xl/_rels/workbook.xml.rels', None, relationships(('rId1', 'worksheet', 'worksheets/sheet1.xml'))),
    ]
    return pack(package(parts, 'xl/workbook.xml'))


# Formats that have words of their own; values of cells with them, text (str) or numbers.
DISPLAYED = [('"机密★"0"年"', 10), ('"机密★"@', '10年'), ('@"★10年"', '机密'), ('"盈"0;"亏"0;"暗语"', 0), ('0.0"万元"', 12.345),
             ('0;-0;0;"不予显示"', '藏起来的话'), ('yyyy"年";;;"密级："@', '内部'), ('yyyy"年";;;"密级："@', 45356),
             ('0"年"00"月"', 202403), ('0', 0.5)]


def displayed():
    ns = f'{X} {R}'
    s = 'spreadsheetml.'
    cells = ''.join(f'<c s="{index}" t="inlineStr"><is><r><t>{value[:1]}</t></r><r><t>{value[1:]}</t></r></is></c>'
                    if isinstance(value, str) else f'<c s="{index}"><v>{value}</v></c>'
                    for index, (_, value) in enumerate(DISPLAYED))
    cells += '<c s="1" t="str"><v>20年</v></c><c s="1" t="b"><v>1</v></c>'
    quoted = [code.replace('"', '&quot;') for code, _ in DISPLAYED]
    parts = [
        ('xl/workbook.xml', s + 'sheet.main+xml', f'<workbook {ns}><sheets><sheet name="格式" sheetId="1" r:id="rId1"/></sheets>'
         '</workbook>'),
        ('xl/worksheets/sheet1.xml', s + 'worksheet+xml',
         f'<worksheet {ns}><sheetData><row r="1">{cells}</row></sheetData></worksheet>'),
        ('xl/styles.xml', s + 'styles+xml',
         f'<styleSheet {X}><numFmts>' +
         ''.join(f'<numFmt numFmtId="{170 + index}" formatCode="{code}"/>' for index, code in enumerate(quoted)) +
         '</numFmts><cellXfs>' + ''.join(f'<xf numFmtId="{170 + index}"/>' for index in range(len(quoted))) +
         '</cellXfs></styleSheet>'),
        ('xl/_rels/workbook.xml.rels', None, relationships(('rId1', 'worksheet', 'worksheets/sheet1.xml'))),
    ]
    return pack(package(parts, 'xl/workbook.xml'))


def shape(text, extra='', hidden=''):
    return (f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"{hidden}/><p:nvPr>{extra}</p:nvPr></p:nvSpPr><p:txBody><a:p><a:r>'
            f'<a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>')


def slides():
    ns = f'{P} {A} {R}'
    s = 'presentationml.'
    table = ('<p:graphicFrame><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>一</a:t></a:r><a:br/><a:r><a:t>行</a:t></a:r></a:p>'
             '</a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>二</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl>'
             '</p:graphicFrame>')
    parts = [
        ('ppt/presentation.xml', s + 'presentation.main+xml',
         f'<p:presentation {ns}><p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId1"/></p:sldIdLst>'
         '</p:presentation>'),
        ('ppt/slides/slide1.xml', s + 'slide+xml',
         f'<p:sld {ns} show="0"><p:cSld><p:spTree>{shape("隐藏的幻灯片")}</p:spTree></p:cSld></p:sld>'),
        ('ppt/slides/slide2.xml', s + 'slide+xml',
         f'<p:sld {ns}><p:cSld><p:spTree>' + shape('题目', '<p:ph type="ctrTitle"/>') + shape('正文') +
         shape('看不见的形状', '', ' hidden="1"') + shape('页脚', '<p:ph type="ftr"/>') + table +
         '</p:spTree></p:cSld></p:sld>'),
        ('ppt/notesSlides/notesSlide1.xml', s + 'notesSlide+xml', f'<p:notes {ns}>{shape("第一页的备注")}</p:notes>'),
        ('ppt/notesSlides/notesSlide2.xml', s + 'notesSlide+xml', f'<p:notes {ns}>{shape("隐藏页的备注")}</p:notes>'),
        ('ppt/slideMasters/m.xml', s + 'slideMaster+xml', f'<p:sldMaster {ns}>{shape("母版")}</p:sldMaster>'),
        ('ppt/comments/c.xml', s + 'comments+xml', f'<p:cmLst {ns}><p:cm><p:text>评论</p:text></p:cm></p:cmLst>'),
        ('ppt/_rels/presentation.xml.rels', None, relationships(('rId1', 'slide', 'slides/slide1.xml'),
                                                                ('rId2', 'slide', 'slides/slide2.xml'))),
        ('ppt/slides/_rels/slide1.xml.rels', None, relationships(('r1', 'notesSlide', '../notesSlides/notesSlide2.xml'))),
        ('ppt/slides/_rels/slide2.xml.rels', None, relationships(('r1', 'notesSlide', '../notesSlides/notesSlide1.xml'),
                                                                 ('r2', 'comments', '../comments/c.xml'))),
    ]
    return pack(package(parts, 'ppt/presentation.xml'))


BARE = {  # relations that the packages do without, since their content types tell as much
    'doc/_rels/main.xml.rels': [(kind, kind, name + '.xml') for kind, name in (
        ('styles', 'styles'), ('header', 'top'), ('footer', 'bottom'), ('footnotes', 'foot'), ('endnotes', 'end'),
        ('comments', 'remarks'), ('numbering', 'numbering'), ('settings', 'settings'))],
    'xl/_rels/workbook.xml.rels': [
        ('s', 'sharedStrings', 'sharedStrings.xml'), ('t', 'styles', 'styles.xml'),
        ('d', 'pivotCacheDefinition', 'pivotCache/definition.xml'), ('e', 'pivotCacheRecords', 'pivotCache/records.xml')],
    'ppt/_rels/presentation.xml.rels': [('m', 'slideMaster', 'slideMasters/m.xml')],
    '_rels/.rels': [('c', 'metadata/core-properties', 'docProps/core.xml'),
                    ('u', 'custom-properties', 'docProps/custom.xml')],
}


def bare(package, strict=False):
    """The same package, with content types that say nothing of its parts."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = [(name, archive.read(name).decode() if name.endswith(('xml', 'rels')) else archive.read(name))
                   for name in archive.namelist()]
    members[0] = (members[0][0], types())
    for index, (name, data) in enumerate(members):
        if name in BARE:
            more = relationships(*BARE[name])
            members[index] = (name, data.replace('</Relationships>', more[more.index('<Relationship '):]))
    if strict:
        for old, new in ((RELATION[:-1], 'http://purl.oclc.org/ooxml/officeDocument/relationships'),
                         (P[9:-1], 'http://purl.oclc.org/ooxml/presentationml/main'),
                         (A[9:-1], 'http://purl.oclc.org/ooxml/drawingml/main')):
            members = [(name, data.replace(old, new)) for name, data in members]
    return pack(members)


def ooxml():
    write('ooxml/word.docx', word())
    write('ooxml/looks.docx', looks())
    write('ooxml/beside.docx', beside())
    write('ooxml/beside.xlsx', beside_sheet())
    write('ooxml/beside.pptx', beside_slides())
    write('ooxml/boxes.docx', boxes())
    write('ooxml/sheet.xlsx', sheet())
    write('ooxml/dates.xlsx', dates())
    write('ooxml/displayed.xlsx', displayed())
    write('ooxml/dates-1904.xlsx', dates('<workbookPr date1904="1"/>'))
    write('ooxml/slides.pptx', slides())
    write('ooxml/bare.docx', bare(word()))
    write('ooxml/bare.xlsx', bare(sheet()))
    write('ooxml/bare.pptx', bare(slides(), strict=True))
    write('ooxml/malformed.docx', pack(word_of(paragraph(run('前面')) + '<w:p><w:r><w:t>断开</w:p>' + paragraph(run('后面')))))
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    write('ooxml/entities.docx', pack(word_of(paragraph(run('&b;')), declaration=bomb)))
    deep = '<w:x>' * 300 + '</w:x>' * 300
    write('ooxml/deep.docx', pack(word_of(paragraph(run('浅')) + deep)))
    strict = [(name, data.replace('http://schemas.openxmlformats.org/wordprocessingml/2006/main',
                                  'http://purl.oclc.org/ooxml/wordprocessingml/main'))
              for name, data in word_of(paragraph(run('严格')))]
    write('ooxml/strict.docx', pack(strict))
    utf16 = word_of(paragraph(run('双字节')))
    utf16[-1] = (utf16[-1][0], ('<?xml version="1.0" encoding="UTF-16"?>' + utf16[-1][1]).encode('utf-16'))
    write('ooxml/utf16.docx', pack(utf16))
    whole = pack(word_of(paragraph(run('完整')) + paragraph(run('x' * 3000))), zipfile.ZIP_STORED)
    write('ooxml/truncated.docx', whole[:1800])  # no directory: an archive that breaks off
    damaged = bytearray(pack(word_of(''.join(paragraph(run(f'第{n}段')) for n in range(4000)))))
    at = damaged.find(b'word/document.xml')
    damaged[at + 9000:at + 9100] = bytes(100)
    write('ooxml/damaged.docx', bytes(damaged))
    locked = bytearray(pack(word_of(paragraph(run('加密')))))
    for signature, offset in ((b'PK\x01\x02', 8), (b'PK\x03\x04', 6)):
        at = locked.rfind(signature)
        locked[at + offset] |= 1
    write('ooxml/encrypted-part.docx', bytes(locked))
    write('ooxml/checksum.docx', miscounted(word_of(paragraph(run('校验和不符的正文'))) +
                                            [('word/embeddings/a.txt', '附件的校验和也不符')], b'document.xml', b'a.txt'))
    write('ooxml/backslash.docx', pack(word_of(paragraph(run('反斜线')), name='word\\document.xml')))
    write('ooxml/bomb.docx', pack(word_of(paragraph(run('炸弹前')) + ' ' * (40 << 20) + paragraph(run('炸弹后'))) +
                                  [('word/media/zeros.bin', bytes(40 << 20)), ('after.txt', '后面的文件')]))
    control = '<w:sdt><w:sdtPr><w:alias w:val="控件的别名"/><w:tag w:val="控件的标记"/></w:sdtPr><w:sdtContent>'
    out = io.BytesIO(pack(word_of(control + paragraph(run('控件的内容')) + '</w:sdtContent></w:sdt>') +
                          [('word/内部文件夹/a.txt', '文件夹里的文件'), ('word/522301199003070029/', '')]))
    with zipfile.ZipFile(out, 'a') as archive:
        archive.comment = '文档的注释'.encode('gbk')
    write('ooxml/names.docx', out.getvalue())
    write('ooxml/other.oxps', pack(package([('FixedDocSeq.fdseq', 'application/vnd.ms-package.xps-fixeddocumentsequence+xml',
                                             '<a>印好的页</a>')], 'FixedDocSeq.fdseq')))
    write('ooxml/drawing.vsdx', drawing())


def raw_zip(members, end_comment=b''):
    """(name bytes, data, method, flags, stored bytes or None): what zipfile would not write"""
    out, directory = b'', b''
    for name, data, method, flags, stored in members:
        stored = data if stored is None else stored
        common = struct.pack('<HHHHHIIIHH', 20, flags, method, 0, 0x5D78, zlib.crc32(data), len(stored), len(data),
                             len(name), 0)
        directory += b'PK\1\2' + struct.pack('<H', 20) + common + struct.pack('<HHHII', 0, 0, 0, 0, len(out)) + name
        out += b'PK\3\4' + common + name + stored
    end = struct.pack('<HHHHIIH', 0, 0, len(members), len(members), len(directory), len(out), len(end_comment))
    return out + directory + b'PK\5\6' + end + end_comment


def deflate(data):
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return compressor.compress(data) + compressor.flush()


def tar(*members, format=tarfile.GNU_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode='w', format=format) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            if isinstance(data, tuple):
                info.type, info.linkname = data
                data = b''
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def filtered(command, data):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def archives():
    text = '机密★10年\n'.encode()
    write('archive/gbk-names.zip', raw_zip([('公文/机密★.txt'.encode('gbk'), text, 0, 0, None),
                                            ('联通.txt'.encode('gbk'), b'a', 0, 0, None)]))
    write('archive/utf8-names.zip', raw_zip([('公文/名单.txt'.encode(), text, 0, 0x800, None)]))
    write('archive/big5-names.zip', raw_zip([('台灣省政府公報資料.txt'.encode('big5'), b'a', 0, 0, None)]))
    write('archive/strange-names.zip', raw_zip([(b'/etc/passwd', b'absolute', 0, 0, None),
                                                (b'../../up.txt', b'up', 0, 0, None),
                                                (b'a/b/', b'', 0, 0, None), (b'', b'nameless', 0, 0, None)]))
    # A folder's name is looked at once, with its first member; an empty one by itself.
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as archive:
        for name, comment in (('a.txt', '成员的注释：机密★10年'.encode('gbk')), ('b.txt', b'')):
            info = zipfile.ZipInfo(name, DATE)
            info.comment = comment
            archive.writestr(info, 'x')
        archive.comment = '整个文件的注释'.encode()
    write('archive/comments.zip', out.getvalue())
    write('archive/folders.zip', raw_zip([(name.encode(), b'' if name.endswith('/') else b'x', 0, 0x800, None)
                                          for name in ('机密★/', '机密★/a.txt', '机密★/内部/b.txt', '机密★/c.txt',
                                                       '内部/d.txt', '机密★/内部/e.txt', './空/', '机密★/内部/')]))
    write('archive/methods.zip', raw_zip([(b'deflated.txt', text, 8, 0, deflate(text)),
                                          (b'deflate64.txt', text, 9, 0, deflate(text)),
                                          (b'unknown.txt', text, 77, 0, None), (b'last.txt', b'last', 0, 0, None)]))
    # Two entries of the directory share one member.
    shared = raw_zip([(b'a.txt', b'shared', 0, 0, None)])
    entry = shared[shared.index(b'PK\1\2'):shared.index(b'PK\5\6')]
    twice = shared[:shared.index(b'PK\5\6')] + entry.replace(b'a.txt', b'b.txt')
    write('archive/overlap.zip', twice + b'PK\5\6' + struct.pack('<HHHHIIH', 0, 0, 2, 2, 2 * len(entry),
                                                                 shared.index(b'PK\1\2'), 0))
    broken = bytearray(deflate(''.join(f'line {n}\n' for n in range(5000)).encode()))
    broken[3000:3010] = b'\xff' * 10
    write('archive/damaged-member.zip', raw_zip([(b'damaged.txt', ''.join(f'line {n}\n' for n in range(5000)).encode(), 8, 0,
                                                  bytes(broken)), (b'after.txt', b'after', 0, 0, None)]))
    write('archive/unreadable-member.zip', raw_zip([(b'before.txt', b'before', 0, 0, None),
                                                    (b'unreadable.txt', text, 8, 0, b'\xff' * 16),
                                                    (b'after.txt', b'after', 0, 0, None)]))
    inner = pack([('内.txt', '最里面')])
    for level in range(12):
        inner = pack([(f'{level}.zip', inner)])
    write('archive/nested.zip', inner)
    write('archive/bomb.zip', pack([('zeros.bin', bytes(40 << 20)), ('after.txt', 'after')]))
    write('archive/empty.zip', pack([]))
    write('archive/self-extracting.exe', b'MZ\x90\0' + bytes(200) + pack([('inside.txt', 'inside')]))
    write('archive/leading-byte.zip', b'\0' + pack([('inside.txt', 'inside')]))
    plain = tar(('dir', (tarfile.DIRTYPE, '')), ('dir/一.txt', text), ('link', (tarfile.SYMTYPE, '/etc/passwd')),
                ('hard', (tarfile.LNKTYPE, 'dir/一.txt')), ('/abs/二.txt', b'two'))
    write('archive/plain.tar', plain)
    write('archive/pax.tar', tar(('很长的名字' * 30 + '.txt', text), format=tarfile.PAX_FORMAT))
    write('archive/two-in-one.tar', plain + tar(('behind.txt', b'behind the end mark')))
    write('archive/truncated.tar', tar(('whole.txt', b'whole'), ('cut.txt', b'line\n' * 400))[:2000])
    for suffix, command in (('gz', ['gzip', '-n']), ('bz2', ['bzip2']), ('xz', ['xz']), ('zst', ['zstd', '-q']),
                            ('lz4', ['lz4', '-q'])):
        write(f'archive/plain.tar.{suffix}', filtered(command, plain))
        write(f'archive/一.txt.{suffix}', filtered(command, text))
    numbers = ''.join(f'line {n}\n' for n in range(40000)).encode()
    write('archive/truncated.txt.gz', filtered(['gzip', '-n'], numbers)[:2000])
    write('archive/named.gz', b'\x1f\x8b\x08\x08' + bytes(6) + '原名.txt'.encode('gbk') + b'\0' + deflate(text) +
          struct.pack('<II', zlib.crc32(text), len(text)))
    for name, form in (('plain.cpio', 'newc'), ('plain.7z', '7zip'), ('plain.iso', 'iso9660')):
        members = tar(('one.txt', text)) if name != 'plain.7z' else tar(('目录/一.txt', text), ('two.txt', b'two'))
        write(f'archive/{name}', filtered(['bsdtar', '--format=' + form, '-cf', '-', '@-'], members))
    write('archive/plain.a', b'!<arch>\n' + b'one.txt/'.ljust(16) + b'0'.ljust(12) + b'0'.ljust(6) + b'0'.ljust(6) +
          b'100644'.ljust(8) + str(len(text)).encode().ljust(10) + b'`\n' + text + b'\n' * (len(text) % 2))
    os.makedirs('/tmp/guanka-corpus', exist_ok=True)
    with open('/tmp/guanka-corpus/locked.txt', 'wb') as file:
        file.write(text)
    path = os.path.join(here, 'archive/encrypted.zip')
    if os.path.exists(path):
        os.remove(path)
    subprocess.run(['zip', '-q', '-X', '-j', '-P', 'x', path, '/tmp/guanka-corpus/locked.txt'], check=True)


def plain():
    write('plain/escapes.json', ('{"title":"\\u673a\\u5bc6\\u2605 10\\u5e74","id":522301199003070029,"list":["x\\ny",'
                                 '"q\\"uote\\\\",true,null,-1.5e3],"😀":"\\ud83d\\ude00 \\ud800 \\q"}').encode())
    write('plain/lines.jsonl', '{"a":"一"}\n{"a":"二"}\n'.encode())
    write('plain/gbk.json', '{"繁":"乗誠","x":["誠\\n","a"]}'.encode('gbk'))
    write('plain/late-error.json', ('{"a":["' + 'x' * 5000 + '"], 不合语法 "开\n口", 12 34 }').encode())
    write('plain/not.json', '{机密}不是\n'.encode())
    write('plain/bracket.txt', '[2023]3号\n'.encode())
    write('plain/quoted.csv', '姓名,证号,备注\r\n张三,522301199003070029,"两行\n内容, ""引号"""\r\n李四,,x\r\n'.encode('gbk'))
    write('plain/utf16.csv', '姓名\t电话\r\n"张\n三"\t13800000000\r\n'.encode('utf-16'))
    write('plain/by-structure.txt', '姓名,电话,住址\n张三,1,甲\n李四,2,乙\n王五,3,丙\n'.encode())
    write('plain/prose.txt', 'Hello, world\nThis is, by all means, prose\n'.encode())
    write('plain/open-quote.csv', 'a,"open\nb,2\n'.encode())
    write('plain/wide.tsv', ('a;b\tc\n').encode())


def ole(streams):
    """A compound file with one directory sector: header, FAT, directory."""
    entries = b''
    for name, kind in [('Root Entry', 5)] + [(stream, 2) for stream in streams]:
        encoded = name.encode('utf-16-le') + b'\0\0'
        entries += encoded.ljust(64, b'\0') + struct.pack('<HBB', len(encoded), kind, 1) + bytes(48) + struct.pack('<II', 0, 0)
        entries += bytes(4)
    header = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(16) + struct.pack('<HHHHH', 62, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack('<II', 1, 1) + bytes(24) + struct.pack('<I', 0)
    header = header.ljust(512, b'\xff')
    fat = struct.pack('<II', 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b'\xff')
    return header + fat + entries.ljust(512, b'\0')


def unsupported():
    write('unsupported/picture.txt', PNG)
    write('unsupported/paper.pdf', b'%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n')
    write('unsupported/locked.pdf', b'%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<< /Root 1 0 R /Encrypt 2 0 R >>\n%%EOF\n')
    write('unsupported/word.doc', ole(['1Table', 'WordDocument']))
    write('unsupported/sheet.wps', ole(['Workbook']))
    write('unsupported/locked.docx', ole(['EncryptionInfo', 'EncryptedPackage']))
    write('unsupported/other.bin', ole(['Something']))
    write('unsupported/binary.html', bytes((n * 37 + n // 7) % 256 for n in range(3000)))
    write('unsupported/program.txt', b'MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff' + bytes(100))
    write('unsupported/utf16.txt', 'UTF-16 文字不是二进制\n'.encode('utf-16-le'))
    write('unsupported/begins-BM.txt', 'BM 是两个字母，MZ 也是\n'.encode())


if __name__ == '__main__':
    for folder in ('ooxml', 'archive', 'plain', 'unsupported'):
        os.makedirs(os.path.join(here, folder), exist_ok=True)
    ooxml()
    archives()
    plain()
    unsupported()
