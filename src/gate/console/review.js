// SPDX-License-Identifier: Apache-2.0
//
// One review: what is known of it, what was found, the draft, and the decisions that its reader can take now.

import { announce, api, badge, busy, categoryWord, el, field, foreign, plain, rolesInAll, table, timeOf, today, visible, word, words } from "./page.js";
import { contentOf, drawContents } from "./draft.js";
import { entryTable } from "./reports.js";

const findingsMost = 300;

function facts(pairs) {
    return el("dl", { className: "facts" }, ...pairs.filter(([, value]) => value !== "" && value !== null && value !== undefined)
        .flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, typeof value === "string" ? foreign(value, { most: 400 }) : value)]));
}

function actorText(actor) {
    if (!actor?.name)
        return "";
    return actor.on_behalf_of ? `${actor.name}（代 ${actor.on_behalf_of}）` : actor.name;
}

function draftFacts(review) {
    const draft = review.draft ?? {};

    return facts([["单位", draft.unit], ["作者", draft.author], ["来源", draft.source], ["公开属性", draft.disclosure], ["不予公开的理由", draft.disclosure_reason],
        ["类别", word("class", review.class)], ["类别的理由", draft.class_reason], ["栏目", draft.column], ["地区", draft.region], ["网址", draft.address],
        ["拟发布日", draft.publish_on], ["形成日", draft.formed_on], ["制作机关", draft.producer], ["制作机关的批准", draft.producer_approval],
        ["批准机关", draft.approval_organ], ["批准文号", draft.approval_number], ["有关机关", (draft.organs ?? []).join("、")],
        ["提交", `${timeOf(review.created_ms)}，${review.account}`], ["编号", review.id], ["摘要值（SHA-256）", review.digest],
        ["前一版本", review.supersedes ? el("a", { href: `#/review/${encodeURIComponent(review.supersedes)}` }, plain(review.supersedes, 40)) : ""]]);
}

function levelRows(item) {
    const rows = [];

    for (let level = 1; level <= Math.max(item.level_needed, item.level); level++) {
        const who = actorText(item.acted[level]);
        const state = who !== "" ? "已同意或上报" : item.state === "review" && level === item.level ? "等待决定" : "未到";
        rows.push([`${"一二三四"[level - 1] ?? level}级`, state, foreign(who)]);
    }
    return rows;
}

function tracks(item) {
    const place = el("section", {}, el("h2", {}, "办到哪一步"), table("逐级审核", ["级别", "情况", "经办"], levelRows(item)),
        facts([["保密审查", word("secrecy", item.secrecy)], ["保密审查经办", item.secrecy_acted.map(actorText).filter((who) => who !== "").join("、")],
            ["批复应在", item.referral_due], ["公开期限", item.publish_by], ["征求意见最迟", item.consult_by],
            ["可以放行的级别", item.state === "held" ? (item.override_level > 0 ? `${item.override_level} 级以上` : "谁都不能放行，须改稿") : ""],
            ["放行", item.overridden_at > 0 ? `${item.overridden_at} 级，${actorText(item.overrider?.[0] ?? item.overrider)}` : ""],
            ["有疑点", item.doubtful ? "是：每一级同意时都要写意见" : "否"]]));

    if (item.consultations.length > 0)
        place.append(table("征求意见", ["机关", "情况", "去函", "收到", "答复期限", "答复"], item.consultations.map((each) => [foreign(each.organ),
            each.consent === "asked" && !each.asked ? "还没有去函" : word("consent", each.consent), plain(each.asked), plain(each.received), plain(each.due),
            plain(each.answered)])));
    return place;
}

const deadlineNames = { publication: "公开期限", consultation: "答复期限" };

// The days one by one are long, and wanted only by who doubts the result.
function deadlines(review) {
    return el("section", {}, el("h2", {}, "期限"), ...review.deadlines.map((each) => el("div", { className: "deadline" },
        el("p", {}, `${deadlineNames[each.kind] ?? plain(each.kind, 40)}${each.organ !== null ? `（${plain(each.organ, 40)}）` : ""}：`, el("strong", {}, plain(each.due, 10)),
            `，从 ${plain(each.from, 10)} 起 ${each.days} 个工作日`),
        each.counted !== "" ? el("details", {}, el("summary", {}, "逐日怎样算的"), el("p", { className: "small" }, foreign(each.counted, { most: 20000 }))) : "")));
}

function reasons(assessment) {
    const place = el("section", {}, el("h2", {}, "程序的结论"));

    if (!assessment) {
        place.append(el("p", { className: "empty" }, "还没有扫描完。"));
        return place;
    }
    place.append(facts([["结论", badge("verdict", assessment.verdict)], ["建议类别", word("class", assessment.class?.suggested)],
        ["规则集", assessment.inputs?.rules], ["判断的日期", assessment.as_of]]));
    if (assessment.missing.length > 0)
        place.append(table("缺少的项目", ["项目", "依据"], assessment.missing.map((each) => [word("missing", each.member), foreign(each.basis)])));
    if (assessment.held.length > 0)
        place.append(table("为什么不能直接放过", ["类别", "处理", "放行级别", "发现", "依据"], assessment.held.map((each) => [categoryWord(each.category),
            word("effect", each.effect), each.override_level === null ? "—" : `${each.override_level} 级以上`, String(each.findings), foreign(each.basis)])));
    return place;
}

// ---- Findings.

async function drawRule(place, finding) {
    const rule = await api("GET", `/v1/rules/${encodeURIComponent(finding.rule)}`);
    place.replaceChildren(facts([["规则", rule.name], ["免除", rule.excuse ?? "这条规则没有免除的情形。"]]));
}

function findingCard({ finding, number, ordinal }, locate) {
    const rule = el("div", {}, "正在读取……");
    const details = el("details", { ontoggle: () => {
        if (!details.open || details.dataset.drawn)
            return;
        details.dataset.drawn = "yes";
        drawRule(rule, finding).catch((refusal) => rule.replaceChildren(visible(`现在的规则集里没有这条规则，或读不到：${refusal.message}`)));
    } }, el("summary", {}, "规则和免除的情形"), rule);
    const where = finding.path === "title" && ordinal < 0 ? "标题" : finding.path;
    const line = finding.line === null ? "" : `，第 ${finding.line} 行第 ${finding.column} 列`;

    return el("li", { id: `finding-${number}`, tabIndex: -1, className: `finding ${finding.action === "block" ? "block" : finding.action === "review" ? "review" : "note"}` },
        el("p", { className: "head" }, el("button", { type: "button", className: "locate", "aria-label": `第 ${number} 处，到原文`, onclick: () => locate(number) },
            String(number)), badge("action", finding.action), " ", categoryWord(finding.category), " ", el("strong", {}, foreign(finding.message, { most: 200 }))),
        el("p", {}, "原文：", el("q", {}, foreign(finding.match, { most: 200 }))),
        el("p", {}, "上下文：", foreign(finding.excerpt, { most: 600 })),
        el("p", {}, "建议：", foreign(finding.advice, { most: 600 })),
        el("p", { className: "small" }, "位置：", foreign(where, { most: 120 }), line, "；依据：", foreign((finding.basis ?? []).join("、"), { most: 120 }), "；规则编号：",
            foreign(finding.rule, { most: 80 })), details);
}

function locate(number) {
    const place = document.getElementById(`place-${number}`);
    const card = document.getElementById(`finding-${number}`);

    document.querySelectorAll(".current").forEach((element) => element.classList.remove("current"));
    card?.classList.add("current");
    place?.parentElement.classList.add("current");
    (place ?? card)?.scrollIntoView({ block: "center" });
    announce(place === null ? `第 ${number} 处在原文里没有位置，见摘录` : `第 ${number} 处`);
}

function findCard(number) {
    const card = document.getElementById(`finding-${number}`);

    locate(number);
    card?.focus();
    card?.scrollIntoView({ block: "center" });
}

function findings(found) {
    const list = el("ol", { className: "findings" }, ...found.slice(0, findingsMost).map((each) => findingCard(each, locate)));
    const place = el("section", { className: "found" }, el("h2", {}, `发现（${found.length}）`), found.length === 0 ? el("p", { className: "empty" }, "没有发现。") : list);

    if (found.length > findingsMost) {
        const more = el("button", { type: "button", onclick: () => {
            list.append(...found.slice(findingsMost).map((each) => findingCard(each, locate)));
            more.remove();
        } }, `显示其余 ${found.length - findingsMost} 处`);
        place.append(more);
    }
    return place;
}

// ---- Decisions.

const answers = ["referral-answer", "consult-answer", "consult-decide"];
const dated = ["consult", "consult-received", "consult-answer"];
const final = ["reject", "withdraw", "override"];
const documented = [...answers, "approve"];

function choiceLabel(option) {
    return word("decision", option.action) + (option.organ !== null ? `：${plain(option.organ, 40)}` : "") +
        (option.on_behalf_of !== null ? `（代 ${plain(option.on_behalf_of, 40)}）` : "");
}

function opinionField(option) {
    const needed = option.needs.includes("opinion");
    return field(needed ? "意见（必填）" : "意见", el("textarea", { id: "opinion", name: "opinion", rows: 4, required: needed, maxLength: 4000 }));
}

function documentField(option) {
    const needed = option.needs.includes("document");
    return field(needed ? "文号（必填）" : "文号", el("input", { id: "document", name: "document", required: needed, maxLength: 200 }),
        option.action === "approve" ? "请示、批示的文号" : "来函、批复或决定的文号");
}

function agreesField() {
    const option = (value, text) => el("label", {}, el("input", { type: "radio", name: "agrees", value, required: true }), ` ${text}`);
    return el("fieldset", {}, el("legend", {}, "对方的意见（必选）"), option("yes", "同意公开"), " ", option("no", "不同意公开"));
}

function fieldsOf(option, review) {
    const fields = [];

    if (option.action === "consult" && option.organ === null)
        fields.push(field("机关全称（必填）", el("input", { id: "organ", name: "organ", required: true, maxLength: 40 })));
    if (answers.includes(option.action))
        fields.push(agreesField());
    if (dated.includes(option.action))
        fields.push(field("日期", el("input", { id: "on", name: "on", type: "date", value: today(), max: today(), required: true })));
    if (option.action === "published")
        fields.push(field("发布的网址", el("input", { id: "address", name: "address", maxLength: 2000, value: review.draft?.address ?? "" }), "记进审批台账"));
    if (option.needs.includes("document") || documented.includes(option.action))
        fields.push(documentField(option));
    fields.push(opinionField(option));
    if (final.includes(option.action))
        fields.push(el("p", {}, el("label", {}, el("input", { type: "checkbox", required: true }), ` 确认${word("decision", option.action)}；这一步不能撤回`)));
    return fields;
}

function decisionOf(option, form) {
    const data = new FormData(form);
    const decision = { action: option.action };

    for (const name of ["opinion", "document", "on", "organ", "address"]) {
        if ((data.get(name) ?? "").trim() !== "")
            decision[name] = data.get(name).trim();
    }
    if (option.organ !== null)
        decision.organ = option.organ;
    if (option.on_behalf_of !== null)
        decision.on_behalf_of = option.on_behalf_of;
    if (data.has("agrees"))
        decision.agrees = data.get("agrees") === "yes";
    return decision;
}

function decisionForm(review, again) {
    const fields = el("div");
    const button = el("button", { type: "submit", className: "primary", disabled: true }, "决定");
    let chosen = null;
    const options = review.may.map((option, index) => el("label", { className: "option" }, el("input", { type: "radio", name: "choice", value: String(index), required: true,
        onchange: () => {
            chosen = option;
            fields.replaceChildren(...fieldsOf(option, review));
            button.disabled = false;
            button.textContent = choiceLabel(option);
        } }), ` ${choiceLabel(option)}`));

    return el("form", { onsubmit: (event) => {
        event.preventDefault();
        busy(button, async () => {
            const changed = await api("POST", `/v1/reviews/${encodeURIComponent(review.id)}/decisions`, decisionOf(chosen, event.target));
            await again();
            announce(`已记录：${choiceLabel(chosen)}。现在：${word("state", changed.state)}`);
        });
    } }, el("fieldset", {}, el("legend", {}, "这份稿件现在可以这样办"), ...options), fields, button);
}

function decisions(review, again) {
    const place = el("section", { id: "decision", tabIndex: -1, className: "decision" }, el("h2", {}, "作出决定"));

    place.append(review.may.length === 0 ? el("p", { className: "empty" }, "您的账号现在对这份稿件没有可以作的决定。") : decisionForm(review, again));
    return place;
}

// ---- All of it.

async function history(place, id) {
    const { entries } = await api("GET", `/v1/ledger?subject=${encodeURIComponent(id)}&limit=1000`);
    place.append(entryTable("这份稿件的台账", entries));
}

function numbered(assessment, contents) {
    const list = assessment?.findings ?? [];
    const ordinals = contentOf(list, contents, assessment?.documents ?? []);

    return list.map((finding, index) => ({ finding, number: index + 1, ordinal: ordinals[index] }));
}

export async function showReview(place, { account, id, again }) {
    const path = `/v1/reviews/${encodeURIComponent(id)}`;
    const [review, { contents }] = await Promise.all([api("GET", path), api("GET", `${path}/contents`)]);
    const found = numbered(review.assessment, contents);
    const draft = el("section", { className: "draft" }, el("h2", {}, "稿件"));
    const past = el("section", {}, el("h2", {}, "经过"));

    if (!place.isConnected)
        return; // another view was opened meanwhile
    place.previousElementSibling.replaceChildren(foreign(review.title || "（无标题）", { most: 200 }));
    document.title = `${plain(review.title, 40)} · 信息公开审查网关`;
    place.append(el("p", { className: "line" }, badge("state", review.state), review.due ? el("span", {}, `期限 ${plain(review.due, 10)}`) : "",
        review.waits_for.length > 0 ? el("span", {}, `等：${review.waits_for.map((role) => word("role", role)).join("、")}`) : ""),
    decisions(review, again), el("div", { className: "beside" }, findings(found), draft), reasons(review.assessment), tracks(review.item), review.deadlines.length > 0 ? deadlines(review) : "",
    el("section", {}, el("h2", {}, "稿件的登记"), draftFacts(review)), past);
    await drawContents(draft, review.id, contents, review.assessment?.documents ?? [], found, findCard);
    if (rolesInAll(account).some((role) => role !== "submitter"))
        await history(past, review.id);
    else
        past.remove();
}
