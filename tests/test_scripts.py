"""Our JavaScript as it travels: shorter, and to the other files the same."""

import re
from pathlib import Path

import pytest

import pwa.web
from pwa.web.scripts import module, script

MODULES = sorted((Path(pwa.web.__file__).parent / "static" / "js").glob("*.js"))
IMPORT = re.compile(r"^import \{([^}]+)\} from \"\./(.+?)\";", re.MULTILINE)


def exported(sent: bytes) -> set[str]:
    """The names that other files see, of a module as it is sent."""
    found = re.search(rb"export\{(.+?)\}$", sent)
    pairs = found[1].decode().split(",") if found else []
    return {pair.split(" as ")[-1] for pair in pairs}


def test_a_module_exports_under_its_own_names_what_it_calls_otherwise() -> None:
    source = """/** Why. */
import { far } from "./far.js";

const MOST = 3;
export const least = () => MOST;
/** @returns {number} */
export function most() {
  return far(helper(MOST), least());
}
function helper(many) {
  return many + 1;
}
export class Long {}
export async function later() {}
"""
    sent = module(source)
    assert exported(sent) == {"least", "most", "Long", "later"}
    assert sent.startswith(b'import{far}from"./far.js";const ')
    for word in (b"helper", b"MOST", b"many", b"Why", b"\n"):
        assert word not in sent


def test_a_script_that_exports_nothing_is_sent_without_a_word_of_it() -> None:
    assert module("const long = 3;\nalert(long, long);\n") == b"const e=3;alert(e,e)"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_what_a_module_imports_another_one_exports(path: Path) -> None:
    for names, source in IMPORT.findall(path.read_text(encoding="utf-8")):
        wanted = {name.strip() for name in names.split(",") if name.strip()}
        assert wanted <= exported(script(path.parent / source)), source
