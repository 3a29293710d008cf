"""The content model: what a guide says, before any language, page or paper. Imports nothing of ours."""

from pwa.catalog.errors import ContentError, Problem
from pwa.catalog.loader import load
from pwa.catalog.model import Catalog

__all__ = ["Catalog", "ContentError", "Problem", "load"]
