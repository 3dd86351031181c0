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
case("telegram.txt", "⟦classified.internal-telegram|内部明电⟧\n等级：见附件\n关于做好防汛工作的通知\n（⟦disclosure.conflict|此件公开发布⟧）\n")
case("telegram-cited.txt", "根据揭府办明电〔2016〕14号和兴府办发﹝2023﹞12号文件要求。禁止使用明火明电照明。\n")
case("cipher.txt", "⟦classified.cipher-telegram|等级 特急·密电⟧\n")

# ---- Internal matter and disclosure attributes.
case("internal-footer.html", '<!DOCTYPE html><meta charset="utf-8"><title>简报</title><p>工作简报</p>\n'
     "<footer><p>⟦internal.mark|内部资料  注意保存⟧</p></footer>\n")
case("internal-harmless.txt", "贵州省内部资料性出版物准印证第×号\n请妥善保管，注意保存好票据。\n加强内部控制和内部审计。\n"
     "标注有“内部文件(资料)”和“注意保存(保管、保密)”等警示字样的信息资料不得上网。\n")
case("work-secret.txt", "⟦internal.mark|工作秘密⟧\n关于有关事项的说明\n")
case("distribution.txt", "通知正文。\n⟦internal.distribution|（此件发至县团级）⟧\n")
case("after-reading.txt", "会议材料\n⟦internal.after-reading|（会后收回）⟧\n")
case("not-public.txt", "通知正文。\n⟦disclosure.not-public|（此件不公开）⟧\n")
case("not-public-dots.txt", "通知正文。\n⟦disclosure.not-public|.此件不予公开.⟧\n")
case("on-request.txt", "通知正文。\n⟦disclosure.on-request|（此件依申请公开）⟧\n")
case("public.txt", "通知正文。\n（此件公开发布）\n依申请公开\n")
case("attributes-listed.txt", "公文应当标注“此件公开发布”“此件依申请公开”或者“此件不公开”字样。\n"
     "公开属性：□主动公开 □依申请公开 □不予公开\n")
case("attribute-label.txt", "⟦disclosure.label|公开属性：依申请公开⟧\n")

case("not-public-squares.txt", "通知正文。\n⟦disclosure.not-public|■此件不公开■⟧\n")

# ---- Cases under way, and what others must release.
case("case-pending.txt", "犯罪嫌疑人张某已被刑事拘留，案号⟦case.pending|（2023）黔2301刑初123号⟧，案件正在审理中。\n")
case("case-closed.txt", "（2023）黔2301刑初123号判决已发生法律效力。\n")
case("case-served.txt", "送达公告\n李某：本院受理（2023）黔2301民初45号一案，正在审理中，现依法公告送达。\n")
case("epidemic.txt", "我县新增手足口病⟦approval.epidemic|确诊病例3例⟧，均已隔离。\n")
case("outbreak.txt", "示例县示例镇⟦approval.animal-outbreak|发现疑似非洲猪瘟疫情⟧，已采取封锁措施。\n")
case("survey.txt", "示例县⟦approval.survey|行政区域面积重新测定为2918.5平方公里⟧。\n")
case("area.txt", "示例县行政区域面积2918.5平方公里，辖12个乡镇。\n")
case("case-each.txt", "一、示公（刑）立字〔2023〕12号，判决已生效。\n二、⟦case.pending|示公（刑）立字〔2023〕13号⟧，正在侦查。\n")
case("exam-rule.txt", "试题应当标注“绝密★启用前”字样，由专人保管。\n")
case("epidemic-repost.txt", "来源：省卫生健康委\n我省新增确诊病例3例。\n")
case("coordinates.txt", "取水口位于⟦approval.sensitive-coordinates|东经104.89521⟧，⟦approval.sensitive-coordinates|北纬25.09123⟧。\n")
case("weather-warning.txt", "县气象台发布暴雨红色预警，请注意防范。\n")

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

case("hidden-stuffing.html", '<!DOCTYPE html><meta charset="utf-8"><title>示例公司</title><p>公司新闻</p>\n'
     '<div style="display:none">活力影院 ⟦prohibited.6.hidden-stuffing|快播⟧电影网站 能看黄的网站 成人小说 无码电影 情色图片</div>\n')
case("party-matter.txt", "⟦internal.mark|党内资料 注意保存⟧\n")
case("only-for.txt", "⟦internal.only-for|仅供内部参考⟧，请勿外传\n第一条　请各单位认真执行。\n")
case("attribute-without-colon.txt", "⟦disclosure.label|公开属性　依申请公开⟧\n")
case("card-list.txt", "张某,⟦personal.bank-card-list|6222022401000000008⟧\n李某,6217007123456789012\n王某,6228480000000000018\n")
case("jump-page.txt", "⟦tamper.jump-page|✅复制打开⟧【jump.example.com】✅⟦tamper.jump-page|【点击进入网站立即进入】⟧。\n")

# ---- Harmless text that is full of the field's words: nothing may be found.
case("harmless-office.txt", r"""
党政机关公文处理工作条例
第九条 公文一般由份号、密级和保密期限、紧急程度、发文机关标志、发文字号、签发人、标题、主送机关、正文、附件说明、发文机关署名、成文日期、印章、附注、附件、抄送机关、印发机关和印发日期、页码等组成。
（一）份号。公文印制份数的顺序号。涉密公文应当标注份号。
（二）密级和保密期限。公文的秘密等级和保密的期限。涉密公文应当根据涉密程度分别标注“绝密”“机密”“秘密”和保密期限。
（三）紧急程度。公文送达和办理的时限要求。根据紧急程度，紧急公文应当分别标注“特急”“加急”，电报应当分别标注“特提”“特急”“加急”“平急”。
（十四）附注。公文印发传达范围等需要说明的事项。
第二十九条 涉密公文应当通过机要交通、邮政机要通信、城市机要文件交换站或者收发件机关机要收发人员进行传递，通过密码电报或者符合国家保密规定的计算机信息系统进行传输。
公文被撤销的，视为自始无效；公文被废止的，视为自废止之日起失效。涉密公文应当按照发文机关的要求和有关规定进行清退或者销毁。
绝密级公文应当有专人管理，复印件作为正式公文使用时应当加盖复印机关证明章。
新闻：我县开展机密级文件清退工作，确保阅后收回、妥善保管，不得外传。
保密工作部门提醒广大机关干部：严禁将工作秘密、内部资料通过微信传递，禁止转发、扩散涉密文件。
关于印发《示例县内部审计工作规定》的通知
一、认真学习，加强内部管理，注意保密。内部文件由办公室统一管理。
行政事业单位内部控制报告编报工作的通知
内部资料性出版物准印证核发
停车场仅限内部使用
本表仅供参考，最终以公告为准。以上数据仅供内部参考，不作为考核依据
县公安局查获一起开设赌场案，收缴老虎机20台、棋牌桌5张，涉案赌资10万元
中国福利彩票双色球开奖公告 投注站招募 中国体育彩票实体店布局规划
县棋牌协会举办象棋比赛 2023年全民健身体育大会 体育平台建设项目 智慧体育平台建设采购公告
示例县体育馆 银河体育中心 金沙体育公园 皇冠假日酒店
防范电信网络诈骗：刷单返利、虚假投资理财、裸聊敲诈、冒充公检法、代开发票
涉黄涉赌举报电话：110 举报网站：www.12377.cn
关于开展“代开发票”专项整治的公告
依申请公开 不予公开 主动公开 信息公开指南
政府信息公开申请：公开方式：☑电子邮件 □纸质
依申请公开政府信息情况：予以公开 12 不予公开 3 部分公开 2
2022年政府信息公开年度报告：（三）不予公开 1.属于国家秘密 0 2.其他法律行政法规禁止公开 0
公开属性：主动公开
信息公开类别：主动公开/依申请公开/不予公开
是否公开：是
公开形式：政府网站、公示栏
发布机构：县政府办 公开方式：主动公开 公开时限：长期公开
此件公开发布
（此件公开发布）
人民法院不公开审理的案件 庭审过程不公开 评审过程不公开
会议纪要 值班安排 督办单位 呈批件模板下载
草案征求意见稿 （征求意见稿） （送审稿）起草说明 讨论稿公开征求意见
特急 快递 加急办理身份证收费标准 加急件 挂号信 内部电话
第123456号 000123 邮编 056000 000001 平安银行 600000 浦发银行
电报大楼旧址 发电量 明电 密电码 革命文物：红军使用的密电本
革命烈士用生命守护党的机密 电影《绝密飞行》 《机密》 图书《秘密花园》
【机密】谍战剧热播 【绝密】高考押题卷
本试卷在启用前属于绝密材料，任何人不得泄露
考试期间试卷保管室24小时值守
招聘岗位：机要秘书 要求：中共党员，保密意识强
密云区 密政发〔2021〕3号 京密政办发〔2020〕12号 密山市人民政府文件
保密委员会办公室 保密办〔2022〕5号
""")
case("harmless-numbers.txt", r"""
示例县自然资源局国有建设用地使用权挂牌出让公告
宗地编号 SL2023-01 土地用途 商服用地 开户单位：示例县公共资源交易中心 开户行：中国银行 账号：6217001234567890123
竞买保证金缴纳账户 户名：示例县财政局国库集中支付中心 账号 6222022401000000008
项目编号：522301202300012345 采购编号 522301199003070021 招标编号
统一社会信用代码 91520000MA6HABCD1X 纳税人识别号 915223010000000000
发票代码 052001900104 发票号码 12345678 条形码 6901234567892 69012345678920000000
订单号 202301011234567890 流水号 2023010112345678901234
学籍号 G 开头共19位 身份证号码由18位数字组成 如 110105********002X
经纬度 104.897 25.088 海拔1300米
联系人：张主任 电话：0859-3222222 传真 0859-3222333 手机报名
便民电话 12345 12315 12388 96333 400-800-1234 4008001234
举报邮箱 a@gov.cn QQ群 123456789 微信公众号：示例发布 微信号 shilifabu
政务服务QQ 12345678 不动产登记微信 slbdc2023 办证大厅 办理不动产权证
县医院24小时在线客服 挂号官网 预约平台官网 官方网址
老年大学棋牌室 成人教育学院 成人高考报名 成人用品店监管
全国人大代表 中共中央 国务院 人民政府办公厅
文化、教育、体育人民政府行政主管部门 县级以上地方人民政府体育人民团体
县人民政府门户网站首页发布 报经市政府门户网站发布 报县政府同意后公布 报2023年公布
12345平台 12306官网 2023官网 4399小游戏 360首页 315平台 3000官网用户
www.shilixian.gov.cn http://www.gov.cn.cdn20.com/ http://gov.example.com
""")
case("harmless-page.html", r"""
<!DOCTYPE html><html><head><meta charset="utf-8"><title>2023年示例县体育彩票公益金使用情况公示</title>
<meta name="keywords" content="体育彩票,福利彩票,公益金,彩票,棋牌协会,成人教育"><meta name="description" content="示例县打击赌博、色情违法犯罪专项行动"></head>
<body><div class="mobile-nav" style="display:none"><a href="https://mp.weixin.qq.com/x">微信</a><a href="http://www.qxn.gov.cn">州政府</a><a href="https://www.12388.gov.cn/">举报</a></div>
<select onchange="window.open(this.value)"><option value="http://www.guizhou.gov.cn">省政府</option></select>
<div style="display:none" id="tab2"><p>县公安局打击网络赌博：真人百家乐、老虎机等线上赌场</p></div>
<script>var _hmt=[];(function(){var hm=document.createElement("script");hm.src="https://hm.baidu.com/hm.js?1";})();
document.write(unescape("%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript src='https://dcs.conac.cn/js/1.js'%3E%3C/script%3E"));
if(/(iPhone|Android)/i.test(navigator.userAgent)){location.href="https://m.shilixian.gov.cn/";}
if(document.referrer.indexOf("baidu.com")>0){try{_hmt.push(1)}catch(e){}}
</script>
<p>密级：</p><table><tr><th>序号</th><th>事项</th><th>密级</th></tr><tr><td>1</td><td>公文处理</td><td>秘密级以下</td></tr></table>
<img src="a.png" alt="内部结构图" title="保密宣传"></body></html>
""")

# ---- Forms: what is chosen or filled in counts, what is offered does not.
case("form-chosen.html", r"""
<!DOCTYPE html><html><head><meta charset="utf-8"><title>发文登记</title></head><body><form>
<table><tr><td>密级</td><td><select name="mj"><option value="0">公开</option><option value="2" selected>⟦classified.label-cell|机密⟧</option><option value="3">绝密</option></select></td></tr>
<tr><td>份数</td><td><input type="text" value="12"></td></tr></table></form></body></html>
""")
case("form-field.html", r"""
<!DOCTYPE html><html><head><meta charset="utf-8"><title>发文登记</title></head><body><form>
<p>⟦classified.label|密级：<input type="text" value="机密⟧" readonly></p><p>标题：<input value="示例方案"></p></form></body></html>
""")
case("form-property.html", r"""
<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="SecurityLevel" content="⟦classified.named-field|机密⟧"><title>发文登记</title></head>
<body><p>登记已经完成。</p></body></html>
""")
case("harmless-form.html", r"""
<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="SecurityLevel" content="公开"><title>公文检索</title></head><body><form>
<p>密级：<select name="mj"><option value="">请选择</option><option value="1">公开</option><option value="2">秘密</option><option value="3">机密</option><option value="4">绝密</option></select></p>
<table><tr><td>密级</td><td><select><option selected>非密</option><option>秘密</option><option value="机密">机密</option></select></td></tr>
<tr><td>密级</td><td><input type="radio" checked>公开 <input type="radio">秘密 <input type="radio">机密</td></tr></table>
<p>公开方式：<input type="radio" checked>主动公开 <input type="radio">依申请公开 <input type="radio">不予公开</p>
<p>关键词：<input type="text" value="机密文件怎样销毁"><input type="submit" value="查询"></p></form>
<script>var form={"secretLevel":"公开","levels":["公开","秘密","机密"]};</script></body></html>
""")


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
