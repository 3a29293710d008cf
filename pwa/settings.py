"""What a deployer may set, by ``GUIDE_…`` or on the command line: checked before it is used."""

import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_SEGMENT = r"(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+"
_ADDRESS = re.compile(
    r"(?P<origin>https?://(?P<host>(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]+\.?|\[[0-9A-Fa-f:.]+\])"
    r"(?::(?P<port>[0-9]{1,5}))?(?=/|$))?"
    rf"(?P<path>/(?:{_SEGMENT}/)*(?:{_SEGMENT})?)?"
)
# An address of IPv6 is none of them: what Flask compares a name with ends at the first colon.
_NAME = re.compile(r"\.?(?:[\w-]+\.)*[\w-]+\.?(?::[0-9]{1,5})?")


class SettingError(ValueError):
    """A setting that can't be used: which one, what was found, what was expected."""


@dataclass(frozen=True)
class Address:
    """Where a site stands."""

    origin: str
    """Such as ``https://host``; empty where only the path is known."""
    path: str
    """Such as ``/guide/``."""


def address(text: str) -> Address:
    """An address, or a path alone. Raises ValueError for what no browser could open."""
    found = _ADDRESS.fullmatch(text)
    if found is None or not (_is_host(found["host"]) and _is_port(found["port"])):
        wanted = "an address such as https://host/guide/, or a path such as /guide/"
        raise ValueError(f"found '{text}', expected {wanted}")
    path = (found["path"] or "").strip("/")
    return Address(found["origin"] or "", f"/{path}/" if path else "/")


def _is_host(host: str | None) -> bool:
    if host is None or not re.fullmatch(r"\[.*|[0-9.]+", host):
        return True
    return _is_ip(host.strip("[]"))


def _is_port(port: str | None) -> bool:
    return port is None or 0 < int(port) < 65536


def ip(text: str) -> str:
    """An IP address to listen on; one of IPv6 may stand in brackets, as in a browser."""
    bare = text[1:-1] if re.fullmatch(r"\[.*:.*\]", text) else text
    if not _is_ip(bare):
        raise ValueError(f"found '{text}', expected an IP address such as 127.0.0.1 or ::1")
    return bare


def _is_ip(text: str) -> bool:
    try:
        return not getattr(ipaddress.ip_address(text), "scope_id", None)
    except ValueError:
        return False


def hosts(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names that a server answers to. Raises ValueError for one that no request could have."""
    for name in names:
        if not _is_name(name):
            raise ValueError(f"found '{name}', expected a name such as guide.example.org")
    return names


def _is_name(name: object) -> bool:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return False
    try:
        return bool(name.partition(":")[0].strip(".").encode("idna"))
    except UnicodeError:  # a part that is too long for a name
        return False


# --- from the environment -----------------------------------------------------------------------

# What is no JSON comes from the environment as text, and what is JSON as a number or a list: a
# name would be a list of letters, "False" would be true, and a folder a number.


def check(config: Mapping[str, Any]) -> None:
    """Raise `SettingError` for the first setting that can't be used."""
    for name, (fits, expected) in _SETTINGS.items():
        if not fits(config[name]):
            found = _written(config[name])
            raise SettingError(f"GUIDE_{name}: found {found}, expected {expected}")


def _written(value: object) -> str:
    if isinstance(value, str):
        return repr(value)
    return json.dumps(value, default=str, ensure_ascii=False)


def _is_folder(value: object) -> bool:
    return isinstance(value, str | Path) and value != "" and Path(value).is_dir()


def _is_text(value: object) -> bool:
    return value is None or isinstance(value, str | Path)


def _is_base(value: object) -> bool:
    try:
        return isinstance(value, str) and (not value or bool(address(value).origin))
    except ValueError:
        return False


def _are_hosts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(map(_is_name, value))


def _is_switch(value: object) -> bool:
    return isinstance(value, bool)


_SETTINGS: Final[Mapping[str, tuple[Callable[[object], bool], str]]] = {
    "CONTENT": (_is_folder, "a folder that is there"),
    "TRANSLATIONS": (_is_folder, "a folder that is there"),
    "VERSIONS": (_is_text, "the path of a folder"),
    "COUNTRY": (_is_text, "a country such as GB"),
    "BASE_URL": (_is_base, "an address such as https://guide.example.org"),
    "HOSTS": (_are_hosts, '["host", …] as JSON, with names such as guide.example.org'),
    "OFFLINE": (_is_switch, "true or false"),
    "WARM": (_is_switch, "true or false"),
}
