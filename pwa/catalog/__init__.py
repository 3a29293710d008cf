"""What a guide says, before any language, page or paper. Imports nothing else of ours."""

from pwa.catalog.errors import ContentError, Problem
from pwa.catalog.loader import in_country, load
from pwa.catalog.model import Catalog

__all__ = ["Catalog", "ContentError", "Problem", "in_country", "load"]
