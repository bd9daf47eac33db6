"""Runs the notebooks of ``examples/`` as scripts, without Jupyter: ``python tools/notebooks.py [FILE] [--write]``.

Each notebook is run in a new folder, its code cells one after the other. With ``--write`` what they print and show is
stored in the file, of figures the still picture, small: so a notebook shows its results where it is only read.
"""

from __future__ import annotations

import argparse
import ast
import base64
import json
import os
import sys
import tempfile
from contextlib import redirect_stdout
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
_WIDTH, _COLOURS = 760, 48  # of stored pictures


def run(path: Path) -> list[list[dict[str, Any]]]:
    """The outputs of each code cell, as a notebook stores them. What a cell raises is raised, after its source."""
    names: dict[str, Any] = {"__name__": "__main__"}
    outputs, here = [], Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            for number, cell in enumerate(code_cells(json.loads(path.read_text(encoding="utf-8"))), start=1):
                source = "".join(cell["source"])
                try:
                    outputs.append(_run_cell(source, f"{path.name}, cell {number}", names, number))
                except Exception:
                    print(f"{path.name}, cell {number}:\n{source}", file=sys.stderr)
                    raise
        finally:
            os.chdir(here)
    return outputs


def code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The code cells of a notebook's JSON."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def write(path: Path, outputs: list[list[dict[str, Any]]]) -> None:
    """Store the outputs of the code cells in the notebook."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for number, (cell, shown) in enumerate(zip(code_cells(notebook), outputs, strict=True), start=1):
        cell["outputs"], cell["execution_count"] = shown, number
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _run_cell(source: str, name: str, names: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """Runs a cell in ``names``; what it prints, and its last expression as it shows itself."""
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed, value = StringIO(), None
    with redirect_stdout(printed):
        exec(compile(tree, name, "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), name, "eval"), names)
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        text = printed.getvalue().splitlines(keepends=True)
        outputs.append({"name": "stdout", "output_type": "stream", "text": text})
    if value is not None:
        shown = {"data": _shown(value), "execution_count": number, "metadata": {}}
        outputs.append({"output_type": "execute_result"} | shown)
    return outputs


def _shown(value: Any) -> dict[str, Any]:
    """What is stored of a value that is shown: its picture, if it has one, and its line."""
    bundle = value._repr_mimebundle_() if hasattr(value, "_repr_mimebundle_") else {}
    stored: dict[str, Any] = {}
    if "image/png" in bundle:
        stored["image/png"] = base64.b64encode(_small(bundle["image/png"])).decode("ascii") + "\n"
    return stored | {"text/plain": [repr(value)]}


def _small(png: bytes) -> bytes:
    """The picture, at most _WIDTH pixels wide and with fewer colours."""
    from PIL import Image

    picture, stream = Image.open(BytesIO(png)).convert("RGB"), BytesIO()
    picture.thumbnail((_WIDTH, _WIDTH))
    picture.quantize(_COLOURS).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "notebooks", nargs="*", type=Path, default=sorted((ROOT / "examples").glob("*.ipynb"))
    )
    parser.add_argument("--write", action="store_true", help="store what is printed and shown")
    chosen = parser.parse_args()
    for path in chosen.notebooks:
        outputs = run(path.resolve())
        if chosen.write:
            write(path, outputs)
        print(f"{path.name}: {len(outputs)} cells")


if __name__ == "__main__":
    main()
