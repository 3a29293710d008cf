"""Many readers at once: a sheet of paper or a plain "come back"; the rest is served meanwhile."""

import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

CROWD = 60


Answer = tuple[int, float]


def _ask(address: str, form: dict[str, str] | None = None) -> Answer:
    body = urllib.parse.urlencode(form).encode() if form else None
    start = time.perf_counter()
    try:
        with urllib.request.urlopen(address, body, timeout=30) as answer:
            answer.read()
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
    return status, time.perf_counter() - start


def test_sixty_sheets_at_once_are_made_or_put_off_and_health_is_answered_meanwhile(
    server: str,
) -> None:
    forms = [
        {
            "kind": "recovery",
            "option": "alif",
            "surgery_date": str(date(2027, 3, 1) + timedelta(days=day)),
        }
        for day in range(CROWD)
    ]
    with ThreadPoolExecutor(CROWD) as crowd:
        done = threading.Event()
        checks: list[Answer] = []

        def watch() -> None:
            while not done.is_set():
                checks.append(_ask(f"{server}/healthz"))
                done.wait(0.2)

        watching = threading.Thread(target=watch)
        watching.start()
        answers = list(crowd.map(lambda form: _ask(f"{server}/en/handouts/", form), forms))
        done.set()
        watching.join()
    assert {status for status, _ in answers} <= {200, 503}
    assert any(status == 200 for status, _ in answers)
    assert max(seconds for _, seconds in answers) < 15
    assert {status for status, _ in checks} == {200}
    assert max(seconds for _, seconds in checks) < 5
