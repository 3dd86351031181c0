#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares findings with expected.json: compare.py DIR DAY [--only rules|checks|CHECK,…] <FINDINGS

FINDINGS has a line for each open finding: address, check or rule, severity, with tabs between; without severity it is not compared.
What is missing and what is too much is printed, and the exit status is 1 when there is any.
"""
import argparse
import json
import os
import sys

parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
parser.add_argument('folder')
parser.add_argument('day')
parser.add_argument('--only', default='', help='rules, checks, or names of them with commas between')
options = parser.parse_args()


def wanted(what):
    return {'': True, 'rules': '.' in what, 'checks': '.' not in what}.get(options.only, what in options.only.split(','))


with open(os.path.join(options.folder, 'expected.json'), encoding='utf-8') as file:
    expected = {(one['url'], one.get('check') or one['rule']): one for one in json.load(file)['days'][options.day]['findings']}
expected = {key: one for key, one in expected.items() if wanted(key[1])}
found = {}
for line in sys.stdin:
    url, what, *severity = line.rstrip('\n').split('\t')
    if wanted(what):
        found[url, what] = severity[0] if severity else None
wrong = [f'missing\t{url}\t{what}\t{expected[url, what]["severity"]}\t{expected[url, what]["why"]}' for url, what in expected.keys() - found.keys()]
wrong += [f'unexpected\t{url}\t{what}\t{found[url, what] or ""}' for url, what in found.keys() - expected.keys()]
wrong += [f'severity\t{url}\t{what}\t{found[url, what]} instead of {expected[url, what]["severity"]}'
          for url, what in expected.keys() & found.keys() if found[url, what] not in (None, expected[url, what]['severity'])]
print('\n'.join(sorted(wrong)) or f'all {len(expected)} as expected')
sys.exit(bool(wrong))
