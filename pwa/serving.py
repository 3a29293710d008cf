"""The server on the command line: granian, with the app in a process of its own."""

import os
import socket


def run(host: str, port: int) -> None:
    """Serve until it is stopped, with the settings that stand in the environment."""
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "pwa:create_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        # More than may wait for a sheet of paper: pages and health checks are answered meanwhile.
        blocking_threads=64,
        backlog=512,
        respawn_failed_workers=True,
        log_enabled=False,
    ).serve()


def url(host: str, port: int) -> str:
    """What a browser on this machine is given."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def must_be_free(host: str, port: int) -> None:
    """Raise OSError where nobody can listen: granian would wait for the address without a word."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            text = f"can't listen on {host}:{port} ({error.strerror}), expected a free address"
            raise OSError(text) from error


def versions() -> str:
    """The folder in which versions are noted; empty for a user without a home."""
    home, cache = map(os.environ.get, ("HOME", "XDG_CACHE_HOME"))
    cache = cache or (f"{home}/.cache" if home else "")
    return f"{cache}/plainspine" if cache else ""
