# SPDX-License-Identifier: Apache-2.0
#
# dangling_links.py PATH…: names each relative link of the Markdown and HTML pages there, or below, that leads to no file.
import pathlib, re, sys, urllib.parse

links = re.compile(r'\]\(<?([^)>\s]+)>?[^)]*\)|(?:href|src)="([^"]+)"')
code = re.compile(r'^```.*?^```|`[^`\n]*`', re.MULTILINE | re.DOTALL)
pages = dangling = 0
for path in map(pathlib.Path, sys.argv[1:]):
    for page in [path] if path.is_file() else sorted(path.rglob('*')):
        if page.suffix not in ('.md', '.html'):
            continue
        pages += 1
        for match in links.finditer(code.sub('', page.read_text(encoding='utf-8'))):
            target = urllib.parse.unquote((match[1] or match[2]).split('#')[0])
            if target and not re.match(r'[a-z][a-z0-9+.-]*:|//', target) and not (page.parent / target).exists():
                dangling += 1
                print(f'{page}: {target}')
print(f'{pages} pages')
sys.exit(1 if dangling or not pages else 0)
