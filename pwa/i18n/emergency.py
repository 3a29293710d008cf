"""The sentence that says whom to call, in one language, for the country of the clinic."""

from babel.lists import format_list

from pwa.catalog.emergency import HOLE, Emergency
from pwa.i18n.locales import Locale
from pwa.i18n.text import Filled, LocalText


def call_for_help(locale: Locale, place: Emergency | None) -> LocalText:
    """With the country's numbers if there is a sentence for them, else without any.

    Digits stay as they stand on every keypad.
    """
    pattern = (place.says.get(locale.code) or locale.data.emergency_number) if place else None
    if place is None or pattern is None:
        return LocalText((locale.data.emergency,))
    before, _, after = pattern.partition(HOLE)
    numbers = format_list(place.numbers, style="or", locale=locale.cldr)
    return LocalText((before, Filled(numbers), after))
