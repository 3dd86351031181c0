#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes corpus/demo, the small site that guanka is shown with.

Run once after a change and commit the result; nothing in the build runs it. Everything is invented:
the county does not exist, numbers are the published test vectors of their standards, hosts end in
example.* or lie in documentation networks. The same input gives the same bytes.
"""
import io
import os
import shutil
import struct
import sys
import zipfile
import zlib

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "demo")
KEPT = ("README.md", "expected.tsv", "coverage.tsv")
IDS = ("522301199003070029", "52230119881112000X", "522322198506151178", "522321196807040011",
       "522301200002290009", "11010519491231002X")


def put(path, data):
    path = os.path.join(ROOT, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


# ---- Pages

NAV = """<div class="top"><h1 class="logo"><a href="/index.html">示例县人民政府</a></h1>
<form action="/search.html"><input name="q" placeholder="请输入关键字"><button>搜索</button></form></div>
<ul class="nav"><li><a href="/index.html">首页</a></li><li><a href="/xw/index.html">新闻中心</a></li>
<li><a href="/gk/index.html">政务公开</a></li><li><a href="/gk/zn.html">依申请公开</a></li>
<li><a href="/gs/index.html">公示公告</a></li><li><a href="/hd/index.html">互动交流</a></li></ul>
<ul class="mobile" style="display:none"><li><a href="/index.html">首页</a></li><li><a href="/gk/index.html">政务公开</a></li></ul>"""

FOOT = """<div class="foot"><p>主办：示例县人民政府办公室　承办：示例县大数据中心</p>
<p>联系电话：0000-7654321　网站标识码：0000000001　<a href="https://beian.miit.gov.cn/">示ICP备00000000号</a></p>
<p>友情链接：<a href="http://www.gov.cn/">中国政府网</a> <a href="http://www.people.com.cn/">人民网</a></p></div>"""

STYLE = """<style>.logo{text-indent:-9999px;width:300px;height:80px}.nav li{float:left}
.doc .head{color:#c00;text-align:center;font-size:36px}.foot{clear:both;color:#666}</style>"""


def page(title, body, charset="utf-8", head="", after="", declare=True):
    meta = f'<meta charset="{charset}">' if declare else ""
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
{meta}
<title>{title}</title>
<meta name="SiteName" content="示例县人民政府网">
<meta name="SiteDomain" content="www.shilixian.gov.cn">
{head}{STYLE}
</head>
<body>
{NAV}
<div class="main">
{body}
</div>
{FOOT}
</body>
</html>
{after}"""


def article(title, source, date, paragraphs, extra=""):
    text = "\n".join(f"<p>　　{line}</p>" for line in paragraphs)
    return f"""<div class="place">您现在的位置：<a href="/index.html">首页</a> &gt; 正文</div>
<h2>{title}</h2><div class="info">来源：{source}　发布时间：{date}　字体：【大 中 小】</div>
<div class="text">
{text}
</div>{extra}"""


def write_page(path, title, body, charset="utf-8", codec=None, **rest):
    put(path, page(f"{title}_示例县人民政府网", body, charset, **rest).encode(codec or charset))


def listing(title, items):
    rows = "\n".join(f'<li><a href="{link}" title="{text}">{text}</a><span>{date}</span></li>' for link, text, date in items)
    return f'<h2>{title}</h2><ul class="list">\n{rows}\n</ul><div class="pages">共1页 上一页 下一页</div>'


def table(rows, header=True):
    lines = []
    for index, row in enumerate(rows):
        tag = "th" if header and index == 0 else "td"
        lines.append("<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>")
    return "<table border=\"1\">\n" + "\n".join(lines) + "\n</table>"


def site_pages():
    write_page("index.html", "首页", """<div class="news"><h2>要闻</h2><ul>
<li><a href="/xw/2023/0412.html">示例县召开政务公开工作推进会</a><span>2023-04-12</span></li>
<li><a href="/xw/2023/0518.html">县公安局捣毁一网络赌博窝点</a><span>2023-05-18</span></li>
<li><a href="/gk/2023/tz015.html">关于做好2023年防汛工作的通知</a><span>2023-04-20</span></li></ul></div>
<div class="news"><h2>公示公告</h2><ul><li><a href="/gs/db2024.html">2024年城乡低保对象公示</a><span>2024-03-01</span></li>
<li><a href="/upload/2023/rendabaogao.pdf">政府工作报告（PDF）</a><span>2023-02-10</span></li></ul></div>
<div class="service"><a href="/bs/index.html">办事服务</a> 12345政务服务便民热线　举报电话：0000-7654300</div>
<img src="/img/logo.png" alt="示例县人民政府徽标">""")

    write_page("xw/index.html", "新闻中心", listing("新闻中心", [
        ("2023/0412.html", "示例县召开政务公开工作推进会", "2023-04-12"),
        ("2023/0518.html", "县公安局捣毁一网络赌博窝点", "2023-05-18"),
        ("2023/0701.html", "示例县开展保密宣传教育", "2023-07-01"),
        ("2022/1103.html", "示例县启动冬季安全检查", "2022-11-03"),
        ("2022/1107.html", "县图书馆延长开放时间", "2022-11-07"),
        ("2022/1120.html", "关于信息公开发布协调的规定", "2022-11-20")]), "gbk")

    write_page("gk/index.html", "政务公开", listing("政务公开", [
        ("2023/tz012.html", "关于开展专项检查工作的通知", "2023-03-02"),
        ("2023/tz015.html", "关于做好2023年防汛工作的通知", "2023-04-20"),
        ("2023/tz018.html", "关于调整部分工作分工的通知", "2023-05-06"),
        ("2023/nb003.html", "关于加强值班值守的通知", "2023-06-11"),
        ("zn.html", "政府信息公开指南", "2023-01-01")]), "gb2312", codec="gbk")

    write_page("gk/zn.html", "政府信息公开指南", article("政府信息公开指南", "县政府办公室", "2023-01-01", [
        "本机关主动公开的信息范围参见政府信息公开目录。公民、法人或者其他组织可以依法申请获取政府信息，本机关依申请公开。",
        "行政机关依据《政府信息公开条例》决定不予公开的，告知申请人不予公开并说明理由。涉及国家秘密、商业秘密、个人隐私的政府信息不得公开。",
        "受理机构：示例县人民政府办公室政务信息室　办公地址：示例县示例路1号　办公时间：工作日9:00—17:00　联系电话：0000-7654321"]))

    write_page("xw/2023/0412.html", "示例县召开政务公开工作推进会", article(
        "示例县召开政务公开工作推进会", "示例县融媒体中心", "2023-04-12", [
            "4月12日，示例县召开政务公开工作推进会，要求坚持“谁公开谁审查、先审查后公开”，做到涉密信息不上网、上网信息不涉密。",
            "会议强调，要强化治安势必要求，严格落实公文公开属性源头管理，公文应当标注“此件公开发布”“此件依申请公开”或者“此件不公开”字样。",
            "会议指出，要保守国家秘密、工作秘密和商业秘密，妥善保管各类档案。"]), "gb2312", codec="gbk")

    write_page("xw/2023/0518.html", "县公安局捣毁一网络赌博窝点", article(
        "县公安局捣毁一网络赌博窝点", "示例县公安局", "2023-05-18", [
            "近日，示例县公安局民警经缜密侦查，捣毁一处利用“真人百家乐”“老虎机”等方式招揽赌客的线上赌场，抓获犯罪嫌疑人7名。",
            "经查，该团伙租用境外服务器搭建网站，以“注册送彩金”“时时彩计划”为名通过微信群发展会员。目前案件正在进一步侦办中。",
            "警方提醒：参与赌博违法，网上娱乐城都是骗局，发现线索请拨打110举报。同时，我县扫黄打非办公室查处传播色情视频网站1个。"]), "gbk")

    write_page("xw/2023/0701.html", "示例县开展保密宣传教育", article(
        "示例县开展保密宣传教育", "县委办公室", "2023-07-01", [
            "《中华人民共和国保守国家秘密法》规定，国家秘密的密级分为绝密、机密、秘密三级。绝密级国家秘密是最重要的国家秘密。",
            "活动现场发放宣传资料，讲解机密计算、商业秘密保护等知识。请妥善保管好个人证件，注意保存好票据。"],
        extra='<div class="share" style="display:none"><a href="https://weibo.com/share">微博</a><a href="#">关闭</a></div>'))

    write_page("flfg/bmf.html", "中华人民共和国保守国家秘密法（节选）", article(
        "中华人民共和国保守国家秘密法（节选）", "全国人民代表大会常务委员会", "2010-04-29", [
            "第十条　国家秘密的密级分为绝密、机密、秘密三级。",
            "绝密级国家秘密是最重要的国家秘密，泄露会使国家安全和利益遭受特别严重的损害；机密级国家秘密是重要的国家秘密，泄露会使国家安全和利益遭受严重的损害；秘密级国家秘密是一般的国家秘密，泄露会使国家安全和利益遭受损害。",
            "第十五条　国家秘密的保密期限，除另有规定外，绝密级不超过三十年，机密级不超过二十年，秘密级不超过十年。",
            "第十七条　机关、单位对承载国家秘密的纸介质、光介质、电磁介质等载体以及属于国家秘密的设备、产品，应当做出国家秘密标志。不属于国家秘密的，不应当做出国家秘密标志。"]))

    write_page("bm/zhishi.html", "保密知识竞赛题库", article("保密知识竞赛题库", "县保密局", "2023-06-20", [
        "一、单选题",
        "1.下列国家秘密标志形式正确的是（　）。A.机密★10年　B.机密10年　C.10年机密　D.内部机密",
        "2.国家秘密的密级分为（　）。A.绝密、机密、秘密　B.机密、秘密　C.绝密、机密",
        "二、判断题：商业秘密、个人隐私可以使用国家秘密标志。（　）"]), "gbk")

    write_page("ks/2023tk.html", "2023年全县统一检测试卷", article("2023年全县统一检测试卷", "县教育局", "2023-07-12", [
        "秘密★启用前", "2023年全县七年级统一检测　语文试卷", "注意事项：1.答卷前，考生务必将准考证号填写在答题卡上。2.满分150分，考试时间120分钟。"]))

    put("bs/index.html", page("办事服务_示例县人民政府网", """<h2>办事服务</h2><p>加急办理、快递送达；内部控制制度见下载区。</p>
<table><tr><td>事项</td><td>密级</td></tr><tr><td>身份证补领</td><td>公开</td></tr></table>
<p>密级：公开　公开属性：主动公开　涉密状态：非涉密</p>
<script>var list = [{"name": "办证大厅", "tel": "0000-7654399"}]; document.write('<p>版权所有</p>');</script>""").encode())


def leaking_pages():
    head = """<div class="doc"><table width="100%"><tr><td>000012</td></tr>
<tr><td><b>机</b>密<span class="s">★</span><font color="red">10</font> 年</td></tr><tr><td>特　急</td></tr></table>
<p class="head">示例县人民政府文件</p><p>示府发〔2023〕12号</p></div>"""
    write_page("gk/2023/tz012.html", "关于开展专项检查工作的通知", head + article(
        "关于开展专项检查工作的通知", "县政府办公室", "2023-03-02", [
            "各乡镇人民政府，县直各部门：", "经研究，决定在全县开展专项检查，现将有关事项通知如下。", "示例县人民政府", "2023年3月1日"]),
        "gb2312", codec="gbk")

    write_page("gk/2023/tz015.html", "关于做好2023年防汛工作的通知", '<div class="doc"><p class="head">示例县人民政府办公室文件</p><p>示府办发﹝2023﹞15号</p></div>'
               + article("关于做好2023年防汛工作的通知", "县政府办公室", "2023-04-20", [
                   "各乡镇人民政府，县直各部门：", "汛期将至，请各单位按照职责分工做好值班值守。", "示例县人民政府办公室", "2023年4月19日", "（此件公开发布）"]), "gbk")

    write_page("gk/2023/tz018.html", "关于调整部分工作分工的通知", '<p>示府办发〔2023〕18号</p>' + article(
        "关于调整部分工作分工的通知", "县政府办公室", "2023-05-06", ["各乡镇人民政府：", "现将工作分工调整如下。", "2023年5月5日", "（此件依申请公开）"]))

    write_page("gk/2023/nb003.html", "关于加强值班值守的通知", article("关于加强值班值守的通知", "县政府办公室", "2023-06-11", [
        "内部明电", "示府办发电〔2023〕3号", "各乡镇人民政府：请严格落实领导带班制度。", "（此件公开发布）"]))

    rows = [("序号", "姓名", "身份证号码", "所在乡镇", "联系电话", "月保障金额（元）")]
    names = ("张某甲", "李某乙", "王某丙", "赵某丁", "钱某戊")
    mobiles = ("13800000001", "13900000002", "15000000003", "18600000004", "17700000005")
    for index, name in enumerate(names):
        rows.append((index + 1, name, IDS[index], "示例镇", mobiles[index], 420 + index * 10))
    write_page("gs/db2023.html", "2023年城乡低保对象公示", article("2023年城乡低保对象公示", "县民政局", "2023-03-01",
               ["现将2023年第一季度城乡低保对象名单公示如下，公示期7天。"], extra=table(rows)))

    rows = [("序号", "姓名", "身份证号码", "所在乡镇", "月保障金额（元）")]
    for index, name in enumerate(names):
        rows.append((index + 1, name[0] + "某某", "522301********00" + "%02d" % (index + 10), "示例镇", 420 + index * 10))
    write_page("gs/db2024.html", "2024年城乡低保对象公示", article("2024年城乡低保对象公示", "县民政局", "2024-03-01",
               ["现将2024年第一季度城乡低保对象名单公示如下，公示期7天。统一社会信用代码：91350100M000100Y43。"], extra=table(rows)))

    write_page("gs/index.html", "公示公告", listing("公示公告", [
        ("db2023.html", "2023年城乡低保对象公示", "2023-03-01"), ("db2024.html", "2024年城乡低保对象公示", "2024-03-01"),
        ("nf2021.html", "2021年农村危房改造对象公示", "2021-09-01"),
        ("/upload/2023/mingdan.xlsx", "创业补贴发放名单（附件）", "2023-08-01")]))

    rows = [("姓名", "证件号码", "备注"), ("陈㛃", "522301 19900307 0029", "已审"), ("周㻬", "522322-19850615-1178", "已审"),
            ("吴某", "522301199003070000", "号码待核"), ("郑某", "5223011988111200****", "已审")]
    write_page("gs/nf2021.html", "2021年农村危房改造对象公示", article("2021年农村危房改造对象公示", "县住建局", "2021-09-01",
               ["现将对象名单公示如下。"], extra=table(rows)), "gb18030")

    write_page("hd/index.html", "互动交流", """<h2>网格员联系表</h2>""" + table([
        ("网格", "姓名", "手机")] + [(f"第{i + 1}网格", n, m) for i, (n, m) in enumerate(zip(names, mobiles))])
        + "<p>（留言请遵守法律法规）</p>")

    big5 = page("兩岸經貿交流簡報", article("兩岸經貿交流簡報", "示例縣臺辦", "2008-05-06", [
        "本期簡報介紹示例縣與臺商企業座談情況，與會代表就農產品加工進行了交流。", "內部資料　注意保存"]), "big5")
    for simplified, traditional in (("示例县", "示例縣"), ("办公室", "辦公室"), ("大数据", "大數據")):
        big5 = big5.replace(simplified, traditional)
    put("old/2008/taiban.html", big5.encode("big5", "xmlcharrefreplace"))

    put("old/1999/tongbao.html", """<html><head><title>情况通报</title></head><body bgcolor=#ffffff>
<center><h2>示例县农业工作情况</h2></center><p>一九九九年第六期</p><p>全县春耕生产进展顺利，粮食播种面积与上年持平。</p>
<hr><center><font size=2>内部资料　　注意保存</font></center></body></html>
""".encode("gbk"))


def tampered_pages():
    links = "".join(f'<a href="https://www.site{i}.example.com/">{word}</a> ' for i, word in enumerate((
        "澳门新葡京官网", "真人百家乐", "老虎机平台", "注册送彩金", "时时彩平台", "线上娱乐城")))
    write_page("xw/2022/1103.html", "示例县启动冬季安全检查", article("示例县启动冬季安全检查", "县应急局", "2022-11-03", [
        "11月3日，示例县启动冬季安全检查，重点检查商场、学校和加油站。"]), "gbk",
        after=f'<div style="position:absolute;left:-9999px;top:0">{links}</div>\n'
              '<div style="display:none"><a href="http://203.0.113.9/a.html">更多</a></div>\n')

    title = "".join(f"&#{ord(c)};" for c in "皇冠体育官网_真人百家乐_老虎机游戏")
    put("xw/2022/1107.html", page(title, article("县图书馆延长开放时间", "县文旅局", "2022-11-07", [
        "即日起，县图书馆开放时间延长至21时。"]), head='<meta name="keywords" content="博彩,棋牌,百家乐,捕鱼,娱乐城,彩票投注平台">\n').encode())

    write_page("xw/2022/1120.html", "关于信息公开发布协调的规定", article("关于信息公开发布协调的规定", "转载", "2022-11-20", [
        "第二条　行政机关制作的政府信息，由制作该政府信息的部门负责公开，报经5365首页发布。",
        "第三条　法律、法规另有规定的，从其规定。"]))

    write_page("xw/2022/1201.html", "便民信息", article("便民信息", "县融媒体中心", "2022-12-01", ["冬季用电安全提示。"],
        extra="""<script>
var r = document.referrer;
if (r.indexOf("baidu") > 0 || r.indexOf("sogou") > 0) { location.href = "https://www.jump.example.com/"; }
</script>"""))


# ---- Office documents, archives and other files

DATE = (2023, 8, 1, 9, 0, 0)


class ZipName(zipfile.ZipInfo):
    """A member whose name is stored in GBK without the UTF-8 flag, as Chinese Windows tools do."""

    def _encodeFilenameFlags(self):
        try:
            return self.filename.encode("ascii"), self.flag_bits & ~0x800
        except UnicodeEncodeError:
            return self.filename.encode("gbk"), self.flag_bits & ~0x800


def archive(members):
    buf = io.BytesIO()
    with zipfile.ZipFile(buf, "w") as out:
        for name, data in members:
            info = ZipName(name, DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, data)
    return buf.getvalue()


XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
CT = "application/vnd.openxmlformats-officedocument."
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def types(overrides):
    rows = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides)
    return (XML + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>').encode()


def relations(items):
    rows = "".join(f'<Relationship Id="rId{i + 1}" Type="{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(items))
    return (XML + f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>').encode()


def core(title="", keywords=""):
    return (XML + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f'<dc:title>{title}</dc:title><dc:creator>示例县人民政府办公室</dc:creator><cp:keywords>{keywords}</cp:keywords>'
            '</cp:coreProperties>').encode()


def w_p(text):
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>' if not text.startswith("<") else f"<w:p>{text}</w:p>"


def docx(paragraphs, header="", title="", keywords=""):
    body = "".join(w_p(p) for p in paragraphs)
    section = '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/></w:sectPr>' if header else "<w:sectPr/>"
    overrides = [("word/document.xml", CT + "wordprocessingml.document.main+xml"),
                 ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")]
    members = []
    if header:
        overrides.append(("word/header1.xml", CT + "wordprocessingml.header+xml"))
        members = [("word/_rels/document.xml.rels", relations([(REL + "header", "header1.xml")])),
                   ("word/header1.xml", (XML + f"<w:hdr {W}>{w_p(header)}</w:hdr>").encode())]
    return archive([("[Content_Types].xml", types(overrides)),
                    ("_rels/.rels", relations([(REL + "officeDocument", "word/document.xml"),
                                               ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml")])),
                    ("word/document.xml", (XML + f"<w:document {W}><w:body>{body}{section}</w:body></w:document>").encode()),
                    ("docProps/core.xml", core(title, keywords))] + members)


def xlsx(sheets):
    """sheets: (name, hidden, rows, hidden columns from 1)"""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    overrides = [("xl/workbook.xml", CT + "spreadsheetml.sheet.main+xml"), ("xl/sharedStrings.xml", CT + "spreadsheetml.sharedStrings+xml")]
    strings, members, entries, links = [], [], [], []
    for index, (name, hidden, rows, columns) in enumerate(sheets, 1):
        lines = []
        for number, row in enumerate(rows, 1):
            cells = []
            for column, value in enumerate(row):
                place = f"{chr(65 + column)}{number}"
                if isinstance(value, (int, float)):
                    cells.append(f'<c r="{place}"><v>{value!r}</v></c>')
                else:
                    if value not in strings:
                        strings.append(value)
                    cells.append(f'<c r="{place}" t="s"><v>{strings.index(value)}</v></c>')
            lines.append(f'<row r="{number}">{"".join(cells)}</row>')
        cols = "".join(f'<col min="{c}" max="{c}" width="0" hidden="1" customWidth="1"/>' for c in columns)
        cols = f"<cols>{cols}</cols>" if cols else ""
        members.append((f"xl/worksheets/sheet{index}.xml",
                        (XML + f'<worksheet xmlns="{main}">{cols}<sheetData>{"".join(lines)}</sheetData></worksheet>').encode()))
        overrides.append((f"xl/worksheets/sheet{index}.xml", CT + "spreadsheetml.worksheet+xml"))
        state = ' state="hidden"' if hidden else ""
        entries.append(f'<sheet name="{name}" sheetId="{index}"{state} r:id="rId{index}"/>')
        links.append((REL + "worksheet", f"worksheets/sheet{index}.xml"))
    links.append((REL + "sharedStrings", "sharedStrings.xml"))
    shared = "".join(f'<si><t xml:space="preserve">{s}</t></si>' for s in strings)
    return archive([("[Content_Types].xml", types(overrides)), ("_rels/.rels", relations([(REL + "officeDocument", "xl/workbook.xml")])),
                    ("xl/workbook.xml", (XML + f'<workbook xmlns="{main}" xmlns:r="{REL[:-1]}"><sheets>{"".join(entries)}</sheets></workbook>').encode()),
                    ("xl/_rels/workbook.xml.rels", relations(links)),
                    ("xl/sharedStrings.xml", (XML + f'<sst xmlns="{main}">{shared}</sst>').encode())] + members)


def pptx(slide, notes):
    spaces = ('xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
              'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
              f'xmlns:r="{REL[:-1]}"')

    def shapes(lines):
        text = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
        return f"<p:cSld><p:spTree><p:sp><p:txBody><a:bodyPr/>{text}</p:txBody></p:sp></p:spTree></p:cSld>"
    return archive([
        ("[Content_Types].xml", types([("ppt/presentation.xml", CT + "presentationml.presentation.main+xml"),
                                       ("ppt/slides/slide1.xml", CT + "presentationml.slide+xml"),
                                       ("ppt/notesSlides/notesSlide1.xml", CT + "presentationml.notesSlide+xml")])),
        ("_rels/.rels", relations([(REL + "officeDocument", "ppt/presentation.xml")])),
        ("ppt/presentation.xml", (XML + f'<p:presentation {spaces}><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>').encode()),
        ("ppt/_rels/presentation.xml.rels", relations([(REL + "slide", "slides/slide1.xml")])),
        ("ppt/slides/slide1.xml", (XML + f"<p:sld {spaces}>{shapes(slide)}</p:sld>").encode()),
        ("ppt/slides/_rels/slide1.xml.rels", relations([(REL + "notesSlide", "../notesSlides/notesSlide1.xml")])),
        ("ppt/notesSlides/notesSlide1.xml", (XML + f"<p:notes {spaces}>{shapes(notes)}</p:notes>").encode())])


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    pixels = b"".join(b"\0" + b"\xc0\x10\x10" * 8 for _ in range(8))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(pixels, 9)) + chunk(b"IEND", b""))


def pdf(text):
    """A page with one line in a font that is not embedded, as old Chinese programs write it."""
    line = b"BT /F 16 Tf 60 760 Td <" + text.encode("gbk").hex().encode() + b"> Tj ET"
    result, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate([
            b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(line), line),
            b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/GBK-EUC-H/DescendantFonts[6 0 R]>>",
            b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
            b"/Supplement 2>>/DW 1000/FontDescriptor 7 0 R>>",
            b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800"
            b"/Descent -200/CapHeight 800/StemV 80>>"], 1):
        offsets.append(len(result))
        result += b"%d 0 obj%s endobj\n" % (number, body)
    start = len(result)
    result += b"xref\n0 8\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(result + b"trailer<</Size 8/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start)


def attachments():
    put("img/logo.png", png())
    put("upload/2023/rendabaogao.pdf", pdf("政府工作报告（摘要）"))
    put("robots.txt", b"User-agent: *\nDisallow: /admin/\nSitemap: https://www.shilixian.gov.cn/sitemap.xml\n")
    put("sitemap.xml", (XML.replace(' standalone="yes"', "") + '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
                        "<url><loc>https://www.shilixian.gov.cn/index.html</loc></url>\n"
                        "<url><loc>https://www.shilixian.gov.cn/gk/index.html</loc></url>\n</urlset>\n").encode())
    put("js/site.js", b'function toggle(id) { var e = document.getElementById(id); e.style.display = e.style.display ? "" : "none"; }\n')
    put("data/roster.json", ('{"columns": ["name", "card"], "rows": [["\\u5f20\\u67d0", "%s"], ["\\u674e\\u67d0", "%s"]]}\n'
                             % (IDS[0], IDS[1])).encode())

    put("upload/2023/fangan.docx", docx(
        ["关于开展联合检查的工作方案", "一、总体要求。坚持统一领导、分级负责。",
         '<w:r><w:t>二、组织实施。</w:t></w:r><w:del w:id="1" w:author="x" w:date="2023-08-01T09:00:00Z"><w:r><w:delText>（此件不公开）</w:delText></w:r></w:del>'],
        header="机密★5年", title="工作方案", keywords="方案;检查"))
    put("upload/2023/值班安排（内部）.docx", docx(["节假日值班安排表", "带班领导：每日一名，值班电话0000-7654321。"], title="值班安排"))
    put("upload/2023/mingdan.xlsx", xlsx([
        ("公示名单", False, [("序号", "姓名", "身份证号", "金额"), (1, "张某甲", "522301********0029", 5000), (2, "李某乙", "522301********000X", 5000)], ()),
        ("原始数据", True, [("序号", "姓名", "身份证号", "金额"), (1, "张某甲", IDS[0], 5000), (2, "李某乙", IDS[1], 5000), (3, "王某丙", IDS[2], 5000)], ())]))
    put("upload/2023/huibao.pptx", pptx(["示例县项目建设进展", "总投资完成六成"], ["内部资料　注意保存", "讲解约十分钟"]))
    csv = "姓名,身份证号,开户行,银行卡号,补贴金额\r\n" + "".join(
        f"{name},{number},示例农商行,{card},1200\r\n" for name, number, card in (
            ("张某甲", IDS[0], "6222022401000000008"), ("李某乙", IDS[1], "6217007123456789012"), ("王某丙", IDS[2], "6228480000000000018")))
    put("upload/2023/butie.csv", csv.encode("gbk"))
    put("upload/2023/tongzhi.txt", "\r\n".join((
        "关于召开工作例会的通知", "各股室：", "定于本周五召开例会，请准时参加，会议材料会后收回、带走均请登记。", "（会后收回）", "")).encode("utf-16"))
    put("upload/2022/ziliao.zip", archive([
        ("说明.txt", "本压缩包为公开资料汇编。\r\n".encode("gbk")),
        ("会议材料（机密）.txt", "会议议程\r\n一、传达精神\r\n".encode("gbk")),
        ("名单/报名表.docx", docx(["报名表", "姓名：张某　身份证号：" + IDS[5], "联系电话：0000-7654321"])),
        ("旧附件.zip", archive([("通知.txt", "密级：秘密\r\n关于有关事项的说明\r\n".encode("gbk"))]))]))
    whole = archive([("a.txt", "公开资料\r\n".encode("gbk") * 50), ("b.txt", "公开资料二\r\n".encode("gbk") * 50)])
    put("upload/2022/sunhuai.zip", whole[:whole.index(b"b.txt") + 12])


def main():
    for name in os.listdir(ROOT) if os.path.isdir(ROOT) else []:
        path = os.path.join(ROOT, name)
        if name not in KEPT:
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
    site_pages()
    leaking_pages()
    tampered_pages()
    attachments()
    return 0


if __name__ == "__main__":
    sys.exit(main())
