"""What the site is made of: files, each at an address, however they were made."""

import hashlib
from dataclasses import dataclass

HTML = "text/html; charset=utf-8"
JSON = "application/json"


@dataclass(frozen=True)
class File:
    """One file of the site. ``path`` is its address below the base: ``en/options/``, ``sw.js``."""

    path: str
    media_type: str
    body: bytes

    @property
    def hash(self) -> str:
        """A short name for exactly these bytes."""
        return hashlib.sha256(self.body).hexdigest()[:16]

    @property
    def is_immutable(self) -> bool:
        """Whether the address changes with the content, so that it may be kept for ever."""
        return self.path.startswith("static/")

    @property
    def stored_as(self) -> str:
        """The name of the file on a static host."""
        return f"{self.path}index.html" if self.path == "" or self.path.endswith("/") else self.path
