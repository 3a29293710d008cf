"""The web app manifest, one per language, so that the installed app starts in the reader's own.

No browser ships manifests with translated members. So each language is an app of its own: a
distinct ``id`` and ``start_url``, while the scope is the whole guide, so that changing the language
inside the app doesn't leave it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pwa.web.files import File

MEDIA_TYPE = "application/manifest+json"
PAPER = "#F6F4EF"
"""The page's own colour, so that the splash screen turns into the page without a flash."""
TOP_BAR = "#FFFFFF"

ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon.svg", "any", "any"),
    # Android crops a maskable icon to a circle or a drop; what matters stands in its middle.
    ("maskable-192.png", "192x192", "maskable"),
    ("maskable-512.png", "512x512", "maskable"),
)
_TYPES = {"png": "image/png", "svg": "image/svg+xml"}


@dataclass(frozen=True)
class Shortcut:
    """A page offered by a long press on the app's icon. ``path`` is below the language."""

    name: str
    path: str


def webmanifest(
    code: str,
    *,
    base: str,
    name: str,
    short_name: str,
    description: str,
    direction: str,
    icons: Mapping[str, str],
    shortcuts: Iterable[Shortcut] = (),
) -> File:
    """``<code>/app.webmanifest``. ``icons`` gives the address of each icon below the base."""
    home = f"{base}{code}/"
    manifest = {
        "id": home,
        "name": name,
        "short_name": short_name,
        "description": description,
        "lang": code,
        "dir": direction,
        "start_url": home,
        "scope": base,
        "display": "standalone",
        "theme_color": TOP_BAR,
        "background_color": PAPER,
        "categories": ["education"],
        "icons": [_icon(base, icons[file], sizes, use) for file, sizes, use in ICONS],
        "shortcuts": [_shortcut(base, home, shortcut, icons) for shortcut in shortcuts],
    }
    body = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    return File(f"{code}/app.webmanifest", MEDIA_TYPE, body)


def _icon(base: str, path: str, sizes: str, purpose: str) -> dict[str, str]:
    kind = _TYPES[path.rsplit(".", 1)[-1]]
    return {"src": f"{base}{path}", "sizes": sizes, "type": kind, "purpose": purpose}


def _shortcut(
    base: str, home: str, shortcut: Shortcut, icons: Mapping[str, str]
) -> dict[str, object]:
    # Without an icon of its own, Chromium on Android leaves a shortcut out of the menu's pictures.
    icon = _icon(base, icons["icon-192.png"], "192x192", "any")
    return {"name": shortcut.name, "url": f"{home}{shortcut.path}", "icons": [icon]}
