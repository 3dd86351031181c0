#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes corpus/judgement: files, and beside each the findings that a person expects in it.

Run once after a change and commit the result; nothing in the build runs it. A case is text in which the
expected findings are marked ⟦rule|text⟧; the marks are taken out and their places counted here, so the
expected values do not come from the program. Each NAME has NAME.expected: one line per finding,
rule, first byte, byte after the last, line, column (characters, from 1), in the order of position.
No lines: nothing may be found. All numbers are published test vectors of their standards.
"""
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "judgement")
MARK = re.compile("⟦([a-z0-9.-]+)\\||⟧")

CASES = {}


def case(name, text, codec="utf-8"):
    CASES[name] = (text.lstrip("\n"), codec)


# ---- Classified marks: the strings of the domain reference, each in a document of its own.
case("mark-second-line.txt", """
000123
⟦classified.mark|机密★1年⟧
示例县人民政府文件
关于有关工作的通知
""".replace("000123", "⟦classified.copy-number|000123⟧"))
case("mark-chinese-term.txt", "⟦classified.mark|机　密★一年⟧\n有关工作安排\n")
case("mark-traditional.txt", "⟦classified.mark|機密 ☆ 10 年⟧\n")
case("mark-long-term.txt", "⟦classified.mark|秘密＊长期⟧\n")
case("mark-middle-dot.txt", "⟦classified.mark|绝密·永久⟧\n")
case("mark-big5.txt", "⟦classified.mark|機密★三年⟧\n關於有關工作的通知\n", "big5")
case("mark-gbk.html", '<html><head><meta charset="gb2312"><title>通知</title></head><body><p>'
     "<b>⟦classified.mark|机</b>密<span>★</span><font color=red>10</font> 年⟧</p><p>关于有关工作的通知</p></body></html>\n", "gbk")
case("mark-entities.html", '<!DOCTYPE html><meta charset="utf-8"><title>通知</title>\n<p>'
     "⟦classified.mark|&#26426;&#x5BC6;&starf;5&#24180;⟧</p>\n")
case("mark-zero-width.txt", "⟦classified.mark|机\u200b密\u200d★\u00a010\u2003年⟧\n")
case("mark-radicals.txt", "⟦classified.mark|机密★⻓期⟧\n")
case("mark-bare.txt", "⟦classified.mark-bare|机密★⟧\n关于有关工作的通知\n")
case("star-lost.txt", "⟦classified.star-lost|机密?10年⟧\n关于有关工作的通知\n")
case("level-alone.txt", "⟦classified.level-line|机　密⟧\n示例县人民政府办公室文件\n示府办发〔2020〕3号\n关于做好有关工作的通知\n")
case("level-alone-low.txt", "".join(f"第{i}段　正文内容。\n" for i in range(1, 20)) + "秘密\n" + "正文内容。\n" * 8)
case("portion.txt", "一、总体情况\n⟦classified.portion|（秘密）三⟧、关于下一步工作安排\n")
case("label.txt", "⟦classified.label|密级：机密⟧\n标题：工作安排\n")
case("label-several.txt", "紧急程度：加急    ⟦classified.label|密级：机密⟧\n")
case("label-harmless.txt", "密级：非密\n密级：公开\n密 级：无\n密级：\n涉密状态：非涉密\n")
case("label-form.txt", "密级：□绝密 □机密 □秘密\n")
case("exam.txt", "⟦classified.exam-paper|绝密★启用前⟧\n2023年统一考试\n准考证号：\n注意事项：答卷前填写姓名\n")
case("exam-law.txt", "高考答案、评分标准启用前属绝密材料。\n")
case("quiz.txt", "1.下列标志形式正确的是（ ）。A.⟦classified.mark-in-teaching|机密★10年⟧ B.机密10年\n")
case("levels-of-law.txt", "国家秘密的密级分为绝密、机密、秘密三级。\n绝密级国家秘密是最重要的国家秘密。\n保守商业秘密，促进公平竞争。\n")
case("not-secret.txt", "非密★\n")
case("telegram.txt", "⟦classified.internal-telegram|内部明电⟧\n等级：见附件\n关于做好防汛工作的通知\n⟦disclosure.conflict|（此件公开发布）⟧\n")
case("telegram-cited.txt", "根据揭府办明电〔2016〕14号和兴府办发﹝2023﹞12号文件要求。禁止使用明火明电照明。\n")
case("cipher.txt", "⟦classified.cipher-telegram|等级 特急·密电⟧\n")

# ---- Internal matter and disclosure attributes.
case("internal-footer.html", '<!DOCTYPE html><meta charset="utf-8"><title>简报</title><p>工作简报</p>\n'
     "<footer><p>⟦internal.mark|内部资料  注意保存⟧</p></footer>\n")
case("internal-harmless.txt", "贵州省内部资料性出版物准印证第×号\n请妥善保管，注意保存好票据。\n加强内部控制和内部审计。\n"
     "标注有“内部文件(资料)”和“注意保存(保管、保密)”等警示字样的信息资料不得上网。\n")
case("work-secret.txt", "⟦internal.mark|工作秘密⟧\n关于有关事项的说明\n")
case("distribution.txt", "通知正文。\n⟦internal.distribution|（此件发至县团级⟧）\n")
case("after-reading.txt", "会议材料\n⟦internal.after-reading|（会后收回）⟧\n")
case("not-public.txt", "通知正文。\n⟦disclosure.not-public|（此件不公开）⟧\n")
case("not-public-dots.txt", "通知正文。\n⟦disclosure.not-public|.此件不予公开.⟧\n")
case("on-request.txt", "通知正文。\n⟦disclosure.on-request|（此件依申请公开）⟧\n")
case("public.txt", "通知正文。\n（此件公开发布）\n依申请公开\n")
case("attributes-listed.txt", "公文应当标注“此件公开发布”“此件依申请公开”或者“此件不公开”字样。\n"
     "公开属性：□主动公开 □依申请公开 □不予公开\n")
case("attribute-label.txt", "⟦disclosure.label|公开属性：依申请公开⟧\n")

# ---- Personal data.
case("id-standard.txt", "身份证号：⟦personal.resident-id|11010519491231002X⟧\n")
case("id-pupil.txt", "学籍号 G⟦personal.resident-id|522301199003070029⟧\n")
case("id-disabled.txt", "残疾人证号：⟦personal.resident-id|522301199003070029⟧41\n")
case("id-grouped.txt", "证件号码 ⟦personal.resident-id|522301 19900307 0029⟧\n")
case("id-full-width.txt", "证件号码 ⟦personal.resident-id|５２２３０１１９９００３０７００２９⟧\n")
case("id-hidden.html", '<!DOCTYPE html><meta charset="utf-8"><title>公示</title><p>公示名单</p>\n'
     '<p style="display:none">⟦personal.resident-id|522322198506151178⟧</p>\n')
case("id-script.html", '<!DOCTYPE html><meta charset="utf-8"><title>公示</title><p>公示名单</p>\n'
     '<script>var rows = ["⟦personal.resident-id|522301200002290009⟧"];</script>\n')
case("id-invalid.txt", "522301199003070028\n999999198001010011\n522301190002290002\n123456789012345678\n522301********0029\n")
case("id-credit-code.txt", "统一社会信用代码：91350100M000100Y43\n统一社会信用代码 9144030071526726XG\n")
case("id-old.txt", "身份证号码 ⟦personal.resident-id-old|522301680704001⟧\n")
case("id-damaged.txt", "证件号 ⟦personal.resident-id-damaged|522301199003070000⟧\n")
case("id-weak-mask.txt", "证件号 ⟦personal.weak-mask|52230119900307****⟧\n")
case("card.txt", "开户行：示例农商行\n银行卡号：⟦personal.bank-card|6222022401000000008⟧\n")
case("card-office.txt", "户名：示例县财政局\n账号：6222022401000000008\n")

# ---- Tampering and advertising.
case("brand-in-rule.txt", "由制作该政府信息的部门负责公开,⟦tamper.brand|报经5365首页发布⟧。\n")
case("title-replaced.html", '<!DOCTYPE html><meta charset="utf-8"><title>⟦prohibited.6.title|&#28595;&#38376;&#26032;&#33889;&#20140;&#23448;&#32593;⟧</title>\n<p>图书馆开放时间</p>\n')
case("raid.txt", "民警捣毁一处线上赌场，查获老虎机12台，抓获犯罪嫌疑人7名。\n警方提醒：以“注册送彩金”招揽的网上娱乐城都是骗局。\n")
case("gbk-bytes.txt", "强化治安势必要求\n", "gbk")
case("lotteries.txt", "中国体育彩票公益金使用情况公示\n福利彩票销售站点名单\n")
case("menu-hidden.html", '<!DOCTYPE html><meta charset="utf-8"><title>示例县人民政府</title>\n'
     '<ul style="display:none"><li><a href="/a.html">首页</a></li><li><a href="https://www.gov.cn/">中国政府网</a></li></ul>\n<p>正文</p>\n')


def write(name, data):
    with open(os.path.join(ROOT, name), "wb") as file:
        file.write(data)


def build(name, marked, codec):
    text, findings, stack = "", [], []
    last = 0
    for mark in MARK.finditer(marked):
        text += marked[last:mark.start()]
        last = mark.end()
        if mark.group(1):
            stack.append((mark.group(1), len(text)))
        else:
            rule, start = stack.pop()
            findings.append((rule, start, len(text)))
    text += marked[last:]
    lines = []
    for rule, start, end in sorted(findings, key=lambda f: (f[1], f[0])):
        before = text[:start]
        lines.append("\t".join((rule, str(len(before.encode(codec))), str(len(text[:end].encode(codec))),
                                str(before.count("\n") + 1), str(start - (before.rfind("\n") + 1) + 1))) + "\n")
    write(name, text.encode(codec))
    write(name + ".expected", "".join(lines).encode())


def main():
    for name in os.listdir(ROOT):
        os.remove(os.path.join(ROOT, name))
    for name, (text, codec) in CASES.items():
        build(name, text, codec)
    return 0


if __name__ == "__main__":
    sys.exit(main())
