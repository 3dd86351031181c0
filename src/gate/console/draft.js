// SPDX-License-Identifier: Apache-2.0
//
// The text of a draft with what was found in it, in place.
//
// The bytes are those that are stored. Markup is shown as it is written and as the text that a reader would see, never
// as a page.

import { apiBytes, el, plain, visible, word } from "./page.js";

const shownMost = 400000; // bytes of one content; more would make a browser slow
const markedMost = 2000; // findings of one content
const textual = /^(text\/|application\/(json|xml|xhtml\+xml|javascript))|\+xml$/;

// Which content each finding is in. Contents may have the same name; then the documents, which are in the same order,
// say how many findings belong to each. -1: the title, or nothing that is shown.
export function contentOf(findings, contents, documents) {
    const rest = new Map();

    contents.forEach((content, ordinal) => {
        const path = content.name || "-";
        rest.set(path, [...(rest.get(path) ?? []), { ordinal, left: 0 }]);
    });
    for (const [path, places] of rest) {
        // The title is scanned first, and is called "title" whatever the contents are called.
        const counts = documents.filter((each, index) => each.path === path && !(path === "title" && index === 0));
        places.forEach((place, index) => { place.left = counts[index]?.findings ?? 0; });
    }
    return findings.map((finding) => {
        const place = (rest.get(finding.path) ?? []).find((each) => each.left > 0);
        if (place === undefined)
            return -1;
        place.left--;
        return place.ordinal;
    });
}

function isPlace(finding, size) {
    return Number.isInteger(finding.byte_start) && Number.isInteger(finding.byte_end) && finding.byte_start >= 0
        && finding.byte_start < finding.byte_end && finding.byte_end <= size;
}

// Where the set of findings changes, ascending.
function boundaries(places, size) {
    const cuts = new Set([0, size]);

    for (const { finding } of places) {
        cuts.add(Math.min(finding.byte_start, size));
        cuts.add(Math.min(finding.byte_end, size));
    }
    return [...cuts].sort((left, right) => left - right);
}

function worst(places) {
    return ["block", "review", "note"].find((action) => places.some(({ finding }) => finding.action === action)) ?? "note";
}

function marked(text, places, begun, onfind) {
    const mark = el("mark", { className: worst(places) }, visible(text, { lines: true }));

    for (const { finding, number } of places) {
        if (begun.has(number))
            continue;
        begun.add(number);
        mark.prepend(el("button", { type: "button", className: "number", id: `place-${number}`,
            "aria-label": `第 ${number} 处：${word("action", finding.action)}，${plain(finding.message, 60)}`, onclick: () => onfind(number) },
        String(number)));
    }
    return mark;
}

function decoderOf(charset) {
    try {
        return new TextDecoder(charset || "utf-8");
    } catch {
        return null;
    }
}

// `places` are {finding, number}. One decoder for all, so that no character is torn at a boundary.
function source(bytes, charset, places, onfind) {
    const size = Math.min(bytes.length, shownMost);
    const decoder = decoderOf(charset);
    const within = places.filter(({ finding }) => isPlace(finding, size)).slice(0, markedMost);
    const cuts = boundaries(within, size);
    const begun = new Set();
    const out = el("pre", { className: "source", tabIndex: 0, role: "region", "aria-label": "原文" });

    if (decoder === null)
        return el("p", { className: "empty" }, "浏览器不认识这份内容的字符编码，请下载查看。");
    for (let index = 0; index + 1 < cuts.length; index++) {
        const text = decoder.decode(bytes.subarray(cuts[index], cuts[index + 1]), { stream: index + 2 < cuts.length });
        const here = within.filter(({ finding }) => finding.byte_start <= cuts[index] && finding.byte_end >= cuts[index + 1]);
        out.append(here.length > 0 ? marked(text, here, begun, onfind) : visible(text, { lines: true }));
    }
    return out;
}

// ---- The text between the tags. Not a browser's parser, which would build the elements of the draft: one pass over the
// characters, so that no text takes long.

const inline = new Set("a,abbr,acronym,b,bdi,bdo,big,cite,code,del,dfn,em,font,i,ins,kbd,label,mark,q,s,samp,small,span,strike,strong,sub,sup,tt,u,var".split(","));
const silent = ["script", "style", "template", "noscript", "title", "textarea"];
const entities = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", ensp: " ", emsp: " ", middot: "·", mdash: "—", hellip: "…", ldquo: "“", rdquo: "”",
    lsquo: "‘", rsquo: "’", times: "×", yen: "¥", copy: "©", zwj: "\u200d", zwnj: "\u200c", lrm: "\u200e", rlm: "\u200f", shy: "\u00ad" };

function entityOf(all, name) {
    if (name[0] !== "#")
        return entities[name] ?? all;
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
}

// Behind the ">" of the tag at `at`. A quote opens a value only behind "=".
function tagEnd(text, at) {
    let quote = "", before = "";

    for (let index = at; index < text.length; index++) {
        const character = text[index];
        if (quote !== "")
            quote = character === quote ? "" : quote;
        else if (character === ">")
            return index + 1;
        else if ((character === '"' || character === "'") && before === "=")
            quote = character;
        if (character.trim() !== "")
            before = character;
    }
    return text.length;
}

function behind(text, words, from) {
    const at = text.indexOf(words, from);
    return at < 0 ? text.length : at + words.length;
}

export function textBetweenTags(text) {
    const lower = text.toLowerCase();
    let out = "", at = 0;

    while (at < text.length) {
        const begin = text.indexOf("<", at);
        if (begin < 0)
            break;
        out += text.slice(at, begin);
        const [, close, name] = /^<(\/?)([a-z][a-z0-9]*)/.exec(lower.slice(begin, begin + 40)) ?? [];
        if (lower.startsWith("<!--", begin)) {
            at = behind(lower, "-->", begin);
        } else if (name !== undefined || /[!?/]/.test(text[begin + 1] ?? "")) {
            at = tagEnd(text, begin);
            if (close === "" && silent.includes(name))
                at = tagEnd(text, behind(lower, `</${name}`, at));
            else if (!inline.has(name))
                out += "\n";
        } else {
            out += "<";
            at = begin + 1;
        }
    }
    return (out + text.slice(at)).replace(/&(#?\w{1,10});/g, entityOf).replace(/[ \t\r\f]+/g, " ").replace(/ ?\n[ \n]*/g, "\n").trim();
}

function readerText(bytes, charset) {
    return textBetweenTags(decoderOf(charset)?.decode(bytes.subarray(0, shownMost)) ?? "");
}

function isMarkup(content, report) {
    return /html|xml/.test(report?.media_type ?? content.media_type ?? "");
}

function isTextual(content, report) {
    return textual.test(report?.media_type ?? "") || textual.test(content.media_type ?? "");
}

function download(bytes, ordinal) {
    return el("button", { type: "button", onclick: () => {
        const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
        const link = document.createElement("a");
        link.href = address;
        link.download = `content-${ordinal}`;
        link.click();
        setTimeout(() => URL.revokeObjectURL(address), 60000);
    } }, "下载这份内容");
}

function drawContent(place, bytes, content, report, places, onfind) {
    place.append(el("p", { className: "line" }, `${word("verdict", report?.verdict ?? "review")}，${bytes.length.toLocaleString("zh-CN")} 字节，`,
        visible(report?.media_type ?? content.media_type, { most: 60 }), report?.charset ? `，${plain(report.charset, 20)}` : "", download(bytes, content.ordinal)));
    for (const problem of report?.problems ?? [])
        place.append(el("p", { className: "warning" }, "没有读全：", visible(problem.code, { most: 40 }), " ", visible(problem.detail, { most: 200 })));
    if (!isTextual(content, report)) {
        place.append(el("p", { className: "empty" }, "这种格式不在这里显示原文；发现的上下文见每一处的摘录。"));
        return;
    }
    if (bytes.length > shownMost)
        place.append(el("p", { className: "warning" }, `只显示前 ${shownMost.toLocaleString("zh-CN")} 字节；后面的发现见各自的摘录。`));
    if (isMarkup(content, report))
        place.append(el("details", {}, el("summary", {}, "标签之间的文字"),
            el("pre", { className: "source" }, visible(readerText(bytes, report?.charset), { lines: true }))));
    place.append(source(bytes, report?.charset, places, onfind));
}

// One section for each content. `found` are {finding, number, ordinal}.
export async function drawContents(place, id, contents, documents, found, onfind) {
    for (const content of contents) {
        const same = contents.filter((each) => each.name === content.name && each.ordinal < content.ordinal).length;
        const report = documents.filter((each, index) => each.path === (content.name || "-") && !(each.path === "title" && index === 0))[same];
        const section = el("section", { className: "content" }, el("h3", {}, content.ordinal === 0 ? "正文：" : `附件 ${content.ordinal}：`,
            el("bdi", {}, visible(content.name || "（无名）", { most: 120 }))));

        place.append(section);
        if (content.bytes === null) {
            section.append(el("p", { className: "empty" }, "这份内容已过保存期限，只留下摘要值。"));
            continue;
        }
        const bytes = new Uint8Array(await apiBytes(`/v1/reviews/${encodeURIComponent(id)}/contents?ordinal=${content.ordinal}`));
        drawContent(section, bytes, content, report, found.filter(({ ordinal }) => ordinal === content.ordinal), onfind);
    }
}
