"""Whatever stands in a file, the loader does not fall over: it loads or refuses in plain lines."""

import random
from pathlib import Path

import pytest
from planting import CONTENT, KNEE, LINE, copied, restored

from pwa.catalog import Catalog, ContentError, load

PIECES = [
    b"\0", b"\xff", b"\xe2\x80\xae", b"*a", b"&a ", b"!!python/object:os.system x", b"<<: *b",
    b"? ", b"- ", b": ", b"[", b"{", b"}", b"]", b"|\n", b">-\n", b"\t", b"9" * 400, b"1e999999",
    b".nan", b"inf", b"2026-02-30", b"null", b"~", b"''", b'"', b"'", b"#", b"%", b"---\n",
    b"...\n", b"\r", b"{nope}", b"[[nope]]", b"**", b"<b>", b"&amp;", b"-1", b"0", b"true",
    b"{a: b}", b"[a, b]", b"{[a]: b}", b"[[a], [b]]", "٣".encode(), b"\xc2\x85", b"\xef\xbb\xbf",
    b"id: x\n", b"[]", b"{}", b"1e-400", b"\xed\xa0\x80",
]  # fmt: skip


def mutated(body: bytes, dice: random.Random) -> bytes:
    """The file with one to four slips of a clumsy hand."""
    lines = body.split(b"\n")
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        slip, at = dice.randrange(7), dice.randrange(len(lines))
        line, piece = lines[at], dice.choice(PIECES)
        if slip == 0:
            lines[at] = line[: dice.randrange(len(line) + 1)]
        elif slip == 1 and len(lines) > 1:
            del lines[at]
        elif slip == 2:
            lines.insert(at, dice.choice(lines))
        elif slip == 3:
            cut = dice.randrange(len(line) + 1)
            lines[at] = line[:cut] + piece + line[cut:]
        elif slip == 4:
            lines[at] = b": ".join((line.partition(b":")[0], piece))
        elif slip == 5:
            lines[at] = b" " * dice.choice((0, 1, 2, 4, 6)) + line.lstrip()
        else:
            other = dice.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
    return b"\n".join(lines)


def outcome(folder: Path) -> str:
    """Loaded, or refused in lines of the right form; anything else is an error of the test."""
    try:
        catalog, problems = load(folder), None
    except ContentError as error:
        catalog, problems = None, error.problems
    if problems is None:
        assert isinstance(catalog, Catalog)
        return "loaded"
    assert problems
    assert all(LINE.fullmatch(str(problem)) for problem in problems)
    return "refused"


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_to_a_file_it_loads_or_is_refused_in_plain_lines(tmp_path, seed):
    dice, folder = random.Random(seed), copied(KNEE / "content", tmp_path / "content")
    files = sorted(folder.rglob("*.yaml"))
    outcomes = []
    for _ in range(70):
        picked = dice.sample(files, dice.choice((1, 1, 3)))
        with restored(*picked):
            for path in picked:
                path.write_bytes(mutated(path.read_bytes(), dice))
            outcomes.append(outcome(folder))
    assert outcomes.count("refused") > 10
    assert outcomes.count("loaded") > 1


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_to_all_files_at_once_they_are_refused_in_plain_lines(tmp_path, seed):
    dice, folder = random.Random(seed), copied(CONTENT, tmp_path / "content")
    for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.svg")]):
        path.write_bytes(mutated(path.read_bytes(), dice))
    assert outcome(folder) == "refused"
