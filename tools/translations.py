"""Keeps ``assets/translations`` in step with the window's texts: ``python tools/translations.py``.

Collects every literal that the window shows, brings the ``.ts`` files up to date (new texts are unfinished, those
that are gone are removed), builds the ``.qm`` files that the window loads, and lists what is not translated.
``--add LANGUAGE FILE`` first takes translations out of a file of lines "text TAB translation" (of counts: "text TAB
form TAB form"), with \\n for line breaks.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "posestudio" / "app"
FOLDER = ROOT / "assets" / "translations"
LANGUAGES = {"de": 2, "zh_CN": 1}
"""The languages, and how many forms a count has in each."""

_CONTEXT = "PoseStudio"
_SHOWN = {
    "tr": ((0,), ()),
    "tr_n": ((1,), ()),
    "marked": ((0,), ()),
    "ActionSpec": ((1, 3), ("text", "tip", "word")),
    "Submenu": ((0,), ()),
}
"""Functions whose arguments are texts: at which positions, and by which names. Of a count the plural is looked up."""


@dataclass(frozen=True, order=True)
class Text:
    """A text of the window in English; of a count, its plural with %n."""

    source: str
    counted: bool = False


def texts_of(folder: Path = APP) -> dict[Text, Path]:
    """All texts that the code in ``folder`` shows, and the first file that has each."""
    found: dict[Text, Path] = {}
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for text in _texts_in(node):
                    found.setdefault(text, path)
    return found


def _texts_in(call: ast.Call) -> Iterator[Text]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    positions, names = _SHOWN.get(name, ((), ()))
    given = [call.args[index] for index in positions if index < len(call.args)]
    given += [keyword.value for keyword in call.keywords if keyword.arg in names]
    for argument in given:
        for literal in _literals(argument):
            if literal:
                yield Text(literal, counted=name == "tr_n")


def _literals(node: ast.expr) -> Iterator[str]:
    """The literal, or both of ``one if condition else other``."""
    if isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def file_of(language: str) -> Path:
    """The file of translations into a language."""
    return FOLDER / f"posestudio_{language}.ts"


def translations_into(language: str) -> dict[Text, tuple[str, ...]]:
    """What the file of a language has: of each text one translation, of a count one for each form."""
    path = file_of(language)
    if not path.exists():
        return {}
    found = {}
    for message in ElementTree.parse(path).getroot().iter("message"):
        counted = message.get("numerus") == "yes"
        translation = message.find("translation")
        assert translation is not None
        forms = [form.text or "" for form in translation.iter("numerusform")]
        written = tuple(forms) if counted else (translation.text or "",)
        if any(written):
            found[Text(message.findtext("source", ""), counted)] = written
    return found


def write(language: str, texts: Sequence[Text], translations: dict[Text, tuple[str, ...]]) -> None:
    """Write the file of a language: the texts in alphabetical order, with their translations where there are some."""
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = _CONTEXT
    for text in sorted(texts):
        message = ElementTree.SubElement(context, "message", {"numerus": "yes"} if text.counted else {})
        ElementTree.SubElement(message, "source").text = text.source
        known = translations.get(text)
        translation = ElementTree.SubElement(
            message, "translation", {} if known is not None else {"type": "unfinished"}
        )
        if text.counted:
            for form in known or ("",) * LANGUAGES[language]:
                ElementTree.SubElement(translation, "numerusform").text = form
        else:
            translation.text = known[0] if known is not None else ""
    ElementTree.indent(root, " ")
    body = ElementTree.tostring(root, encoding="unicode")
    file_of(language).write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8"
    )


def build(language: str) -> None:
    """Make the ``.qm`` file of a language, which the window loads."""
    source = file_of(language)
    program = Path(sys.executable).with_name("pyside6-lrelease")
    command = [str(program), "-silent", str(source), "-qm", str(source.with_suffix(".qm"))]
    subprocess.run(command, check=True)


def _added(path: Path) -> dict[Text, tuple[str, ...]]:
    added = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = [part.replace("\\n", "\n") for part in line.split("\t")]
        if len(parts) > 1:
            added[Text(parts[0], "%n" in parts[0])] = tuple(parts[1:])
    return added


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 1 while translations are missing."""
    parser = argparse.ArgumentParser(prog="python tools/translations.py", description=__doc__)
    parser.add_argument("--add", nargs=2, action="append", default=[], metavar=("LANGUAGE", "FILE"))
    parser.add_argument(
        "--missing", choices=sorted(LANGUAGES), help="list the texts that this language lacks"
    )
    options = parser.parse_args(arguments)
    texts, missing = texts_of(), 0
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        known = translations_into(language)
        for other, file in options.add:
            known |= _added(Path(file)) if other == language else {}
        write(language, list(texts), known)
        build(language)
        lacking = [text for text in sorted(texts) if text not in known]
        missing += len(lacking)
        print(f"{language}: {len(texts) - len(lacking)} of {len(texts)} texts")
        for text in lacking if options.missing == language else ():
            print(text.source.replace("\n", "\\n"))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
