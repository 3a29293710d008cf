"""The security headers, the same from the server, in an export's ``_headers`` and for nginx.

Twenty lines of our own: flask-talisman lacks the cross-origin headers.
"""

from pwa.web.files import File
from pwa.web.styles import stylesheet_hash

FOR_EVER = "public, max-age=31536000, immutable"
PERMISSIONS = ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")


def content_policy(*, in_page: bool = False) -> str:
    """The Content-Security-Policy; in a page's meta tag, without what only a header may say."""
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'{stylesheet_hash()}'",
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
    return FOR_EVER if file.is_immutable else "no-cache"
