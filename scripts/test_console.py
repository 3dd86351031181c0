#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The gate's console in a real browser.

    scripts/test-console [--screenshots FOLDER]

Starts a gate of its own in a temporary folder, submits ordinary and hostile drafts, walks through every view as the
people of a review do, and fails when a hostile text runs, sends something, or is shown with anything unseen in it. The
continuous integration does not run it; tests/gate/test_console tests what needs no browser.
"""
import argparse
import base64
import functools
import http.server
import json
import pathlib
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

SIZES = {"desktop": (1280, 900), "phone": (390, 844), "narrow": (360, 740)}
PEOPLE = [("admin", "administrator", "", "管理员"), ("zhang", "submitter,level-1", "市政府办公室", "张三（信息员）"),
          ("li", "level-2", "市政府办公室", "李四（副主任）"), ("wu", "level-3", "市政府办公室", "吴五（主任）"),
          ("bao", "secrecy", "市政府办公室", "鲍七（保密员）"), ("qian", "submitter", "市统计局", "钱九"), ("cms", "submitter", "", "CMS")]
META = {"source": "本单位", "author": "张三", "disclosure": "主动公开", "class": "一般", "unit": "市政府办公室", "column": "通知公告"}

EVIL = """<script>window.pwned=1;fetch("/evil-script")</script><img src="/evil-img" onerror="window.pwned=2">
<svg onload="window.pwned=3"><a href="javascript:window.pwned=4">x</a><iframe src="/evil-frame" srcdoc="<script>parent.pwned=5</script>"></iframe>
<link rel=stylesheet href="/evil-css"><base href="//evil.example/"><meta http-equiv=refresh content="0;url=/evil-refresh">
<style>body{display:none}@import "/evil-import";</style><form action="/evil-form"><input autofocus onfocus="window.pwned=6"></form>
<video src="/evil-video"></video><object data="/evil-object"></object><math><mi xlink:href="javascript:window.pwned=7">x</mi></math>
<p>身份证\u202e5321101098911232225\u202c号码 522321198901011235 零\u200b宽\u2066隔离\x1b[31m红\x1b]0;title\x07\u2028行\ufeff</p>
</body></html></textarea></pre></mark></script><script>window.pwned=8</script>"""
EVIL_TITLE = ('<img src=/evil-title onerror="window.pwned=9"><script>window.pwned=10</script>\u202eTXET\u202c \x1b[2J\x1b]0;pwn\x07\u200b'
              + "\u0e49" * 300 + "很长的标题" * 200)
DRAFTS = {
    "plain": {"title": "关于召开安全生产工作会议的通知", "html": "<p>定于本月30日召开会议。</p>"},
    "findings": {"title": "2026年上半年工作情况", "formed_on": "2026-11-20", "organs": ["市统计局", "市公安局"],
                 "html": "<html><head><title>情况</title></head><body><h1>情况通报</h1>\n<p>联系人王某，身份证号码：522321198901011235，"
                         "手机13812345678。</p>\n<p>台湾总统府发言人表示。</p>\n<p>内部资料，注意保存</p></body></html>"},
    "secret": {"title": "关于某事项的请示", "text": "机密★10年\n\n关于某事项的请示\n"},
    "evil": {"title": EVIL_TITLE, "html": EVIL, "name": "<img src=/evil-name onerror=window.pwned=11>.html",
             "author": '"><script>window.pwned=12</script>', "column": "' onmouseover='window.pwned=13",
             "unit": "</td><script>window.pwned=14</script>\u202e", "organs": ["<script>window.pwned=15</script>"]},
    "attachments": {"title": "附件同名的稿件", "html": "<p>见附件</p>", "attachments": [
        {"name": "a.txt", "base64": base64.b64encode("没有问题。\r\n".encode("gb18030")).decode()},
        {"name": "a.txt", "base64": base64.b64encode("绝密★启用前\r\n内容\r\n".encode("gb18030")).decode()}]},
    "big": {"title": "很长的正文", "text": "一二三四五六七八九十。\n" * 60000 + "联系电话13812345678\n"},
}


class Failure(Exception):
    pass


def expect(actual, expected, what):
    if actual != expected:
        raise Failure(f"{what}: {actual!r}, not {expected!r}")


def sweep_hostile_site(guanka, folder):
    """A site whose pages are hostile, looked through once; its incident was to be reported twenty minutes ago."""
    pages = folder / "site"
    pages.mkdir()
    (pages / "index.html").write_text(f"<!DOCTYPE html><meta charset=utf-8><title>{EVIL_TITLE}</title><p><a href='a.html'>{EVIL_TITLE}</a>"
                                      "<a href='gone%3Cimg%20src=x%20onerror=window.pwned=20%3E.html'>x</a>", encoding="utf-8")
    (pages / "a.html").write_text(f"<!DOCTYPE html><meta charset=utf-8><title>x</title><p>机密★10年</p>{EVIL}", encoding="utf-8")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(QuietHandler, directory=str(pages)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    (folder / "sites.yaml").write_text(json.dumps({"store": f"{folder}/sites.db", "sites": [{
        "id": "hostile", "name": "<img src=/evil-site onerror=window.pwned=21>", "unit": "市政府办公室", "start": [f"http://hostile.test:{port}/"],
        "hosts": ["hostile.test"], "slots": ["02:00", "08:00", "14:00", "20:00"], "connect_to": [f"hostile.test:{port}:127.0.0.1:{port}"],
        "allow_addresses": ["127.0.0.1/32"]}]}), encoding="utf-8")
    subprocess.run([guanka, "sweep", "--sites", folder / "sites.yaml", "run", "hostile"], check=True, capture_output=True)
    server.shutdown()
    with sqlite3.connect(folder / "sites.db") as store:
        store.execute("DROP TRIGGER incidents_keep_their_beginning")
        store.execute("UPDATE incidents SET discovered = discovered - 80 * 60000")


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Gate:
    def __init__(self, guanka, folder):
        sweep_hostile_site(guanka, folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.guanka, self.folder, self.address = guanka, folder, f"http://127.0.0.1:{self.port}"
        (folder / "gate.yaml").write_text(f"store: {folder}/gate.db\nlisten: ['127.0.0.1:{self.port}']\nsites: {folder}/sites.yaml\n", encoding="utf-8")
        for name, roles, unit, display in PEOPLE:
            self.run("account", name, "--roles", roles, "--unit", unit, "--units", "" if unit else "*", "--display", display, given=f"correct-horse-{name}\n")
        self.log = open(folder / "gate.log", "wb")
        self.process = subprocess.Popen([guanka, "gate", "-c", folder / "gate.yaml"], stderr=self.log)
        self.wait()
        self.token = self.run("token", "cms", "--roles", "submitter").strip()
        self.ids = {key: self.submit(draft) for key, draft in DRAFTS.items()}
        for unit, importance in (("市统计局", "重要"), ("市统计局", "一般"), ("市公安局", "特级"), ("市教育局", "一般")):
            self.submit({"unit": unit, "class": importance, "title": f"{unit}的公告", "text": f"{unit}公告。"})

    def run(self, *arguments, given=""):
        return subprocess.run([self.guanka, "gate", "-c", self.folder / "gate.yaml", *arguments], input=given, text=True, check=True,
                              capture_output=True).stdout

    def wait(self):
        until = time.monotonic() + 300
        while True:
            try:
                urllib.request.urlopen(self.address + "/readyz").close()
                return
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise Failure("the gate does not start") from None
                time.sleep(0.1)

    def submit(self, draft):
        request = urllib.request.Request(self.address + "/v1/reviews", data=json.dumps({**META, **draft}).encode(),
                                         headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["id"]

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()


class Console:
    def __init__(self, gate, screenshots):
        options = webdriver.ChromeOptions()
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=zh-CN",
                         "--disable-background-networking", "--disable-component-update", "--no-first-run"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.browser = webdriver.Chrome(options=options)
        self.gate, self.screenshots, self.size = gate, screenshots, "desktop"
        self.resize("desktop")

    def resize(self, size):
        """What is seen is exactly so wide, whatever windows allow."""
        width, height = SIZES[size]
        self.size = size
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                     {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size != "desktop"})

    def find(self, selector):
        return WebDriverWait(self.browser, 30).until(lambda browser: browser.find_element(By.CSS_SELECTOR, selector), f"{selector} is missing")

    def until(self, test, what):
        WebDriverWait(self.browser, 30).until(lambda _: test(), what)

    def said(self):
        return self.browser.execute_script("return document.getElementById('announcement').textContent")

    def text(self):
        return self.browser.execute_script("return document.getElementById('main').innerText")

    def sign_in(self, name):
        self.browser.get(self.gate.address + "/#/queue")
        self.until(lambda: self.browser.find_elements(By.ID, "password") or self.browser.find_elements(By.ID, "sign-out"), "neither in nor out")
        if self.browser.find_elements(By.ID, "sign-out"):
            self.browser.find_element(By.ID, "sign-out").click()
        self.find("#name").send_keys(name)
        self.find("#password").send_keys(f"correct-horse-{name}", Keys.ENTER)
        self.until(lambda: "待办" in self.said(), f"{name} cannot sign in")

    def open(self, path, ready):
        self.browser.execute_script("location.hash = arguments[0]", f"#/{path}")
        self.until(lambda: self.browser.find_elements(By.CSS_SELECTOR, ready), f"{path}: {ready} does not come")

    def open_review(self, key):
        self.open("queue", "h1")
        self.browser.execute_script("document.getElementById('main').replaceChildren()")
        self.open(f"review/{self.gate.ids[key]}", "#decision")

    def picture(self, name):
        self.browser.execute_script("scrollTo(0, 0)")
        for size in ("desktop", "phone", "narrow"):
            self.resize(size)
            wide = self.browser.execute_script("return document.documentElement.scrollWidth - innerWidth")
            if wide > 0:
                raise Failure(f"{name} at {size} is {wide} pixels too wide")
            if self.screenshots is not None and size != "narrow":
                whole = self.browser.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
                clip = {"x": 0, "y": 0, "width": SIZES[size][0], "height": min(whole["height"], 2600), "scale": 1}
                shot = self.browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
                (self.screenshots / f"{name}-{size}.png").write_bytes(base64.b64decode(shot["data"]))
        self.resize("desktop")

    def decide(self, words, opinion=None):
        """Takes the choice of these words, with the keyboard."""
        choice = next(label for label in self.browser.find_elements(By.CSS_SELECTOR, "#decision .option") if label.text.strip() == words)
        choice.find_element(By.TAG_NAME, "input").send_keys(" ")
        if opinion is not None:
            self.find("#opinion").send_keys(opinion)
        for box in self.browser.find_elements(By.CSS_SELECTOR, "#decision input[type=checkbox]"):
            box.send_keys(" ")
        # What the decision before was answered is no answer to this one.
        self.browser.execute_script("document.getElementById('announcement').textContent = ''")
        self.find("#decision button[type=submit]").send_keys(Keys.ENTER)
        self.until(lambda: "已记录" in self.said() or self.browser.find_element(By.ID, "announcement").get_attribute("class") == "bad", "no answer to " + words)
        return self.said()

    def choices(self):
        return [label.text.strip() for label in self.browser.find_elements(By.CSS_SELECTOR, "#decision .option")]

    def check_harmless(self, where):
        expect(self.browser.execute_script("return typeof window.pwned"), "undefined", f"{where}: a script of a draft ran")
        expect(self.browser.execute_script("return document.querySelectorAll('main :is(script,img,iframe,object,embed,style,link,base,meta,form[action],video,math)').length"),
               0, f"{where}: elements of a draft")
        unseen = self.browser.execute_script(r"return (document.body.innerText.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g) ?? []).length")
        expect(unseen, 0, f"{where}: characters that cannot be seen")
        titled = self.browser.execute_script(r"return /[\u0000-\u001f\u202a-\u202e\u200b]/.test(document.title)")
        expect(titled, False, f"{where}: the title of the page")

    def check_requests(self):
        """Everything that the browser asked for, by its own record."""
        for entry in self.browser.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] != "Network.requestWillBeSent":
                continue
            url = message["params"]["request"]["url"]
            path = url.removeprefix(self.gate.address)
            if url.startswith("data:"):
                continue
            if path == url or not (path.split("#")[0] == "/" or path.startswith(("/console/", "/v1/"))):
                raise Failure(f"a request that the console does not make: {url}")
        for entry in self.browser.get_log("browser"):
            if "Content Security Policy" in entry["message"] or "Uncaught" in entry["message"]:
                raise Failure(f"the browser complains: {entry['message']}")


def walk_drafts(console):
    console.browser.get(console.gate.address + "/")
    console.find("#password")
    console.picture("sign-in")
    console.sign_in("zhang")
    console.picture("queue")
    console.find("body").send_keys("?")
    console.until(lambda: console.find("#help").is_displayed(), "? opens the help")
    console.picture("help")
    console.browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    console.until(lambda: not console.find("#help").is_displayed(), "Escape closes the help")
    console.find("body").send_keys("j")
    expect(console.browser.switch_to.active_element.get_attribute("class"), "item", "j goes to the first draft")
    console.open_review("findings")
    console.find("mark.block")
    console.until(lambda: console.find("table.rows caption") and "台账" in console.text(), "the ledger of the draft")
    expect([mark.text for mark in console.browser.find_elements(By.CSS_SELECTOR, ".source mark") if "内部资料" in mark.text][0].split("\n")[-1].lstrip("0123456789"),
           "内部资料，注意保存", "the mark in place")
    console.find("#finding-1 summary").click()
    console.until(lambda: console.browser.find_elements(By.CSS_SELECTOR, "#finding-1 details dl"), "the rule of a finding")
    console.find("body").send_keys("jj")
    console.until(lambda: console.said().startswith("第 2 处"), "j goes from finding to finding: " + console.said())
    console.picture("review")
    counted = console.find(".deadline details")
    expect(counted.find_element(By.TAG_NAME, "p").is_displayed(), False, "the days of a deadline one by one before they are asked for")
    counted.find_element(By.TAG_NAME, "summary").click()
    console.until(lambda: "2026-11-23 (1)" in counted.text, "the days of a deadline")
    console.open_review("attachments")
    console.until(lambda: len(console.browser.find_elements(By.CSS_SELECTOR, ".content")) == 3, "three contents")
    contents = console.browser.find_elements(By.CSS_SELECTOR, ".content")
    console.until(lambda: contents[2].find_elements(By.TAG_NAME, "mark"), "the mark in the second of two attachments of one name")
    expect(len(contents[1].find_elements(By.TAG_NAME, "mark")), 0, "marks in the first of two attachments of one name")
    console.open_review("big")
    console.until(lambda: "只显示前" in console.text(), "a large draft is cut")


def walk_hostile(console):
    console.open_review("evil")
    console.until(lambda: "evil-refresh" in console.text() and "台账" in console.text(), "the hostile draft")
    for details in console.browser.find_elements(By.TAG_NAME, "details"):
        console.browser.execute_script("arguments[0].open = true", details)
    console.check_harmless("the hostile draft")
    console.picture("hostile")
    for path, ready in (("queue", "table.rows"), ("reviews", "table.rows"), ("ledger", "table.rows"), ("statistics", "table.numbers")):
        console.open(path, ready)
        console.check_harmless(path)
    console.check_requests()


def walk_text(console):
    """The text between the tags of a draft, as a person reads it off."""
    markup = ('<html><head><title>x</title></head><body a=">"><p title="a>b">你好&amp;<b>粗</b>&#x4e2d;a < b <!-- c > --> d</p>'
              '<script>if(a<b)"</p>"</script>x<br>y<style>z</style ><td>1</td></body>')
    text = console.browser.execute_async_script(
        "import('/console/draft.js').then((draft) => arguments[1](draft.textBetweenTags(arguments[0])))", markup)
    expect(text, "你好&粗中a < b d\nx\ny\n1", "the text between the tags")


def walk_decisions(console):
    console.open_review("plain")
    if "放行" in console.choices():
        raise Failure("level 1 is offered to override what nothing holds")
    if "可以发布" in console.decide("同意", "同意") or "审核中" not in console.said():
        raise Failure("level 1 approves: " + console.said())
    console.decide("保密审查同意公开", "不涉密")
    for name, words in (("bao", "保密审查同意公开"), ("li", "同意"), ("wu", "保密审查同意公开")):
        console.sign_in(name)
        console.open_review("plain")
        console.decide(words, "同意公开")
    if "可以发布" not in console.said():
        raise Failure("the draft is not ready in the end: " + console.said())
    console.decide("记录已经发布")
    if "已发布" not in console.said():
        raise Failure("the draft is not published in the end: " + console.said())
    console.open_review("secret")
    console.picture("held")
    console.decide("退回修改", "请先解密")


def walk_delegation(console):
    """Li is away: Qian of another unit has his queue, decides for him, and is told so everywhere."""
    console.sign_in("zhang")
    console.open_review("findings")
    console.decide("退回修改", "请核实号码")
    console.open_review("attachments")
    console.sign_in("li")
    console.open("delegations", "#delegation-form")
    console.find("#delegate").send_keys("qian")
    console.find("#delegation-form button[type=submit]").send_keys(Keys.ENTER)
    console.until(lambda: "已委托 qian" in console.said(), "a delegation: " + console.said())
    console.picture("delegations")
    console.sign_in("qian")
    console.until(lambda: "受 李四（副主任） 委托" in console.text(), "the queue says for whom")
    console.picture("queue-delegated")
    console.open_review("big")
    if not any("（代 li）" in choice for choice in console.choices()):
        raise Failure(f"nothing is offered to the delegate: {console.choices()}")
    console.open("delegations", "table.rows button")
    for _ in range(2):
        console.find("table.rows button").click()
    console.until(lambda: "委托已撤销" in console.said(), "taking a delegation back")
    console.sign_in("wu")


def walk_reports(console):
    console.open("ledger", "table.rows")
    console.picture("ledger")
    console.open("statistics", "svg.chart")
    console.until(lambda: "发现的问题" in console.text(), "what was found, in the statistics")
    console.picture("statistics")
    console.open("rules", "table.rows")
    if console.browser.find_elements(By.CSS_SELECTOR, "button.primary"):
        raise Failure("who is no administrator is offered to load rules")


def walk_sites(console):
    """What inspections found, by way of every link that leads there; the reports that are overdue are told above each page."""
    for path, ready in (("sites", ".slot"), ("findings", "a.item"), ("incidents", "a.item"), ("sweeps", "a.item")):
        console.open(path, f"main {ready}")
        console.until(lambda: "初次报告已经超时" in console.find("#alarm").text, f"{path}: what is overdue")
        console.check_harmless(path)
        console.picture(path)
        if path == "sites":
            continue
        links = [link.get_attribute("href").split("#/")[1] for link in console.browser.find_elements(By.CSS_SELECTOR, "a.item")]
        for number, link in enumerate(links):
            console.open(link, "main .facts")
            for details in console.browser.find_elements(By.TAG_NAME, "details"):
                console.browser.execute_script("arguments[0].open = true", details)
            console.check_harmless(link)
            if number == 0:
                console.picture(path.rstrip("s"))
    console.open("findings", "a.item")
    console.browser.execute_script("document.getElementById('rule').value = 'classified.mark'")
    console.find("form[role=search] button").click()
    console.until(lambda: console.said() == "找到 1 条", "the finding of a rule: " + console.said())
    console.open("queue", "h1")
    expect(console.find("#alarm").is_displayed(), True, "what is overdue is told at the queue, too")


def walk_administration(console):
    console.sign_in("admin")
    console.open("rules", "button.primary")
    console.picture("rules")
    console.open("accounts", "#token-form")
    console.picture("accounts")
    console.find("#account-name").send_keys("sun")
    console.find("#account-display").send_keys("孙十")
    console.find("#account-level-1").click()
    console.find("#account-password").send_keys("correct-horse-sun")
    console.find("#account-form button[type=submit]").click()
    console.until(lambda: "sun" in console.said(), "a new account")
    console.find("#token-account").send_keys("cms")
    console.find("#token-form button[type=submit]").click()
    console.until(lambda: console.browser.find_elements(By.CSS_SELECTOR, ".secret code"), "a new token")
    console.sign_in("sun")


def walk_unit(console):
    """Who only submits sees nothing of another unit."""
    console.sign_in("qian")
    console.open("reviews", "table.rows")
    if "市教育局" in console.text():
        raise Failure("a submitter sees another unit's drafts")
    console.browser.execute_script("location.hash = arguments[0]", f"#/review/{console.gate.ids['plain']}")
    console.until(lambda: console.browser.find_element(By.ID, "announcement").get_attribute("class") == "bad", "another unit's draft is refused")
    expect("安全生产" in console.text(), False, "another unit's draft is shown")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guanka", required=True)
    parser.add_argument("--screenshots", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.screenshots is not None:
        arguments.screenshots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        gate = Gate(arguments.guanka, pathlib.Path(folder))
        console = None
        try:
            console = Console(gate, arguments.screenshots)
            for walk in (walk_drafts, walk_hostile, walk_text, walk_decisions, walk_delegation, walk_reports, walk_sites, walk_administration, walk_unit):
                walk(console)
                console.check_requests()
                print(walk.__name__, "ok")
        except Failure as failure:
            print(f"test-console: {failure}", file=sys.stderr)
            return 1
        finally:
            if console is not None:
                console.browser.quit()
            gate.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
