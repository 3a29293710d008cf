"""The security headers, the same from the server, in an export's ``_headers`` and for nginx.

Twenty lines of our own: flask-talisman lacks the cross-origin headers.
"""

from collections.abc import Iterable

from pwa.web.files import File
from pwa.web.styles import sources

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
PERMISSIONS = ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")


def content_policy(*, in_page: bool = False) -> str:
    """The Content-Security-Policy; in a page's meta tag, without what only a header may say."""
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": sources(),
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "app",
    }
    if not in_page:
        rules["frame-ancestors"] = "'none'"
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def security_headers(*, https: bool = False) -> dict[str, str]:
    """The headers of every answer, errors included."""
    headers = {
        "Content-Security-Policy": content_policy(),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in PERMISSIONS),
    }
    if https:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers


def cache_control(file: File) -> str:
    """A file named by its content is kept for ever; every other one is asked for again."""
    return FOR_EVER if file.is_immutable else ASK_AGAIN


def for_netlify(base: str, codes: Iterable[str]) -> str:
    """``_headers``, as Netlify and Cloudflare Pages read it.

    No two rules name the same header for one address: some hosts would join them with a comma.
    """
    shared = [f"  {name}: {value}" for name, value in security_headers(https=True).items()]
    rules = [f"{base}*", *shared, f"{base}static/*", f"  Cache-Control: {FOR_EVER}"]
    for asked_again in ["", "404.html", "sw.js", *(f"{code}/*" for code in codes)]:
        rules += [f"{base}{asked_again}", f"  Cache-Control: {ASK_AGAIN}"]
    return "\n".join([*rules, ""])


def for_nginx(base: str) -> str:
    """A snippet to include in a ``server`` block.

    The location that sets a header of its own repeats all of the others, which nginx would leave
    out there.
    """
    rules = [
        *_for_nginx(ASK_AGAIN),
        "charset utf-8;",
        "charset_types text/css text/plain application/javascript application/json;",
        "gzip_static on;",
        "server_tokens off;",
        "absolute_redirect off;",
        "max_ranges 0;",
        f"error_page 403 404 {base}404.html;",
        f"location {base}static/ {{",
        *(f"  {line}" for line in _for_nginx(FOR_EVER)),
        "}",
        r"location ~ \.webmanifest$ { default_type application/manifest+json; }",
    ]
    return "\n".join([*rules, ""])


def _for_nginx(kept: str) -> list[str]:
    headers = {**security_headers(https=True), "Cache-Control": kept}
    return [f'add_header {name} "{value}" always;' for name, value in headers.items()]
