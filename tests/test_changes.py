"""Steps from one version to the next: what they cost, and that they lead there."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import brotli
import guides
import pytest
from planting import CONTENT, TRANSLATIONS

import pwa
from pwa.catalog import Catalog, in_country
from pwa.i18n.localise import localise
from pwa.web.changes import STEPS, changes, remember, step
from pwa.web.files import HTML, File
from pwa.web.offline import Bundle, bundle_file
from pwa.web.publish import Published, vital

HEADERS = {"X-Policy": "strict"}


def bundle(*pages: tuple[str, str], headers: Mapping[str, str] = HEADERS) -> Bundle:
    return Bundle.build([File(path, HTML, text.encode()) for path, text in pages], headers)


def walk(old: Bundle, told: dict[str, Any]) -> dict[str, str]:
    """What the worker makes of a step."""
    before = {path: file["body"] for path, file in json.loads(old.body)["files"].items()}
    after = {path: body for path, body in before.items() if path not in told["gone"]}
    for path, file in told["files"].items():
        if "body" in file:
            after[path] = file["body"]
            continue
        lines = before[file["from"]].split("\n")
        edits = [
            one if isinstance(one, str) else "\n".join(lines[slice(*one)]) for one in file["lines"]
        ]
        after[path] = "\n".join(edits)
    return after


LONG = "\n".join(f"line {n}" for n in range(400))
OLD = bundle(("en/", LONG), ("en/a/", "one\ntwo\n"), ("static/1/js/x.js", LONG), ("en/gone/", "x"))
NEW = bundle(
    ("en/", LONG.replace("line 7\n", "line seven\n\n")),
    ("en/a/", "two\n"),
    ("en/b/", ""),
    ("static/2/js/x.js", LONG + "\nmore"),
)


def test_a_step_leads_to_the_next_version() -> None:
    told = json.loads(step(json.loads(OLD.body), NEW))
    assert told["to"] == NEW.version
    assert walk(OLD, told) == {file.path: file.body.decode() for file in NEW.files}
    assert "headers" not in told


def test_a_step_holds_the_changed_lines_alone_even_of_a_file_that_moved() -> None:
    body = step(json.loads(OLD.body), NEW).decode()
    assert "line seven" in body
    assert "more" in body
    assert "line 8" not in body


def test_headers_are_told_when_they_change() -> None:
    lax = bundle(("en/", LONG), headers={"X-Policy": "lax"})
    assert json.loads(step(json.loads(OLD.body), lax))["headers"] == {"X-Policy": "lax"}


def version(number: int) -> Bundle:
    return bundle(("en/", f"{LONG}\n{number}"))


def deploy(folder: Path, new: Bundle) -> list[File]:
    found = changes(folder, {"en": new})
    remember(folder, {"en": new}, found)
    return found


def leads(steps: list[File]) -> dict[str, str]:
    return {step.path.split(".")[1]: json.loads(step.body)["to"] for step in steps}


def test_every_deployment_adds_a_step_and_keeps_the_earlier_ones(tmp_path: Path) -> None:
    versions = [version(number).version for number in range(3)]
    assert deploy(tmp_path, version(0)) == []
    assert leads(deploy(tmp_path, version(1))) == {versions[0]: versions[1]}
    expected = {versions[0]: versions[1], versions[1]: versions[2]}
    assert leads(deploy(tmp_path, version(2))) == expected
    assert leads(deploy(tmp_path, version(2))) == expected


def test_an_older_version_deployed_again_is_reached_from_all(tmp_path: Path) -> None:
    for number in (0, 1, 0):
        deploy(tmp_path, version(number))
    steps = leads(deploy(tmp_path, version(2)))
    assert steps == {
        version(0).version: version(2).version,
        version(1).version: version(0).version,
    }


def test_only_so_many_versions_are_remembered(tmp_path: Path) -> None:
    for number in range(STEPS + 4):
        deploy(tmp_path, version(number))
    assert len(list(tmp_path.glob("en/changes.*.json"))) == STEPS
    assert [path.name for path in tmp_path.glob("static/*")] == [
        bundle_file("en", version(STEPS + 3)).path.removeprefix("static/")
    ]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"files": 1}', '{"to": 5}'])
def test_what_is_damaged_there_is_passed_over(tmp_path: Path, damage: str) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "en").mkdir()
    (tmp_path / "static" / "en.aaaa.json").write_text(damage)
    (tmp_path / "en" / "changes.bbbb.json").write_text(damage)
    assert changes(tmp_path, {"en": version(1)}) == []


# --- the guide itself


def published(content: Path, before: Path) -> Published:
    site = pwa.open_site(content, TRANSLATIONS)
    site.locales = {"en": site.locales["en"]}
    return Published(site, before, remembers=True)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("glossary/rod.yaml", "that links the screws", "that joins the screws"),
        ("guide.yaml", "version: ", "version: 9"),
    ],
    ids=["a sentence of the glossary", "the line below every page"],
)
def test_a_changed_sentence_costs_less_than_five_kilobytes(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    first = published(content, tmp_path / "kept").find("sw.js")
    text = (content / file).read_text()
    assert old in text
    (content / file).write_text(text.replace(old, new))
    after = published(content, tmp_path / "kept")
    worker = after.find("sw.js")
    (step,) = (file for file in after.files() if "/changes." in file.path)
    assert first != worker
    assert worker is not None
    cost = {one.path: len(brotli.compress(one.body, quality=5)) for one in (worker, step)}
    assert sum(cost.values()) < 5000, cost
    print(f"\n{sum(cost.values())} bytes:", cost)


def more_urgent(catalog: Catalog) -> Catalog:
    group = next(one for one in catalog.warning_signs.values() if one.urgency == "expected")
    signs = {**catalog.warning_signs, group.id: group.model_copy(update={"urgency": "same-day"})}
    return catalog.model_copy(update={"warning_signs": signs})


def earlier(catalog: Catalog) -> Catalog:
    """A figure that sets when a step about medicines is due."""
    edges = (task.window.start for task in catalog.tasks.values() if task.medicine)
    name = next(edge.figure for edge in edges if edge.figure)
    figure = catalog.figures[name]
    figures = {**catalog.figures, name: figure.model_copy(update={"high": figure.high + 4})}
    return catalog.model_copy(update={"figures": figures})


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda catalog: in_country(catalog, "GB"), "warning-signs"),
        (more_urgent, "warning-signs"),
        (earlier, "medicines"),
    ],
    ids=["whom to call", "how urgent a sign is", "when a medicine's step is due"],
)
def test_a_reader_hears_of_changes_that_are_no_words(
    change: Callable[[Catalog], Catalog], named: str
) -> None:
    before, after = (
        vital(localise(one, guides.REGISTRY["en"]))
        for one in (guides.CATALOG, change(guides.CATALOG))
    )
    assert {name for name in before if before[name] != after[name]} == {named}
