"""Packs the add-on into dist/posestudio_lift-VERSION.zip, which Blender installs; the same bytes every time."""

from __future__ import annotations

import sys
import tomllib
import zipfile
from pathlib import Path

ADDON = Path(__file__).parent / "posestudio_lift"
KINDS = (".py", ".toml", "")  # of which LICENSE is the last
_DATE = (1980, 1, 1, 0, 0, 0)


def version() -> str:
    """The version in the add-on's manifest."""
    return tomllib.loads((ADDON / "blender_manifest.toml").read_text(encoding="utf-8"))["version"]


def pack(folder: Path) -> Path:
    """Write the extension into ``folder``; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / f"{ADDON.name}-{version()}.zip"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(ADDON.iterdir()):
            if path.is_file() and path.suffix in KINDS:
                entry = zipfile.ZipInfo(path.name, _DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, path.read_bytes())
    return out


if __name__ == "__main__":
    print(pack(Path(sys.argv[1] if len(sys.argv) > 1 else "dist")))
