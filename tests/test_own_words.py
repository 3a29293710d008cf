"""The facts come from five documents, the sentences do not.

Key ideas:

- No nine words in a row, as a reader sees them, stand in one of the documents. Case, punctuation
  and the kind of apostrophe make no difference, and a figure counts as its words.
- The documents are not ours to publish, so they stand beside the repository and not in it. Where
  they are missing there is nothing to compare with.
"""

import re
from collections.abc import Iterator

import pages
import pytest
from conftest import ROOT

from pwa.catalog.typed import Text
from pwa.catalog.walk import find

LENGTH = 9
DOCUMENTS = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
ENGLISH = [page for page in pages.PAGES if page.startswith("/en/")]

needs_documents = pytest.mark.skipif(not DOCUMENTS, reason="the documents are not here")


def runs(text: str) -> Iterator[str]:
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)?", text.lower().replace("’", "'"))
    return (" ".join(words[i : i + LENGTH]) for i in range(len(words) - LENGTH + 1))


@pytest.fixture(scope="module")
def theirs() -> set[str]:
    found = {run for path in DOCUMENTS for run in runs(path.read_text(encoding="utf-8"))}
    assert found
    return found


def seen(path: str) -> str:
    """All words of a page, those in its title and its attributes among them."""
    tree = pages.tree(path)
    kept = tree.xpath("//text()[not(ancestor::script or ancestor::style)]")
    return " ".join([*kept, *tree.xpath("//@aria-label | //@alt | //@content")])


def test_runs_do_not_depend_on_case_points_or_apostrophes():
    assert list(runs("One, TWO three four. Five six’s seven—eight nine!")) == [
        "one two three four five six's seven eight nine"
    ]
    assert not list(runs("one two three"))


@needs_documents
def test_no_message_is_copied_from_the_documents_it_stands_on(catalog, theirs):
    assert not {str(text) for _, text in find(catalog, Text) if theirs & {*runs(text)}}


@needs_documents
@pytest.mark.parametrize("path", ENGLISH)
def test_no_page_holds_nine_words_in_a_row_of_a_document(path, theirs):
    assert not theirs & {*runs(seen(path))}
