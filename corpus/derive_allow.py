#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Candidates for patterns/data/allow.csv, measured on real text and on dictionaries.

Usage: corpus/derive_allow.py [--words TABLE]… [--dictionary FILE]… SEEDS [PATH…]

SEEDS: sensitive words, one a line; TABLE: more of them, a CSV whose column `word` has them (patterns/data/promotions.csv;
services and lures are taken). PATH: files or folders of official text (UTF-8 text, Markdown, HTML, JSON). Three ways
to see what else a word may be, each a row of the output (phrase, seed, how often the phrase occurs, how often the seed
does, way):

- `across`: the seed stands across the border of two words, as the segmenter divides the text (Debian: python3-jieba);
- `around`: without the segmenter, the frequent surroundings of the seed;
- `dictionary`: a word of a dictionary (one a line, what follows a blank does not matter: jieba/dict.txt of
  python3-jieba, rime-data/essay.txt of rime-essay) that holds the seed.

A person then decides which of them are ordinary words; nothing is taken over by itself.
"""
import argparse
import collections
import csv
import os
import re
import sys

BESIDE = 2        # characters on either side
COUNT_MIN = 3     # surroundings that occur less often say nothing
WORD_MAX = 8      # longer entries of a dictionary are sayings
HAN = "[\u4e00-\u9fff]"


def texts(paths):
    for path in paths:
        files = [path]
        if os.path.isdir(path):
            files = sorted(os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)
        for name in files:
            with open(name, encoding="utf-8", errors="ignore") as file:
                yield re.sub(r"(?s)<(script|style).*?</\1>|<[^>]{0,400}>", "", file.read())


def read_seeds(options):
    with open(options.seeds, encoding="utf-8") as file:
        seeds = {line.strip() for line in file if line.strip() and not line.startswith("#")}
    for name in options.words:
        with open(name, encoding="utf-8") as file:
            for row in csv.DictReader(line for line in file if not line.startswith("#")):
                if row.get("part", "service") in ("service", "lure") and re.fullmatch(HAN + "{2,5}", row["word"]):
                    seeds.add(row["word"])
    return sorted(seeds, key=lambda seed: (-len(seed), seed))


def across(seeds, paths, segment):
    """Phrases in which a seed begins or ends within a word."""
    pattern = re.compile("(?=(%s))" % "|".join(seeds))
    phrases, totals = collections.Counter(), collections.Counter()
    for text in texts(paths):
        for run in re.findall(HAN + "{3,}", text):
            found = list(pattern.finditer(run))
            borders = [0]
            for word in segment(run) if found else ():
                borders.append(borders[-1] + len(word))
            for match in found:
                seed, start = match.group(1), match.start()
                end = start + len(seed)
                totals[seed] += 1
                if start not in borders or end not in borders:
                    first = max(border for border in borders if border <= start)
                    last = min(border for border in borders if border >= end)
                    phrases[run[first:last], seed] += 1
    return phrases, totals, 1, "across"


def around(seeds, paths):
    pattern = re.compile("(?=(%s{0,%d})(%s)(%s{0,%d}))" % (HAN, BESIDE, "|".join(seeds), HAN, BESIDE))
    phrases, totals = collections.Counter(), collections.Counter()
    for text in texts(paths):
        for match in pattern.finditer(text):
            before, seed, after = match.groups()
            # The lookahead tries every beginning; each place of the seed counts once, with the longest beginning.
            if match.start() > 0 and len(before) < BESIDE and re.match(HAN, text[match.start() - 1]):
                continue
            totals[seed] += 1
            for left in range(len(before) + 1):
                for right in range(len(after) + 1):
                    if left or right:
                        phrases[before[len(before) - left:] + seed + after[:right], seed] += 1
    return phrases, totals, COUNT_MIN, "around"


def in_dictionaries(seeds, names):
    known, phrases = set(seeds), collections.Counter()
    sizes = {len(seed) for seed in seeds}
    for name in names:
        with open(name, encoding="utf-8") as file:
            for line in file:
                word = re.split(r"\s", line, maxsplit=1)[0]
                if len(word) > WORD_MAX or word in known:
                    continue
                for size in sizes:
                    for start in range(len(word) - size + 1):
                        if word[start:start + size] in known:
                            phrases[word, word[start:start + size]] = 1
    return phrases, collections.Counter(), 1, "dictionary"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", action="append", default=[], metavar="TABLE")
    parser.add_argument("--dictionary", action="append", default=[], metavar="FILE")
    parser.add_argument("seeds")
    parser.add_argument("paths", nargs="*")
    options = parser.parse_args()
    seeds = read_seeds(options)
    try:
        import jieba
        jieba.setLogLevel("ERROR")
        results = [across(seeds, options.paths, lambda run: jieba.cut(run, HMM=False))]
    except ImportError:
        results = [around(seeds, options.paths)]
    results.append(in_dictionaries(seeds, options.dictionary))
    output = csv.writer(sys.stdout, lineterminator="\n")
    output.writerow(["phrase", "contains", "count", "seed count", "way"])
    for phrases, totals, least, way in results:
        for (phrase, seed), count in sorted(phrases.items(), key=lambda item: (item[0][1], -item[1], item[0][0])):
            if count >= least:
                output.writerow([phrase, seed, count, totals[seed], way])


if __name__ == "__main__":
    main()
