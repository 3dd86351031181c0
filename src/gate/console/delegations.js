// SPDX-License-Identifier: Apache-2.0
//
// Delegations: what I gave and got; giving one, taking one back. The administrator and the auditor see all.

import { announce, api, busy, el, field, foreign, plain, revokeButton, roleBoxes, rolesOf, rolesText, table, today } from "./page.js";

const delegable = ["level-1", "level-2", "level-3", "level-4", "secrecy"];

function stateOf(row) {
    if (row.revoked)
        return "已撤销";
    if (row.until < today())
        return "已到期";
    return row.from > today() ? "还没有开始" : "有效";
}

function revoke(row, saved) {
    return revokeButton(`撤销给 ${plain(row.delegate, 40)} 的委托`, async () => {
        await api("DELETE", `/v1/delegations/${encodeURIComponent(row.id)}`);
        await saved();
        announce("委托已撤销");
    });
}

function delegationTable(rows, account, saved) {
    const mayRevoke = (row) => !row.revoked && row.until >= today() &&
        (account.roles.includes("administrator") || [row.delegator, row.delegate].includes(account.name));

    return table("委托", ["委托人", "受托人", "角色", "从", "到", "依据文号", "情况", "操作"], rows.map((row) => [foreign(row.delegator_display || row.delegator, { most: 60 }),
        foreign(row.delegate, { most: 40 }), rolesText(row.roles), plain(row.from, 10), plain(row.until, 10), foreign(row.document, { most: 60 }), stateOf(row),
        mayRevoke(row) ? revoke(row, saved) : ""]));
}

function delegationForm(account, saved) {
    const isAdministrator = account.roles.includes("administrator");
    const mine = isAdministrator ? delegable : delegable.filter((role) => account.roles.includes(role));
    const delegator = el("input", { id: "delegator", maxLength: 100, value: account.name, disabled: !isAdministrator, required: true, autocomplete: "off" });
    const delegate = el("input", { id: "delegate", maxLength: 100, required: true, autocomplete: "off" });
    const from = el("input", { id: "delegated-from", type: "date", min: today(), value: today(), required: true });
    const until = el("input", { id: "delegated-until", type: "date", min: today(), value: today(), required: true });
    const document = el("input", { id: "delegation-document", maxLength: 200, autocomplete: "off" });
    const button = el("button", { type: "submit", className: "primary" }, "委托");

    return el("form", { id: "delegation-form", onsubmit: (event) => {
        event.preventDefault();
        busy(button, async () => {
            await api("POST", "/v1/delegations", { delegator: delegator.value, delegate: delegate.value, roles: rolesOf(event.target),
                from: from.value, until: until.value, document: document.value });
            await saved();
            announce(`已委托 ${delegate.value}`);
        });
    } }, el("h3", {}, "新委托"), field("委托人（账号）", delegator), field("受托人（账号）", delegate), roleBoxes("委托哪些角色", "delegated", mine, mine), field("第一天", from), field("最后一天", until),
    field("依据文号", document, isAdministrator ? "替别人登记时必填：书面委托的文号" : "可以不填"), button);
}

export async function showDelegations(place, { account }) {
    const list = el("section");
    const gives = account.roles.includes("administrator") || delegable.some((role) => account.roles.includes(role));

    async function draw() {
        const { delegations } = await api("GET", "/v1/delegations");
        list.replaceChildren(delegations.length === 0 ? el("p", { className: "empty" }, "没有委托。") : delegationTable(delegations, account, draw));
    }
    place.append(el("p", {}, "受托人在这些天里可以代委托人作决定，台账同时记下两个人。委托人自己已经审过的一级，受托人不能再审别的级。"), list);
    await draw();
    if (gives)
        place.append(delegationForm(account, draw));
}
