#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Holds the figures of a run of scripts/bench against the last ones of the same machine, and prints the ratios.
#
#   bench/compare.py FIGURES --machine TEXT --clock wall|cpu [--history FILE] [--beyond 10] [--save --runs N --commit TEXT]
#
# FIGURES has lines NAME, MEDIAN, LOW, HIGH with tabs between them; LOW and HIGH are the quartiles, left out where there are none. Each figure is held
# against the last line of the history that has it and was made on the same machine by the same clock. Worse is what is worse by more than
# `beyond` percent at the median and whose quartiles do not overlap those of then: the exit status is 1. What has no quartiles, now or then, is
# told and fails nothing. With --save the run is appended to the history, whatever came of it.
import argparse, json, os, sys, time

parser = argparse.ArgumentParser()
parser.add_argument('figures')
parser.add_argument('--machine', required=True)
parser.add_argument('--clock', required=True)
parser.add_argument('--history', default=os.path.join(os.path.dirname(os.path.abspath(__file__)), 'results.jsonl'))
parser.add_argument('--beyond', type=float, default=10, help='percent')
parser.add_argument('--save', action='store_true')
parser.add_argument('--runs', type=int)
parser.add_argument('--commit')
options = parser.parse_args()


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def more_is_worse(name):
    return name.endswith(('ms', 'memory_mib')) or name.startswith('isolation')


def read_figures():
    figures, quartiles = {}, {}
    with open(options.figures, encoding='utf-8') as file:
        for line in file:
            name, value, *bounds = line.rstrip('\n').split('\t')
            figures[name] = number(value)
            bounds = [number(bound) for bound in bounds]
            if len(bounds) == 2 and None not in bounds:
                quartiles[name] = sorted(bounds)
    return figures, quartiles


def read_history():
    if not os.path.exists(options.history):
        return []
    with open(options.history, encoding='utf-8') as file:
        runs = [json.loads(line) for line in file]
    return [run for run in reversed(runs) if run['machine'] == options.machine and run['clock'] == options.clock]


def overlap(now, then):
    return now[0] <= then[1] and then[0] <= now[1]


figures, quartiles = read_figures()
history = read_history()
worse = []
print(f'{"":34}{"now":>10}{"then":>10}{"ratio":>8}  then was')
for name, value in figures.items():
    then = next((run for run in history if run['figures'].get(name) is not None), None)
    if value is None or then is None or then['figures'][name] == 0:
        continue
    before = then['figures'][name]
    ratio = value / before
    change = 100 * ((ratio if more_is_worse(name) else 1 / ratio if ratio else float('inf')) - 1)
    bounds = quartiles.get(name), then.get('quartiles', {}).get(name)
    words = ''
    if change > options.beyond:
        words = 'worse, without quartiles' if None in bounds else 'within what varies' if overlap(*bounds) else 'WORSE'
    if words == 'WORSE':
        worse.append(name)
    print(f'{name:34}{value:>10g}{before:>10g}{ratio:>8.2f}  {then["date"]} {then["commit"]}  {words}'.rstrip())
if not history:
    print(f'no run of this machine ({options.machine}, {options.clock}) is in {options.history}')
if options.save:
    with open(options.history, 'a', encoding='utf-8') as file:
        run = {'date': time.strftime('%Y-%m-%d', time.gmtime()), 'commit': options.commit, 'machine': options.machine, 'runs': options.runs, 'clock': options.clock,
               'figures': figures, 'quartiles': quartiles}
        file.write(json.dumps(run, separators=(',', ':')) + '\n')
if worse:
    sys.exit(f'worse by more than {options.beyond:g} % and beyond what varies: {", ".join(worse)}')
