"""Writing files so that a crash leaves the old one whole, and no change leaves it untouched."""

import os
import tempfile
from pathlib import Path


def write_if_changed(path: Path, body: bytes) -> bool:
    """Write ``body`` in one step; False (and no write) where the file already holds it."""
    if path.is_file() and path.read_bytes() == body:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(body)
    Path(file.name).chmod(0o644)
    os.replace(file.name, path)
    return True
