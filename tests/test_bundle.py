"""The bundle, its index and the worker's table, as bytes."""

import base64
import hashlib
import json

import pytest

from pwa.web.files import HTML, File
from pwa.web.offline import SCRIPTS, Bundle, bundle_file, manifest_file, worker, worker_off

HOME = File("en/", HTML, "<p>Häuser".encode())
SIGNS = File("ar/warning-signs/", HTML, "<p>علامات".encode())
ICON = File("static/1/icon.svg", "image/svg+xml", b"<svg/>\n")


@pytest.fixture
def bundle() -> Bundle:
    return Bundle.build([HOME, SIGNS, ICON, SIGNS], {"X-Policy": "strict"})


def table(file: File) -> dict[str, object]:
    """What stands at the head of the worker."""
    head = file.body.decode().splitlines()[0]
    return json.loads(head.removeprefix("const RELEASE = ").removesuffix(";"))


def test_the_bundle_holds_each_file_once_with_its_type(bundle: Bundle) -> None:
    files = json.loads(bundle.body)["files"]
    assert sorted(files) == sorted([HOME.path, SIGNS.path, ICON.path])
    assert files["en/"] == {"type": HTML, "body": "<p>Häuser"}
    assert files[ICON.path] == {"type": "image/svg+xml", "body": "<svg/>\n"}


def test_each_file_has_a_line_of_its_own_between_a_first_line_and_a_last(bundle: Bundle) -> None:
    first, *lines, last = bundle.body.decode().split("\n")
    assert json.loads(f"{first}}}}}") == {
        "headers": {"X-Policy": "strict"},
        "vital": {},
        "files": {},
    }
    assert [list(json.loads(f"{{{line.removesuffix(',')}}}")) for line in lines] == [
        [ICON.path],
        [SIGNS.path],
        [HOME.path],
    ]
    assert last == "}}"


def test_the_order_of_the_files_does_not_matter(bundle: Bundle) -> None:
    same = Bundle.build([ICON, SIGNS, HOME], {"X-Policy": "strict"})
    assert (same.body, same.version) == (bundle.body, bundle.version)


@pytest.mark.parametrize(
    "other",
    [
        Bundle.build([HOME, SIGNS], {"X-Policy": "strict"}),
        Bundle.build([File("en/", HTML, b"<p>Hauser"), SIGNS, ICON], {"X-Policy": "strict"}),
        Bundle.build([HOME, SIGNS, ICON], {"X-Policy": "lax"}),
        Bundle.build([HOME, SIGNS, ICON], {"X-Policy": "strict"}, {"signs": "new"}),
    ],
    ids=["a file less", "a letter changed", "a header changed", "something vital changed"],
)
def test_any_change_makes_a_new_version_and_a_new_worker(bundle: Bundle, other: Bundle) -> None:
    assert other.version != bundle.version
    assert worker({"en": other}, "/").body != worker({"en": bundle}, "/").body


def test_the_index_has_the_hash_of_every_file(bundle: Bundle) -> None:
    index = json.loads(manifest_file("en", bundle).body)
    full = base64.urlsafe_b64encode(hashlib.sha256(HOME.body).digest()).decode()
    assert index["pages"]["en/"] == full[:16]
    assert index["pages"] == bundle.entries
    assert index["headers"] == {"X-Policy": "strict"}


def test_the_version_is_the_hash_of_the_index(bundle: Bundle) -> None:
    digest = hashlib.sha256(manifest_file("en", bundle).body).digest()
    assert bundle.version == base64.urlsafe_b64encode(digest).decode()[:16]


def test_the_worker_knows_the_version_of_each_language(bundle: Bundle) -> None:
    file = worker({"en": bundle}, "/spine/", patience=2)
    assert file.path == "sw.js"
    expected = {"base": "/spine/", "patience": 2000, "sets": {"en": bundle.version}}
    assert table(file) == expected


def test_the_bundle_may_be_kept_for_ever_and_the_index_not(bundle: Bundle) -> None:
    stored = bundle_file("en", bundle)
    assert stored.path == f"static/en.{bundle.version}.json"
    assert stored.is_immutable
    assert not manifest_file("en", bundle).is_immutable


def test_the_worker_travels_without_its_comments() -> None:
    for file in (worker({}, "/"), worker_off("/")):
        body = file.body.decode()
        assert file.path == "sw.js"
        assert "/*" not in body
        assert not [line for line in body.splitlines() if line.lstrip().startswith("//")]
    assert "/*" in (SCRIPTS / "sw.js").read_text()
