#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rows of patterns/data/shapes.csv: characters of similar shape, for the characters of the canonical phrases.

Usage: corpus/derive_shapes.py --unihan Unihan_DictionaryLikeData.txt --dictionary dict.txt TABLE…

Two characters look alike when their Cangjie codes differ by one letter (kCangjie: the code spells the parts of a character)
and three of the four digits of their four-corner codes agree (kFourCornerCode), or when the code has three letters or more
and the letter that differs is not the only one of its part. Both are in the Unihan database (Debian: unicode-data).
TABLE: tables of which the first column holds the phrases. DICTIONARY: words with how often they occur (python3-jieba): of many the
commonest are kept, since nobody writes a rare one by mistake.
"""
import argparse
import collections
import csv

KEPT = 4
CORNERS = 3  # of four


def read_unihan(path):
    cangjie, corners = {}, {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 3 and fields[1] == "kCangjie":
                cangjie[chr(int(fields[0][2:], 16))] = fields[2]
            elif len(fields) == 3 and fields[1] == "kFourCornerCode":
                corners[chr(int(fields[0][2:], 16))] = fields[2].split()[0][:4]
    return cangjie, corners


def is_in_gb2312(character):
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def differ_by_one(one, other):
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other)) == 1
    shorter, longer = sorted((one, other), key=len)
    return len(longer) - len(shorter) == 1 and any(longer[:at] + longer[at + 1:] == shorter for at in range(len(longer)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--unihan", required=True)
    parser.add_argument("--dictionary", required=True)
    parser.add_argument("tables", nargs="+")
    arguments = parser.parse_args()
    cangjie, corners = read_unihan(arguments.unihan)
    often = collections.Counter()
    with open(arguments.dictionary, encoding="utf-8") as file:
        for line in file:
            for character in line.split()[0]:
                often[character] += int(line.split()[1])
    wanted = set()
    for table in arguments.tables:
        with open(table, encoding="utf-8", newline="") as file:
            rows = csv.reader(line for line in file if not line.startswith("#"))
            wanted.update(character for row in list(rows)[1:] for character in row[0] if is_in_gb2312(character))
    known = [character for character in cangjie if is_in_gb2312(character) and len(cangjie[character]) > 1]
    for right in sorted(wanted.intersection(known)):
        code = cangjie[right]
        found = []
        for other in known:
            same = sum(a == b for a, b in zip(corners.get(right, ""), corners.get(other, "")))
            if other != right and (cangjie[other] == code
                                   or (differ_by_one(code, cangjie[other])
                                       and (same >= CORNERS or min(len(code), len(cangjie[other])) >= 3))):
                found.append((same, often[other], other))
        found.sort(reverse=True)
        if found:
            print(right + "".join(other for _, _, other in found[:KEPT]))


main()
