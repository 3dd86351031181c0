// SPDX-License-Identifier: Apache-2.0
//
// What all views have in common: elements, texts of others made harmless, requests, words.
//
// Whatever comes from the gate may have been written by an attacker. It becomes a text node or the value of an attribute
// that is only shown, never markup, an address or a style; and what cannot be seen in it is made visible.

const names = new Map([
    [0x00, "NUL"], [0x07, "BEL"], [0x08, "退格"], [0x09, "制表"], [0x0a, "换行"], [0x0d, "回车"], [0x1b, "ESC"], [0x7f, "DEL"],
    [0xad, "软连字符"], [0x200b, "零宽空格"], [0x200c, "零宽不连字"], [0x200d, "零宽连字"], [0x200e, "左至右标记"],
    [0x200f, "右至左标记"], [0x2028, "行分隔"], [0x2029, "段分隔"], [0x202a, "左至右嵌入"], [0x202b, "右至左嵌入"],
    [0x202c, "方向结束"], [0x202d, "左至右强制"], [0x202e, "右至左强制"], [0x2060, "词连接"], [0x2066, "左至右隔离"],
    [0x2067, "右至左隔离"], [0x2068, "隔离"], [0x2069, "隔离结束"], [0xfeff, "零宽不断空格"],
]);

// Controls, format characters, all that is drawn as nothing, each as often as it stands there, and heaps of combining marks.
const unseen = /([\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{DI}])\1*|\p{M}{5,}/gu;
const marksMost = 3000; // in one text: more would make a browser slow

function nameOf(run) {
    const characters = [...run];
    const code = characters[0].codePointAt(0);
    const point = "U+" + code.toString(16).toUpperCase().padStart(4, "0");
    const name = /^\p{M}/u.test(run) && characters.length > 4 ? "叠加符号" : names.has(code) ? `${point} ${names.get(code)}` : point;
    return characters.length > 1 ? `${name}×${characters.length}` : name;
}

function isLayout(text, match) {
    return match[0][0] === "\n" || match[0][0] === "\t" || (match[0] === "\r" && text[match.index + 1] === "\n");
}

// A fragment of text with marks for what cannot be seen. With `lines`, line feeds and tabs stay what they are.
export function visible(value, { lines = false, most = Infinity } = {}) {
    const fragment = document.createDocumentFragment();
    let text = String(value ?? "");
    const isCut = text.length > most;
    let last = 0, count = 0;

    if (isCut)
        text = text.slice(0, most);
    for (const match of text.matchAll(unseen)) {
        if (lines && isLayout(text, match))
            continue;
        fragment.append(text.slice(last, match.index));
        if (++count > marksMost) {
            fragment.append("……（看不见的字符太多，其余不显示）");
            return fragment;
        }
        const mark = document.createElement("span");
        mark.className = "unseen";
        mark.textContent = nameOf(match[0]);
        fragment.append(mark);
        last = match.index + match[0].length;
    }
    fragment.append(text.slice(last), isCut ? "……" : "");
    return fragment;
}

// The same for places that take no elements.
export function plain(value, most = 80) {
    const text = String(value ?? "");
    return text.slice(0, most).replace(unseen, (run) => `[${nameOf(run)}]`) + (text.length > most ? "……" : "");
}

// A text of others, whose direction ends where it ends.
export function foreign(value, options) {
    return el("bdi", {}, visible(value, options));
}

const properties = new Set(["className", "value", "checked", "disabled", "required", "type", "id", "name", "hidden", "open", "tabIndex",
    "htmlFor", "rows", "maxLength", "autocomplete", "min", "max", "scope", "colSpan", "placeholder", "textContent", "selected"]);

// Attributes are properties from the list, "on…" listeners, "data-…", "aria-…", role, and href of our own pages alone.
export function el(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);

    for (const [name, value] of Object.entries(attributes)) {
        if (value === undefined || value === null)
            continue;
        if (name.startsWith("on") && typeof value === "function")
            element.addEventListener(name.slice(2), value);
        else if (name === "href" && value.startsWith("#"))
            element.setAttribute(name, value);
        else if (name === "role" || name.startsWith("aria-") || name.startsWith("data-"))
            element.setAttribute(name, value);
        else if (properties.has(name))
            element[name] = value;
        else
            throw new Error(`attribute ${name}`);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
}

export function announce(text, isBad = false) {
    const place = document.getElementById("announcement");
    place.className = isBad ? "bad" : "";
    place.textContent = plain(text, 600);
}

export class Refusal extends Error {
    constructor(status, code, message) {
        super(message);
        this.status = status;
        this.code = code;
    }
}

async function refusalOf(response) {
    try {
        const { error } = await response.json();
        return new Refusal(response.status, String(error.code), String(error.message));
    } catch {
        return new Refusal(response.status, "", `网关答复 ${response.status}`);
    }
}

async function send(method, path, body) {
    const headers = { "X-Guanka-Request": "console" };

    if (body !== undefined)
        headers["Content-Type"] = "application/json";
    let response;
    try {
        response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), redirect: "error" });
    } catch {
        throw new Refusal(0, "unreachable", "连不上网关，请稍后再试；刚才的操作是否完成，以刷新后看到的为准");
    }
    if (!response.ok)
        throw await refusalOf(response);
    return response;
}

export async function api(method, path, body) {
    return (await send(method, path, body)).json();
}

export async function apiBytes(path) {
    return (await send("GET", path)).arrayBuffer();
}

// ---- Words.

export const words = {
    state: { waiting: "等待扫描", returned: "已退回", refused: "不应审核", held: "已拦下", review: "审核中", cleared: "审核已同意", ready: "可以发布",
        rejected: "不予发布", published: "已发布", withdrawn: "已撤下", superseded: "已有新版本" },
    class: { ordinary: "一般信息", important: "重要信息", special: "特级信息" },
    role: { submitter: "提交人", "level-1": "一级审核", "level-2": "二级审核", "level-3": "三级审核", "level-4": "四级审核", secrecy: "保密审查",
        auditor: "审计", administrator: "管理员" },
    verdict: { pass: "通过", review: "待复核", block: "拦截" },
    action: { block: "拦截", review: "复核", note: "提示" },
    secrecy: { "not-asked": "不要求", provider: "等提供部门意见", officer: "等保密机构审查", leader: "等主管领导批准", referred: "已报保密部门，等批复",
        green: "已通过" },
    consent: { asked: "已列入或已去函", agreed: "同意", disagreed: "不同意", "deemed-agreed": "逾期未答复，视为同意", "deemed-refused": "逾期未答复，视为不同意",
        unanswered: "逾期未答复，待决定", decided: "分歧已决定" },
    category: { classified: "涉密", internal: "内部资料", disclosure: "公开属性", personal: "个人信息", statistics: "未发布统计数据", case: "未结案件",
        approval: "须专门批准", prohibited: "禁止内容", formulation: "表述不当", tamper: "篡改迹象", quality: "差错",
        outage: "中断", forgery: "伪造日期" },
    effect: { doubt: "有疑点，逐级写意见", held: "拦下", refused: "不应审核" },
    decision: { approve: "同意", return: "退回修改", reject: "不予发布", escalate: "报上一级", override: "放行", "secrecy-approve": "保密审查同意公开",
        refer: "报保密部门审定", "referral-answer": "录入保密部门批复", consult: "征求意见（去函）", "consult-received": "对方收到", "consult-answer": "录入对方答复",
        "consult-decide": "录入分歧的决定", published: "记录已经发布", withdraw: "撤下" },
    entry: { started: "启动", stopped: "停止", submitted: "提交", superseded: "由新版本替代", assessed: "扫描", decided: "决定", denied: "被拒绝的操作", "signed-in": "登录", "signed-out": "退出", "sign-in-failed": "登录失败",
        delegated: "委托", "delegation-revoked": "撤销委托", exported: "导出台账", "account-written": "修改账号", "token-created": "生成令牌", "token-revoked": "撤销令牌", "rules-loaded": "启用规则", "rules-refused": "规则有错，未启用",
        "storage-recovered": "存储恢复", "clock-set-back": "时钟被调回" },
    severity: { severe: "严重", ordinary: "一般", suspected: "疑似" },
    finding: { open: "没有整改", fixed: "已整改", "false-alarm": "误报", exempt: "豁免", accepted: "认可改动" },
    event: { opened: "发现", changed: "情况有变", fixed: "已整改", reopened: "又出现", "false-alarm": "定为误报", exempt: "豁免", accepted: "认可改动" },
    outcome: { running: "正在进行", "cut-off": "中断", complete: "完整", incomplete: "不完整", missed: "缺" },
    slot: { coming: "未到", due: "待做", missed: "缺", incomplete: "不完整", running: "进行中", complete: "完成" },
    kind: { unlawful: "违法犯罪", tampering: "瘫痪、篡改", terror: "恐怖活动嫌疑", other: "其他" },
    grade: { general: "一般", larger: "较大", major: "重大", extraordinary: "特别重大" },
    step: { discovered: "已发现", reported: "已初次报告", graded: "已定级", "plan-started": "已启动预案", contained: "已控制", eradicated: "已清除", recovered: "已恢复",
        "end-proposed": "建议结束", "end-approved": "批准结束", investigated: "已调查评估", archived: "已归档", dismissed: "误报", progress: "进展报告", daily: "当日报告",
        correction: "更正", opened: "立案", extended: "并入新发现的问题", evidence: "保存证据", reminder: "提醒", overdue: "超时",
        "progress-overdue": "进展报告超时", "daily-overdue": "当日报告超时", "evidence-missing": "证据未能保存", "evidence-lost": "证据已失", "evidence-full": "证据已满，这个网页的没有保存" },
    missing: { title: "标题", unit: "单位", author: "作者", source: "来源", disclosure: "公开属性", disclosure_reason: "不予公开的理由", class: "信息类别",
        class_reason: "类别低于建议的理由", approval_number: "批准文号", producer_approval: "制作机关的批准" },
};

// The word for a code; a code that is not known is shown as it is, harmless.
export function word(table, code) {
    return Object.hasOwn(words[table], code) ? words[table][code] : plain(code, 40);
}

export function categoryWord(category) {
    return word("category", String(category).split(".")[0]);
}

const moment = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short", hour12: false });
const dayParts = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit" });

export function timeOf(milliseconds) {
    return milliseconds > 0 && milliseconds < 8.64e15 ? moment.format(new Date(milliseconds)) : "";
}

export function today() {
    return dayParts.format(new Date());
}

export function badge(table, code) {
    return el("span", { className: `badge ${table}-${String(code).replace(/[^a-z0-9-]/g, "")}` }, word(table, code));
}

// A table. Its cells carry their heading, so that on narrow screens each row can be a card; one of numbers stays a table
// there, and scrolls.
export function table(caption, headings, rows, kind = "rows") {
    const body = el("tbody");

    for (const cells of rows) {
        body.append(el("tr", {}, ...cells.map((cell, index) => el(index === 0 ? "th" : "td",
            { "data-heading": headings[index], scope: index === 0 ? "row" : undefined }, cell))));
    }
    return el("div", { className: "scroll", tabIndex: kind === "numbers" ? 0 : undefined }, el("table", { className: kind }, el("caption", {}, caption),
        el("thead", {}, el("tr", {}, ...headings.map((heading) => el("th", { scope: "col" }, heading)))), body));
}

export function field(label, control, hint) {
    if (hint !== undefined) {
        const explained = el("small", { id: `${control.id}-hint` }, hint);
        control.setAttribute("aria-describedby", explained.id);
        return el("p", { className: "field" }, el("label", { htmlFor: control.id }, label), control, explained);
    }
    return el("p", { className: "field" }, el("label", { htmlFor: control.id }, label), control);
}

export function choice(id, options, selected = "") {
    return el("select", { id, name: id }, ...options.map(([value, text]) => el("option", { value, selected: value === selected }, text)));
}

// Runs what a button or a form asks for; while it runs the button waits, and a refusal is read out. Who turns out to be
// signed out is told to the frame.
// A list that comes in pages: `member` of each answer has the rows, which `draw` makes one element of.
export async function pages(path, member, place, draw) {
    const list = [];
    const more = el("button", { type: "button", onclick: () => busy(more, next) }, "更多");
    let after = "";

    async function next() {
        const answer = await api("GET", path + (after !== "" ? `&after=${encodeURIComponent(after)}` : ""));
        list.push(...answer[member]);
        after = answer.after ?? "";
        place.replaceChildren(draw(list), after !== "" ? more : "");
    }
    await next();
    return list;
}

// ---- Roles, and buttons that ask twice.

export function rolesText(roles) {
    return roles.map((role) => word("role", role)).join("、");
}

export function roleBoxes(legend, prefix, roles, checked) {
    return el("fieldset", {}, el("legend", {}, legend), ...roles.map((role) => el("label", { className: "option" },
        el("input", { type: "checkbox", name: "role", value: role, id: `${prefix}-${role}`, checked: checked.includes(role) }), ` ${word("role", role)}`)));
}

export function rolesOf(form) {
    return new FormData(form).getAll("role").join(",");
}

export function revokeButton(label, revoke) {
    const button = el("button", { type: "button", "aria-label": label, onclick: () => busy(button, async () => {
        if (button.dataset.sure !== "yes") {
            button.dataset.sure = "yes";
            button.textContent = "再按一次撤销";
            return;
        }
        await revoke();
    }) }, "撤销");
    return button;
}

// One's own roles, and those that others have delegated for today.
export function rolesInAll(account) {
    return [...new Set([...account.roles, ...account.delegated.flatMap((each) => each.roles)])];
}

export async function busy(button, task) {
    button.disabled = true;
    try {
        return await task();
    } catch (refusal) {
        if (!(refusal instanceof Refusal))
            throw refusal;
        announce(refusal.message, true);
        if (refusal.code === "unknown")
            window.dispatchEvent(new Event("signed-out"));
        return undefined;
    } finally {
        button.disabled = false;
    }
}
