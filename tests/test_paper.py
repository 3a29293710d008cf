"""The form for a sheet of paper: what is wrong is named, and nothing entered is kept in a log."""

import http.client
import io
import logging
import re
import shutil
from contextlib import suppress
from pathlib import Path

import pages
import pytest
from flask.testing import FlaskClient
from lxml import html

from pwa import TRANSLATIONS, create_app
from pwa.handouts import Workers
from pwa.handouts.errors import Busy, PrintError, Unfinished
from pwa.web import paper
from pwa.web.answers import ERRORS, UNFINISHED
from pwa.web.app import MAX_BODY

SECRET = "canary-7391"
GOOD = {"kind": "warning-signs", "paper": "a4"}


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """What was asked to be printed; no paper is made."""
    asked: list[dict[str, str]] = []

    def sheet(published: object, fields: dict[str, str], **how: object) -> tuple[str, bytes]:
        asked.append(dict(fields))
        return "sheet.pdf", b"%PDF-1.7"

    monkeypatch.setattr(paper, "sheet", sheet)
    return asked


def test_a_sheet_is_printed_from_the_forms_fields(
    client: FlaskClient, printed: list[dict[str, str]]
) -> None:
    answer = client.post("/ar/handouts/", data={**GOOD, "surgery_date": "2027-03-01"})
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert printed == [{**GOOD, "surgery_date": "2027-03-01", "locale": "ar"}]


@pytest.mark.parametrize("named", [{}, {"locale": ""}, {"locale": " "}])
def test_the_address_decides_the_language_where_the_form_names_none(
    client: FlaskClient, printed: list[dict[str, str]], named: dict[str, str]
) -> None:
    client.post("/ar/handouts/", data=GOOD | named)
    assert printed[0]["locale"] == "ar"


BAD_FIELDS = [
    ("kind", ""),
    ("kind", "nothing"),
    ("kind", "<script>alert(1)</script>"),
    ("option", "alfi"),
    ("option", "../../etc/passwd"),
    ("surgery_date", "2027-02-30"),
    ("surgery_date", "tomorrow"),
    ("surgery_date", "0001-01-01"),
    ("surgery_date", "٢٠٢٧-٠١-٠١"),
    ("surgery_date", '"><script>alert(1)</script>'),
    ("locale", "xx"),
    ("second_locale", "xx"),
    ("paper", "a0"),
    ("large_print", "perhaps"),
    ("kind", "option"),
]


@pytest.mark.parametrize(("field", "value"), BAD_FIELDS)
def test_a_field_that_is_wrong_is_named_with_the_reason(
    client: FlaskClient, field: str, value: str
) -> None:
    answer = client.post("/en/handouts/", data={**GOOD, field: value})
    assert answer.status_code == 400
    named = "option" if (field, value) == ("kind", "option") else field
    tree = pages.html.document_fromstring(answer.text)
    (fault,) = tree.xpath("//section[@role='alert']//li")
    assert fault.xpath("./a/@href") == [f"#{named}"]
    asked = tree.get_element_by_id(named)
    assert (asked.get("name"), asked.get("aria-invalid")) == (named, "true")
    beside = pages.words(tree.get_element_by_id(asked.get("aria-describedby")))
    assert pages.words(fault) == f"{pages.words(fault.xpath('./a')[0])}: {beside}"
    assert ("found" in beside) is (value not in ("", "option"))
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("code", ["en", "es", "ar"])
def test_an_option_that_was_not_chosen_is_asked_for_in_the_words_of_the_form(
    client: FlaskClient, code: str
) -> None:
    fault = _fault(client, code, {"kind": "option"})
    asked = pages.said(f"/{code}/", "This sheet is about one option. Choose one under “{label}”.")
    assert fault.split(": ", 1)[1].startswith(asked.split("{label}")[0])
    assert not re.search(r"found|\b(?:option|alif|llif)\b", fault.replace("one option", ""))


def test_what_may_be_chosen_is_told_by_its_name_and_a_day_as_it_is_written(
    client: FlaskClient,
) -> None:
    fault = _fault(client, "ar", {"kind": "checklist", "option": "zzz"})
    for option in pages.local("/ar/").catalog.options.values():
        assert str(option.name) in fault
        assert f" {option.id}," not in fault
    late = _fault(client, "es", {"kind": "checklist", "surgery_date": "tomorrow"})
    assert "31 de enero de 2027" in late


def test_a_field_that_the_form_does_not_show_is_told_by_its_name(tmp_path: Path) -> None:
    """A guide in one language asks for none."""
    shutil.copytree(TRANSLATIONS / "en", tmp_path / "en")
    client = create_app({"TRANSLATIONS": tmp_path}).test_client()
    answer = client.post("/en/handouts/", data={**GOOD, "second_locale": "xx"})
    tree = pages.html.document_fromstring(answer.text)
    (fault,) = tree.xpath("//section[@role='alert']//li")
    assert fault.xpath("./code/text()") == ["second_locale"]


def _fault(client: FlaskClient, code: str, sent: dict[str, str]) -> str:
    answer = client.post(f"/{code}/handouts/", data={"paper": "a4", **sent})
    tree = pages.html.document_fromstring(answer.text)
    (fault,) = tree.xpath("//section[@role='alert']//li")
    return pages.words(fault)


def test_all_faults_are_told_at_once_in_the_readers_language(client: FlaskClient) -> None:
    bad = {"kind": "x", "option": "x", "surgery_date": "x", "paper": "x", "large_print": "x"}
    answer = client.post("/es/handouts/", data=bad)
    assert '<html lang="es"' in answer.text
    alert = pages.html.document_fromstring(answer.text).xpath("//section[@role='alert']")[0]
    assert set(alert.xpath(".//li/a/@href")) == {f"#{name}" for name in bad}
    assert not alert.xpath(".//code"), "fields have labels"


def test_what_was_entered_well_is_kept_when_something_else_is_wrong(client: FlaskClient) -> None:
    sent = {
        "kind": "option",
        "option": "alif",
        "surgery_date": "2027-03-01",
        "paper": "letter",
        "large_print": "yes",
        "second_locale": "xx",
    }
    form = pages.html.document_fromstring(client.post("/en/handouts/", data=sent).text)
    fields = next(f for f in form.forms if f.method == "POST").fields
    assert {name: fields[name] for name in ("kind", "option", "surgery_date", "paper")} == {
        name: sent[name] for name in ("kind", "option", "surgery_date", "paper")
    }
    assert fields["large_print"] == "1"


def test_a_box_that_was_not_ticked_stays_so(client: FlaskClient) -> None:
    sent = {**GOOD, "paper": "a0", "large_print": "0"}
    assert 'name="large_print" value="1">' in client.post("/en/handouts/", data=sent).text


def test_a_wrong_value_is_shown_again_as_text(client: FlaskClient) -> None:
    sent = {**GOOD, "surgery_date": '"><b>&'}
    body = client.post("/en/handouts/", data=sent).text
    assert 'value="&#34;&gt;&lt;b&gt;&amp;"' in body


@pytest.mark.parametrize(
    "body",
    [b"kind=%ff%fe", b"kind=\x00", b"\xff\xfe", b"kind" * 500, b"&=&=;", b"kind=a&kind=b"],
    ids=["not UTF-8", "a null", "bytes", "no value", "no name", "twice"],
)
@pytest.mark.parametrize(
    "kind",
    ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "\x01"],
)
def test_no_body_breaks_the_form(client: FlaskClient, body: bytes, kind: str) -> None:
    answer = client.post("/en/handouts/", data=body, content_type=kind)
    assert answer.status_code == 400
    assert "<html" in answer.text


def test_a_body_that_is_too_big_is_refused(client: FlaskClient) -> None:
    answer = client.post("/ar/handouts/", data={**GOOD, "note": "x" * MAX_BODY})
    assert answer.status_code == 413
    assert '<html lang="ar"' in answer.text


def test_a_body_in_chunks_that_is_too_big_is_refused_as_such(client: FlaskClient) -> None:
    answer = client.post(
        "/en/handouts/",
        input_stream=io.BytesIO(b"kind=" + b"x" * MAX_BODY),
        headers={"Transfer-Encoding": "chunked"},
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 413


def test_a_host_in_capitals_is_the_same_host(client: FlaskClient) -> None:
    assert client.get("/en/", headers={"Host": "LocalHost:8000"}).status_code == 200


def test_an_unknown_language_prints_nothing(client: FlaskClient) -> None:
    assert client.post("/xx/handouts/", data=GOOD).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("error", "words"), [(Busy(7), ERRORS[503]), (Unfinished(7), UNFINISHED)], ids=["busy", "long"]
)
def test_a_sheet_that_is_not_ready_is_asked_for_again_with_one_key(
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    error: Busy,
    words: tuple[str, str],
    method: str,
) -> None:
    def not_ready(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Workers, "begin", not_ready)
    path = "/es/handouts/" if method == "post" else "/es/handouts/warning-signs-a4.pdf"
    sent = {**GOOD, "more": '"><b>'} if method == "post" else {}
    answer = client.open(path, method=method, data=sent)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")
    assert answer.headers["Cache-Control"] == "no-store"
    tree = html.document_fromstring(answer.text)
    assert tree.get("lang") == "es"
    assert tree.xpath("//h1/text()") == [pages.said("/es/", words[0])]
    (form,) = tree.forms
    assert (form.method.lower(), form.action, dict(form.form_values())) == (method, path, sent)
    assert form.xpath(".//button/text()") == [pages.said("/es/", "Try again")]


# --- faults of ours, and what is kept of them


@pytest.mark.parametrize("fault", [RuntimeError(SECRET), PrintError(SECRET), KeyError(SECRET)])
def test_a_fault_of_ours_tells_the_log_its_kind_and_place_alone(
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    fault: Exception,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(paper, "sheet", broken)
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/es/handouts/", data={**GOOD, "surgery_date": SECRET})
    assert answer.status_code == 500
    assert '<html lang="es"' in answer.text
    assert 'href="/es/"' in answer.text
    assert f"{type(fault).__name__} at {__file__}:" in caplog.text
    told = caplog.text + "".join(capfd.readouterr()) + answer.text
    assert SECRET not in told
    assert "Traceback" not in told


@pytest.fixture
def logged(server: str, server_log: Path) -> tuple[int, Path]:
    """The port of the real server, and the file that everything it says goes to."""
    return int(server.rpartition(":")[2]), server_log


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with suppress(BrokenPipeError, ConnectionResetError):  # it may answer before all is sent
        connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_nothing_that_a_reader_sends_is_in_the_servers_log(logged: tuple[int, Path]) -> None:
    port, log = logged
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    secret = SECRET.encode()
    sent = [
        ("POST", "/en/handouts/", b"kind=checklist&surgery_date=" + secret, 400),
        ("POST", "/en/handouts/", b"kind=checklist&locale=" + secret, 400),
        ("POST", "/en/handouts/", b"kind=warning-signs&note=" + secret, 200),
        ("POST", "/en/handouts/", secret * MAX_BODY, 413),
        ("GET", f"/en/compare/?options={SECRET}", b"", 200),
        ("GET", f"/{SECRET}/", b"", 404),
    ]
    for method, path, body, status in sent:
        assert ask(port, method, path, body, **form)[0] == status
    assert ask(port, "GET", "/en/", Host=f"{SECRET}.example")[0] == 400
    assert SECRET not in log.read_text()


@pytest.mark.parametrize("path", ["/%00", "/en/%ff", "/en/../x", "/" + "a" * 5000, "/en/?a=\x7f"])
def test_the_real_server_answers_weird_requests_with_a_page(
    logged: tuple[int, Path], path: str
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", logged[0], timeout=20)
    connection._validate_path = lambda _: None  # type: ignore[method-assign]
    connection.request("GET", path)
    assert connection.getresponse().status in (200, 400, 404)
    assert "Traceback" not in logged[1].read_text()
