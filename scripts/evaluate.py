# SPDX-License-Identifier: Apache-2.0
"""What scripts/evaluate runs where it is given no folders: measures the rules with corpus/evaluation and with large benign text.

For each category precision, recall and F1; for each action false alarms per million characters of text that is known to be
harmless; with --mutations, what is still found after each evasion, as a share of what is found without.
"""
import argparse
import collections
import glob
import gzip
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import html.parser
import unicodedata

import evaluation_set

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
SET = os.path.join(ROOT, "corpus", "evaluation")
ACTIONS = {"none": 0, "note": 1, "review": 2, "block": 3}
RECALL_GOALS = {"classified": 0.98, "personal": 0.98, "statistics": 0.95, "tamper": 0.95}
RECALL_GOAL = 0.90
ALARM_GOALS = {"block": 0.2, "review": 5.0}
MUTATION_GOAL = 0.98
HAN = r"[\u4e00-\u9fff]"
WRAPPED_WIDTH = 34
BENIGN_FOLDERS = ("laws", "regulations", "newspages")
BENIGN_PACKAGES = ("debian-reference-zh-cn", "maint-guide-zh-cn", "debmake-doc", "manpages-zh")


def read_items(halves, categories, folder):
    items = []
    for half in halves:
        for path in sorted(glob.glob(os.path.join(folder, f"*.{half}.jsonl"))):
            if categories and os.path.basename(path).split(".")[0] not in categories:
                continue
            with open(path, encoding="utf-8") as lines:
                items += [json.loads(line) for line in lines if line.strip()]
    return items


class Scanner:
    def __init__(self, binary, rules):
        binary = os.path.abspath(binary)  # it is run in other folders
        self.command = [binary, "scan", "--format", "jsonl", "--progress", "never"] + (["--rules", os.path.abspath(rules)] if rules else [])

    def lines(self, arguments, folder):
        run = subprocess.run(self.command + arguments, cwd=folder, capture_output=True, check=False)
        if run.returncode not in (0, 1, 3):
            sys.exit("evaluate: guanka could not run: " + run.stderr.decode("utf-8", "replace"))
        return [json.loads(line) for line in run.stdout.splitlines()]

    def items(self, items, render):
        """The findings of each item: id -> [(category, action, finding)]. One run for each day and set of tables."""
        groups = collections.defaultdict(list)
        for item in items:
            groups[item.get("as_of"), json.dumps(item.get("layer"), sort_keys=True)].append(item)
        found = {item["id"]: [] for item in items}
        for (day, layer), members in groups.items():
            with tempfile.TemporaryDirectory() as work:
                arguments = ["--as-of", day] if day else []
                if layer != "null":
                    for name, table in json.loads(layer).items():
                        write(os.path.join(work, "layer", name), table.encode())
                    arguments += ["--layer", os.path.join(work, "layer")]
                for item in members:
                    write(os.path.join(work, "items", item["id"], item["file"]), render(item))
                for line in self.lines(arguments + ["."], os.path.join(work, "items")):
                    if line["type"] == "finding":
                        found[line["path"].removeprefix("./").split("/")[0]].append(line)
        return found


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def is_of(found, wanted):
    return found == wanted or found.startswith(wanted + ".")


def hit(item, findings, located=False):
    """Whether a positive item was found as it should be (where located is set, at the labelled place), or a negative one gave a
    false alarm."""
    if item["label"] == "negative":
        return any(is_of(f["category"], item["category"]) and ACTIONS[f["action"]] >= ACTIONS["review"] for f in findings)
    least = ACTIONS[item["at_least"]]
    if located:
        findings = [finding for finding in findings if evaluation_set.overlaps(item, finding)]

    def has(category):
        return any(is_of(f["category"], category) and ACTIONS[f["action"]] >= least for f in findings)

    return all(has(category) for category in item["expect"]) or any(has(category) for category in item.get("either", []))


def mark(value, good):
    return f"{value:.3f}" if good else f"{value:.3f} !"


def report_categories(items, found, list_wrong, seen):
    missed = False
    counts = collections.defaultdict(collections.Counter)
    for item in items:
        is_hit = hit(item, found[item["id"]])
        counts[item["category"]][item["label"], is_hit] += 1
        if item["label"] == "positive":
            counts[item["category"]]["located"] += hit(item, found[item["id"]], located=True)
            counts[item["category"]]["new frame", is_hit] += item["id"] not in seen
        if list_wrong and is_hit != (item["label"] == "positive"):
            names = ", ".join(sorted({f["rule"] + ":" + f["action"] for f in found[item["id"]]})) or "-"
            text = item.get("place") or " ".join(item["text"].split())[:80]
            print(f"{'MISSED' if item['label'] == 'positive' else 'ALARM'}\t{item['id']}\t{text}\t{names}")
        if item["label"] == "negative":
            worst = max((ACTIONS[f["action"]] for f in found[item["id"]] if is_of(f["category"], item["category"])), default=0)
            counts[item["category"]]["worst", worst] += 1
    print(f"{'category':<14}{'positive':>9}{'negative':>9}{'precision':>12}{'recall':>10}{'located':>9}{'F1':>8}"
          f"{'block':>7}{'review':>7}{'note':>6}{'new frames':>13}")
    for category in sorted(counts):
        count = counts[category]
        right, lost, wrong = count["positive", True], count["positive", False], count["negative", True]
        precision = right / max(1, right + wrong)
        recall = right / max(1, right + lost)
        score = 2 * precision * recall / max(1e-9, precision + recall)
        good = recall >= RECALL_GOALS.get(category, RECALL_GOAL)
        missed |= not good
        fresh = f"{count['new frame', True]} of {count['new frame', True] + count['new frame', False]}" if seen else "-"
        print(f"{category:<14}{right + lost:>9}{wrong + count['negative', False]:>9}{precision:>12.3f}{mark(recall, good):>10}"
              f"{count['located'] / max(1, right + lost):>9.3f}{score:>8.3f}"
              f"{count['worst', 3]:>7}{count['worst', 2]:>7}{count['worst', 1]:>6}{fresh:>13}")
    print("(located: recall where a finding must touch the labelled place; block, review, note: negative items whose worst finding of\n"
          "the category has that action; new frames: positive items found of those that resemble no item of dev; ! misses its goal)\n")
    return missed


def han(text):
    """Chinese characters alone: markup, code and English between them would flatter a rate per million."""
    return len(re.findall(HAN, text))


class Text(html.parser.HTMLParser):
    """The characters of a page that a person reads: what a rate per million is counted over."""

    def __init__(self):
        super().__init__()
        self.count, self.skip = 0, 0

    def handle_starttag(self, tag, attrs):
        self.skip += tag in ("script", "style")

    def handle_endtag(self, tag):
        self.skip -= tag in ("script", "style") and self.skip > 0

    def handle_data(self, data):
        if not self.skip:
            self.count += han(data)


def characters(path):
    with open(path, "rb") as file:
        data = file.read()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    if not path.endswith((".html", ".htm")):
        return han(text)
    reader = Text()
    reader.feed(text)
    return reader.count


def debian_texts(work):
    """Copies of the Chinese documentation that is installed, compressed pages of manuals unpacked."""
    made = []
    for package in BENIGN_PACKAGES:
        listed = subprocess.run(["dpkg-query", "--listfiles", package], capture_output=True, text=True, check=False).stdout
        for path in listed.splitlines():
            name = os.path.basename(path).removesuffix(".gz")
            if not os.path.isfile(path) or os.path.islink(path) or not re.search(r"\.(html|txt|[1-8][a-z]*)$", name):
                continue
            if package in ("manpages-zh", "debmake-doc") and not re.search(r"zh[-_]cn", path, re.I):
                continue
            opener = gzip.open if path.endswith(".gz") else open
            with opener(path, "rb") as file:
                data = file.read()
            target = os.path.join(work, package, name if name.endswith(".html") else name + ".txt")
            write(target, data)
            made.append(package)
    return sorted(set(made))


def wrap(text):
    """As mail, recognition and old editors end lines: none begins with a mark of punctuation that ends something."""
    lines = []
    for line in text.split("\n"):
        while len(line) > WRAPPED_WIDTH:
            cut = WRAPPED_WIDTH - (line[WRAPPED_WIDTH] in "，。、；：！？）》”〉】")
            lines.append(line[:cut])
            line = line[cut:]
        lines.append(line)
    return "\n".join(lines)


def wrapped_laws(work, data):
    """Copies of the laws whose lines end in the middle of words."""
    root = os.path.join(work, "laws, lines of 34")
    for folder, _, names in os.walk(os.path.join(data, "laws")):
        for name in names:
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                write(os.path.join(root, os.path.basename(folder), name + ".txt"), wrap(file.read()).encode())
    return [root] if os.path.isdir(root) else []


def count_alarms(scanner, root, list_wrong):
    found = collections.Counter()
    for line in scanner.lines([root], "/"):
        if line["type"] != "finding":
            continue
        # The regulations hold the brand that replaced the publisher and real errors: those are no false alarms.
        if root.endswith("/regulations") and line["category"] in ("tamper", "prohibited.6", "quality", "formulation"):
            continue
        found[line["action"]] += 1
        if list_wrong and line["action"] != "note":
            print(f"{line['action']}\t{line['rule']}\t{line['path']}\t{line.get('excerpt')}")
    return found


def report_roots(scanner, roots, list_wrong):
    """Prints a row for each folder and what they give together. True: a goal is missed."""
    missed, total, alarms = False, 0, collections.Counter()
    for root in roots:
        count = sum(characters(os.path.join(folder, name)) for folder, _, names in os.walk(root) for name in names)
        here = count_alarms(scanner, root, list_wrong)
        print(f"{os.path.basename(root):<30}{count:>12}{here['block']:>7}{here['review']:>8}{here['note']:>7}")
        total += count
        alarms += here
    rates = []
    for action in ("block", "review", "note"):
        rate = alarms[action] * 1e6 / max(1, total)
        good = rate <= ALARM_GOALS.get(action, float("inf"))
        missed |= not good
        rates.append(f"{action} {mark(rate, good)}")
    print(f"false alarms per million Chinese characters ({total} of them): " + ", ".join(rates))
    return missed


def report_benign(scanner, data, list_wrong):
    with tempfile.TemporaryDirectory() as work:
        roots = [os.path.join(data, folder) for folder in BENIGN_FOLDERS if os.path.isdir(os.path.join(data, folder))]
        packages = debian_texts(work)
        absent = [folder for folder in BENIGN_FOLDERS if not os.path.isdir(os.path.join(data, folder))]
        absent += [package for package in BENIGN_PACKAGES if package not in packages]
        roots += [os.path.join(work, package) for package in packages]
        if not roots:
            print("benign text: none is here; see ../shared/data and the Debian packages " + " ".join(BENIGN_PACKAGES))
            return False
        print(f"{'benign text':<30}{'characters':>12}{'block':>7}{'review':>8}{'note':>7}")
        missed = report_roots(scanner, roots, list_wrong)
        wrapped = wrapped_laws(work, data)
        if wrapped:
            missed |= report_roots(scanner, wrapped, list_wrong)
        if absent:
            print("not here, so not measured: " + " ".join(absent))
    print()
    return missed


def outside_tags(function):
    """Applies a change to the text between tags only; a page's scripts stay, and where tags are meant, its title, which has none."""
    tags = r"<!--.*?-->|<script.*?</script>|<style.*?</style>|<[^>]*>|&[#\w]+;"

    def changed(item):
        text, place = item["text"], item.get("place", "")
        makes_tags = "<" in function("机密") or ("<" not in place and "<" in function(place))
        kept = r"<title.*?</title>|" + tags if makes_tags else tags
        if not item["file"].endswith((".html", ".htm")):
            return function(text).encode()
        pieces = re.split(f"({kept})", text, flags=re.S | re.I)
        return "".join(piece if index % 2 else function(piece) for index, piece in enumerate(pieces)).encode()

    return changed


def paragraphs(text, function):
    """Plain text as markup, a paragraph for each line, changed between the references."""
    escape = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
    lines = ("".join(escape.get(letter, letter) for letter in line) for line in text.split("\n"))
    return "".join(f"<p>{re.sub(r'(&[a-z]+;)|([^&]+)', lambda m: m[1] or function(m[2]), line)}</p>\n" for line in lines)


def as_page(function):
    """A change that only markup can make: plain text becomes a page first. Tables in CSV have no such form."""

    def changed(item):
        if item["file"].endswith(".csv"):
            return None
        if item["file"].endswith((".html", ".htm")):
            return outside_tags(function)(item)
        return f'<html><head><meta charset="utf-8"></head><body>\n{paragraphs(item["text"], function)}</body></html>\n'.encode()

    return changed


def full_width(text):
    return "".join(chr(ord(letter) + 0xFEE0) if letter.isascii() and letter.isalnum() else letter for letter in text)


def radicals():
    return {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}


def may_end_line(before, behind):
    """Whether a line may end there: not within a Latin word or a short number, before closing or behind opening punctuation, or
    before a blank (Unicode annex 14; a page shows long identity numbers broken as well, DOMAIN 3.1)."""
    if re.search(r"[\w.%&${]$", before, re.A) and re.match(r"[\w.%&;{}]", behind, re.A):
        return bool(re.search(r"\d{2}$", before) and re.match(r"\d{2}", behind) and re.search(r"\d{15}", before + behind))
    return not re.match(r"[\s，。、；：？！）》」』】〕,.;:?!)\]}]", behind) and not re.search(r"[（《「『【〔(\[{@]$", before)


def broken_place(item):
    """One <br> in the middle of the words that the finding should overlap, or as near before it as a line may end: a line that is
    full."""
    place = item.get("place", "")
    half = len(place) // 2
    while 0 < half and not may_end_line(place[:half], place[half:]):
        half -= 1
    if "<" in place:  # markup is no text that a line could break
        half = 0
    return as_page(lambda text: text.replace(place, place[:half] + "<br>" + place[half:]) if half else text)(item)


def on_a_site():
    """As a content system shows the text: site, columns and particulars in front of it, what can be done with the page behind it."""
    with open(os.path.join(SET, "site.html"), encoding="utf-8") as file:
        site = file.read()

    def changed(item):
        if item["file"].endswith(".csv") or re.search("<html|<title|<body", item["text"], re.I):
            return None
        is_markup = item["file"].endswith((".html", ".htm"))
        content = item["text"] if is_markup else paragraphs(item["text"], lambda text: text)
        return site.replace("@CONTENT@", content).encode()

    return changed


def traditional(items):
    """The texts of all items through ICU's own transliterator, in one run."""
    mark_line = "\n\u241e\n"
    run = subprocess.run(["uconv", "-f", "utf-8", "-t", "utf-8", "-x", "Hans-Hant"], capture_output=True, check=False,
                         input=mark_line.join(item["text"] for item in items).encode())
    return dict(zip((item["id"] for item in items), run.stdout.decode().split(mark_line))) if run.returncode == 0 else None


def mutations(items):
    table = radicals()
    stars = "☆＊*※✩⋆"
    made = {
        "full width": outside_tags(full_width),
        "blanks between Han": outside_tags(lambda text: re.sub(f"(?<={HAN})(?={HAN})", " ", text)),
        "zero width": outside_tags(lambda text: re.sub(f"(?<={HAN})(?={HAN})", "\u200b", text)),
        "entities": as_page(lambda text: "".join(letter if letter.isascii() else f"&#{ord(letter)};" for letter in text)),
        "tags in words": as_page(lambda text: re.sub(f"(?<={HAN})(?={HAN})", "<span></span>", text)),
        "wbr in words": as_page(lambda text: re.sub(f"(?<={HAN})(?={HAN})", "<wbr>", text)),
        "br in the place": broken_place,
        "on a site's page": on_a_site(),
        "Kangxi radicals": outside_tags(lambda text: "".join(table.get(letter, letter) for letter in text)),
        "stars": outside_tags(lambda text: re.sub("★", lambda m: stars[m.start() % len(stars)], text)),
        "GBK": lambda item: re.sub(r"(?i)utf-8", "gbk", item["text"]).encode("gb18030"),
    }
    converted = traditional(items) if shutil.which("uconv") else None
    if converted:
        made["Traditional"] = lambda item: converted[item["id"]].encode()
    else:
        print("Traditional: uconv is missing (apt-get install icu-devtools), so not measured")
    return made


def report_mutations(scanner, items, plain, options, list_wrong):
    missed, goal = False, options.mutation_goal
    items = [item for item in items if item["label"] == "positive"]
    print(f"{'evasion':<22}{'items':>7}{'without':>9}{'with':>7}{'share':>10}")
    for name, change in mutations(items).items():
        if name in options.leave_out:
            continue
        taken, all_changed = [], 0
        for item in items:
            data = change(item)
            if data is None or data == item["text"].encode():
                continue
            all_changed += 1
            if not hit(item, plain[item["id"]]):
                continue
            taken.append(dict(item, data=data, file=item["file"] if not data.startswith(b"<html") else
                              os.path.splitext(item["file"])[0] + ".html"))
        found = scanner.items(taken, lambda item: item["data"])
        lost = [item for item in taken if not hit(item, found[item["id"]])]
        share = 1 - len(lost) / max(1, len(taken))
        missed |= share < goal
        before, after = len(taken) / max(1, all_changed), (len(taken) - len(lost)) / max(1, all_changed)
        print(f"{name:<22}{all_changed:>7}{before:>9.3f}{after:>7.3f}{mark(share, share >= goal):>10}")
        if list_wrong:
            for item in lost:
                print(f"LOST\t{name}\t{item['id']}\t{item.get('place', '')}")
    print("(items that the evasion changes, recall of them without it and with it, and the one as a share of the other)\n")
    return missed


def check_set(data):
    """Whether the set is what its README says; the texts of its sources are looked up where they are here."""
    items, halves_of = [], {}
    for half in ("dev", "test"):
        members = read_items([half], None, SET)
        halves_of.update((item["id"], half) for item in members)
        items += members
    found = evaluation_set.faults(items, data, halves_of)
    print("\n".join(found) or f"the labelled set holds: {len(items)} items")
    return 1 if found else 0


def main():
    parser = argparse.ArgumentParser(prog="scripts/evaluate")
    parser.add_argument("--rules")
    parser.add_argument("--test", action="store_true", help="the half that is kept for reporting, too")
    parser.add_argument("--list", action="store_true", help="name what is wrong (of the development half only)")
    parser.add_argument("--check", nargs="?", const="all", choices=("all", "mutations", "set"),
                        help="exit with 1 where a goal is missed; set: judge the labelled set alone, without guanka")
    parser.add_argument("--mutation-goal", type=float, default=MUTATION_GOAL, help="the least share that an evasion leaves")
    parser.add_argument("--mutations", action="store_true", help="apply evasions to the positive items")
    parser.add_argument("--leave-out", action="append", default=[], metavar="EVASION", help="not this evasion (repeatable)")
    parser.add_argument("--sample", type=int, metavar="N", help="at most N items of each category")
    parser.add_argument("--no-benign", action="store_true", help="leave the large benign text out")
    parser.add_argument("--category", action="append", help="only this one (repeatable)")
    parser.add_argument("--source", metavar="TEXT", help="only items whose source holds these words, such as one batch of the set")
    parser.add_argument("--data", default=os.path.join(ROOT, "..", "shared", "data"))
    options = parser.parse_args()
    scanner = Scanner(os.environ.get("GUANKA") or os.path.join(ROOT, "scripts", "guanka"), options.rules)
    if options.check == "set":
        return check_set(options.data)
    missed, known = False, read_items(["dev"], options.category, SET)
    for half in ("dev", "test") if options.test else ("dev",):
        items = read_items([half], options.category, SET)
        if options.source:
            items = [item for item in items if options.source in item["source"]]
        if options.sample:
            chosen = random.Random(4)
            by_category = collections.defaultdict(list)
            for item in items:
                by_category[item["category"]].append(item)
            items = [item for members in by_category.values() for item in chosen.sample(members, min(options.sample, len(members)))]
        if not items:
            sys.exit("evaluate: no items")
        print(f"== {half}: {len(items)} items")
        found = scanner.items(items, lambda item: item["text"].encode())
        seen = evaluation_set.seen_frames([item for item in items if item["label"] == "positive"], known) if half == "test" else set()
        missed |= report_categories(items, found, options.list and half == "dev", seen) and options.check != "mutations"
        if options.mutations:
            missed |= report_mutations(scanner, items, found, options, options.list and half == "dev")
    if not options.no_benign:
        missed |= report_benign(scanner, os.path.realpath(options.data), options.list)
    return 1 if missed and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
