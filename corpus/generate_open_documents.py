#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Makes the documents of corpus/ofd, odf, epub and rtf that no program made (README.md in each folder says which) again.
# They are kept in the repository, so nothing runs this but a person who adds a case; the expectations beside them were
# checked by eye.
import os
import random
import zipfile

from generate_documents import miscounted, pack, write

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


# ---- OFD ----

OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(name, content, attributes=''):
    return f'{DECLARATION}<ofd:{name} {OFD}{attributes}>{content}</ofd:{name}>'


def text(string, x, y, size=5, delta='', attributes='', inside='', code=''):
    """A text object whose origin is x, y."""
    return (f'<ofd:TextObject ID="9" Boundary="{x} {y - size:g} 100 10" Font="1" Size="{size}"{attributes}>{inside}'
            f'<ofd:TextCode X="0" Y="{size}"{delta}{code}>{string}</ofd:TextCode></ofd:TextObject>')


def letters(string, x, y, size=5, down=False):
    """Each character an object of its own."""
    objects = []
    for character in string:
        objects.append(text(character, x, y, size))
        if down:
            y += size * 1.2
        else:
            x += size if ord(character) > 255 else size / 2
    return objects


def page(objects, templates='', area='<ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area>'):
    return ofd('Page', f'{area}{templates}<ofd:Content><ofd:Layer ID="2">{"".join(objects)}</ofd:Layer></ofd:Content>')


def document(pages, common='', after=''):
    listed = ''.join(f'<ofd:Page ID="{number}" BaseLoc="{place}"/>' for number, place in pages)
    return ofd('Document', '<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>'
               f'{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{after}')


def body(root='Doc_0/Document.xml', info='', after=''):
    return f'<ofd:DocBody><ofd:DocInfo>{info}</ofd:DocInfo><ofd:DocRoot>{root}</ofd:DocRoot>{after}</ofd:DocBody>'


def entry(*bodies):
    return ofd('OFD', ''.join(bodies), ' Version="1.0" DocType="OFD"')


def ofd_letters():
    objects = letters('机密★10年', 20, 20)
    # A paragraph of two full lines and a short one, indented, and another.
    objects += letters('各县（市、区）人民政府，市政府各部门、各直属单位：为', 30, 40)
    objects += letters('贯彻落实上级精神，进一步加强涉密文件的管理工作，防止泄', 20, 50)
    objects += letters('露国家秘密。', 20, 60)
    objects += letters('特此通知。', 30, 70)
    objects += letters('绝密', 190, 100, down=True)
    # Two columns of a table, and a word that is spaced out.
    objects += letters('张三', 20, 150) + letters('13800000000', 60, 150) + letters('李四', 20, 160)
    objects += letters('秘', 20, 180) + letters('密', 35, 180)
    # Drawn twice, to look bold.
    objects += letters('加粗', 20, 200) + letters('加粗', 20.1, 200)
    objects += letters('Open Source', 20, 220)
    random.Random(7).shuffle(objects)
    whole = [text('文件编号：〔2026〕7号', 20, 20, delta=' DeltaX="g 4 5 g 5 2.5 5 2.5"'),
             text('购买方', 20, 40, delta=' DeltaY="g 2 6"'),
             text('第一行到头第二行', 20, 80, delta=' DeltaX="5 5 5 5 -20 5 5" DeltaY="0 0 0 0 8 0 0"'),
             text('旋转的水印', 60, 200, attributes=' CTM="0.707 -0.707 0.707 0.707 0 0"', delta=' DeltaX="g 4 5"'),
             text('倒写', 150, 200, attributes=' CTM="-1 0 0 -1 0 0"', delta=' DeltaX="5"'),
             text('没有间距', 20, 240), text('&#xE11E;&#xE236;浏览', 20, 260, delta=' DeltaX="g 3 5"')]
    write('ofd/letters.ofd', pack([
        ('OFD.xml', entry(body())),
        ('Doc_0/Document.xml', document([(1, 'Pages/Page_0/Content.xml'), (2, '/Doc_0/Pages/Page_1/Content.xml')])),
        ('Doc_0/Pages/Page_0/Content.xml', page(objects)),
        ('Doc_0/Pages/Page_1/Content.xml', page(whole))]))


def ofd_columns():
    """A page as magazines set it: a column made narrow by a picture, and below that one of the whole width; numbered points of one line."""
    narrow = ['当前信息技术发展，互联网无', '限延伸，网络化和信息化影响着人', '们的工作和生活，社会已不可逆转', '地进入了大数据时代。']
    full = ['从现状来看，各类档案信息尚未有机整合，各单位使用的软件品牌版本各异，数据标准', '不统一。']
    points = ['（一）加强组织领导，明确各单位档案工作的分管负责人员', '（二）加强经费保障，将档案工作经费列入本级财政的预算', '（三）加强监督检查，定期通报各单位档案工作的开展情况']
    lines, y = [], 20
    for column in (narrow, full, points):
        for line in column:
            x = 30 if line in (narrow[0], full[0]) or line in points else 20
            lines.append(text(line, x, y, delta=f' DeltaX="g {len(line) - 1} 5"'))
            y += 8
    write('ofd/columns.ofd', pack([('OFD.xml', entry(body())),
                                   ('Doc_0/Document.xml', document([(1, 'Pages/Page_0/Content.xml')])),
                                   ('Doc_0/Pages/Page_0/Content.xml', page(lines))]))


def ofd_layers():
    red = '<ofd:FillColor Value="255 0 0"/>'
    white = '<ofd:FillColor Value="255 255 255"/>'
    objects = [text('看得见', 20, 50, delta=' DeltaX="g 2 5"', inside=red),
               text('不可见', 20, 60, attributes=' Visible="false"'),
               text('全透明', 20, 70, attributes=' Alpha="0"'),
               text('颜色透明', 20, 80, inside='<ofd:FillColor Value="0 0 0" Alpha="0"/>'),
               text('不填充', 20, 90, attributes=' Fill="false"'),
               text('只描边', 20, 100, attributes=' Fill="false" Stroke="true"'),
               text('页外', 400, 100), text('极小', 20, 110, size=0.2),
               text('白纸白字', 20, 120, inside=white),
               '<ofd:PathObject Boundary="20 125 50 10" Fill="true"><ofd:FillColor Value="200 0 0"/></ofd:PathObject>',
               text('红底白字', 20, 130, inside=white),
               '<ofd:PageBlock Visible="false">' + text('块里', 20, 140) + '</ofd:PageBlock>',
               '<ofd:CompositeObject Boundary="10 150 50 50" CTM="2 0 0 2 0 0" ResourceID="7"/>',
               '<ofd:CompositeObject Boundary="10 250 50 50" ResourceID="7"/>']
    plain = page([text('第一版', 20, 30)])
    units = ('<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="8" Width="9" Height="9"><ofd:Content>'
             + text('图元里的图元', 20, 20)
             + '</ofd:Content></ofd:CompositeGraphicUnit><ofd:CompositeGraphicUnit ID="7" Width="9" Height="9"><ofd:Content>'
             + text('图元', 0, 5) + '<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="8"/>'
             '<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="7"/></ofd:Content></ofd:CompositeGraphicUnit>'
             '<ofd:CompositeGraphicUnit ID="6" Width="9" Height="9"><ofd:Content>' + text('没有人用', 0, 5)
             + '</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>')
    annotations = ('<ofd:Annot ID="1" Type="Watermark"><ofd:Appearance Boundary="50 50 60 60">' + text('内部资料', 0, 5)
                   + '</ofd:Appearance></ofd:Annot><ofd:Annot ID="2" Type="Highlight"><ofd:Remark>这句要改</ofd:Remark>'
                   '</ofd:Annot><ofd:Annot ID="3" Type="Stamp" Visible="false"><ofd:Appearance Boundary="5 5 6 6">'
                   + text('隐去的章', 0, 5) + '</ofd:Appearance></ofd:Annot><ofd:Annot ID="4" Type="Link"><ofd:Actions>'
                   '<ofd:Action Event="CLICK"><ofd:URI URI="http://www.example.cn/"/></ofd:Action></ofd:Actions></ofd:Annot>')
    templates = ('<ofd:Template TemplateID="21" ZOrder="Foreground"/><ofd:Template TemplateID="20" ZOrder="Background"/>')
    write('ofd/layers.ofd', pack([
        ('OFD.xml', entry(body())),
        ('Doc_0/Document.xml', document(
            [(1, 'Pages/1.xml'), (2, 'Pages/2.xml')],
            '<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes><ofd:TemplatePage ID="20" BaseLoc="Tpls/20.xml"/>'
            '<ofd:TemplatePage ID="21" BaseLoc="Tpls/21.xml"/><ofd:TemplatePage ID="22" BaseLoc="Tpls/22.xml"/>',
            '<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>')),
        ('Doc_0/DocumentRes.xml', ofd('Res', units)),
        ('Doc_0/Pages/1.xml', page(objects)),
        ('Doc_0/Pages/2.xml', page([text('第二页', 20, 50)], templates)),
        ('Doc_0/Tpls/20.xml', page([text('抬头', 20, 20)])), ('Doc_0/Tpls/21.xml', page([text('版记', 20, 280)])),
        ('Doc_0/Tpls/22.xml', page([text('没有页用它', 20, 280)])),
        ('Doc_0/Annots/Annotations.xml',
         ofd('Annotations', '<ofd:Page PageID="2"><ofd:FileLoc>Page_1/Annotation.xml</ofd:FileLoc></ofd:Page>')),
        ('Doc_0/Annots/Page_1/Annotation.xml', ofd('PageAnnot', annotations)),
        ('Doc_0/Pages/old.xml', plain)]))


def ofd_parts():
    info = ('<ofd:DocID>0123456789abcdef</ofd:DocID><ofd:Title>关于某事的通知</ofd:Title><ofd:Author>某某办公室</ofd:Author>'
            '<ofd:Keywords><ofd:Keyword>机要</ofd:Keyword><ofd:Keyword>人事</ofd:Keyword></ofd:Keywords>'
            '<ofd:CustomDatas><ofd:CustomData Name="密级">秘密</ofd:CustomData></ofd:CustomDatas>')
    after = ('<ofd:Outlines><ofd:OutlineElem Title="一、总则"><ofd:OutlineElem Title="第一条"/></ofd:OutlineElem></ofd:Outlines>'
             '<ofd:Bookmarks><ofd:Bookmark Name="此处"/></ofd:Bookmarks><ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags>'
             '<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments><ofd:Extensions>Extensions.xml</ofd:Extensions>')
    image = '<ofd:ImageObject ID="5" Boundary="0 0 210 297" ResourceID="3" CTM="210 0 0 297 0 0"/>'
    png = b'\x89PNG\r\n\x1a\n\0\0\0\rIHDR'
    write('ofd/parts.ofd', pack([
        ('OFD.xml', entry(body(info=info, after='<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>'),
                          body('Doc_1/Document.xml'))),
        ('Doc_0/Document.xml', document([(1, 'Pages/1.xml'), (2, 'Pages/2.xml'), (3, 'Pages/3.xml'), (4, 'Pages/4.xml')],
                                        '<ofd:DocumentRes>Res.xml</ofd:DocumentRes>', after)),
        ('Doc_0/Res.xml', f'<Res xmlns="http://www.ofdspec.org/2016" BaseLoc="Res"><Fonts><Font ID="1" FontName="宋体">'
         '<FontFile>f.ttf</FontFile></Font></Fonts><MultiMedias><MultiMedia ID="3" Type="Image"><MediaFile>i.png</MediaFile>'
         '</MultiMedia><MultiMedia ID="4" Type="Image"><MediaFile>lost.png</MediaFile></MultiMedia></MultiMedias></Res>'),
        ('Doc_0/Res/f.ttf', b'\0\1\0\0\0'), ('Doc_0/Res/i.png', png),
        ('Doc_0/Pages/1.xml', page([text('第一份', 20, 20)])), ('Doc_0/Pages/2.xml', page([image])),
        ('Doc_0/Pages/4.xml', page([image.replace('ResourceID="3"', 'ResourceID="4"')])),
        ('Doc_0/Tags/CustomTags.xml',
         ofd('CustomTags', '<ofd:CustomTag TypeID="公文"><ofd:FileLoc>Tag.xml</ofd:FileLoc></ofd:CustomTag>')),
        ('Doc_0/Tags/Tag.xml', f'<g:公文 {OFD} xmlns:g="urn:g"><g:密级 name="级别"><ofd:ObjectRef PageRef="1">64</ofd:ObjectRef>'
         '</g:密级><g:title>通知</g:title></g:公文>'),
        ('Doc_0/Attachs/Attachments.xml', ofd(
            'Attachments', '<ofd:Attachment ID="1" Name="涉密人员名单"><ofd:FileLoc>a.txt</ofd:FileLoc></ofd:Attachment>'
            '<ofd:Attachment ID="2" Name="丢了"><ofd:FileLoc>b.txt</ofd:FileLoc></ofd:Attachment>')),
        ('Doc_0/Attachs/a.txt', '张三 李四\n'),
        ('Doc_0/Extensions.xml', ofd('Extensions', '<ofd:Extension AppName="某办公软件" RefId="1"><ofd:Property Name="流转">'
                                     '已阅</ofd:Property></ofd:Extension>')),
        ('Doc_0/Signs/Signatures.xml', ofd('Signatures', '<ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/>')),
        ('Doc_0/Signs/Sign_0/Signature.xml', ofd(
            'Signature', '<ofd:SignedInfo><ofd:Provider ProviderName="签章厂商" Company="某公司"/><ofd:Seal><ofd:BaseLoc>'
            'Seal.esl</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo><ofd:SignedValue>SignedValue.dat</ofd:SignedValue>')),
        ('Doc_0/Signs/Sign_0/Seal.esl', b'0\0\1\2'), ('Doc_0/Signs/Sign_0/SignedValue.dat', b'0\0\1\2'),
        ('Doc_1/Document.xml', document([(1, 'Pages/1.xml')])),
        ('Doc_1/Pages/1.xml', page([text('第二份', 20, 20)])),
        ('Other/more.xml', '<a>别的</a>')]))
    write('ofd/encrypted.ofd', pack([
        ('Encryptions.xml', ofd('Encryptions', '<ofd:EncryptInfo ID="1"/>')), ('decryptseed.dat', b'\0\1\2\3'),
        ('OFD.xml', entry(body())), ('a.dat', b'\0\1\2\3')]))


# ---- RTF ----


def gbk(string):
    """As Word writes it on a Chinese Windows."""
    return ''.join(f"\\'{byte:02x}" if byte >= 128 else chr(byte) for byte in string.encode('gbk'))


def units(string, fallback='?'):
    data = string.encode('utf-16-le')
    values = [int.from_bytes(data[index:index + 2], 'little', signed=True) for index in range(0, len(data), 2)]
    return ''.join(f'\\u{value}{fallback}' for value in values)


def rtf():
    fonts = (r'{\fonttbl{\f0\fnil\fcharset0 Times New Roman;}{\f1\fnil\fcharset134 ' + gbk('宋体')
             + r';}{\f2\fnil\fcharset128 MS Mincho;}{\f3\fnil\fcharset204 Arial Cyr;}{\f4\fnil\cpg950 Ming;}}')
    colors = r'{\colortbl;\red255\green255\blue255;\red0\green0\blue0;}'
    word = (r'{\rtf1\ansi\ansicpg936\deff0\deflang1033' + fonts + colors
            + r'{\stylesheet{\s0 Normal;}{\s1 heading 1;}}{\info{\title ' + gbk('关于某事的通知') + r'}{\author ' + gbk('起草人')
            + r'}{\creatim\yr2026\mo11\dy27}}\viewkind4\uc1\pard\f1\fs32 ' + gbk('机密★10年') + r'\par'
            + '\r\n\\pard ' + gbk('各单位：请于本月') + r'\f0 30' + r'\f1 ' + gbk('日前报') + r'\b ' + gbk('名') + r'\b0 ' + gbk('单。')
            + r'\par {\header\pard ' + gbk('内部资料') + r'\par}{\footer\pard ' + gbk('第') + r'{\field{\*\fldinst PAGE}{\fldrslt 1}}'
            + gbk('页') + r'\par}' + gbk('有注') + r'{\super\chftn{\footnote\pard\plain\f1 ' + gbk('脚注在此') + r'}}' + gbk('的词')
            + r'\par\trowd\cellx1000\cellx2000\pard\intbl ' + gbk('姓名') + r'\cell ' + gbk('张三') + r'\line ' + gbk('李四')
            + r'\cell\row\trowd\cellx1000\cellx2000\pard\intbl\cell ' + gbk('第二行') + r'\cell\row\pard '
            + gbk('表外') + r'\par}')
    write('rtf/word.rtf', word.encode('ascii'))
    package = (b'\2\0' + '名单.txt'.encode('gbk') + b'\0c:\\a.txt\0\0\0\3\0' + (9).to_bytes(4, 'little') + b'c:\\a.txt\0'
               + (6).to_bytes(4, 'little') + '张三'.encode())
    ole = b'\1\5\0\0\2\0\0\0' + (8).to_bytes(4, 'little') + b'Package\0' + bytes(8) + len(package).to_bytes(4, 'little') + package
    edges = (r'{\rtf1\ansi\ansicpg936\uc1' + fonts + colors + r'\f1 ' + units('统一码') + r' {\uc2 ' + units('双字节', "\\'b1\\'b1")
             + r'}{\uc0 ' + units('无替代', ' ') + r'}' + units('𠮷', '?') + r'\par ' + gbk('藏') + r'{\v ' + gbk('隐去') + r'}' + gbk('头')
             + r'{\deleted ' + gbk('删去') + r'}{\cf1 ' + gbk('白字') + r'}{\cf1\highlight2 ' + gbk('黑底白字') + r'}{\fs2 ' + gbk('极小')
             + r'}\par{\f3 \'cf\'f0\'e8\'e2\'e5\'f2} {\f2 \'93\'fa\'96\'7b} {\f4 \'a4\'a4\'a4\'e5}\par \'81@\'81\\ \{\}\\\~\_'
             + r'a\-b\emdash\ldblquote c\rdblquote\tab d\par{\upr{ansi}{\*\ud{' + units('只此一次') + r'}}}\par'
             + r'{\shp{\*\shpinst{\sp{\sn gtextUNICODE}{\sv ' + gbk('水印文字') + r'}}{\sp{\sn wzDescription}{\sv ' + gbk('图的说明')
             + r'}}{\shptxt\pard ' + gbk('框里的字') + r'\par}}{\shprslt{\*\do\dptxbx{\dptxbxtext ' + gbk('框里的字') + r'}}}}' + gbk('锚')
             + r'\par{\*\atnid A}{\*\atnauthor ' + gbk('批注人') + r'}\chatn{\*\annotation{\*\atnref 1}' + gbk('批注') + r'}' + gbk('被批')
             + r'{\*\privateprogram ' + gbk('别的程序写的') + r'}' + gbk('的词') + r'\par{\field{\*\fldinst HYPERLINK "http://a.cn/"}'
             r'{\fldrslt ' + gbk('链接') + r'}}\par{\object\objemb{\*\objclass Package}{\*\objdata ' + ole.hex()
             + r'}{\result ' + gbk('图标') + r'}}{\pict\pngblip\bin8 ').encode('ascii') + b'\x89PNG}{\\\xff' + b'}' + (
                 r'\par{\*\docvar {' + gbk('变量') + r'}{' + gbk('值') + r'}}' + gbk('末尾') + r'}' + '\n').encode('ascii') + b'behind'
    write('rtf/edges.rtf', edges)
    beside = (r'{\rtf1\ansi\ansicpg936' + fonts + r'{\*\revtbl{Unknown;}{' + gbk('修订的人') + r';}}\f1 ' + gbk('正')
              + r'{\*\bkmkstart ' + gbk('书签的名字') + r'}{\*\bkmkstart _GoBack}' + gbk('文') + r'{\*\bkmkend _GoBack}\par'
              + r'{\field{\*\fldinst HYPERLINK "http://a.cn/" \\o "' + gbk('链接的提示') + r'"}{\fldrslt ' + gbk('链接') + r'}}\par '
              + gbk('填') + r'{\field{\*\fldinst FORMTEXT {\*\formfield{\fftype0{\*\ffname ' + gbk('域的名字') + r'}{\*\ffdeftext '
              + gbk('域的默认值') + r'}{\*\ffhelptext ' + gbk('域的帮助') + r'}{\*\ffstattext ' + gbk('域的状态栏') + r'}}}}{\fldrslt '
              + gbk('好') + r'}}' + gbk('的') + r'{\field{\*\fldinst FORMDROPDOWN {\*\formfield{\fftype2{\*\ffl ' + gbk('甲项')
              + r'}{\*\ffl ' + gbk('乙项') + r'}}}}{\fldrslt }}\par}')
    write('rtf/beside.rtf', beside.encode('ascii'))
    write('rtf/cut.rtf', word.encode('ascii')[:-200])
    write('rtf/deep.rtf', (r'{\rtf1\ansi ' + '{' * 5000 + 'deep' + '}' * 5000 + ' end}').encode('ascii'))


# ---- OpenDocument ----

NAMES = ('office style text table drawing presentation meta form script chart'.split())
ODF = ' '.join(f'xmlns:{"draw" if name == "drawing" else name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
               for name in NAMES)
ODF += (' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"')


def styles(*items):
    return '<office:automatic-styles>' + ''.join(
        f'<style:style style:name="{name}" style:family="{family}"{parent}><style:{kind}-properties {properties}/></style:style>'
        for name, family, parent, kind, properties in items) + '</office:automatic-styles>'


def odf():
    looks = styles(('W', 'text', '', 'text', 'fo:color="#ffffff"'), ('H', 'text', '', 'text', 'text:display="none"'),
                   ('HH', 'text', ' style:parent-style-name="H"', 'text', 'fo:font-weight="bold"'),
                   ('S', 'text', ' style:parent-style-name="H"', 'text', 'text:display="true"'),
                   ('B', 'paragraph', '', 'paragraph', 'fo:background-color="#000000"'),
                   ('T', 'text', '', 'text', 'fo:font-size="1pt"'))
    fields = ('<text:p>白<text:span text:style-name="W">白纸白字</text:span>纸</text:p><text:p text:style-name="B">'
              '<text:span text:style-name="W">黑底白字</text:span></text:p><text:p><text:span text:style-name="HH">继承来的隐藏</text:span>'
              '<text:span text:style-name="S">又显出来</text:span><text:span text:style-name="T">极小</text:span></text:p>'
              '<text:p><text:hidden-text text:string-value="藏在域里" text:is-hidden="true"/>域<text:conditional-text '
              'text:string-value-if-true="甲" text:string-value-if-false="乙">甲</text:conditional-text></text:p>'
              '<text:p><text:hidden-paragraph text:is-hidden="true"/>整段隐藏</text:p><text:p><text:ruby><text:ruby-base>汉</text:ruby-base>'
              '<text:ruby-text>hàn</text:ruby-text></text:ruby>字</text:p><text:p>嵌<draw:frame><draw:text-box><text:p>外框<draw:frame>'
              '<draw:text-box><text:p>内框</text:p></draw:text-box></draw:frame>文字</text:p></draw:text-box></draw:frame>套</text:p>')
    write('odf/fields.odt', pack([
        ('mimetype', 'application/vnd.oasis.opendocument.text'),
        ('content.xml', f'<office:document-content {ODF}>{looks}<office:body><office:text><office:forms><form:form>'
         '<form:text form:label="姓名栏" form:current-value="填的名"/><form:hidden form:value="暗值"/></form:form></office:forms>'
         f'<text:user-field-decls><text:user-field-decl text:name="a" office:string-value="变量值"/></text:user-field-decls>{fields}'
         '</office:text></office:body></office:document-content>'),
        ('Object 1/content.xml', f'<office:document-content {ODF}><office:body><office:chart><chart:chart><chart:title><text:p>图表标题</text:p>'
         '</chart:title></chart:chart></office:chart></office:body></office:document-content>'),
        ('Object 2/content.xml', '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mi>甲</mi><mo>+</mo><annotation '
         'encoding="StarMath 5.0">甲+乙</annotation></semantics></math>'),
        ('Notes/extra.txt', '附带的文件\n'), ('META-INF/manifest.xml', '<manifest/>')]))
    write('odf/checksum.odt', miscounted([
        ('mimetype', 'application/vnd.oasis.opendocument.text'),
        ('content.xml', f'<office:document-content {ODF}><office:body><office:text><text:p>校验和不符的正文</text:p></office:text>'
         '</office:body></office:document-content>'), ('META-INF/manifest.xml', '<manifest/>')],
        b'content.xml', method=zipfile.ZIP_STORED))
    write('odf/bomb.fods', (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {ODF} office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        '<office:body><office:spreadsheet><table:table table:name="大"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="16384"><text:p>到处</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="999999999"><table:table-cell table:number-columns-repeated="4294967297"/>'
        '<table:table-cell office:value="13800000000"><text:p>1.38E+10</text:p></table:table-cell></table:table-row></table:table>'
        '<office:binary-data>5byg\n5LiJ</office:binary-data></office:spreadsheet></office:body></office:document>').encode())


def beside():
    """Words that stand beside the text: names, tips, help, choices, conditions."""
    text = ('<text:user-field-decls><text:user-field-decl text:name="变量的名字" office:string-value="变量的值"/></text:user-field-decls>'
            '<text:section text:name="节的名字"><text:p>暗<text:bookmark text:name="书签的名字"/><text:bookmark text:name="__RefHeading1"/>号'
            '<text:placeholder text:description="占位的说明">占位</text:placeholder><text:drop-down text:name="d1" text:help="选择的帮助" '
            'text:hint="选择的提示"><text:label text:value="没有选的项"/>选了的项</text:drop-down><text:alphabetical-index-mark '
            'text:string-value="索引词" text:key1="索引的一级" text:key2="索引的二级"/><text:text-input text:description="输入的提示">填的字'
            '</text:text-input></text:p></text:section>')
    write('odf/beside.odt', pack([
        ('mimetype', 'application/vnd.oasis.opendocument.text'),
        ('content.xml', f'<office:document-content {ODF}><office:body><office:text>{text}</office:text></office:body></office:document-content>'),
        ('META-INF/manifest.xml', '<manifest/>')]))
    sheet = ('<table:content-validations><table:content-validation table:name="v" table:condition="of:cell-content-is-in-list(&quot;可选的值&quot;)"/>'
             '</table:content-validations><table:table table:name="表"><table:title>表的标题</table:title><table:desc>表的说明</table:desc>'
             '<table:scenario table:comment="方案的说明"/><table:table-row><table:table-cell office:value-type="string" office:string-value="没有显示的字"/>'
             '<table:table-cell office:value-type="string" office:string-value="显示的字"><text:p>显示的字</text:p></table:table-cell></table:table-row>'
             '</table:table><table:named-expressions><table:named-expression table:name="公式的名字" table:expression="&quot;公式里的字&quot;"/>'
             '<table:named-range table:name="区域的名字"/></table:named-expressions><table:database-ranges><table:database-range table:name="数据区的名字">'
             '<table:filter><table:filter-condition table:value="筛选的值"/></table:filter></table:database-range><table:database-range '
             'table:name="__Anonymous_Sheet_DB__0"/></table:database-ranges><table:data-pilot-tables><table:data-pilot-table table:name="透视表的名字">'
             '<table:data-pilot-field table:source-field-name="透视的字段"><table:data-pilot-level><table:data-pilot-members><table:data-pilot-member '
             'table:name="透视的成员"/></table:data-pilot-members></table:data-pilot-level></table:data-pilot-field></table:data-pilot-table>'
             '</table:data-pilot-tables>')
    write('odf/beside.ods', pack([
        ('mimetype', 'application/vnd.oasis.opendocument.spreadsheet'),
        ('content.xml', f'<office:document-content {ODF}><office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>'
         '</office:document-content>'), ('META-INF/manifest.xml', '<manifest/>')]))


# ---- OpenOffice.org 1 ----

SUN = ' '.join(f'xmlns:{"draw" if name == "drawing" else name}="http://openoffice.org/2000/{name}"' for name in NAMES)
SUN += (' xmlns:fo="http://www.w3.org/1999/XSL/Format" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' xmlns:svg="http://www.w3.org/2000/svg" xmlns:dc="http://purl.org/dc/elements/1.1/"')


def sun(part, content, kind='', declarations=''):
    return (f'{DECLARATION}<!DOCTYPE office:{part} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "office.dtd"{declarations}>'
            f'<office:{part} {SUN}{kind} office:version="1.0">{content}</office:{part}>')


def sun_styles(*items):
    return '<office:automatic-styles>' + ''.join(
        f'<style:style style:name="{name}" style:family="{family}"><style:properties {properties}/></style:style>'
        for name, family, properties in items) + '</office:automatic-styles>'


def sun_package(kind, content, *parts, declarations=''):
    """Stored, so that the media type can be read at the beginning."""
    office = {'writer': 'text', 'calc': 'spreadsheet', 'impress': 'presentation'}[kind]
    media_type = f'application/vnd.sun.xml.{kind}'
    manifest = (f'{DECLARATION}<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
                '<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest"><manifest:file-entry '
                f'manifest:media-type="{media_type}" manifest:full-path="/"/></manifest:manifest>')
    return pack([('mimetype', media_type),
                 ('content.xml', sun('document-content', content, f' office:class="{office}"', declarations)),
                 *parts, ('META-INF/manifest.xml', manifest)], zipfile.ZIP_STORED)


def openoffice():
    meta = sun('document-meta', '<office:meta><dc:title>旧文档的标题</dc:title><meta:keywords><meta:keyword>旧关键词</meta:keyword>'
               '</meta:keywords><meta:user-defined meta:name="密级栏">待定</meta:user-defined></office:meta>')
    masters = sun('document-styles', '<office:automatic-styles><style:page-master style:name="pm1"><style:properties '
                  'fo:page-width="21cm" fo:page-height="29.7cm"/><style:header-style/><style:footer-style/></style:page-master>'
                  '</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-master-name="pm1">'
                  '<style:header><text:p>旧页眉</text:p></style:header><style:footer><text:p>旧页脚</text:p></style:footer>'
                  '</style:master-page></office:master-styles>')
    looks = sun_styles(('W', 'text', 'fo:color="#ffffff"'), ('H', 'text', 'text:display="none"'),
                       ('P', 'paragraph', 'fo:background-color="#000000"'))
    table = ('<table:table table:name="表1"><table:table-column table:number-columns-repeated="2"/><table:table-row>'
             '<table:table-cell><text:p>姓名</text:p></table:table-cell><table:table-cell><text:p>电话</text:p></table:table-cell>'
             '</table:table-row><table:table-row><table:table-cell><text:p>张三</text:p></table:table-cell><table:table-cell>'
             '<text:p>13800000000</text:p></table:table-cell></table:table-row></table:table>')
    content = (
        f'<office:script/><office:font-decls/>{looks}<office:body><text:tracked-changes><text:changed-region text:id="ct1">'
        '<text:deletion><office:change-info office:chg-author="修订人" office:chg-date-time="2004-01-01T00:00:00"/><text:p>删掉的话</text:p>'
        '</text:deletion></text:changed-region></text:tracked-changes><text:h text:level="1">旧格式的标题</text:h>'
        '<text:p>正文有脚<text:footnote text:id="ftn0"><text:footnote-citation>1</text:footnote-citation><text:footnote-body>'
        '<text:p>脚注的字</text:p></text:footnote-body></text:footnote>注的词，尾<text:endnote text:id="ftn1"><text:endnote-citation>i'
        '</text:endnote-citation><text:endnote-body><text:p>尾注的字</text:p></text:endnote-body></text:endnote>注也有，批'
        '<office:annotation office:author="批注人" office:create-date="2004-01-01"><text:p>批注的字</text:p></office:annotation>注在这里。</text:p>'
        '<text:p>左<text:tab-stop/>右<text:s text:c="2"/>远<text:line-break/>下一行<text:change text:change-id="ct1"/></text:p>'
        '<text:p>有<text:span text:style-name="H">藏起来的字</text:span>也有<text:span text:style-name="W">白色的字</text:span>。</text:p>'
        '<text:p text:style-name="P"><text:span text:style-name="W">黑底白字</text:span></text:p>'
        '<text:section text:name="s" text:display="none"><text:p>藏起来的一节</text:p></text:section>'
        '<text:p>框<draw:text-box svg:width="5cm" svg:height="2cm" text:anchor-type="paragraph"><text:p>框里的字</text:p></draw:text-box>外，'
        '<text:a xlink:type="simple" xlink:href="http://www.example.gov.cn/old">链接的字</text:a></text:p>'
        f'{table}</office:body>')
    write('odf/openoffice.sxw', sun_package('writer', content, ('styles.xml', masters), ('meta.xml', meta)))
    sheet = (sun_styles(('ta1', 'table', 'table:display="true"'), ('ta2', 'table', 'table:display="false"')) +
             '<office:body><table:table table:name="名单" table:style-name="ta1"><table:table-column table:number-columns-repeated="2"/>'
             '<table:table-row><table:table-cell><text:p>姓名</text:p></table:table-cell><table:table-cell><text:p>编号</text:p>'
             '</table:table-cell></table:table-row><table:table-row><table:table-cell><office:annotation office:author="核对人">'
             '<text:p>单元格批注</text:p></office:annotation><text:p>李四</text:p></table:table-cell><table:table-cell '
             'table:value-type="float" table:value="13900000000"><text:p>1.39E+010</text:p></table:table-cell></table:table-row>'
             '</table:table><table:table table:name="底稿" table:style-name="ta2"><table:table-column/><table:table-row>'
             '<table:table-cell><text:p>藏起来的表</text:p></table:table-cell></table:table-row></table:table></office:body>')
    write('odf/openoffice.sxc', sun_package('calc', sheet))
    slides = (sun_styles(('dp1', 'drawing-page', 'presentation:visibility="visible"'),
                         ('dp2', 'drawing-page', 'presentation:visibility="hidden"')) +
              '<office:body><draw:page draw:name="p1" draw:style-name="dp1" draw:master-page-name="Default"><draw:text-box '
              'presentation:class="title" svg:width="20cm" svg:height="3cm"><text:p>第一页的标题</text:p></draw:text-box><draw:text-box '
              'svg:width="20cm" svg:height="9cm"><text:p>第一页的话</text:p></draw:text-box><draw:rect svg:width="2cm" svg:height="2cm">'
              '<text:p>方框里的话</text:p></draw:rect><presentation:notes><draw:text-box presentation:class="notes" svg:width="9cm" '
              'svg:height="9cm"><text:p>讲稿里的话</text:p></draw:text-box></presentation:notes></draw:page><draw:page draw:name="p2" '
              'draw:style-name="dp2" draw:master-page-name="Default"><draw:text-box svg:width="9cm" svg:height="9cm"><text:p>不放映的话'
              '</text:p></draw:text-box></draw:page></office:body>')
    write('odf/openoffice.sxi', sun_package('impress', slides))
    # What a document type could do: entities of its own, and text that only the file it names would define.
    write('odf/entities.sxw', sun_package('writer', '<office:body><text:p>前&bomb;后</text:p></office:body>',
                                          declarations=' [<!ENTITY bomb "炸">]'))
    write('odf/undefined.sxw', sun_package('writer', '<office:body><text:p>前&elsewhere;后</text:p></office:body>'))
    write('odf/cut.sxw', sun_package('writer', content).replace('</text:section>'.encode(), b'</text:sectian>'))


# ---- EPUB ----


def chapter(title):
    return (f'{DECLARATION}<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title></head>'
            f'<body><p>{title}的正文</p></body></html>')


def epub():
    container = ('<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
                 'full-path="OEBPS/book.opf"/></rootfiles></container>')
    book = ('<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            '<dc:title>内部手册 2026</dc:title>\n<dc:creator>某处</dc:creator><meta name="密级" content="秘密"/></metadata><manifest>'
            '<item id="c" href="a%20b.xhtml" media-type="application/xhtml+xml"/><item id="a" href="1.xhtml" '
            'media-type="application/xhtml+xml"/><item id="b" href="2.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="f" href="f.ttf" media-type="font/ttf"/></manifest><spine><itemref idref="b"/><itemref idref="a" linear="no"/>'
            '<itemref idref="c"/><itemref idref="none"/><itemref idref="b"/></spine></package>')
    encryption = ('<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod '
                  'Algorithm="http://www.idpf.org/2008/embedding"/><enc:CipherData><enc:CipherReference URI="OEBPS/f.ttf"/>'
                  '</enc:CipherData></enc:EncryptedData><enc:EncryptedData><enc:EncryptionMethod '
                  'Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/><enc:CipherData><enc:CipherReference URI="OEBPS/1.xhtml"/>'
                  '</enc:CipherData></enc:EncryptedData></encryption>')
    write('epub/book.epub', pack([
        ('mimetype', 'application/epub+zip'), ('META-INF/container.xml', container), ('META-INF/encryption.xml', encryption),
        ('OEBPS/1.xhtml', b'\1\2\3'), ('OEBPS/2.xhtml', chapter('第二章')), ('OEBPS/a b.xhtml', chapter('第三章')),
        ('OEBPS/f.ttf', b'\1\2\3'), ('OEBPS/book.opf', book), ('OEBPS/left.xhtml', chapter('不在书脊上'))]))


def main():
    for folder in ('ofd', 'rtf', 'odf', 'epub'):
        os.makedirs(os.path.join(os.path.dirname(os.path.abspath(__file__)), folder), exist_ok=True)
    ofd_letters()
    ofd_columns()
    ofd_layers()
    ofd_parts()
    rtf()
    odf()
    beside()
    openoffice()
    epub()


if __name__ == '__main__':
    main()
