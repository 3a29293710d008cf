"""Answers from memory are the answers of the app; what is made for one reader is never kept."""

from itertools import product

import pages
import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from pwa.web.remembered import LONGEST, MOST, Remembered

PATHS = ("/", "/en/", "/ar/plan/", "/sw.js", "/static/en.{version}.json", "/en/nope/")
ENCODINGS = ("", "gzip", "gzip, deflate, br, zstd")


@pytest.fixture
def asked() -> list[str]:
    """The addresses that were not answered from memory."""
    return []


@pytest.fixture
def memory(asked: list[str]) -> Remembered:
    """A memory of its own before the app."""
    app = pages.app().wsgi_app.app

    def noted(environ, start_response):
        asked.append(environ["PATH_INFO"])
        return app(environ, start_response)

    return Remembered(noted)


@pytest.fixture
def client(memory: Remembered) -> Client:
    return Client(memory)


def told(answer: TestResponse) -> tuple[int, dict[str, str], bytes]:
    """All but the date, which the server sets."""
    headers = {name: value for name, value in answer.headers.items() if name != "Date"}
    return answer.status_code, headers, answer.get_data()


@pytest.mark.parametrize(("path", "encoding"), list(product(PATHS, ENCODINGS)))
def test_the_second_answer_is_the_first(client: Client, path: str, encoding: str) -> None:
    path = path.format(version=pages.app().extensions["published"].bundles["en"].version)
    headers = {"Host": "localhost", "Accept-Encoding": encoding}
    first = client.get(path, headers=headers)
    assert (first.status_code == 200) is ("nope" not in path)
    assert told(client.get(path, headers=headers)) == told(first)
    if first.status_code == 200:
        again = headers | {"If-None-Match": first.headers["ETag"]}
        assert [client.get(path, headers=again).status_code for _ in range(2)] == [304, 304]
        other = headers | {"If-None-Match": '"another"'}
        assert told(client.get(path, headers=other)) == told(first)


def test_an_answer_from_memory_has_no_old_date(client: Client) -> None:
    answers = [client.get("/en/", headers={"Host": "localhost"}) for _ in range(2)]
    assert "Date" not in answers[1].headers


def test_what_stays_the_same_is_asked_for_once(client: Client, asked: list[str]) -> None:
    for _ in range(3):
        client.get("/en/", headers={"Host": "localhost"})
    assert asked == ["/en/"]


@pytest.mark.parametrize(
    ("path", "how"),
    [
        ("/healthz", {}),
        ("/en/nope/", {}),
        ("/en", {}),
        ("/en/compare/?options=alif", {}),
        ("/en/", {"headers": {"Host": "elsewhere.example"}}),
        ("/en/", {"headers": {"If-None-Match": "x" * LONGEST + "x"}}),
        ("/en/", {"method": "HEAD"}),
        ("/en/handouts/", {"method": "POST", "data": {"kind": "nothing"}}),
    ],
)
def test_what_is_made_for_one_reader_is_asked_for_each_time(
    client: Client, memory: Remembered, asked: list[str], path: str, how: dict[str, object]
) -> None:
    for _ in range(2):
        client.open(path, **({"headers": {"Host": "localhost"}} | how))
    assert len(asked) == 2
    assert not memory.kept


def test_a_host_that_is_refused_is_refused_after_one_that_is_served(client: Client) -> None:
    statuses = [
        client.get("/en/", headers={"Host": host}).status_code
        for host in ("localhost", "elsewhere.example", "localhost")
    ]
    assert statuses == [200, 400, 200]


def test_the_memory_has_an_end(client: Client, memory: Remembered) -> None:
    for number in range(MOST + 5):
        client.get("/en/", headers={"Host": "localhost", "If-None-Match": f'"{number}"'})
    assert len(memory.kept) == MOST


def test_the_app_has_such_a_memory() -> None:
    app: Flask = pages.app()
    assert isinstance(app.wsgi_app, Remembered)
