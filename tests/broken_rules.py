"""The rules of a guide, each broken once; and what the tiny guide needs to break all of them."""

from planting import KNEE, Edit, append, swap, whole

OPTION = "options/exercise.yaml"
RISK = "{risk: stiff, sources: [knee-leaflet]}"

# Each breaks one rule of the tiny guide, which by itself breaks none.
BROKEN: dict[str, tuple[str, Edit, str]] = {
    "equal_fields": (
        OPTION,
        swap(r"^  bad:\n    not_known: .*\n", ""),
        "answers: the answer to 'bad' is missing",
    ),
    "answers_fit_their_field": (
        "fields.yaml",
        swap(r"answer: points(?=\n        side: bad)", "answer: risks"),
        "answers.bad: found the wrong kind of answer, expected risks",
    ),
    "options_of_like_length": (
        OPTION,
        swap(r"No one has counted how many knees get worse\.", "Knees may get worse. " * 20),
        "answers: found 37 words, expected at least 54: half as many as 'exercise' has (107)",
    ),
    "fields_of_like_length": (
        OPTION,
        swap(r"You train the \[\[thigh\]\] until it carries more of your weight\.", "Yes."),
        "answers.idea: found 1 words, expected at least 4: the others have 12 in the middle",
    ),
    "risks_of_like_number": (
        OPTION,
        swap(r"^    not_known: .*$", f"    risks: [{', '.join(2 * [RISK])}]"),
        "waiting.yaml:20: answers.bad: found 0 risks, expected at least 1, if need be without a",
    ),
    "nothing_left_out_alone": (
        "options/third.yaml",
        whole(
            (KNEE / "content" / OPTION)
            .read_text()
            .replace("    statements:\n      - text: You keep your own knee.\n"
                     "        sources: [knee-leaflet]", "    not_known: No one knows.")
        ),
        "answers.good.not_known: found not_known, expected an answer: all its peers give one",
    ),
    "gaps_are_needed": (
        "fields.yaml",
        append("gaps:\n  - {field: good, option: exercise, because: No one has counted.}"),
        "gaps.0.option: found a gap that is none: 'exercise' answers",
    ),
    "rates_are_figures": (
        OPTION,
        swap(r"Someone shows", "About **one in twenty** people fall. Someone shows"),
        "answers.course.statements.0.text: found 'one in twenty', expected a {figure}",
    ),
    "medicines_are_left_to_doctors": (
        OPTION,
        swap(r"Someone shows", "Stop your [[thigh|knee pill]] a week before. Someone shows"),
        "answers.course.statements.0.text: found 'Stop your knee pill', expected whom to ask",
    ),
    "good_and_bad_in_the_same_place": (
        "fields.yaml",
        swap(r"side: bad", "side: good"),
        "groups: found these sides: good (good), bad (good); expected one field for the good",
    ),
    "good_and_bad_in_the_same_type": (
        OPTION,
        swap(r"You keep your own knee\.", "You keep **your own** knee."),
        "answers.good: found strong letters, expected plain ones",
    ),
    "windows_in_order": (
        "tasks/keep-training.yaml",
        swap(r"^  from: .*$", "  from: {months: 12}"),
        "window: found an end before the start, expected it after",
    ),
    "rates_fit_their_group": (
        "figures.yaml",
        swap(r"^  high: 8$", "  high: 108"),
        "stiff-knee.high: found 108 of 100, expected at most 100",
    ),
    "risks_are_counted_in_people": (
        OPTION,
        swap(r"^    not_known: .*$",
             "    risks: [{risk: stiff, figure: training-time, sources: [knee-leaflet]}]"),
        "risks.0.figure: found the figure 'training-time', expected so many out of a group",
    ),
    "what_is_not_known_says_so": (
        "figures.yaml",
        swap(r"time: In the first year", "time: Time span not given"),
        "stiff-knee.time: found 'Time span not given', expected 'not known'",
    ),
    "neutral_words": (
        OPTION,
        swap(r"Strong muscles take", "Strong muscles, quite **simply**, take"),
        "summary: found 'simply', expected a neutral word: it makes a thing look small",
    ),
    "exceptions_are_needed": (
        "wording.yaml",
        swap(r"stumbles easily", "falls easily"),
        "never.0.unless.0: found 'falls easily', expected a phrase that some text holds",
    ),
    "options_in_a_neutral_order": (
        "wording.yaml",
        swap(r"by: stated", "by: id"),
        "order: found an order of its own, expected none",
    ),
    "audit_is_whole": (
        "audit.yaml",
        swap(r"items: 2", "items: 3"),
        "instruments.0.parts: found 2 points, expected 3",
    ),
    "audit_points_to_pages": (
        "audit.yaml",
        swap(r"options/exercise", "options/exercises"),
        "no page is called 'options/exercises' (did you mean 'options/exercise'?)",
    ),
    "country_is_known": (
        "guide.yaml",
        append("country: FR"),
        "country: emergency.yaml knows no country 'FR' (expected one of: GB, US)",
    ),
    "drawn_parts_exist": (
        OPTION,
        append("drawings:\n  - {drawing: knee, part: 3}"),
        "drawings.0.part: found part 3, expected one of: 1, 2",
    ),
    "one_day_asked": (
        "profile.yaml",
        swap(r"type: flag", "type: date"),
        "found 2 questions of type date, expected one",
    ),
    "questions_have_their_own_id": (
        "profile.yaml",
        swap(r"id: stairs", "id: start_day"),
        "found the id 'start_day' a second time",
    ),
    "questions_to_ask_have_their_own_id": (
        "questions/two.yaml",
        whole(
            "title: T\nquestions:\n"
            + 2 * "  - {id: same, text: T, why: W, sources: [knee-leaflet]}\n"
        ),
        "questions.1.id: found the id 'same' a second time",
    ),
    "cares_have_their_own_id": (
        "fields.yaml",
        append("cares:\n" + 2 * "  - {id: pain, text: Pain, fields: [good]}\n"),
        "cares.1.id: found the id 'pain' a second time",
    ),
    "names_are_plain": (
        "glossary/thigh.yaml",
        swap(r"^name: thigh$", 'name: thigh, near the [[cartilage]]'),
        "glossary/thigh.yaml:1: name: found a link to 'cartilage', expected plain words",
    ),
    "pages_have_the_names_that_links_use": (
        "pages/about.yaml",
        swap(r"^shows: sources$", "shows: glossary"),
        "pages/about.yaml:6: shows: found 'glossary' on the page 'about', expected it on",
    ),
    "low_is_below_high": (
        "figures.yaml",
        swap(r"^  low: 6$", "  low: 16"),
        "training-time: expected low below high, found low 16 and high 12",
    ),
    "an_emergency_has_its_signs": (
        "warning-signs/call-now.yaml",
        swap(r"^urgency: emergency$", "urgency: call-today"),
        "shows: found no group of warning signs with 'urgency: emergency', expected one",
    ),
    "alternatives_have_an_address": (
        "pages/waiting.yaml",
        whole((KNEE / "content/pages/about.yaml").read_text()),
        "alternatives/waiting.yaml:1: found the name 'waiting', which a page has",
    ),
}  # fmt: skip

# What the tiny guide leaves out, and rules are about.
WORDING = """
order: {by: stated, said: The order is not advice.}
never:
  - words: [simply, easily]
    because: it makes a thing look small
    unless: [stumbles easily]
rates: {numbers: [one, twenty], between: [in], shares: [half], people: [people]}
medicines: {words: [pill], tells: [{verbs: [stop], unless_after: [do not]}]}
not_known: {say: not known, instead_of: [not given]}
"""

AUDIT = """
reviewed: No one has looked at it.
instruments:
  - id: list
    name: A List
    about: It asks for good things.
    items: 2
    parts:
      - title: All
        criteria:
          - {asks: It is clear., result: met, where: [options/exercise]}
          - {asks: It was tried., result: not, because: Not yet.}
"""

DRAWING = """
title: Knee
caption: A knee.
parts: [{number: 1, label: One}, {number: 2, label: Two}]
sources: [knee-leaflet]
"""

ADDED = {
    "wording.yaml": whole(WORDING),
    "audit.yaml": whole(AUDIT),
    "emergency.yaml": whole("GB: {numbers: ['999']}\nUS: {numbers: ['911']}\n"),
    "drawings/knee.yaml": whole(DRAWING),
    "drawings/knee.svg": whole('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'),
    "risks/stiff.yaml": whole("name: Stiff\nmeaning: It bends less.\nsources: [knee-leaflet]\n"),
    "fields.yaml": lambda old: (
        old.replace("id: good", "id: good\n        side: good").rstrip() + "\n        side: bad\n"
    ),
    "options/new-knee.yaml": swap(r"\*\*less\*\*", "less"),
}
