"""``make bench``: what a page costs to build, beside Hugo and Eleventy.

The same pages, copied up to 500 and 5,000, go through each. For us a copy is rendered anew from the
content, as an export does it, and written under its own address; for the others it is one more file
with the finished inside of the page, so all that they do is a layout around it. Processor time is
that of the process and all of its children, from its start.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import bench_peers
from conftest import ROOT

SIZES = (500, 5000)
OURS = """
import sys
from pathlib import Path
import pwa
from pwa.i18n.files import write_if_changed
from pwa.web.addresses import slugs
count, out = int(sys.argv[1]), Path(sys.argv[2])
site = pwa.open_site(pwa.CONTENT, pwa.TRANSLATIONS, static=True)
site.locales = {"en": site.locales["en"]}
pages = [f"en/{slug}" for slug in slugs(site.catalog)]
for number in range(count):
    path = pages[number % len(pages)]
    file = site._render(path, {})
    write_if_changed(out / str(number) / file.stored_as, file.body)
"""
HUGO = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{{ .Title }}</title>
<style>STYLE</style><main>{{ .Content }}</main></html>"""


def spent(command: list[str], where: Path) -> float:
    """Processor seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=where, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ours(count: int, _: Mapping[str, tuple[str, str]], folder: Path) -> float:
    return spent([sys.executable, "-c", OURS, str(count), str(folder / "ours")], ROOT)


def hugo(count: int, pages: Mapping[str, tuple[str, str]], folder: Path) -> float:
    source = folder / "hugo"
    single = source / "layouts" / "_default" / "single.html"
    single.parent.mkdir(parents=True)
    single.write_text(HUGO.replace("STYLE", bench_peers.STYLE))
    (source / "config.toml").write_text(
        'baseURL = "/"\ndisableKinds = ["taxonomy", "term", "RSS"]\n'
    )
    bodies = list(pages.values())
    for number in range(count):
        title, body = bodies[number % len(bodies)]
        page = source / "content" / f"{number}.html"
        page.parent.mkdir(exist_ok=True)
        page.write_text(f'+++\ntitle = "{title}"\n+++\n{body}')
    return spent(["hugo", "--quiet"], source)


def eleventy(count: int, pages: Mapping[str, tuple[str, str]], folder: Path) -> float:
    bodies = list(pages.values())
    many = {f"{number}/": bodies[number % len(bodies)] for number in range(count)}
    taken: list[float] = []
    real = bench_peers._run
    bench_peers._run = lambda *command, where=ROOT: taken.append(spent(list(command), where))
    try:
        bench_peers.eleventy(many, folder / "eleventy", workbox=False)
    finally:
        bench_peers._run = real
    return sum(taken)


def again() -> float:
    """How many files an export over itself writes."""
    out = ROOT / "build" / "bench-again"
    command = [sys.executable, "-c", "from pwa.cli import main; main()", "export", str(out)]
    said = [subprocess.check_output(command, cwd=ROOT, text=True) for _ in range(2)]
    print(
        f"a full export, then once more: {' / '.join(line.split(': ')[1].strip() for line in said)}"
    )
    return 0


TOOLS: dict[str, Callable[[int, Mapping[str, tuple[str, str]], Path], float]] = {
    "Plainspine": ours,
    "Hugo": hugo,
    "Eleventy": eleventy,
}


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print the processor time of each tool at each size."""
    bench_peers.install()
    pages = bench_peers.contents(ROOT / "build" / "site")
    again()
    print(f"{'':14}" + "".join(f"{f'{size} pages':>16}{'ms a page':>12}" for size in sizes))
    for name, tool in TOOLS.items():
        if name == "Hugo" and not shutil.which("hugo"):
            print(f"{name:14}not installed (apt-get install hugo)")
            continue
        cells = []
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                taken = tool(size, pages, Path(folder))
            cells.append(f"{taken:14.1f} s{taken / size * 1000:12.2f}")
        print(f"{name:14}" + "".join(cells), flush=True)


if __name__ == "__main__":
    main()
