"""Answers that were given once and stay the same, given again without asking the app.

A page, a script, a whole language for a phone: most of what is asked for changes with a deployment
only, and working it out anew takes Flask longer than sending it. So an answer is remembered beside
everything that it depended on. Nothing is remembered that was made for one reader: no form, no
question in the address, nothing marked ``no-store``, no error, and so no host we don't answer to.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST: Final = 1024
"""Answers kept. A guide of forty pages in three languages has half as many."""
LONGEST: Final = 200
"""Characters of a header that is part of a key. Browsers send a third of that."""

Key = tuple[str, ...]
_PARTS: Final = (
    "SCRIPT_NAME",
    "PATH_INFO",
    "HTTP_HOST",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_IF_NONE_MATCH",
    "wsgi.url_scheme",
)
_STRANGE: Final = ("QUERY_STRING", "HTTP_IF_MATCH", "HTTP_RANGE", "HTTP_TRANSFER_ENCODING")


@dataclass
class Remembered:
    """A WSGI app that remembers the answers of another."""

    app: "WSGIApplication"
    kept: dict[Key, tuple[str, list[tuple[str, str]], bytes]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """The answer, from memory if it is there."""
        key = _key(environ)
        if key is None:
            return self.app(environ, start_response)
        found = self.kept.get(key)  # once: another thread may make room in the next moment
        if found is None:
            return self._first(key, environ, start_response)
        status, headers, body = found
        start_response(status, headers)
        return (body,)

    def _first(
        self, key: Key, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        said: list[tuple[str, list[tuple[str, str]]]] = []

        def note(status: str, headers: list[tuple[str, str]], *error: object) -> object:
            said.append((status, headers))
            return start_response(status, headers, *error)  # type: ignore[arg-type]

        parts = self.app(environ, note)  # type: ignore[arg-type]
        body = b"".join(parts)
        if close := getattr(parts, "close", None):
            close()
        status, headers = said[-1]
        if _stays(status, headers):
            # The server dates each answer itself.
            undated = [one for one in headers if one[0] != "Date"]
            self._keep(key, (status, undated, body))
        return (body,)

    def _keep(self, key: Key, answer: tuple[str, list[tuple[str, str]], bytes]) -> None:
        with self._lock:
            if len(self.kept) >= MOST:
                del self.kept[next(iter(self.kept))]
            self.kept[key] = answer


def _key(environ: "WSGIEnvironment") -> Key | None:
    """All that an answer depends on; None where it is not one of those that stay the same."""
    if environ["REQUEST_METHOD"] != "GET" or any(environ.get(name) for name in _STRANGE):
        return None
    key = tuple([environ.get(name, "") for name in _PARTS])
    return key if max(map(len, key)) <= LONGEST else None


def _stays(status: str, headers: list[tuple[str, str]]) -> bool:
    found = {name.lower(): value for name, value in headers}
    return (
        status[:3] in ("200", "304")
        and "etag" in found
        and found.get("cache-control") != "no-store"
    )
