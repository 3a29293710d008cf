"""The command line: bad input is told in plain lines on stderr with exit code 2, no traceback."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po
from planting import KNEE, ROOT, append, copied, swap

from pwa.catalog import load
from pwa.cli import cli, main
from pwa.i18n.localise import must_be_complete
from pwa.i18n.messages import read_strictly
from pwa.i18n.update import dump

LINE = re.compile(r"[^:]+:\d+: .+")
READS_CONTENT = {
    "check": ["check"],
    "serve": ["serve", "--port", "1"],
    "export": ["export", "{out}"],
    "handout": ["handout", "warning-signs", "-o", "{out}/sheet.pdf"],
    "extract": ["translations", "extract"],
    "update": ["translations", "update"],
    "translations check": ["translations", "check"],
    "coverage": ["translations", "coverage"],
}


class Told:
    """What a command said, and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def guide(tmp_path):
    """A copy of the tiny guide to do damage to."""
    return copied(KNEE, tmp_path / "knee")


@pytest.fixture
def run(guide, tmp_path, capsys):
    def command(*words: str) -> Told:
        folders = ["--content", str(guide / "content")]
        folders += ["--translations", str(guide / "translations")]
        given = [word.format(out=tmp_path / "out") for word in words]
        with pytest.raises(SystemExit) as ended:
            main([*folders, *given])
        said = capsys.readouterr()
        return Told(int(ended.value.code or 0), said.out, said.err)

    return command


def damage(path: Path, edit) -> None:
    path.write_text(edit(path.read_text()))


def commands(group: click.Group = cli, path: tuple[str, ...] = ()):
    yield path
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_every_command_explains_itself(run, path):
    told = run(*path, "--help")
    assert told.code == 0
    assert told.out.startswith("Usage: ")
    assert re.search(r"\n\n  [A-Z][^.]+\.(?:yaml|pot)?", told.out)


@pytest.mark.parametrize("words", READS_CONTENT.values(), ids=READS_CONTENT)
def test_faults_of_the_content_are_told_by_every_command_that_reads_it(run, guide, words):
    damage(guide / "content/glossary/thigh.yaml", append("colour: red"))
    damage(guide / "content/figures.yaml", swap("low: 6", "low: 60"))
    told = run(*words)
    lines = told.err.splitlines()
    assert (told.code, len(lines)) == (2, 2)
    assert all(LINE.fullmatch(line) for line in lines)
    assert "unknown key 'colour'" in told.err
    assert "expected low below high" in told.err


@pytest.mark.parametrize("words", READS_CONTENT.values(), ids=READS_CONTENT)
def test_faults_of_a_language_are_told_by_every_command_that_reads_it(run, guide, words):
    damage(guide / "translations/fr/locale.yaml", append("colour: red"))
    told = run(*words)
    if words[-1] == "extract":
        assert told.code == 0
    else:
        assert told.code == 2
        (line,) = told.err.splitlines()
        assert LINE.fullmatch(line)
        assert "unknown key 'colour'" in line


def test_a_check_tells_the_faults_of_content_and_languages_in_one_run(run, guide):
    damage(guide / "content/glossary/thigh.yaml", append("colour: red"))
    damage(guide / "translations/fr/locale.yaml", append("shape: round"))
    told = run("check")
    assert told.code == 2
    assert "unknown key 'colour'" in told.err
    assert "unknown key 'shape'" in told.err


@pytest.mark.parametrize("option", ["--content", "--translations"])
def test_a_folder_that_is_not_there_is_told_in_one_line(option, capsys, tmp_path):
    with pytest.raises(SystemExit) as ended:
        main([option, str(tmp_path / "nowhere"), "check"])
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert len(said.splitlines()) == 1
    assert "nowhere" in said


BAD_WORDS = {
    "no such command": (["chekc"], "chekc"),
    "no such subcommand": (["translations", "chekc"], "chekc"),
    "no such option": (["check", "--fast"], "--fast"),
    "a port that is none": (["serve", "--port", "70000"], "70000"),
    "a port that is a word": (["serve", "--port", "http"], "http"),
    "no folder to export to": (["export"], "OUT"),
    "an unknown language": (
        ["export", "{out}", "--locale", "xx"],
        "value for '--locale': no language 'xx' is published",
    ),
    "an address that is none": (
        ["export", "{out}", "--base-url", "https://a/?b"],
        "value for '--base-url': found 'https://a/?b'",
    ),
    "a code that leads nowhere": (
        ["handout", "checklist", "-o", "{out}", "--base-url", "https://[:::/x"],
        "value for '--base-url': found 'https://[:::/x'",
    ),
    "nowhere to listen": (["serve", "--host", ""], "value for '--host': found ''"),
    "a host with a scheme": (
        ["serve", "--allow-host", "https://guide.example"],
        "value for '--allow-host': found 'https://guide.example'",
    ),
    "no sheet": (["handout", "-o", "{out}"], "KIND"),
    "no file to print to": (["handout", "checklist"], "--output"),
    "an unknown sheet": (["handout", "checklits", "-o", "{out}"], "did you mean “checklist”?"),
    "an unknown option": (
        ["handout", "option", "--option", "exercize", "-o", "{out}"],
        "did you mean “exercise”?",
    ),
    "a sheet without its option": (["handout", "option", "-o", "{out}"], "exercise, new-knee"),
    "a day that is none": (
        ["handout", "checklist", "--surgery-date", "2027-02-30", "-o", "{out}"],
        "2027-02-30",
    ),
    "paper of no size": (["handout", "checklist", "--paper", "a5", "-o", "{out}"], "a5"),
    "a sheet in no language": (
        ["handout", "checklist", "--locale", "xx", "-o", "{out}"],
        "xx",
    ),
}


@pytest.mark.parametrize("name", BAD_WORDS)
def test_a_slip_on_the_command_line_is_told_in_one_line_with_what_was_found(run, name):
    words, says = BAD_WORDS[name]
    told = run(*words)
    assert told.code == 2
    assert len(told.err.splitlines()) == 1, told.err
    assert says in told.err


def test_nothing_is_written_where_the_content_is_at_fault(run, guide, tmp_path):
    damage(guide / "content/glossary/thigh.yaml", append("colour: red"))
    for words in READS_CONTENT.values():
        run(*words)
    assert not (tmp_path / "out").exists()
    assert not (guide / "translations/messages.pot").exists()


def test_a_check_without_faults_says_what_there_is(run):
    told = run("check")
    assert (told.code, told.err) == (0, "")
    assert "2 options, 3 figures, 3 tasks; no faults" in told.out


def test_the_shipped_guide_has_no_faults(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["check"])
    said = capsys.readouterr()
    assert (ended.value.code, said.err) == (0, "")


def test_extraction_writes_a_template_and_says_how_much_is_in_it(run, guide):
    told = run("translations", "extract")
    path = guide / "translations/messages.pot"
    with path.open("rb") as file:
        count = len(read_po(file))
    assert told.code == 0
    assert f"messages.pot: {count} messages" in told.out


def test_an_update_says_how_much_there_is_left_and_the_check_is_content(run, guide):
    told = run("translations", "update")
    left = re.search(r"messages\.po: (\d+) messages to translate \(fr\)", told.out)
    assert told.code == 0
    assert left
    covered = run("translations", "coverage")
    missing = re.search(r"^fr: .* (\d+) missing", covered.out)
    assert missing
    assert missing[1] == left[1]
    checked = run("translations", "check")
    assert (checked.code, checked.out, checked.err) == (0, "no faults\n", "")


def test_a_check_of_translations_tells_each_fault_and_ends_with_two(run, guide):
    run("translations", "update")
    path = guide / "translations/fr/LC_MESSAGES/messages.po"
    damage(path, swap('"cuisse"', '"<b>cuisse</b>"'))
    damage(path, swap("au moins {amount}", "au moins 7"))
    told = run("translations", "check")
    lines = told.err.splitlines()
    assert (told.code, told.out) == (2, f"{len(lines)} faults\n")
    assert all(LINE.fullmatch(line) for line in lines)
    assert "'thigh': found '<b>cuisse</b>'" in told.err
    assert "hole: lost {amount}" in told.err
    assert "number: added 7" in told.err


def test_a_check_of_translations_says_which_language_is_not_published(run, guide):
    run("translations", "update")
    path = guide / "translations/fr/LC_MESSAGES/messages.po"
    po = read_strictly(path, "fr")
    vital = sorted(must_be_complete(load(guide / "content")))[0]
    po.get(vital).string = ""
    path.write_bytes(dump(po))
    told = run("translations", "check")
    assert (
        "fr: not published: signs or medicine steps are missing (1, listed by 'plainspine"
        in told.err
    )
    assert (told.code, told.out) == (2, "1 faults\n")
    assert f"{path}:{line_of(path, vital)}: '{vital[:40]}" in told.err
    assert "found none, expected a translation" in told.err


def line_of(path, text: str) -> int:
    """Where the file has a message."""
    return read_strictly(path, "fr").get(text).lineno


def test_an_export_of_a_language_that_is_not_published_is_refused(run, guide):
    (guide / "translations/fr/LC_MESSAGES/messages.po").unlink()
    told = run("export", "{out}", "--locale", "fr")
    assert told.code == 2
    assert "no language 'fr' is published (expected one of: en)" in told.err
    assert "fr: not published: signs or medicine steps are missing" in told.err


def test_the_installed_command_tells_a_fault_without_a_traceback(guide):
    damage(guide / "content/guide.yaml", swap('"2026-11-21"', '"2026-02-30"'))
    command = [str(Path(sys.executable).with_name("plainspine")), "--content"]
    done = subprocess.run(
        [*command, str(guide / "content"), "serve"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr + done.stdout
    (line,) = done.stderr.splitlines()
    assert "guide.yaml:8: updated: found '2026-02-30'" in line
