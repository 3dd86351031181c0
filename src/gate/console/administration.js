// SPDX-License-Identifier: Apache-2.0
//
// The state of the rules, and accounts and tokens, which the administrator changes and the auditor sees.

import { announce, api, busy, categoryWord, el, field, foreign, plain, revokeButton, roleBoxes, rolesOf, rolesText, table, timeOf, visible, words } from "./page.js";

// ---- Rules.

function drawRules(place, rules) {
    const filter = el("input", { id: "filter", type: "search", maxLength: 60, oninput: draw });
    const list = el("div");

    function draw() {
        const wanted = filter.value.trim();
        const chosen = rules.rules.filter((rule) => wanted === "" || rule.id.includes(wanted) || rule.name.includes(wanted) || categoryWord(rule.category).includes(wanted));
        list.replaceChildren(table(`${chosen.length} 条`, ["编号", "名称", "类别", "依据"], chosen.map((rule) => [foreign(rule.id, { most: 80 }),
            foreign(rule.name, { most: 120 }), categoryWord(rule.category), foreign((rule.basis ?? []).join("、"), { most: 120 })])));
    }
    place.replaceChildren(el("dl", { className: "facts" }, el("dt", {}, "规则集摘要值"), el("dd", {}, el("code", { className: "long" }, plain(rules.digest, 64))),
        el("dt", {}, "载入时间"), el("dd", {}, timeOf(rules.loaded_ms)), el("dt", {}, "规则数"), el("dd", {}, String(rules.count)),
        el("dt", {}, "审查流程"), el("dd", {}, foreign(rules.profile_name || rules.profile, { most: 100 }))),
    field("查找规则", filter), list);
    draw();
}

export async function showRules(place, { account }) {
    const out = el("div");
    const fault = el("pre", { className: "source fault", hidden: true, role: "alert" });

    if (account.roles.includes("administrator")) {
        const button = el("button", { type: "button", className: "primary", onclick: () => busy(button, async () => {
            fault.hidden = true;
            announce("正在检查和载入……");
            try {
                drawRules(out, await api("POST", "/v1/rules/reload"));
                announce("新规则已经启用；没有发布的稿件将重新扫描");
            } catch (refusal) {
                fault.hidden = false;
                fault.replaceChildren(visible(refusal.message, { lines: true, most: 20000 }));
                throw refusal;
            }
        }) }, "重新载入规则");
        place.append(el("p", {}, button, " 新规则有错就不用，现在的继续。"), fault);
    }
    place.append(out);
    drawRules(out, await api("GET", "/v1/rules"));
}

// ---- Accounts.

function accountForm(old, saved) {
    const name = el("input", { id: "account-name", required: true, maxLength: 100, value: old?.name ?? "", disabled: old !== null, autocomplete: "off" });
    const display = el("input", { id: "account-display", maxLength: 100, value: old?.display ?? "", autocomplete: "off" });
    const unit = el("input", { id: "account-unit", maxLength: 100, value: old?.unit ?? "", autocomplete: "off" });
    const units = el("input", { id: "account-units", maxLength: 2000, value: (old?.units ?? []).join("、"), autocomplete: "off" });
    const password = el("input", { id: "account-password", type: "password", maxLength: 1000, autocomplete: "new-password" });
    const disabled = el("input", { id: "account-disabled", type: "checkbox", checked: old?.disabled ?? false });
    const button = el("button", { type: "submit", className: "primary" }, "保存");

    return el("form", { id: "account-form", onsubmit: (event) => {
        event.preventDefault();
        busy(button, async () => {
            const change = { display: display.value, unit: unit.value, units: units.value, roles: rolesOf(event.target), disabled: disabled.checked };
            if (password.value !== "")
                change.password = password.value;
            await api("PUT", `/v1/accounts/${encodeURIComponent(name.value)}`, change);
            await saved();
            announce(`账号 ${name.value} 已保存`);
        });
    } }, el("h3", {}, old === null ? "新账号" : "修改账号"), field("账号", name), field("姓名和职务", display), field("单位", unit), field("还为哪些单位提交", units, "名称之间用顿号或逗号；* 表示所有单位；留空则只为本单位"), roleBoxes("角色", "account", Object.keys(words.role), old?.roles ?? []),
    field("密码", password, old === null ? "留空则不能用密码登录（只供令牌使用）" : "留空则不改"),
    el("p", {}, el("label", {}, disabled, " 停用")), button);
}

function accountState(row) {
    if (row.disabled)
        return "停用";
    if (row.locked_until_ms > Date.now())
        return `锁定到 ${timeOf(row.locked_until_ms)}`;
    return row.has_password ? "可以登录" : "只能用令牌";
}

function accountTable(accounts, isMine, edit) {
    return table("账号", ["账号", "姓名和职务", "单位", "角色", "情况", ...(isMine ? ["操作"] : [])], accounts.map((row) => [foreign(row.name, { most: 40 }),
        foreign(row.display, { most: 60 }), foreign([row.unit, ...row.units].filter((name) => name !== "").map((name) => (name === "*" ? "所有单位" : name)).join("、"), { most: 200 }), rolesText(row.roles), accountState(row),
        ...(isMine ? [el("button", { type: "button", "aria-label": `修改 ${plain(row.name, 40)}`, onclick: () => edit(row) }, "修改")] : [])]));
}

// ---- Tokens.

function tokenForm(saved) {
    const account = el("input", { id: "token-account", required: true, maxLength: 100, autocomplete: "off" });
    const label = el("input", { id: "token-label", maxLength: 100, autocomplete: "off" });
    const days = el("input", { id: "token-days", type: "number", min: "1", max: "3660", value: "365", required: true });
    const button = el("button", { type: "submit", className: "primary" }, "生成令牌");
    const shown = el("p", { role: "alert", className: "secret", hidden: true });

    return el("div", {}, el("form", { id: "token-form", onsubmit: (event) => {
        event.preventDefault();
        busy(button, async () => {
            const made = await api("POST", "/v1/tokens", { account: account.value, label: label.value, roles: rolesOf(event.target), days: Number(days.value) });
            await saved();
            shown.hidden = false;
            shown.replaceChildren("令牌只显示这一次，请马上存好：", el("code", { className: "long" }, plain(made.token, 200)));
            announce("令牌已生成");
        });
    } }, el("h3", {}, "新令牌"), field("账号", account), field("用途", label), roleBoxes("角色", "token", Object.keys(words.role), ["submitter"]), field("有效天数", days), button), shown);
}

function tokenTable(tokens, isMine, saved) {
    const revoke = (row) => (row.revoked ? "" : revokeButton(`撤销 ${plain(row.label || row.id, 40)}`, async () => {
        await api("DELETE", `/v1/tokens/${encodeURIComponent(row.id)}`);
        await saved();
        announce("令牌已撤销");
    }));
    const state = (row) => (row.revoked ? "已撤销" : row.expires_ms > 0 && row.expires_ms <= Date.now() ? "已到期" : "有效");

    return table("令牌", ["用途", "账号", "角色", "到期", "情况", ...(isMine ? ["操作"] : [])], tokens.map((row) => [foreign(row.label || row.id, { most: 60 }),
        foreign(row.account, { most: 40 }), rolesText(row.roles), timeOf(row.expires_ms), state(row), ...(isMine ? [revoke(row)] : [])]));
}

export async function showAccounts(place, { account }) {
    const isMine = account.roles.includes("administrator");
    const accounts = el("section"), tokens = el("section"), form = el("section"), newToken = el("section");

    const edit = (row) => {
        form.replaceChildren(accountForm(row, drawAccounts));
        form.querySelector("input:not(:disabled)").focus();
    };
    async function drawAccounts() {
        const answer = await api("GET", "/v1/accounts");
        accounts.replaceChildren(accountTable(answer.accounts, isMine, edit));
        if (isMine)
            form.replaceChildren(accountForm(null, drawAccounts));
    }
    async function drawTokens() {
        const answer = await api("GET", "/v1/tokens");
        tokens.replaceChildren(answer.tokens.length === 0 ? el("p", { className: "empty" }, "没有令牌。") : tokenTable(answer.tokens, isMine, drawTokens));
    }
    place.append(accounts, form, tokens, newToken);
    await Promise.all([drawAccounts(), drawTokens()]);
    if (isMine)
        newToken.append(tokenForm(drawTokens));
}
