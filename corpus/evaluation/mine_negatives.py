#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the hard negatives that are real: paragraphs of statutes and interpretations that hold the words of a category.

    corpus/evaluation/mine_negatives.py [--data ../shared/data]

Each category's `-r` items are taken away and drawn anew, so the same data give the same set. Statutes carry no copyright, so
their text stands in the repository; nothing is taken from pages that belong to a publisher. A document belongs to one half
alone, by the digest of its name, and gives a category at most two paragraphs: neither wording nor subject of a law that a
rule's author has seen can come up in the other half. The engine plays no part in the choice.
"""
import argparse
import glob
import hashlib
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "scripts"))
import evaluation_set  # noqa: E402 (the folder is known only now)

WANTED = 60  # of each category and half
PER_DOCUMENT = 2
# Words by what DOMAIN names for the category; a paragraph with more different ones is harder and comes first.
WORDS = {
    "classified": "国家秘密|绝密|机密|秘密|密级|解密|保密期限|定密|涉密|泄密|保密",
    "internal": "内部|不得外传|注意保管|不得公开|不宜公开|工作秘密|内部资料|仅供|讨论|送审|草案|收回|销毁|请示|批示|征求意见",
    "disclosure": "主动公开|依申请公开|不予公开|不公开|公开属性|可以公开|不得公开|予以公开|公开发布|政府信息公开|公开|公布|公告|公示|通报",
    "personal": "身份证|证件号码|个人信息|住址|电话|银行账户|账号|病历|残疾|出生日期|未成年人|姓名|性别|年龄|护照|户口",
    "statistics": "统计|生产总值|增长|百分之|财政收入|同比|季度|上半年|指标|亿元|万元|投资|国内生产",
    "approval": "疫情|传染病|动物疫病|非洲猪瘟|坐标|地图|高程|突发事件|抽检|产品质量|不合格|地震|预报|食品安全|死亡",
    "case": "立案|侦查|起诉|案号|犯罪嫌疑人|审理|审查起诉|上诉|执行案件|行政复议|仲裁|开庭|判决|举报",
    "formulation": "中华人民共和国|民族|自治|台湾|香港|澳门|国务院|委员会|全国人民代表大会|社会主义|四个|三个",
    "quality": "附件|样式|格式|填写|公式|附表|某某|标点|模板|示范文本|错误|更正",
    "prohibited": "赌博|毒品|淫秽|色情|传销|枪支|爆炸物|邪教|诈骗|彩票|发票|卖淫|迷信|贷款|代理",
    "tamper": "网站|链接|域名|网络|互联网|弹窗|跳转|游戏|彩票|平台|软件|信息系统|篡改",
}


def half_of(name):
    return ("dev", "test")[hashlib.sha256(name.encode()).digest()[0] % 2]


def paragraphs(data):
    """Paragraphs in the length of what a page quotes, with the document that they come from."""
    for path in sorted(glob.glob(os.path.join(data, "laws", "**", "*.md"), recursive=True)):
        name = os.path.relpath(path, data)
        with open(path, encoding="utf-8") as file:
            for line in file:
                text = line.strip().replace("\u3000", " ")
                if 40 <= len(text) <= 400 and not re.match(r"[#<>|!\[*-]", text):
                    yield name, text


def draw(category, half, candidates, taken):
    words = re.compile(WORDS[category])
    ranked = []
    for name, text in candidates:
        found = len(set(words.findall(text)))
        if found and half_of(name) == half:
            ranked.append((-found, hashlib.sha256((category + text).encode()).hexdigest(), name, text))
    chosen, by_document = [], {}
    for _, _, name, text in sorted(ranked):
        own = evaluation_set.shingles(text)
        # Laws repeat each other's closing formulas, and amendments whole articles.
        if by_document.get(name, 0) < PER_DOCUMENT and all(evaluation_set.likeness(own, other) < evaluation_set.NEAR for other in taken):
            by_document[name] = by_document.get(name, 0) + 1
            taken.append(own)
            chosen.append((name, text))
        if len(chosen) == WANTED:
            break
    return chosen


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default=os.path.join(ROOT, "..", "shared", "data"))
    candidates = list(paragraphs(parser.parse_args().data))
    for category in WORDS:
        items, taken = {}, []
        for half in ("dev", "test"):
            with open(os.path.join(HERE, f"{category}.{half}.jsonl"), encoding="utf-8") as lines:
                items[half] = [item for item in map(json.loads, lines) if not item["id"].startswith(f"{category}-r")]
            taken += [evaluation_set.shingles(item["text"]) for item in items[half] if item["label"] == "negative"]
        number = 0
        for half, kept in items.items():
            for name, text in draw(category, half, candidates, taken):
                number += 1
                kept.append({"id": f"{category}-r{number:03}", "label": "negative", "category": category, "file": "x.txt",
                             "text": text + "\n", "source": f"data/{name}"})
            with open(os.path.join(HERE, f"{category}.{half}.jsonl"), "w", encoding="utf-8") as out:
                out.writelines(json.dumps(item, ensure_ascii=False) + "\n" for item in kept)


if __name__ == "__main__":
    main()
