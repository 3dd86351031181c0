#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rows of patterns/data/phrases.csv for names of three characters, with the forms that are right as well.

Usage: corpus/derive_names.py --sounds pinyin_table.inc --dictionary FILE… NAMES

NAMES: rows `name,kind,source`. A name of three characters is varied by replacing one that sounds alike, so that another
word, or the name of another place, may come out: 通化市 and 同化. Forms of which two neighbours are a word of a dictionary
(jieba/dict.txt of python3-jieba, a word, how often it occurs and its kind a line) go to the column `allowed`, which says
that they are no misprints; `*政府` stands for any character in front of the word. `pinyin_table.inc` is made by the build (src/wording/pinyin_generate.c).
"""
import argparse
import csv
import re
import sys

OFTEN = 30         # a rarer word of the dictionary is met too seldom to be mistaken for the beginning of a name
VERY_OFTEN = 1000  # the same of a word that needs a chance neighbour
PLACE = "ns"       # the kind of names of places: however rare


def read_sounds(path):
    by_sound, sound_of = {}, {}
    with open(path, encoding="ascii") as file:
        for character, sound, common in re.findall(r"\{ 0x([0-9A-F]{4}), (\d+), \d+, ([01]) \}", file.read()):
            sound_of[chr(int(character, 16))] = sound
            if common == "1":
                by_sound.setdefault(sound, []).append(chr(int(character, 16)))
    return sound_of, by_sound


def read_words(paths):
    words = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for line in file:
                fields = line.split()
                if len(fields) > 1 and fields[1].isdigit():
                    words[fields[0]] = max(int(fields[1]), OFTEN if fields[-1] == PLACE else 0)
    return words


def allowed_forms(name, sound_of, by_sound, words):
    forms = ["*" + name[1:]] if words.get(name[1:], 0) >= VERY_OFTEN else []
    for at in range(len(forms), 2):
        for character in by_sound.get(sound_of.get(name[at]), []):
            form = name[:at] + character + name[at + 1:]
            beginning, end = words.get(form[:2], 0), words.get(form[1:], 0)
            if form != name and (form in words or beginning >= OFTEN or (at == 1 and end >= VERY_OFTEN)):
                forms.append(form)
    return forms


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sounds", required=True)
    parser.add_argument("--dictionary", action="append", required=True)
    parser.add_argument("names")
    arguments = parser.parse_args()
    sound_of, by_sound = read_sounds(arguments.sounds)
    words = read_words(arguments.dictionary)
    output = csv.writer(sys.stdout, lineterminator="\n")
    with open(arguments.names, encoding="utf-8", newline="") as file:
        for name, kind, source in csv.reader(file):
            forms = allowed_forms(name, sound_of, by_sound, words) if len(name) == 3 else []
            output.writerow([name, kind, "|".join(forms), "", "", "", source])


main()
