"""Faults in what an entry says: its keys, the types of their values, its links and its prose."""

from planting import Fault, append, swap, whole

NO_SOURCE = swap(r"^sources: .*\n", "")


def faq(name: str, file: str, words: str, *says: str) -> Fault:
    """A fault in the prose of an answer to a common question."""
    text = f"question: Why?\nstatements:\n  - text: >-\n      {words}\n    sources: [panwar]\n"
    return Fault(name, f"faq/{file}.yaml", whole(text), "- text:", says)


# Each in a file of its own, so that all can be planted together.
FAULTS = (
    Fault(
        "an unknown key is named with the nearest known one",
        "glossary/disc.yaml",
        append("meanings: twice"),
        "meanings",
        ("meanings: ", "unknown key 'meanings'", "did you mean 'meaning'?"),
    ),
    Fault(
        "a duplicate key is named with the line of the first",
        "glossary/cage.yaml",
        append("name: again"),
        "name: again",
        ("found the key 'name' a second time (first in line 1)",),
    ),
    Fault(
        "a duplicate key deep in a file",
        "glossary/rod.yaml",
        whole("name: rod\nmeaning: A bar.\nsay: rod\nsources:\n- {a: b, a: c}\n"),
        "- {a: b",
        ("found the key 'a' a second time",),
    ),
    Fault(
        "a missing field is named",
        "glossary/level.yaml",
        swap(r"^meaning: (.|\n  )*\n", ""),
        "",
        ("the field 'meaning' is missing",),
    ),
    Fault(
        "a field missing inside a list is told at its entry",
        "conditions/instability.yaml",
        swap(r"^statements:\n  - text:", "statements:\n  - txt:"),
        "- txt:",
        ("unknown key 'txt' (did you mean 'text'?)", "the field 'text' is missing"),
    ),
    Fault(
        "a missing source is a missing field",
        "glossary/stroke.yaml",
        NO_SOURCE,
        "",
        ("the field 'sources' is missing",),
    ),
    Fault(
        "an empty list of sources is no source",
        "glossary/plif.yaml",
        swap(r"^sources: .*$", "sources: []"),
        "sources: []",
        ("found an empty list, expected at least one entry",),
    ),
    Fault(
        "a word in the place of a number",
        "tasks/driving.yaml",
        swap(r"^order: .*$", "order: soon"),
        "order: soon",
        ("order: found 'soon', expected a whole number",),
    ),
    Fault(
        "a word in the place of a list",
        "tasks/lifts.yaml",
        swap(r"^sources: .*$", "sources: panwar"),
        "sources: panwar",
        ("sources: found 'panwar', expected a list",),
    ),
    Fault(
        "a list in the place of words",
        "tasks/pack-bag.yaml",
        swap(r"^title: .*$", "title: [a, b]"),
        "title: [a",
        ("title: found a list, expected text",),
    ),
    Fault(
        "keys in the place of words",
        "tasks/first-walk.yaml",
        swap(r"^title: .*$", "title: {a: b}"),
        "title: {a",
        ("title: found keys and values, expected text",),
    ),
    Fault(
        "a word in the place of true or false",
        "tasks/blood-thinners.yaml",
        swap(r"^medicine: .*$", "medicine: perhaps"),
        "medicine: perhaps",
        ("medicine: found 'perhaps', expected true or false",),
    ),
    Fault(
        "nothing in the place of words",
        "tasks/going-home.yaml",
        swap(r"^title: .*$", "title:"),
        "title:",
        ("title: found nothing, expected some text",),
    ),
    Fault(
        "words that can't be seen",
        "tasks/first-scan.yaml",
        swap(r"^title: .*$", 'title: "\\u200b"'),
        "title:",
        ("title: found nothing that can be seen ('\\u200b'), expected words",),
    ),
    Fault(
        "a source that does not exist, and the nearest that does",
        "risks/bleeding.yaml",
        swap(r"^sources: .*$", "sources: [panwarr]"),
        "sources: [panwarr]",
        ("sources.0: no source is called 'panwarr' (did you mean 'panwar'?)",),
    ),
    Fault(
        "a risk that does not exist, and the nearest that does",
        "options/mis-tlif.yaml",
        swap(r"risk: infection$", "risk: infecton"),
        "risk: infecton",
        ("no risk is called 'infecton' (did you mean 'infection'?)",),
    ),
    Fault(
        "a page that does not exist, and the nearest that does",
        "pages/home.yaml",
        swap(r"- page: options$", "- page: option"),
        "- page: option\n",
        ("no page is called 'option' (did you mean 'options'?)",),
    ),
    Fault(
        "a task group that does not exist",
        "tasks/home-setup.yaml",
        swap(r"^group: .*$", "group: hospitl"),
        "group: hospitl",
        ("no task group is called 'hospitl' (did you mean 'hospital'?)",),
    ),
    Fault(
        "a question of the profile that does not exist",
        "tasks/diabetes.yaml",
        swap(r"any_of: .*$", "any_of: [diabets]"),
        "any_of: [diabets]",
        ("no profile question is called 'diabets' (did you mean 'diabetes'?)",),
    ),
    faq(
        "a glossary term that does not exist",
        "bones-join",
        "It is a [[fusin]].",
        "no glossary term is called 'fusin' (did you mean 'fusion'?)",
    ),
    faq(
        "a figure that does not exist",
        "first-walk",
        "It takes {bone-heling}.",
        "no figure is called 'bone-heling' (did you mean 'bone-healing'?)",
    ),
    faq("a digit typed in prose", "half-way", "Wait 6 weeks.", "a digit typed in prose ('Wait 6"),
    faq("an Arabic-Indic digit", "how-risky", "Wait ٦ weeks.", "a digit typed in prose"),
    faq("a superscript digit", "is-a-robot-better", "Ask your team².", "a digit typed in prose"),
    faq("a fraction", "screws-and-rods", "Take ½ of it.", "a digit typed in prose"),
    faq("a digit inside strong", "which-lasts", "**Wait 6 weeks.**", "a digit typed in prose"),
    faq(
        "a digit in a link's words", "what-fusion-does", "[[rod|2 rods]]", "a digit typed in prose"
    ),
    faq("a link to an address", "see-a-specialist", "See [how](x.y).", "found a stray ']('"),
    faq("one asterisk", "six-months", "Come *soon*.", "found a stray '*'"),
    faq("a link without words", "what-next", "See [[rod| ]].", "found a stray '[['"),
    faq("a tag", "second-opinion", "It is <b>good</b>.", "'<b>good", "HTML is not allowed"),
    faq("an entity", "small-cut-or-open", "Cuts &amp; scars.", "'&amp;", "HTML is not allowed"),
    faq("a stray bracket", "which-conditions", "See [[rod.", "found a stray '[['"),
    faq("a bidi override", "why-not-small-cuts", "Up \u202edown.", "the bidi control U+202E"),
    Fault(
        "an option with an answer fewer than its peers",
        "options/non-surgical.yaml",
        swap(r"^  driving:\n(    .*\n|\n)+", ""),
        "answers:",
        ("answers: the answer to 'driving' is missing (every option answers every field)",),
    ),
    Fault(
        "a number with more in it than digits",
        "risks/dural-tear.yaml",
        swap(r"^order: .*$", "order: 2_0"),
        "order",
        ("order: found '2_0', expected a whole number",),
    ),
    Fault(
        "nothing in YAML's own word",
        "risks/blood-clots.yaml",
        swap(r"^name: .*$", "name: null"),
        "name",
        ("name: found nothing, expected some text",),
    ),
    Fault(
        "a space that can't be seen",
        "risks/stroke.yaml",
        append("\u00a0order: 5"),
        "\u00a0order",
        ("unknown key '<U+00A0>order'",),
    ),
    Fault(
        "an answer to a field that does not exist",
        "options/open-fusion.yaml",
        append("  drivin:\n    not_known: No one knows."),
        "drivin:",
        ("no field is called 'drivin' (did you mean 'driving'?)",),
    ),
)
