"""``make bench``: how fast pages are served beside nginx, and whether slow readers block others.

Both serve the same pages to the same wrk in one run; nginx from files that are already compressed,
which is the best it can do.
"""

import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from conftest import ROOT, free_port, serving
from test_headers import nginx

PATHS = ("en/", "en/plan/", "sw.js")
SLOW = 300


def rate(address: str, seconds: int) -> float:
    """Answers a second."""
    header = ["-H", "Accept-Encoding: gzip"]
    command = ["wrk", "-t2", "-c32", f"-d{seconds}s", *header, address]
    said = subprocess.check_output(command, text=True)
    assert "Non-2xx" not in said, said
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found
    return float(found[1])


def slow_readers(port: int) -> list[socket.socket]:
    """Connections that begin a request and never end it."""
    held = []
    for _ in range(SLOW):
        one = socket.create_connection(("127.0.0.1", port), timeout=5)
        one.sendall(b"GET /en/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        held.append(one)
    return held


def longest_answer(address: str, asked: int = 20) -> float:
    """Milliseconds of the slowest of a few normal requests."""
    taken = []
    for _ in range(asked):
        start = time.perf_counter()
        with urllib.request.urlopen(address, timeout=10) as answer:
            answer.read()
        taken.append((time.perf_counter() - start) * 1000)
    return max(taken)


def main(seconds: int = 5) -> None:
    """Print the rates of one process each, their ratio, and what 300 slow connections do."""
    missing = [name for name in ("wrk", "nginx") if not shutil.which(name)]
    if missing:
        return print(f"not installed: {', '.join(missing)} (apt-get install wrk nginx-light)")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, serving(port) as address:
        root = Path(folder) / "site"
        shutil.copytree(ROOT / "build" / "site", root)
        for path in [*root.rglob("*.html"), *root.rglob("*.js")]:
            subprocess.run(["gzip", "-k", "-6", str(path)], check=True)
        (Path(folder) / "run").mkdir()
        with nginx(root, Path(folder) / "run", "/") as beside:
            for path in PATHS:
                longest_answer(f"{address}/{path}", 1)  # made when first asked for
                ours, theirs = rate(f"{address}/{path}", seconds), rate(beside + path, seconds)
                told = f"{ours:8.0f}/s   nginx {theirs:8.0f}/s   {ours / theirs:5.0%}"
                print(f"{f'/{path}':14}{told}", flush=True)
        held = slow_readers(port)
        slowest = longest_answer(f"{address}/en/")
        print(f"{SLOW} slow connections held: slowest of 20 answers {slowest:.0f} ms")
        for one in held:
            one.close()


if __name__ == "__main__":
    main()
