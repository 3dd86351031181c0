// SPDX-License-Identifier: Apache-2.0
//
// The frame: who is signed in, the menu, which view stands at which address, the keys.

import { Refusal, announce, api, badge, busy, choice, el, field, foreign, pages, plain, rolesInAll, rolesText, table, timeOf, today, visible, word, words } from "./page.js";
import { showAccounts, showRules } from "./administration.js";
import { showDelegations } from "./delegations.js";
import { showLedger, showStatistics } from "./reports.js";
import { showReview } from "./review.js";
import { drawAlarm, showFinding, showFindings, showIncident, showIncidents, showSites, showSweep, showSweeps } from "./sites.js";

const main = document.getElementById("main");
const alarm = document.getElementById("alarm");
let account = null;

const watchers = ["level-1", "level-2", "level-3", "level-4", "secrecy", "auditor", "administrator"];
const views = [
    { path: "queue", title: "我的待办", show: showQueue },
    { path: "reviews", title: "全部稿件", show: showReviews },
    { path: "ledger", title: "审批台账", show: showLedger, roles: watchers },
    { path: "statistics", title: "统计", show: showStatistics, roles: watchers },
    { path: "rules", title: "规则", show: showRules },
    { path: "delegations", title: "委托", show: showDelegations, roles: watchers },
    { path: "accounts", title: "账号", show: showAccounts, roles: ["auditor", "administrator"] },
    { path: "sites", title: "站点巡检", show: showSites, needsSites: true },
];
// Which no item of the menu opens, but one of the views there leads to.
const inner = [
    { path: "review", title: "稿件", show: showReview },
    { path: "findings", within: "sites", title: "站点巡检：问题", show: showFindings, needsSites: true },
    { path: "finding", within: "sites", title: "站点巡检：一个问题", show: showFinding, needsSites: true },
    { path: "incidents", within: "sites", title: "站点巡检：事件", show: showIncidents, needsSites: true },
    { path: "incident", within: "sites", title: "站点巡检：一起事件", show: showIncident, needsSites: true },
    { path: "sweeps", within: "sites", title: "站点巡检：巡查记录", show: showSweeps, needsSites: true },
    { path: "sweep", within: "sites", title: "站点巡检：一次巡查", show: showSweep, needsSites: true },
];

function mayOpen(view) {
    if (view.needsSites && !account.shows_sites)
        return false;
    return view.roles === undefined || view.roles.some((role) => rolesInAll(account).includes(role));
}

// ---- Lists of reviews.

function dueCell(due) {
    if (!due)
        return "";
    const days = Math.round((Date.parse(due) - Date.parse(today())) / 86400000);
    const left = days < 0 ? `已过 ${-days} 天` : days === 0 ? "今天" : `还有 ${days} 天`;
    return el("span", { className: days < 0 ? "late" : days <= 2 ? "soon" : "" }, `${plain(due, 10)}（${left}）`);
}

function reviewRow(review) {
    return [el("a", { className: "item", href: `#/review/${review.id}` }, foreign(review.title || "（无标题）", { most: 80 })), badge("state", review.state),
        word("class", review.class), foreign(review.unit, { most: 40 }), dueCell(review.due), timeOf(review.created_ms)];
}

function reviewTable(caption, reviews) {
    return table(caption, ["标题", "状态", "类别", "单位", "期限", "提交"], reviews.map(reviewRow));
}

// By the role that has to act, in the order of levels; each review once, under the first of mine that it waits for.
function byRole(reviews) {
    const mine = rolesInAll(account), groups = new Map(mine.map((role) => [role, []]));

    for (const review of reviews) {
        const role = mine.find((each) => review.waits_for.includes(each));
        if (role !== undefined)
            groups.get(role).push(review);
    }
    return [...groups].filter(([, group]) => group.length > 0);
}

function delegatedLines() {
    return account.delegated.map((each) => el("p", {}, `受 ${plain(each.delegator_display || each.delegator, 60)} 委托（${rolesText(each.roles)}，${plain(each.from, 10)} 至 ${plain(each.until, 10)}），下面也有等他办理的稿件。`));
}

async function showQueue(place) {
    const list = el("div");
    place.append(...delegatedLines(), list);
    const reviews = await pages("/v1/reviews?queue=mine&order=due&limit=100", "reviews", list, (all) => el("div", {},
        ...byRole(all).map(([role, group]) => el("section", {}, el("h2", {}, `${word("role", role)}（${group.length}）`),
            reviewTable(`等${word("role", role)}办理，期限早的在前`, group))),
        all.length === 0 ? el("p", { className: "empty" }, "没有等您办理的稿件。") : ""));
    announce(`待办 ${reviews.length} 份`);
}

function searchForm(onsubmit) {
    const search = el("form", { className: "line", role: "search", onsubmit },
        field("标题中有", el("input", { id: "words", name: "words", type: "search", maxLength: 100 })),
        field("单位", el("input", { id: "unit", name: "unit", maxLength: 100 })),
        field("状态", choice("state", [["", "全部"], ...Object.entries(words.state)])),
        field("类别", choice("class", [["", "全部"], ...Object.entries(words.class)])),
        el("button", { type: "submit" }, "查找"));
    return search;
}

async function showReviews(place) {
    const list = el("div");
    const search = searchForm((event) => {
        event.preventDefault();
        busy(event.submitter ?? search.lastChild, find);
    });

    async function find() {
        const query = new URLSearchParams([...new FormData(search)].filter(([, value]) => value !== ""));
        query.set("limit", "50");
        const reviews = await pages(`/v1/reviews?${query}`, "reviews", list, (all) => all.length === 0
            ? el("p", { className: "empty" }, "没有符合的稿件。") : reviewTable("新提交的在前", all));
        announce(`找到 ${reviews.length} 份${reviews.length === 50 ? "以上" : ""}`);
    }
    place.append(search, list);
    await find();
}

// ---- Signing in.

function signIn() {
    const name = el("input", { id: "name", name: "name", autocomplete: "username", required: true, maxLength: 100 });
    const password = el("input", { id: "password", name: "password", type: "password", autocomplete: "current-password", required: true, maxLength: 1000 });
    const button = el("button", { type: "submit", className: "primary" }, "登录");
    const form = el("form", { className: "sign-in", onsubmit: (event) => {
        event.preventDefault();
        busy(button, async () => {
            await api("POST", "/v1/session", { name: name.value, password: password.value });
            password.value = "";
            announce("");
            await start();
        });
    } }, el("h1", {}, "登录"), field("账号", name), field("密码", password), button);

    account = null;
    alarm.hidden = true;
    drawFrame();
    document.title = "登录 · 信息公开审查网关";
    main.replaceChildren(form);
    name.focus();
}

function expire() {
    signIn();
    announce("登录已到期，请重新登录", true);
}

async function signOut(button) {
    await busy(button, () => api("DELETE", "/v1/session"));
    signIn();
    announce("已退出");
}

// ---- The frame.

function drawFrame() {
    const path = location.hash.split("/")[1];
    const current = inner.find((view) => view.path === path)?.within ?? path;
    const navigation = document.getElementById("navigation");
    const place = document.getElementById("account");

    navigation.replaceChildren(...(account === null ? [] : views.filter(mayOpen).map((view) => el("a",
        { href: `#/${view.path}`, "aria-current": view.path === current ? "page" : undefined }, view.title))));
    if (account === null) {
        place.replaceChildren();
        return;
    }
    const out = el("button", { type: "button", id: "sign-out", onclick: () => signOut(out) }, "退出");
    place.replaceChildren(foreign(account.display || account.name, { most: 30 }), " ", out);
}

// That the store of inspections cannot be read is said where it is asked for.
async function showAlarm() {
    try {
        if (account.shows_sites)
            await drawAlarm(alarm);
    } catch (refusal) {
        if (!(refusal instanceof Refusal) || refusal.status === 401)
            throw refusal;
    }
}

let turn = 0;

// The last address asked for wins: what an earlier view still loads goes nowhere.
async function show() {
    const mine = ++turn;
    const [, path, id] = location.hash.split("/");
    const place = el("div");

    if (account === null)
        return;
    const view = [...views, ...inner].find((each) => each.path === path && mayOpen(each)) ?? views[0];
    drawFrame();
    document.title = `${view.title} · 信息公开审查网关`;
    main.replaceChildren(el("h1", {}, view.title), place);
    main.focus();
    announce("");
    try {
        await Promise.all([view.show(place, { account, id: decodeURIComponent(id ?? ""), again: show }), showAlarm()]);
    } catch (refusal) {
        if (!(refusal instanceof Refusal))
            throw refusal;
        if (mine !== turn)
            return;
        if (refusal.status === 401) {
            expire();
        } else {
            announce(refusal.message, true);
            place.replaceChildren(el("p", { className: "empty" }, visible(refusal.message)));
        }
    }
}

async function start() {
    try {
        account = await api("GET", "/v1/me");
    } catch (refusal) {
        if (!(refusal instanceof Refusal))
            throw refusal;
        signIn();
        if (refusal.status !== 401)
            announce(refusal.message, true);
        return;
    }
    await show();
}

// ---- Keys.

const help = document.getElementById("help");
const enabled = document.getElementById("help-enabled");

function isFilling(target) {
    return target instanceof HTMLElement && target.matches("input, select, textarea");
}

function step(by) {
    const stops = [...main.querySelectorAll("a.item, button.locate")];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at < 0 ? (by > 0 ? 0 : stops.length - 1) : Math.min(Math.max(at + by, 0), stops.length - 1)];

    if (next === undefined)
        return;
    next.focus();
    if (next.matches("button.locate"))
        next.click();
}

function press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || isFilling(event.target) || help.open || !enabled.checked)
        return;
    if (event.key === "?")
        help.showModal();
    else if (event.key === "j" || event.key === "k")
        step(event.key === "j" ? 1 : -1);
    else if (event.key === "d")
        document.getElementById("decision")?.focus();
    else if (/^[1-8]$/.test(event.key))
        document.querySelectorAll("#navigation a")[Number(event.key) - 1]?.click();
    else
        return;
    event.preventDefault();
}

enabled.checked = localStorage.getItem("keys") !== "off";
enabled.addEventListener("change", () => localStorage.setItem("keys", enabled.checked ? "on" : "off"));
document.getElementById("help-open").addEventListener("click", () => help.showModal());
document.getElementById("help-close").addEventListener("click", () => help.close());
document.addEventListener("keydown", press);
document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
});
window.addEventListener("hashchange", show);
window.addEventListener("signed-out", expire);
start();
