// SPDX-License-Identifier: Apache-2.0
//
// Inspected sites: how the day stands at each, sweeps, findings with what became of them, incidents and their clocks.

import { announce, api, badge, busy, categoryWord, choice, el, field, foreign, pages, plain, table, timeOf, visible, word, words } from "./page.js";

const parts = [["sites", "站点总览"], ["findings", "问题"], ["incidents", "事件"], ["sweeps", "巡查记录"]];

function tabs(current) {
    return el("nav", { className: "tabs", "aria-label": "站点巡检" }, ...parts.map(([path, title]) => el("a",
        { href: `#/${path}`, "aria-current": path === current ? "page" : undefined }, title)));
}

const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hour12: false });

function lasted(milliseconds) {
    const minutes = Math.max(0, Math.floor(milliseconds / 60000)), hours = Math.floor(minutes / 60);
    return hours >= 48 ? `${Math.floor(hours / 24)} 天` : hours > 0 ? `${hours} 小时 ${minutes % 60} 分` : `${minutes} 分钟`;
}

// ---- What is overdue, above whatever is shown.

const overdueWords = { report: "初次报告已经超时", progress: "进展报告已经超时", daily: "当日报告还没有做" };

export async function drawAlarm(place) {
    const { incidents } = await api("GET", "/v1/incidents?state=overdue&limit=5");

    place.replaceChildren(...incidents.map((incident) => el("p", {}, el("a", { href: `#/incident/${encodeURIComponent(incident.id)}` }, plain(incident.id, 40)), " ",
        foreign(incident.site_name, { most: 60 }), "：", incident.overdue.map((each) => overdueWords[each] ?? plain(each)).join("，"),
        incident.overdue.includes("report") ? `（应于 ${timeOf(incident.report_due_ms)} 前，已过 ${lasted(Date.now() - incident.report_due_ms)}）` : "")));
    place.hidden = incidents.length === 0;
}

// ---- Sites.

function slotMark(slot) {
    const text = `${clock.format(new Date(slot.at_ms))} ${word("slot", slot.state)}`;
    const kind = `slot slot-${slot.state.replace(/[^a-z]/g, "")}`;

    return slot.sweep === null ? el("span", { className: kind }, text) : el("a", { className: kind, href: `#/sweep/${slot.sweep}` }, text);
}

function openCell(site) {
    const counts = Object.keys(words.severity).map((severity) => [severity, site.open[severity]]).filter(([, count]) => count > 0);

    return counts.length === 0 ? "没有" : el("a", { className: "slots", href: `#/findings/${encodeURIComponent(site.site)}` },
        ...counts.map(([severity, count]) => el("span", { className: `badge severity-${severity}` }, `${word("severity", severity)} ${count}`)));
}

function incidentCell(site) {
    if (site.incidents === 0)
        return "没有";
    return el("a", { className: site.late > 0 ? "late" : "", href: `#/incidents/${encodeURIComponent(site.site)}` },
        `${site.incidents} 起${site.late > 0 ? `，其中 ${site.late} 起超时` : ""}`);
}

export async function showSites(place) {
    place.append(tabs("sites"));
    const { sites } = await api("GET", "/v1/sites");
    const come = sites.flatMap((site) => site.slots).filter((slot) => slot.state !== "coming");

    if (sites.length === 0) {
        place.append(el("p", { className: "empty" }, "没有您的单位负责的站点。"));
        return;
    }
    place.append(el("p", {}, `今天到点的时段 ${come.length} 个，做完 ${come.filter((slot) => slot.state === "complete").length} 个，缺或不完整 ${come.filter((slot) => slot.state === "missed" || slot.state === "incomplete").length} 个。`),
        table("各站点今天的情况", ["站点", "责任单位", "今天的时段", "没有整改的问题", "未结束的事件", "最近一次完整巡查"], sites.map((site) => [
            foreign(site.site_name, { most: 60 }), foreign(site.unit, { most: 60 }), el("span", { className: "slots" }, ...site.slots.map(slotMark)),
            openCell(site), incidentCell(site), timeOf(site.last_complete_ms) || "今天还没有"])));
    announce(`站点 ${sites.length} 个`);
}

// ---- Choosing sites and units, for lists.

async function siteFields(chosen) {
    const { sites } = await api("GET", "/v1/sites");
    const units = [...new Set(sites.map((site) => site.unit))].filter((unit) => unit !== "").sort();

    return [field("站点", choice("site", [["", "全部"], ...sites.map((site) => [site.site, plain(site.site_name, 40)])], chosen)),
        field("单位", choice("unit", [["", "全部"], ...units.map((unit) => [unit, plain(unit, 40)])]))];
}

// A form whose values become the query of `path`, and the list under it.
async function search(place, path, fields, draw) {
    const list = el("div");
    const button = el("button", { type: "submit" }, "查找");
    const form = el("form", { className: "line", role: "search", onsubmit: (event) => {
        event.preventDefault();
        busy(button, find);
    } }, ...fields, button);

    async function find() {
        const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
        query.set("limit", "50");
        const all = await pages(`/v1/${path}?${query}`, path, list, draw);
        announce(`找到 ${all.length} 条${all.length === 50 ? "以上" : ""}`);
    }
    place.append(form, list);
    await find();
}

// ---- Sweeps.

function reached(counts) {
    return `${counts.pages_reached}/${counts.pages_expected} 页，${counts.attachments_reached}/${counts.attachments_expected} 个附件`;
}

// One that is running while no program is at it was cut off.
function outcomeOf(sweep) {
    return badge("outcome", sweep.cut_off ? "cut-off" : sweep.outcome);
}

const refutations = { "later-than-now": "晚于现在", "clock-ahead": "当时时钟超前", "clock-behind": "当时时钟落后" };

function refutationOf(sweep) {
    if (sweep.time_not_credible === null)
        return "";
    const proof = sweep.refuted_by_sweep === null ? "" : `，由巡查 ${sweep.refuted_by_sweep}（${timeOf(sweep.refuted_by_started_ms)} 开始）证明`;
    return `时间不可采信：${refutations[sweep.time_not_credible]}${proof}；不作为任何时段的依据。`;
}

function sweepRow(sweep) {
    return [el("a", { className: "item", href: `#/sweep/${sweep.id}` }, String(sweep.id)), foreign(sweep.site_name, { most: 60 }), timeOf(sweep.slot_ms) || "时段之外",
        outcomeOf(sweep), timeOf(sweep.started_ms), sweep.ended_ms === null ? "" : lasted(sweep.ended_ms - sweep.started_ms), reached(sweep.counts), el("div", {}, refutationOf(sweep), foreign(sweep.reason ?? "", { most: 200 }))];
}

export async function showSweeps(place, { id }) {
    place.append(tabs("sweeps"));
    await search(place, "sweeps", await siteFields(id), (all) => (all.length === 0 ? el("p", { className: "empty" }, "没有巡查记录。")
        : table("晚的在前", ["编号", "站点", "时段", "结果", "开始", "用时", "取到", "原因"], all.map(sweepRow))));
}

function facts(pairs) {
    return el("dl", { className: "facts" }, ...pairs.filter(([, value]) => value !== "" && value !== null).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

export async function showSweep(place, { id }) {
    place.append(tabs(""));
    const sweep = await api("GET", `/v1/sweeps/${encodeURIComponent(id)}`), counts = sweep.counts;

    place.append(facts([["编号", String(sweep.id)], ["站点", foreign(sweep.site_name)], ["责任单位", foreign(sweep.unit)], ["时段", timeOf(sweep.slot_ms) || "时段之外"],
        ["结果", outcomeOf(sweep)], ["时间", refutationOf(sweep)], ["原因", textsOf(sweep.reason)], ["开始", timeOf(sweep.started_ms)], ["结束", timeOf(sweep.ended_ms)],
        ["经办", sweep.operator === "automatic" ? "自动" : foreign(sweep.operator)], ["取到", reached(counts)], ["取来待确认", counts.in_doubt > 0 ? `${counts.in_doubt} 个网址` : ""], ["没有取到", `${counts.failures} 个网址`], ["因 robots.txt 未查", `${counts.left_out} 个网址`],
        ["请求", `${counts.requests} 个，收到 ${(counts.bytes / 1048576).toFixed(1)} MiB`], ["用规则读过", `${counts.contents_read} 份，没有读完的 ${counts.contents_unread} 份`],
        ["问题", `新问题 ${counts.findings_opened} 个，整改 ${counts.findings_closed} 个`], ["规则集摘要值", el("code", { className: "long" }, plain(sweep.rules, 64))]]));
}

// ---- Findings.

function findingRow(finding) {
    return [el("a", { className: "item", href: `#/finding/${finding.id}` }, String(finding.id)), badge("severity", finding.severity), badge("finding", finding.state),
        el("div", {}, el("code", {}, plain(finding.rule, 80)), finding.message === null ? "" : el("div", { className: "small" }, foreign(finding.message, { most: 200 }))),
        el("span", { className: "address" }, foreign(finding.url, { most: 200 })), foreign(finding.unit, { most: 40 }), timeOf(finding.opened_ms)];
}

export async function showFindings(place, { id }) {
    place.append(tabs("findings"));
    await search(place, "findings", [...await siteFields(id), field("严重程度", choice("severity", [["", "全部"], ...Object.entries(words.severity)])),
        field("状态", choice("state", [["", "全部"], ...Object.entries(words.finding)], "open")),
        field("规则或检查", el("input", { id: "rule", name: "rule", maxLength: 100, placeholder: "link-broken" }))],
    (all) => (all.length === 0 ? el("p", { className: "empty" }, "没有符合的问题。")
        : table("新发现的在前", ["编号", "严重程度", "状态", "规则", "网址", "责任单位", "发现"], all.map(findingRow))));
}

function eventTable(events) {
    return table("经过", ["时间", "事项", "经办", "巡查", "理由"], events.map((event) => [timeOf(event.at_ms), word("event", event.event),
        event.actor === "automatic" ? "自动" : foreign(event.actor, { most: 60 }), event.probe ? "首页探测" : event.sweep === null ? "" : el("a", { href: `#/sweep/${event.sweep}` }, String(event.sweep)),
        foreign(event.until === null ? event.reason : `至 ${event.until}：${event.reason}`, { most: 500 })]));
}

// One or several, or none.
function textsOf(texts, most = 2000) {
    const list = [texts ?? []].flat();
    return list.length === 0 ? "" : el("span", { className: "address" }, foreign(list.join("、"), { most }));
}

// A person has said that there is nothing to mend.
function isRight(finding) {
    return finding.state === "accepted" || finding.state === "false-alarm";
}

export async function showFinding(place, { id }) {
    place.append(tabs(""));
    const finding = await api("GET", `/v1/findings/${encodeURIComponent(id)}`), record = finding.finding;

    place.append(facts([["编号", String(finding.id)], ["站点", foreign(finding.site_name)], ["责任单位", foreign(finding.unit)], ["网址", textsOf(finding.url)],
        ["严重程度", badge("severity", finding.severity)], ["状态", badge("finding", finding.state)], ["豁免到", plain(finding.exempt_until ?? "", 10)],
        ["规则或检查", el("code", {}, plain(finding.rule, 100))], ["类别", finding.category === "site" ? "站点检查" : categoryWord(finding.category)],
        ["说明", textsOf(record.message)], ["原因", textsOf(record.reason)], ["整改建议", isRight(finding) ? "" : textsOf(record.advice)],
        ["依据", textsOf(record.basis)], ["引用它的网页", textsOf(record.linked_from)], ["发现", timeOf(finding.opened_ms)], ["最近看到", timeOf(finding.seen_ms)], [finding.state === "fixed" ? "整改" : "处置", timeOf(finding.closed_ms)]]));
    if (record.excerpt)
        place.append(el("h2", {}, "摘录（个人信息已打码）"), el("pre", { className: "source" }, visible(record.excerpt, { lines: true, most: 5000 })));
    place.append(eventTable(finding.events), el("details", {}, el("summary", {}, "全部记录"),
        el("pre", { className: "source" }, visible(JSON.stringify(record, null, 1), { lines: true, most: 20000 }))));
}

// ---- Incidents.

function reportClock(incident) {
    // Of a false alarm nothing had to be reported.
    const wasLate = incident.overdue_ms !== null && incident.state !== "dismissed";
    if (incident.reported_ms !== null)
        return el("span", { className: wasLate ? "late" : "" }, `${timeOf(incident.reported_ms)} 已报${wasLate ? "（超时）" : ""}`);
    if (incident.ended_ms !== null)
        return incident.state === "dismissed" ? "误报，不须报告" : "没有报告";
    const left = incident.report_due_ms - Date.now();
    return left < 0 ? el("strong", { className: "late" }, `超时 ${lasted(-left)}，应于 ${timeOf(incident.report_due_ms)} 前报告`)
        : el("span", { className: "soon" }, `还有 ${lasted(left)}，${timeOf(incident.report_due_ms)} 前`);
}

function otherClocks(incident) {
    const clocks = [];

    if (incident.progress_due_ms !== null)
        clocks.push(el("span", { className: incident.overdue.includes("progress") ? "late" : "" }, `进展报告 ${timeOf(incident.progress_due_ms)} 前`));
    if (incident.overdue.includes("daily"))
        clocks.push(el("span", { className: "late" }, "当日报告还没有做"));
    return clocks.length === 0 ? "" : el("span", {}, ...clocks.flatMap((each, index) => (index === 0 ? [each] : ["；", each])));
}

function kindText(incident) {
    return `${word("kind", incident.kind)}${incident.grade === null ? "" : `（${word("grade", incident.grade)}）`}`;
}

function incidentRow(incident) {
    return [el("a", { className: "item", href: `#/incident/${encodeURIComponent(incident.id)}` }, plain(incident.id, 40)), foreign(incident.site_name, { most: 60 }), kindText(incident),
        badge("step", incident.state), timeOf(incident.discovered_ms), reportClock(incident), otherClocks(incident)];
}

export async function showIncidents(place, { id }) {
    place.append(tabs("incidents"));
    await search(place, "incidents", [...await siteFields(id), field("哪些", choice("state", [["open", "未结束的"], ["overdue", "有报告超时的"], ["", "全部"]], "open"))],
        (all) => (all.length === 0 ? el("p", { className: "empty" }, "没有这样的事件。")
            : table("晚发现的在前", ["编号", "站点", "类型", "状态", "发现", "初次报告", "其他报告"], all.map(incidentRow))));
}

function entryText(body) {
    return foreign(body?.text ?? body?.url ?? body?.folder ?? "", { most: 1000 });
}

export async function showIncident(place, { id }) {
    place.append(tabs(""));
    const incident = await api("GET", `/v1/incidents/${encodeURIComponent(id)}`);

    place.append(facts([["编号", plain(incident.id, 40)], ["站点", foreign(incident.site_name)], ["责任单位", foreign(incident.unit)], ["类型", kindText(incident)],
        ["规则的类别", categoryWord(incident.family)], ["状态", badge("step", incident.state)], ["发现", timeOf(incident.discovered_ms)], ["此前正常", timeOf(incident.last_good_ms) || "没有记录"],
        ["初次报告", reportClock(incident)], ["其他报告", otherClocks(incident)], ["结束", timeOf(incident.ended_ms)], ["证据", `${incident.evidence} 份`]]),
    table(`有关的问题（${incident.findings.length}）`, ["编号", "严重程度", "状态", "规则", "网址", "发现"], incident.findings.map((finding) => [el("a", { className: "item", href: `#/finding/${finding.id}` }, String(finding.id)),
        badge("severity", finding.severity), badge("finding", finding.state), el("code", {}, plain(finding.rule, 80)), el("span", { className: "address" }, foreign(finding.url, { most: 200 })), timeOf(finding.opened_ms)])),
    table("经过（台账）", ["序号", "时间", "事项", "经办", "内容"], incident.entries.map((entry) => [String(entry.sequence), timeOf(entry.at_ms), word("step", entry.kind.replace(/^incident-/, "")),
        entry.actor === "automatic" ? "自动" : foreign(entry.actor, { most: 60 }), el("div", {}, entryText(entry.body), el("details", {}, el("summary", {}, "全部内容"),
            el("pre", { className: "source" }, visible(JSON.stringify(entry.body, null, 1), { lines: true, most: 20000 })))) ])));
}
