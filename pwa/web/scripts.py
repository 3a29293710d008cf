"""Our JavaScript as it travels: without comments and needless blanks, and with short local names.

What a file says about itself is two fifths of its bytes, and a reader on a slow network pays for
each of them. Files stay separate, and what they give each other keeps its name.
"""

from pathlib import Path


def script(path: Path) -> bytes:
    """The script at ``path``, ready to be sent."""
    return minified(path.read_text(encoding="utf-8"))


def minified(code: str) -> bytes:
    """JavaScript, ready to be sent."""
    # Go code, which reserves more memory than a printing worker may have: not loaded there.
    import minify

    return str(minify.string("text/javascript", code)).encode()
