"""The same pages built by what a clinic could pick instead, for ``make bench``.

Each peer gets the inside of ``<main>`` of every English page of our own export and builds it as
its documentation advises, with its usual way to work offline. They are installed in
``build/peers``, never among the project's requirements. The floor is made by hand: plain pages, one
inlined style, no script; for its offline half, one worker of ten lines, and one file of all pages.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from conftest import ROOT
from lxml import html

HOME = ROOT / "build" / "peers"
NPM = ["@11ty/eleventy@3.0.0", "workbox-build@7", "astro@5", "@vite-pwa/astro@1"]
PIP = ["mkdocs-material"]
STYLE = "body{font:18px/1.5 system-ui;max-width:44rem;margin:auto;padding:16px}"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{title}</title>
<style>{style}</style>{head}<main>{body}</main></html>"""
QUIET = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "ASTRO_TELEMETRY_DISABLED": "1"}
REGISTER = '<script>navigator.serviceWorker.register("/sw.js")</script>'
FLOOR_WORKER = """const all = async () => {
  const pages = await (await fetch("/all.json")).json();
  const cache = await caches.open("all");
  const head = { headers: { "content-type": "text/html" } };
  const put = ([path, body]) => cache.put(path, new Response(body, head));
  await Promise.all(Object.entries(pages).map(put));
};
addEventListener("install", (event) => event.waitUntil(all()));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) =>
  event.respondWith(caches.match(event.request).then((found) => found ?? fetch(event.request))));
"""


def install() -> None:
    """Fetch the peers from npm and PyPI, once."""
    HOME.mkdir(parents=True, exist_ok=True)
    if not (HOME / "node_modules" / "astro").is_dir():
        (HOME / "package.json").write_text('{"private": true, "type": "module"}')
        _run("npm", "install", "--no-audit", "--no-fund", "--silent", *NPM)
    if not (HOME / "venv" / "bin" / "mkdocs").exists():
        _run(sys.executable, "-m", "venv", "venv")
        _run("venv/bin/python", "-m", "pip", "--quiet", "install", *PIP)


def _run(*command: str, where: Path = HOME) -> None:
    subprocess.run(command, cwd=where, check=True, stdout=subprocess.DEVNULL, env=QUIET)


def contents(exported: Path) -> dict[str, tuple[str, str]]:
    """Address → title and inside of ``<main>``, of every English page of our export."""
    found = {}
    for file in sorted((exported / "en").rglob("index.html")):
        tree = html.document_fromstring(file.read_bytes())
        for script in tree.xpath("//main//script | //main//noscript"):
            script.drop_tree()
        main = tree.xpath("//main")[0]
        body = "".join(html.tostring(child, encoding="unicode") for child in main)
        where = str(file.parent.relative_to(exported / "en")).replace(".", "")
        found[f"{where}/".lstrip("/")] = (tree.findtext(".//title") or "", body)
    return found


def floor(pages: Mapping[str, tuple[str, str]], out: Path, *, offline: bool) -> None:
    """The least that a browser can be sent."""
    head = REGISTER if offline else ""
    made = {
        f"/{path}": PAGE.format(title=title, style=STYLE, head=head, body=body)
        for path, (title, body) in pages.items()
    }
    for path, text in made.items():
        _write(out / path.lstrip("/") / "index.html", text)
    if offline:
        _write(out / "all.json", json.dumps(made, ensure_ascii=False))
        _write(out / "sw.js", FLOOR_WORKER)


def mkdocs(pages: Mapping[str, tuple[str, str]], out: Path) -> None:
    """MkDocs with Material. It has no worker: nothing of it opens without a network."""
    source = HOME / "mkdocs"
    shutil.rmtree(source, ignore_errors=True)
    _write(source / "mkdocs.yml", "site_name: Guide\ntheme: {name: material, font: false}\n")
    for path, (title, body) in pages.items():
        _write(
            source / "docs" / path / "index.md", f"---\ntitle: {json.dumps(title)}\n---\n{body}\n"
        )
    _run(str(HOME / "venv/bin/mkdocs"), "build", "-q", "-d", str(out), where=source)


def eleventy(pages: Mapping[str, tuple[str, str]], out: Path, *, workbox: bool = True) -> None:
    """Eleventy, and Workbox's generated worker over all that it wrote."""
    source = HOME / "eleventy"
    shutil.rmtree(source, ignore_errors=True)
    head = REGISTER if workbox else ""
    layout = PAGE.format(title="{{ title }}", style=STYLE, head=head, body="{{ content | safe }}")
    _write(source / "_includes" / "page.njk", layout)
    for path, (title, body) in pages.items():
        text = f"---\nlayout: page.njk\ntitle: {json.dumps(title)}\n---\n"
        # A page's text is no template of theirs.
        _write(source / path / "index.html", text + body.replace("{{", "{ {").replace("{%", "{ %"))
    command = str(HOME / "node_modules/.bin/eleventy")
    _run(command, "--quiet", f"--input={source}", f"--output={out}", where=source)
    if workbox:
        options = {"globDirectory": str(out), "globPatterns": ["**/*.html"]}
        options |= {"swDest": str(out / "sw.js"), "skipWaiting": True, "clientsClaim": True}
        run = f"await generateSW({json.dumps(options)});"
        _write(HOME / "workbox.mjs", f'import {{ generateSW }} from "workbox-build"; {run}')
        _run("node", "workbox.mjs")


ASTRO_CONFIG = """import { defineConfig } from "astro/config";
import pwa from "@vite-pwa/astro";
export default defineConfig({ integrations: [pwa({ registerType: "autoUpdate",
  injectRegister: "inline", manifest: false,
  workbox: { globPatterns: ["**/*.{html,js,css}"], clientsClaim: true, skipWaiting: true } })] });
"""
ASTRO_PAGE = """---
import pages from "../pages.json";
export const getStaticPaths = () => pages.map(([path, title, body]) =>
  ({ params: { path: path.replace(/\\/$/, "") || undefined }, props: { title, body } }));
const { title, body } = Astro.props;
---
<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{title}</title>
<style is:inline set:html={STYLE}></style></head>
<body><main set:html={body}></main><script is:inline>REGISTER</script></body></html>
"""


def astro(pages: Mapping[str, tuple[str, str]], out: Path) -> None:
    """Astro with its PWA plugin, which precaches with Workbox."""
    source = HOME / "astro"
    shutil.rmtree(source, ignore_errors=True)
    listed = [[path, title, body] for path, (title, body) in pages.items()]
    _write(source / "src" / "pages.json", json.dumps(listed))
    page = ASTRO_PAGE.replace("{STYLE}", f'"{STYLE}"')
    page = page.replace("REGISTER", re.sub("</?script>", "", REGISTER))
    _write(source / "src" / "pages" / "[...path].astro", page)
    _write(source / "astro.config.mjs", ASTRO_CONFIG)
    _write(source / "package.json", '{"private": true, "type": "module"}')
    _run(str(HOME / "node_modules/.bin/astro"), "build", "--silent", where=source)
    # Told to build elsewhere, its plugin finds no page to store.
    shutil.move(source / "dist", out)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
