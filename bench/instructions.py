#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# How many instructions a scan takes, counted by valgrind's callgrind: the same number every time, whatever else the machine does, so that
# a slowdown of the hot path is seen where seconds are too noisy. The start, counted with an empty file, is taken off.
#
#   bench/instructions.py GUANKA CORPUS [--save] [--beyond 3]
#
# scripts/bench --instructions builds both and calls it. Counts are held against the last ones in bench/instructions.jsonl that were made with the
# same compiler, C library, valgrind and processor features; with --save they are appended. The exit status is 1 when a case takes more
# than `beyond` percent more, 2 when there is nothing to hold them against.
import argparse, json, os, re, subprocess, sys, tempfile, time

FOLDER = os.path.dirname(os.path.abspath(__file__))
HISTORY = os.path.join(FOLDER, 'instructions.jsonl')
CASES = {'pages in UTF-8': [f'html-utf8/00/{number:04}.html' for number in range(10)],
         'pages in GBK': [f'html-gbk/00/{number:04}.html' for number in range(10)],
         'text': ['text/00/0000.txt']}

parser = argparse.ArgumentParser()
parser.add_argument('guanka')
parser.add_argument('corpus')
parser.add_argument('--save', action='store_true')
parser.add_argument('--beyond', type=float, default=3, help='percent')
options = parser.parse_args()
options.guanka, options.corpus = os.path.abspath(options.guanka), os.path.abspath(options.corpus)


def printed(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def machine():
    with open('/proc/cpuinfo', encoding='ascii') as file:
        flags = set(re.search(r'^(?:flags|Features)\s*: (.*)$', file.read(), re.M).group(1).split())
    return {'compiler': printed('gcc', '-dumpfullversion'), 'library': os.confstr('CS_GNU_LIBC_VERSION'), 'valgrind': printed('valgrind', '--version'),
            'processor': f'{os.uname().machine} {" ".join(sorted(flags & {"avx2", "bmi2", "asimd"}))}'}


def count(work, files):
    command = ['valgrind', '--tool=callgrind', f'--callgrind-out-file={work}/callgrind.out', options.guanka, 'scan', '--rules',
               os.path.join(options.corpus, 'pack-1000/words.yaml'), '--jobs', '1', '--format', 'jsonl', '--progress', 'never', *files]
    done = subprocess.run(command, cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ, 'XDG_CACHE_HOME': work, 'LC_ALL': 'C'})
    found = re.search(r'Collected : (\d+)', done.stderr)
    if done.returncode not in (0, 1) or not found:  # 1: there are findings, as there should be
        sys.exit(f'{" ".join(command)}: exit status {done.returncode}\n{done.stderr}')
    return int(found.group(1))


def last(of):
    if not os.path.exists(HISTORY):
        return None
    with open(HISTORY, encoding='utf-8') as file:
        return next((one for one in reversed([json.loads(line) for line in file]) if one['machine'] == of), None)


here = machine()
with tempfile.TemporaryDirectory(prefix='guanka-instructions-') as work:
    open(os.path.join(work, 'empty.txt'), 'w').close()
    count(work, ['empty.txt'])  # what is compiled once is in the cache then
    start = count(work, ['empty.txt'])
    counts = {'start': start}
    for name, files in CASES.items():
        counts[name] = count(work, [os.path.join(options.corpus, file) for file in files]) - start
    sizes = {name: sum(os.path.getsize(os.path.join(options.corpus, file)) for file in files) for name, files in CASES.items()}
before = last(here)
slower = []
print(f'{"":16}{"instructions":>14}{"per byte":>10}{"before":>14}{"change":>9}')
for name, number in counts.items():
    one = before and before['counts'].get(name)
    change = one and 100 * (number / one - 1)
    each = f'{number / sizes[name]:10.2f}' if name in sizes else f'{"":10}'
    print(f'{name:16}{number:14}{each}{one or "-":>14}' + (f'{change:+8.1f}%' if one else f'{"-":>9}'))
    if one and change > options.beyond:
        slower.append(name)
if options.save:
    commit = printed('git', '-C', FOLDER, 'describe', '--always', '--dirty')
    with open(HISTORY, 'a', encoding='utf-8') as file:
        file.write(json.dumps({'date': time.strftime('%Y-%m-%d'), 'commit': commit, 'machine': here, 'counts': counts}) + '\n')
if slower:
    sys.exit(f'more than {options.beyond:g} % more instructions than at {before["commit"]}: {", ".join(slower)}')
if not before and not options.save:
    print(f'nothing was counted before with {", ".join(here.values())}: --save keeps these', file=sys.stderr)
    sys.exit(2)
