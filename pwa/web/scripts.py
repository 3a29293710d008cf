"""Our JavaScript as it travels: without comments and needless blanks, and with short names.

What a file says about itself is two fifths of its bytes, and a reader on a slow network pays for
each of them. Files stay separate, and each gives the others what it exports under its own name.

The minifier shortens the names within a function, but not those of a whole file, which it can't
know to be a module. So a module is given to it as a function, whose first part tells what the
exported names have become.
"""

import re
from pathlib import Path

_IMPORT = re.compile(r"^import .+?;\n", re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_BODY = re.compile(r"\(\(\)=>\{function \w+\(\)\{return\{(.*?)\}\}(.*?);?\}\)\(\)", re.DOTALL)


def script(path: Path) -> bytes:
    """The module at ``path``, ready to be sent."""
    return module(path.read_text(encoding="utf-8"))


def module(code: str) -> bytes:
    """A module, ready to be sent. It exports functions, classes and constants where they stand."""
    names = ",".join(_EXPORT.findall(code))
    body = _EXPORT.sub("", _IMPORT.sub("", code))
    wrapped = minified(f"(() => {{ function exported() {{ return {{{names}}} }}\n{body}\n}})()")
    found = _BODY.fullmatch(wrapped.decode())
    assert found, wrapped
    renamed, body = found.groups()
    imports = minified("".join(_IMPORT.findall(code))).decode()
    exports = renamed and re.sub(r"(\w+):(\w+)", r"\2 as \1", f"export{{{renamed}}}")
    return ";".join(filter(None, (imports, body, exports))).encode()


def minified(code: str) -> bytes:
    """JavaScript, ready to be sent."""
    # Go code, which reserves more memory than a printing worker may have: not loaded there.
    import minify

    return str(minify.string("text/javascript", code)).encode()
