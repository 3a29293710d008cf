"""The guides that tests read, each loaded once: the real one, and a small one about knees."""

from planting import CONTENT, KNEE, TRANSLATIONS

from pwa.catalog import load
from pwa.i18n import locales

CATALOG = load(CONTENT)
REGISTRY = locales.load(TRANSLATIONS)
KNEE_CATALOG = load(KNEE / "content")
KNEE_REGISTRY = locales.load(KNEE / "translations")
