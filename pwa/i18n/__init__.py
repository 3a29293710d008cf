"""Languages: which there are, what they say, how they write numbers and dates. Knows no HTML."""

from pwa.i18n.locales import Locale, Registry
from pwa.i18n.localise import Localised, localise

__all__ = ["Locale", "Localised", "Registry", "localise"]
