#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# How fast a site is swept, beside programs that fetch it and look at nothing: `wget --mirror`, and linkchecker. All on the same site
# (tests/sweep/site, without its traps), server and machine in one run; each twice, the second time with what the first left.
#
#   bench/sweep.py [--pages 2000] [--rounds 3] [--guanka 'COMMAND'] [--peers wget,linkchecker] [--json FILE]
#
# COMMAND is run by the shell in an empty folder that stays for the second run; {site} in it stands for the folder of the site, whose site.json has
# ports, columns and the rest (tests/sweep/site/README.md). A run that fails, or has not asked for every page that the other programs ask for, ends
# the measuring: it would seem fast. What was asked for and sent is counted by the server. Seconds are medians of
# the rounds; processor time is that of the program and its children, not the server's.
import argparse, collections, json, os, re, shutil, statistics, subprocess, sys, tempfile, time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')
HOSTS = ('www.xingyi.test', 'zw.xingyi.test', 'jyj.xingyi.test', 'old.xingyi.test')
STARTS = ' '.join(f'http://{host}/' for host in HOSTS)
# With If-Modified-Since, its default, wget looks for no links in what is unchanged: it is told to ask by HEAD, and does the whole site again.
# Neither peer pauses: wget does not unless told, and linkchecker not where its settings and the server (nginx.conf.in) allow it.
PEERS = {
    'wget': f'wget --mirror --no-if-modified-since --no-verbose --execute robots=on --span-hosts --domains={",".join(HOSTS)} --output-file=log {STARTS}',
    'linkchecker': f'linkchecker --config={{work}}/linkcheckerrc --no-status --output=none --threads=10 {STARTS}',
}
# How those end that have done their work: wget has met pages that are not there (8), linkchecker links that are broken (1).
ENDS = {'guanka': (0,), 'wget': (0, 8), 'linkchecker': (0, 1)}
Run = collections.namedtuple('Run', 'seconds cpu memory requests pages bytes')

parser = argparse.ArgumentParser()
parser.add_argument('--pages', type=int, default=2000)
parser.add_argument('--rounds', type=int, default=3)
parser.add_argument('--guanka', help='command line of a sweep')
parser.add_argument('--peers', default='wget,linkchecker')
parser.add_argument('--limit', type=float, default=7200, help='seconds after which a run is ended and does not count')
parser.add_argument('--json', help='also writes the figures to this file')
options = parser.parse_args()
work = tempfile.mkdtemp(prefix='guanka-sweep-')
os.chmod(work, 0o755)  # linkchecker reads its settings as nobody when root starts it
site = os.path.join(work, 'site')


def start_site():
    """The servers of tests/sweep/site.sh, which end with the shell that holds them."""
    subprocess.run([sys.executable, os.path.join(ROOT, 'tests/sweep/site/make_site.py'), site, '--no-traps', '--pages', str(options.pages)], check=True, stdout=sys.stderr)
    shell = subprocess.Popen(['sh', '-c', 'own_cache=1; . "$0"; start_site "$1"; echo "$SITE_PORT"; read -r _', os.path.join(ROOT, 'tests/sweep/site.sh'), site],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                             env={**os.environ, 'GUANKA_SOURCE_DIR': ROOT, 'GUANKA': shutil.which('true')})
    port = shell.stdout.readline().strip()
    if not port:
        sys.exit('the site does not start')
    time.sleep(2.5)  # until what the start asked is in the log
    return shell, port


def served(offset):
    """Requests, pages and bytes of the server's log from there on, which it writes once a second."""
    time.sleep(2.5)
    requests = pages = sent = 0
    with open(os.path.join(site, 'nginx/access.log'), encoding='utf-8', errors='replace') as log:
        log.seek(offset)
        for line in log:
            found = re.match(r'\S+ \S+ "\S+ (\S*) [^"]*" (\d+) (\d+)', line)
            if found:
                requests += 1
                sent += int(found.group(3))
                pages += found.group(2) in ('200', '304') and re.search(r'(/|\.html?)(\?.*)?$', found.group(1)) is not None
    return requests, pages, sent


def run(name, command, folder):
    offset = os.path.getsize(os.path.join(site, 'nginx/access.log'))
    begin = time.monotonic()
    process = subprocess.Popen(['setpriv', '--pdeathsig', 'TERM', 'timeout', str(options.limit), 'sh', '-c', command.format(site=site, work=work)], cwd=folder, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=open(os.path.join(work, 'errors'), 'w'), env={**os.environ, 'http_proxy': f'http://127.0.0.1:{port}', 'LC_ALL': 'C'})
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - begin
    if process.returncode == 124:
        return None
    if process.returncode not in ENDS[name]:
        sys.exit(f'{name}: exit status {process.returncode} of {command}\n{open(os.path.join(work, "errors"), errors="replace").read()}')
    taken = Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, *served(offset))
    if taken.pages < options.pages:
        sys.exit(f'{name}: {taken.pages} pages were asked for of the {options.pages} that the site has at least, by {command}')
    return taken


def middle(runs):
    return Run(*(statistics.median(values) for values in zip(*runs))) if runs and None not in runs else None


shell, port = start_site()
try:
    with open(os.path.join(work, 'linkcheckerrc'), 'w') as file:
        file.write('[checking]\nmaxrequestspersecond=1000000\nsslverify=0\n[filtering]\ncheckextern=0\n')
    commands = {**({'guanka': options.guanka} if options.guanka else {}), **{name: PEERS[name] for name in options.peers.split(',') if name}}
    for name in [name for name in commands if name != 'guanka' and not shutil.which(name)]:
        print(f'{name} is not installed')
        del commands[name]
    taken = {(name, turn): [] for name in commands for turn in ('first', 'second')}
    for number in range(options.rounds):
        for name, command in commands.items():  # in turns, so that what the machine does besides meets all
            folder = os.path.join(work, f'{name}-{number}')
            os.mkdir(folder)
            for turn in ('first', 'second'):
                taken[name, turn].append(run(name, command, folder))
            shutil.rmtree(folder)
    figures = {key: middle(runs) for key, runs in taken.items()}
finally:
    shell.stdin.close()
    shell.wait()
    shutil.rmtree(work, ignore_errors=True)

print(f'{options.pages} pages, {os.cpu_count()} cores, median of {options.rounds}')
print(f'{"":24}{"seconds":>9}{"CPU s":>9}{"pages/s":>9}{"pages":>9}{"requests":>10}{"MB sent":>9}{"MiB":>7}')
for (name, turn), one in figures.items():
    if one is None:
        print(f'{name:12}{turn:12} not ended within {options.limit:.0f} s')
    else:
        print(f'{name:12}{turn:12}{one.seconds:9.2f}{one.cpu:9.2f}{one.pages / one.seconds:9.0f}{one.pages:9.0f}{one.requests:10.0f}{one.bytes / 1e6:9.2f}{one.memory:7.0f}')
own, again, mirror = figures.get(('guanka', 'first')), figures.get(('guanka', 'second')), figures.get(('wget', 'first'))
if own and mirror:
    print(f'guanka to wget, first run: {own.seconds / mirror.seconds:.2f} of the time (at most 1), {own.cpu / mirror.cpu:.2f} of the processor time')
if own and again:
    print(f'guanka, second run to first: 1/{own.cpu / again.cpu:.1f} of the processor time, 1/{own.bytes / max(1, again.bytes):.1f} of the bytes (at most 1/10 each)')
if options.json:
    with open(options.json, 'w') as file:
        json.dump({'pages': options.pages, 'cores': os.cpu_count(), 'rounds': options.rounds,
                   'runs': {f'{name} {turn}': one and one._asdict() for (name, turn), one in figures.items()}}, file, indent=1)
        file.write('\n')
