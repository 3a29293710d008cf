"""Faults in how a file is written and named, in its windows and drawings; and many in one file."""

import string

from planting import Fault, append, swap, whole

# Each in a file of its own, so that all can be planted together.
FAULTS = (
    Fault(
        "an alias",
        "glossary/traction.yaml",
        whole("name: &n traction\nmeaning: *n\nsources: [panwar]\n"),
        "meaning",
        ("found an alias or anchor, expected the value written out",),
    ),
    Fault(
        "an alias that holds itself",
        "glossary/tlif.yaml",
        whole("name: TLIF\nmeaning: Words.\nsources: &s [*s]\n"),
        "sources",
        ("found an alias or anchor",),
    ),
    Fault(
        "an alias bomb",
        "glossary/llif.yaml",
        whole(
            "a: &a [x, x]\n"
            + "".join(
                f"{b}: &{b} [*{a}, *{a}]\n"
                for a, b in zip(string.ascii_lowercase, string.ascii_lowercase[1:], strict=False)
            )
        ),
        "z:",
        ("found an alias or anchor",),
    ),
    Fault(
        "a tag of YAML",
        "glossary/mri-scan.yaml",
        swap(r"^name: .*$", "name: !!python/object/apply:os.getcwd []"),
        "name: !!python",
        ("found a tag, expected the value written out",),
    ),
    Fault(
        "a byte that is no UTF-8",
        "glossary/alif.yaml",
        append("say: caf\udce9"),
        "say: caf",
        ("found the byte 0xe9, expected UTF-8",),
    ),
    Fault(
        "an empty file", "glossary/bmi.yaml", whole(""), "", ("found an empty file, expected keys",)
    ),
    Fault(
        "a file of comments",
        "glossary/fusion.yaml",
        whole("# to be written\n"),
        "",
        ("found an empty file, expected keys and values",),
    ),
    Fault(
        "a list in the place of a file",
        "glossary/olif.yaml",
        whole("- name: OLIF\n"),
        "",
        ("found a list, expected keys and values",),
    ),
    Fault(
        "a word in the place of a file",
        "glossary/opioid.yaml",
        whole("opioid\n"),
        "",
        ("found the text 'opioid', expected keys and values",),
    ),
    Fault(
        "deep nesting",
        "glossary/nicotine.yaml",
        whole("name: nicotine\nmeaning: " + "[" * 5000 + "]" * 5000 + "\n"),
        "meaning",
        ("found more than 30 levels",),
    ),
    Fault(
        "a tab",
        "glossary/prehab.yaml",
        append("say:\n\tpre-hab"),
        "\tpre-hab",
        ("found broken YAML",),
    ),
    Fault(
        "a quote that is never closed",
        "glossary/scoliosis.yaml",
        whole('name: scoliosis\nmeaning: "A curve.\nsources: [panwar]\n'),
        "meaning",
        ("found broken YAML",),
    ),
    Fault(
        "a line without its colon",
        "glossary/implant.yaml",
        whole("name: implant\nmeaning A part.\nsources: [panwar]\n"),
        "meaning A",
        ("found broken YAML (could not find expected ':'",),
    ),
    Fault(
        "a title cut off by a sign for a comment",
        "tasks/stop-smoking.yaml",
        swap(r"^title: .*$", "title: Ask about # smoking"),
        "title",
        ("found words that end at ' #', where a comment begins, expected the value written out",),
    ),
    Fault(
        "a colon without its space",
        "glossary/peek.yaml",
        whole("name:PEEK\nmeaning: A plastic.\nsources: [panwar]\n"),
        "meaning",
        ("found broken YAML (mapping values", "has the line before a space after its colon?"),
    ),
    Fault(
        "a list where keys and values go on",
        "glossary/mini-open.yaml",
        whole("name: mini-open\n- what: a cut\nmeaning: A cut.\n"),
        "- what",
        ("found broken YAML",),
    ),
    Fault(
        "an anchor hides no other fault",
        "glossary/keyhole-surgery.yaml",
        append("meanings: &m twice"),
        "meanings",
        ("found an alias or anchor", "meanings: unknown key 'meanings'"),
    ),
    Fault(
        "a line separator, after which each line would have another number",
        "glossary/ligament.yaml",
        append("say: lig\u2028ament"),
        "say: lig",
        ("found the control character U+2028, expected none",),
    ),
    Fault(
        "two documents in one file",
        "glossary/spondylosis.yaml",
        append("---\nname: another"),
        "---",
        ("found broken YAML",),
    ),
    Fault(
        "a NUL byte",
        "glossary/vertebra.yaml",
        append("say: a\0b"),
        "say: a",
        ("found the control character U+0000, expected none",),
    ),
    Fault(
        "a window that ends before it starts",
        "tasks/scans-and-checks.yaml",
        swap(
            r"^window:\n  from: .*\n  until: .*$", "window:\n  from: {days: 3}\n  until: {days: 1}"
        ),
        "window:",
        ("window: found an end before the start, expected it after",),
    ),
    Fault(
        "a side beside a length of time, which would be passed over",
        "tasks/blood-thinners.yaml",
        swap(r"^  until: .*$", "  until: {weeks: 1, side: before}"),
        "until: {weeks",
        ("window.until: found 'side' beside a length of time, expected it with a figure alone",),
    ),
    Fault(
        "a window beyond any calendar",
        "tasks/meals-and-help.yaml",
        swap(r"^  until: .*$", "  until: {days: 999999999}"),
        "until: {days: 9",
        ("found '999999999', expected less than or equal to",),
    ),
    Fault(
        "a window whose figure is no length of time",
        "phases/weeks-one-and-two.yaml",
        swap(r"^  until: .*$", "  until: {figure: wound-infection}"),
        "until: {figure",
        ("found the figure 'wound-infection', expected one that is a length of time",),
    ),
    Fault(
        "a day that is not in the calendar",
        "guide.yaml",
        swap(r"^updated: .*$", 'updated: "2026-02-30"'),
        "updated",
        ("updated: found '2026-02-30', expected a day such as",),
    ),
    Fault(
        "a script in a drawing",
        "drawings/tubes.svg",
        swap(r"</svg>", "<script>alert()</script>\n</svg>"),
        "<script>",
        ("found <script>, expected shapes and numbers only",),
    ),
    Fault(
        "a handler in a drawing",
        "drawings/ways-in.svg",
        swap(r"</svg>", '<path onload="alert()" d="M0,0"/>\n</svg>'),
        "<path onload",
        ("found the attribute 'onload', expected presentation attributes only",),
    ),
    Fault(
        "an address in a drawing",
        "drawings/cage-and-screws.svg",
        swap(r"</svg>", '<path href="https://example.org/" d="M0,0"/>\n</svg>'),
        "<path href",
        ("found the attribute 'href'",),
    ),
    Fault(
        "a file with a misspelt ending",
        "risks/infection.yml",
        whole("name: Infection\n"),
        "",
        ("found the file 'risks/infection.yml'",),
    ),
    Fault(
        "a file in a misspelt folder",
        "optons/alif.yaml",
        whole("name: ALIF\n"),
        "",
        ("found the file 'optons/alif.yaml' (did you mean 'options/…yaml'?)",),
    ),
    Fault(
        "a file with a misspelt name",
        "figure.yaml",
        whole("a: b\n"),
        "",
        ("found the file 'figure.yaml' (did you mean 'figures.yaml'?)",),
    ),
    Fault(
        "a file whose name is no id",
        "faq/Which One.yaml",
        whole("question: Which?\nstatements: [{text: This., sources: [panwar]}]\n"),
        "",
        ("found 'Which One', expected a name of small letters",),
    ),
)

FIGURE = (
    "{name}:\n  name: Any\n  low: {low}\n  high: {high}\n  unit: {unit}\n  population: people\n"
    "  time: ever\n  certainty: range\n  sources: [panwar]"
)


def figure(fault: str, name: str, low: str, high: str, says: str, unit: str = "days") -> Fault:
    text = FIGURE.format(name=name, low=low, high=high, unit=unit)
    at = {"low": f"low: {low}\n", "high": f"high: {high}\n", "": f"{name}:\n"}
    place = "low" if f"'{low[:40]}'" in says else "" if "low below" in says else "high"
    # Its own last words make the line unmistakable.
    return Fault(fault, "figures.yaml", append(text), at[place], (says,))


# Many in one file.
IN_ONE_FILE = (
    figure("low above high", "aa", "99991", "5", "expected low below high"),
    figure("low equal to high", "ab", "99992", "99992", "expected low below high"),
    figure("not a number", "ac", ".nan", "99993", "found '.nan', expected a number"),
    figure("what Python calls no number", "ad", "nan", "99994", "found 'nan', expected a number"),
    figure("endless", "ae", "1", "inf", "found 'inf', expected a number"),
    figure("endless downwards", "af", "-inf", "99995", "found '-inf', expected a number"),
    figure("a number of 400 digits", "ag", "1", "9" * 400, f"found '{'9' * 40}', expected"),
    figure("a number with a huge exponent", "ah", "1", "1e999999", "found '1e999999', expected"),
    figure("a number below zero", "ai", "-7", "99996", "found '-7', expected greater than"),
    figure("words for a number", "aj", "few", "99997", "found 'few', expected a number"),
    figure("more people than the group has", "ak", "1", "101", "found 101 of 100", "people-in-100"),
)
