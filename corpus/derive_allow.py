#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Candidates for patterns/data/allow.csv, measured on real text.

Usage: corpus/derive_allow.py SEEDS PATH…

SEEDS: sensitive words, one a line. PATH: files or folders of official text (UTF-8 text, Markdown, HTML, JSON).
For each seed it looks at every place where the seed stands across a border of words, that is, together with the
characters beside it, and prints the frequent surroundings as CSV: phrase, seed, how often the phrase occurs, and how
often the seed does. A person then decides which of them are ordinary words; nothing is taken over by itself.
"""
import collections
import csv
import os
import re
import sys

BESIDE = 2        # characters on either side
COUNT_MIN = 3     # a phrase that occurs less often says nothing
HAN = "[\u4e00-\u9fff]"


def texts(paths):
    for path in paths:
        files = [path]
        if os.path.isdir(path):
            files = sorted(os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)
        for name in files:
            with open(name, encoding="utf-8", errors="ignore") as file:
                yield re.sub(r"<[^>]{0,400}>", "", file.read())


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        seeds = [line.strip() for line in file if line.strip() and not line.startswith("#")]
    around = re.compile("(?=(%s{0,%d})(%s)(%s{0,%d}))" % (HAN, BESIDE, "|".join(seeds), HAN, BESIDE))
    phrases, totals = collections.Counter(), collections.Counter()
    for text in texts(sys.argv[2:]):
        for match in around.finditer(text):
            before, seed, after = match.groups()
            # The lookahead tries every beginning; each place of the seed counts once, with the longest beginning.
            if match.start() > 0 and len(before) < BESIDE and re.match(HAN, text[match.start() - 1]):
                continue
            totals[seed] += 1
            for left in range(len(before) + 1):
                for right in range(len(after) + 1):
                    if left or right:
                        phrases[before[len(before) - left:] + seed + after[:right], seed] += 1
    output = csv.writer(sys.stdout, lineterminator="\n")
    output.writerow(["phrase", "contains", "count", "seed count"])
    for (phrase, seed), count in sorted(phrases.items(), key=lambda item: (item[0][1], -item[1], item[0][0])):
        if count >= COUNT_MIN:
            output.writerow([phrase, seed, count, totals[seed]])


if __name__ == "__main__":
    main()
