// SPDX-License-Identifier: Apache-2.0
//
// The ledger, and the numbers for reports.

import { announce, api, busy, categoryWord, choice, el, field, foreign, plain, table, timeOf, visible, word, words } from "./page.js";

// ---- The ledger.

function bodyOf(body) {
    const text = typeof body === "string" ? body : JSON.stringify(body, null, 1);
    const shown = body?.opinion || body?.refused || body?.reason || "";

    return el("div", {}, body?.action ? `${word("decision", body.action)} ` : "", shown !== "" ? foreign(shown, { most: 300 }) : "",
        el("details", {}, el("summary", {}, "全部内容"), el("pre", { className: "source" }, visible(text, { lines: true, most: 20000 }))));
}

const aboutReviews = ["submitted", "superseded", "assessed", "decided", "denied"];

export function entryTable(caption, entries) {
    return table(caption, ["序号", "时间", "经办", "事项", "对象", "内容", "摘要值"], entries.map((entry) => [String(entry.sequence), timeOf(entry.at_ms),
        foreign(entry.role || entry.actor, { most: 40 }), word("entry", entry.kind),
        aboutReviews.includes(entry.kind) && /^[0-9A-HJKMNP-TV-Z]{26}$/.test(entry.subject) ? el("a", { href: `#/review/${entry.subject}` }, `…${entry.subject.slice(-8)}`) : foreign(entry.subject, { most: 60 }),
        bodyOf(entry.body), el("code", {}, plain(entry.digest, 12))]));
}

const perPage = 50;

export async function showLedger(place) {
    const list = el("div");
    const subject = el("input", { id: "subject", name: "subject", maxLength: 200 });
    const number = el("input", { id: "from", name: "from", type: "number", min: "1" });
    const older = el("button", { type: "button" }, "更早的");
    const newer = el("button", { type: "button" }, "更晚的");
    let from = 1, last = 0;

    async function read(first) {
        const query = new URLSearchParams({ from: String(Math.max(first, 1)), limit: String(perPage) });
        if (subject.value.trim() !== "")
            query.set("subject", subject.value.trim());
        const { entries, head } = await api("GET", `/v1/ledger?${query}`);
        from = Math.max(first, 1);
        last = entries.length > 0 ? entries[entries.length - 1].sequence : from;
        older.disabled = from <= 1;
        newer.disabled = entries.length < perPage || last >= head.sequence;
        list.replaceChildren(el("p", {}, `台账共 ${head.sequence} 条；末条的摘要值：`, el("code", { className: "long" }, plain(head.digest, 64))),
            entries.length === 0 ? el("p", { className: "empty" }, "没有记录。") : entryTable(subject.value.trim() !== "" ? "这一对象的记录" : "按序号", entries));
        announce(`显示 ${entries.length} 条`);
        return head;
    }
    older.addEventListener("click", () => busy(older, () => read(from - perPage)));
    newer.addEventListener("click", () => busy(newer, () => read(last + 1)));
    const find = el("button", { type: "submit" }, "查看");
    place.append(el("form", { className: "line", onsubmit: (event) => {
        event.preventDefault();
        busy(find, () => read(Number(number.value) || 1));
    } }, field("对象（稿件编号、账号等）", subject), field("从第几条起", number), find), list, el("p", { className: "line" }, older, newer));
    const head = await read(1);
    if (head.sequence > perPage)
        await read(head.sequence - perPage + 1);
    older.disabled = from <= 1;
}

// ---- Charts: drawn here, each with its table.

const space = "http://www.w3.org/2000/svg";

function svg(tag, attributes, ...children) {
    const element = document.createElementNS(space, tag);

    for (const [name, value] of Object.entries(attributes))
        element.setAttribute(name, String(value));
    element.append(...children);
    return element;
}

// `rows` are {label, parts: [number for each of `series`]}; bars lie, so that names have room on a phone.
function bars(title, series, rows) {
    const height = 44, width = 360, most = Math.max(1, ...rows.map((row) => row.parts.reduce((sum, part) => sum + part, 0)));
    const chart = svg("svg", { viewBox: `0 0 ${width} ${rows.length * height + 4}`, role: "img", "aria-label": `${title}；数字见下面的表`, class: "chart" });

    rows.forEach((row, index) => {
        const total = row.parts.reduce((sum, part) => sum + part, 0);
        let left = 0;

        chart.append(svg("text", { x: 0, y: index * height + 16 }, `${plain(row.label, 24)}　${total}`));
        row.parts.forEach((part, which) => {
            const size = part / most * width;
            if (part > 0)
                chart.append(svg("rect", { x: left, y: index * height + 22, width: Math.max(size - 1, 1), height: 16, class: `series-${which}` }));
            left += size;
        });
    });
    return el("figure", {}, el("figcaption", {}, title), el("p", { className: "legend" }, ...series.map((name, which) => el("span", { className: `key series-${which}` }, name))), chart);
}

const classes = Object.keys(words.class);
const actions = Object.keys(words.action);

function sum(counts, test) {
    return counts.filter(test).reduce((total, each) => total + each.count, 0);
}

function keysOf(counts, key) {
    return [...new Set(counts.map((each) => each[key]))].sort();
}

function grouped(counts, key, series = "class", names = classes) {
    return keysOf(counts, key).map((label) => ({ label: label || "（没有写）",
        parts: names.map((name) => sum(counts, (each) => each[key] === label && each[series] === name)) }));
}

function countTable(caption, heading, rows, names = classes.map((name) => word("class", name))) {
    return table(caption, [heading, ...names, "合计"], rows.map((row) => [foreign(row.label, { most: 40 }),
        ...row.parts.map(String), String(row.parts.reduce((total, part) => total + part, 0))]), "numbers");
}

const outcomes = [["报送审查", () => true], ["已发布", (each) => each.state === "published"], ["可以发布", (each) => each.state === "ready"],
    ["在办", (each) => ["waiting", "held", "review", "cleared"].includes(each.state)], ["退回", (each) => each.state === "returned"],
    ["不予发布", (each) => ["rejected", "refused"].includes(each.state)], ["撤下或换新版", (each) => ["withdrawn", "superseded"].includes(each.state)]];

function outcomeTable(caption, heading, counts, key) {
    const rows = keysOf(counts, key).map((label) => [foreign(label || "（没有写）", { most: 40 }), ...outcomes.map(([, test]) => String(sum(counts, (each) => each[key] === label
        && test(each))))]);

    rows.push(["合计", ...outcomes.map(([, test]) => String(sum(counts, test)))]);
    return table(caption, [heading, ...outcomes.map(([name]) => name)], rows, "numbers");
}

function annualTable(counts) {
    const published = (each) => each.state === "published";
    const rows = keysOf(counts, "month").map((month) => month.slice(0, 4)).filter((year, index, all) => all.indexOf(year) === index).map((year) => [year,
        ...classes.map((name) => String(sum(counts, (each) => each.month.startsWith(year) && each.class === name && published(each)))),
        String(sum(counts, (each) => each.month.startsWith(year) && published(each)))]);

    return table("主动公开政府信息数，按提交的年份（R4 第三条第二项）", ["年份", ...classes.map((name) => word("class", name)), "合计"], rows, "numbers");
}

// What the program found in the drafts, by their last verdict.
function drawFindings(place, counts) {
    const names = actions.map((name) => word("action", name));
    const named = counts.map((each) => ({ ...each, category: categoryWord(each.category) }));
    const categories = grouped(named, "category", "action", actions);

    if (counts.length === 0)
        return;
    place.append(el("h2", {}, "发现的问题"), el("div", { className: "charts findings-chart" }, bars("按类别", names, categories),
        bars("按单位", names, grouped(named, "unit", "action", actions))), countTable("按类别", "类别", categories, names),
    countTable("按单位", "单位", grouped(named, "unit", "action", actions), names), countTable("按月", "月份", grouped(named, "month", "action", actions), names));
}

function drawStatistics(place, counts, found) {
    const names = classes.map((name) => word("class", name));
    const months = grouped(counts, "month"), units = grouped(counts, "unit"), all = classes.map((name) => ({ label: word("class", name), parts: classes.map((each) => (each === name ? sum(counts, (one) => one.class === name) : 0)) }));

    if (counts.length === 0) {
        place.replaceChildren(el("p", { className: "empty" }, "这段时间没有稿件。"));
        return;
    }
    place.replaceChildren(el("div", { className: "charts" }, bars("按月", names, months), bars("按单位", names, units), bars("按类别", names, all)),
        el("h2", {}, "保密审查工作统计（R7 第四条第三项）"), outcomeTable("按单位", "单位", counts, "unit"), outcomeTable("按月", "月份", counts, "month"),
        el("h2", {}, "年度报告用数（R4）"), annualTable(counts), el("h2", {}, "各图的数字"), countTable("按月", "月份", months), countTable("按单位", "单位", units));
    drawFindings(place, found);
}

// From the first day of a month to that of another, in Shanghai.
function startOf(month) {
    return Date.parse(`${month}-01T00:00:00+08:00`);
}

function monthAfter(month) {
    const [year, number] = month.split("-").map(Number);
    return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

export async function showStatistics(place) {
    const out = el("div");
    const since = el("input", { id: "since", name: "since", type: "month" });
    const until = el("input", { id: "until", name: "until", type: "month" });
    const unit = choice("unit", [["", "全部单位"]]);
    const find = el("button", { type: "submit" }, "统计");

    async function count() {
        const query = new URLSearchParams();
        if (/^\d{4}-\d{2}$/.test(since.value))
            query.set("since_ms", String(startOf(since.value)));
        if (/^\d{4}-\d{2}$/.test(until.value))
            query.set("until_ms", String(startOf(monthAfter(until.value))));
        const [{ counts }, { counts: found }] = await Promise.all([api("GET", `/v1/statistics?${query}`), api("GET", `/v1/statistics/findings?${query}`)]);
        const chosen = unit.value;
        unit.replaceChildren(el("option", { value: "" }, "全部单位"), ...keysOf(counts, "unit").map((name) => el("option", { value: name, selected: name === chosen },
            plain(name, 40) || "（没有写）")));
        const isChosen = (each) => chosen === "" || each.unit === chosen;
        drawStatistics(out, counts.filter(isChosen), found.filter(isChosen));
        announce(`共 ${sum(counts, () => true)} 份`);
    }
    place.append(el("form", { className: "line", onsubmit: (event) => {
        event.preventDefault();
        busy(find, count);
    } }, field("从（月）", since), field("到（月）", until), field("单位", unit), find), out);
    await count();
}
