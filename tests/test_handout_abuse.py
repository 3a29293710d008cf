"""Abuses of the form for paper: each gets a clear answer, none gets a sheet, none hangs."""

import time

import pytest
from flask.testing import FlaskClient

from pwa.handouts import Desk
from pwa.web.app import MAX_BODY

GOOD = {"kind": "warning-signs"}
MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}",
    "{% include '/etc/passwd' %}",
    "<svg><use href='#a' id='a'/></svg>",
    "</style><style>@import url(http://127.0.0.1:9/)</style>",
    "file:///etc/passwd",
    "http://169.254.169.254/latest/meta-data/",
    "\x00",
    "\u202etxt.exe",
    "../../etc/passwd",
    "%00",
    "x" * 5000,
)
FIELDS = ("kind", "option", "locale", "second_locale", "surgery_date", "paper", "large_print")
DAYS = (
    "2027-02-30", "0000-00-00", "2027-13-01", "9999-99-99", "2027-00-10", "2027-1-1", "tomorrow",
    "-2027-01-01", "2027-01-01T00:00:00Z", "٢٠٢٧-٠١-٠١", "1e9", "NaN", "2027-02-29", "0001-01-01",
)  # fmt: skip
CORPUS = [(field, value) for field in FIELDS for value in MARKUP]
CORPUS += [("surgery_date", day) for day in DAYS]
CORPUS += [("second_locale", "en"), ("option", ",".join(["x"] * 300)), ("kind", "")]


@pytest.fixture
def no_printing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise AssertionError("an abuse reached a worker")

    monkeypatch.setattr(Desk, "sheet", refuse)


@pytest.mark.usefixtures("no_printing")
def test_every_abuse_of_a_field_is_told_by_name(client: FlaskClient) -> None:
    assert len(CORPUS) >= 40
    started = time.process_time()
    for field, value in CORPUS:
        answer = client.post("/en/handouts/", data={**GOOD, field: value})
        assert answer.status_code == 400, (field, value[:40])
        assert f'<li><a href="#{field}">' in answer.text, (field, value[:40])
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
    assert time.process_time() - started < 20


@pytest.mark.usefixtures("no_printing")
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "application/x-www-form-urlencoded", 400),
        (b"{}", "application/json", 400),
        (b"\xff\xfe\x00=\x00", "application/x-www-form-urlencoded", 400),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x", 400),
        (b"kind=option&" * 1200, "application/x-www-form-urlencoded", 400),
        (b"a" * (MAX_BODY + 1), "application/x-www-form-urlencoded", 413),
    ],
)
def test_a_body_that_is_no_form_is_refused(
    client: FlaskClient, body: bytes, kind: str, status: int
) -> None:
    answer = client.post("/en/handouts/", data=body, content_type=kind)
    assert answer.status_code == status


def test_a_field_that_is_not_ours_changes_nothing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    monkeypatch.setattr(Desk, "sheet", lambda _, sheet: seen.append(sheet) or b"%PDF-")
    more = {"html": "<b>x</b>", "url": "http://127.0.0.1:9/", "first": "xx", "address": "file:///"}
    assert client.post("/en/handouts/", data=GOOD | more).status_code == 200
    assert seen
    for sheet in seen:
        assert "127.0.0.1:9" not in sheet.segments[0].html
        assert "<b>x</b>" not in sheet.segments[0].html
