#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Last days of laws in patterns/data/laws.csv compared with what the texts of other laws say.

Usage: corpus/check_laws.py laws.csv FOLDER

FOLDER: texts of laws, one a file whose name is the title (../shared/data/laws). A law ends the day before the one comes into
force that says 自…起施行, and of it 同时废止. Prints a row for each title of which a text says so: the title, the day and the law
that the table has, those of the text, and `agrees`, `differs` or `missing` (from the table).
"""
import csv
import datetime
import os
import re
import sys

DAY = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
COUNTRY = "中华人民共和国"


def plain(title):
    return re.sub(r"[（(].*?[）)]$", "", title.replace(COUNTRY, ""))


def repeals(text):
    """The titles that the last article ends, and the last day of each."""
    for match in re.finditer(rf"自{DAY}起施行([^\n]*)", text):
        behind = match.group(4)
        end = re.search(r"同时废止|予以废止", behind)
        if end is None:
            continue
        last = datetime.date(*map(int, match.groups()[:3])) - datetime.timedelta(days=1)
        for title in re.findall(r"《([^》]+)》", behind[:end.start()]):
            yield plain(title), last.isoformat()


def main():
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        rows = csv.reader(line for line in file if not line.startswith("#"))
        table = {row[0]: row for row in list(rows)[1:]}
    told = {}
    for folder, _, names in sorted(os.walk(sys.argv[2])):
        for name in sorted(names):
            new = plain(re.sub(r"\(\d{4}-\d{2}-\d{2}\)", "", os.path.splitext(name)[0]))
            with open(os.path.join(folder, name), encoding="utf-8", errors="ignore") as file:
                for title, last in repeals(file.read()):
                    if title != new:
                        told.setdefault(title, set()).add((last, new))
    output = csv.writer(sys.stdout, lineterminator="\n")
    for title, ends in sorted(told.items()):
        for last, new in sorted(ends):
            row = table.get(title)
            if row is None or row[1] == "":
                verdict = "missing"
            else:
                verdict = "agrees" if row[1] == last else "differs"
            output.writerow([title, row[1] if row else "", row[2] if row else "", last, new, verdict])


main()
