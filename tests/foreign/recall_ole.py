#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How much of what other programs read in the older office formats comes out of guanka, too.

    recall_ole.py SHOW_TRANSCRIPT FILE…     (SHOW_TRANSCRIPT: build/dev/tests/foreign/show_transcript)

For each file and each program (catdoc, antiword, xls2csv, catppt, LibreOffice) the pieces of that program's text are
looked up in ours: lines, cells and sentences of four characters or more, without blanks and punctuation. What is
missing is listed; the last lines tell the share by program. A program that fails or says nothing does not count.
"""
import html
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile

PIECE = re.compile(r"[\n\t\r\f\v|;,.!?。！？；，\"]+")


def bare(text):
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if c.isalnum()).casefold()


def run(*command):
    try:
        done = subprocess.run(command, capture_output=True, timeout=120)
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def ours(show, path):
    """All text, and text by role: what is hidden may stand in the middle of a word."""
    everything, roles = [], {}
    for line in run(show, str(path)).splitlines():
        match = re.match(r' *([a-z-]+)(?: "[^"]*")?(?: (?:slide|sheet|page) \d+)?(?: t\d+ r\d+ c\d+)?: (.*)', line)
        if not match:
            continue
        text = match[2].replace("␣", " ")
        everything.append(text)
        roles.setdefault(match[1], []).append(text)
    return [bare("".join(everything))] + [bare("".join(texts)) for texts in roles.values()]


def office(path, target, folder):
    """What LibreOffice makes of it; of several files, all."""
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", target,
                    "--outdir", folder, str(path)], capture_output=True, timeout=180)
    texts = []
    for made in sorted(pathlib.Path(folder).glob(path.stem + "*")):
        if made.suffix in (".txt", ".csv"):
            texts.append(made.read_text("utf-8", "replace"))
        elif made.suffix == ".odp":
            with zipfile.ZipFile(made) as package:
                content = package.read("content.xml").decode("utf-8")
            content = re.sub(r"</text:(p|h|span)>", lambda m: "" if m[1] == "span" else "\n", content)
            content = re.sub(r"<text:s/>|<text:line-break/>|<text:tab/>", " ", content)
            texts.append(html.unescape(re.sub(r"<[^>]*>", "", content)))
    return "\n".join(texts)


def theirs(path):
    with tempfile.TemporaryDirectory() as folder:
        if path.suffix in (".doc", ".wps"):
            yield "catdoc", run("catdoc", "-w", "-d", "utf-8", str(path))
            yield "antiword", run("antiword", "-w", "0", "-m", "UTF-8.txt", str(path))
            yield "LibreOffice", office(path, "txt:Text (encoded):UTF8", folder)
        elif path.suffix in (".xls", ".et"):
            yield "xls2csv", run("xls2csv", "-d", "utf-8", str(path))
            yield "LibreOffice", office(path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
                                        folder)
        elif path.suffix in (".ppt", ".dps"):
            yield "catppt", run("catppt", "-d", "utf-8", str(path))
            yield "LibreOffice", office(path, "odp", folder)


def main(show, paths):
    totals = {}
    for path in map(pathlib.Path, paths):
        texts = ours(show, path)
        for tool, text in theirs(path):
            pieces = {bare(piece): piece for piece in PIECE.split(text)}
            pieces = {key: piece for key, piece in pieces.items() if len(key) >= 4}
            missing = [piece.strip() for key, piece in pieces.items() if not any(key in text for text in texts)]
            found, total = totals.get(tool, (0, 0))
            totals[tool] = (found + len(pieces) - len(missing), total + len(pieces))
            if pieces:
                print(f"{path.name} {tool}: {len(pieces) - len(missing)} of {len(pieces)}")
            for piece in missing[:8]:
                print(f"    missing: {piece[:120]}")
    for tool, (found, total) in totals.items():
        print(f"{tool}: {found} of {total} = {100 * found / max(total, 1):.2f} %")


main(sys.argv[1], sys.argv[2:])
