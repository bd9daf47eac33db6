"""What can be done with files that are dragged over the window, here and now, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from posestudio.app.common.translation import tr, tr_n
from posestudio.app.files.opening import Opening
from posestudio.app.files.view_opening import ViewOpening
from posestudio.app.model.picture import Picture
from posestudio.app.model.views import takes_views
from posestudio.app.work.services import Studio
from posestudio.common.file_kinds import (
    CALIBRATION_INPUTS,
    PARQUET,
    PICTURE_INPUTS,
    PROJECT_SUFFIX,
    VIDEO_INPUTS,
    suffix_of,
)

_KINDS = {
    **dict.fromkeys(PICTURE_INPUTS, "photo"),
    **dict.fromkeys(VIDEO_INPUTS, "video"),
    **dict.fromkeys(CALIBRATION_INPUTS, "camera"),
    ".bvh": "motion",
    ".json": "keypoints",
    PARQUET: "keypoints",
    ".npz": "data",
    ".safetensors": "train",
    PROJECT_SUFFIX: "open",
}
"""Names of icons by file name endings."""
_FOLDER = "library"


@dataclass(frozen=True, eq=False)
class DropChoice:
    """One thing that a drop can do: its ``title``, a line ``about`` what is dropped, the name of an icon, and the
    function that does it. ``possible`` is false where dropping only says why nothing can be done."""

    title: str
    about: str
    icon: str
    do: Callable[[], Any]
    possible: bool = True


@dataclass(frozen=True, eq=False)
class TrainingData:
    """The page of training data: whether it is ``shown``, and how it ``takes`` folders and files."""

    shown: Callable[[], bool]
    takes: Callable[[list[Path]], Any]


class DropChoices:
    """The choices for what is dragged over the window; ``add_folder`` puts a folder into the library."""

    def __init__(
        self,
        studio: Studio,
        opening: Opening,
        views: ViewOpening,
        add_folder: Callable[[Path], Any],
        training: TrainingData,
        *,
        detects: bool,
    ) -> None:
        self._studio, self._opening, self._views = studio, opening, views
        self._add_folder, self._training, self._detects = add_folder, training, detects

    def of(self, data: QMimeData) -> list[DropChoice]:
        """What can be done with ``data``, the likeliest first; empty for what is no matter of the window, as for text
        dragged from one field to another."""
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            return self._of_files(files)
        image = data.imageData() if data.hasImage() else None
        if isinstance(image, QImage) and not image.isNull():
            picture = Picture(tr("Dropped picture"), image)
            open_it = partial(self._opening.open_picture, picture)
            return [DropChoice(self._open_photo, tr("The picture itself, without a file"), "photo", open_it)]
        if data.hasUrls():
            return [
                self._refusal(tr("Web addresses cannot be opened"), tr("Save the file first, then drop it."))
            ]
        return []

    # -- files

    def _of_files(self, files: list[Path]) -> list[DropChoice]:
        kinds = {path: kind for path in files if (kind := _kind_of(path))}
        unknown = [path for path in files if path not in kinds]
        if not kinds:
            return [self._unknown(unknown)]
        known = list(kinds)
        about = known[0].name if len(known) == 1 else tr_n("%n file", "%n files", len(known))
        if unknown:
            names = ", ".join(path.name for path in unknown)
            about += "\n" + tr("Left out, because PoseStudio cannot open it: {names}", names=names)
        one = len(known) == 1
        choices = self._of_one(known[0], kinds[known[0]], about) if one else self._of_several(kinds, about)
        return [*self._training_choices(known, about), *choices, *self._beside(kinds, about)]

    @property
    def _open_photo(self) -> str:
        return tr("Open photo and detect people") if self._detects else tr("Open photo")

    def _of_one(self, path: Path, kind: str, about: str) -> list[DropChoice]:
        titles = {
            "photo": self._open_photo,
            "video": tr("Open video"),
            "camera": tr("Use this camera"),
            "motion": tr("Open motion"),
            "keypoints": tr("Open keypoints or camera"),
            "data": tr("Open 3D poses"),
            "train": tr("Use weights"),
            "open": tr("Open project"),
            _FOLDER: tr("Open as a sequence of keypoint files"),
        }
        choice = DropChoice(titles[kind], about, kind, partial(self._opening.open, [path]))
        if kind != _FOLDER:
            return [choice]
        return [
            DropChoice(tr("Add folder to the library"), about, kind, partial(self._add_folder, path)),
            choice,
        ]

    def _of_several(self, kinds: dict[Path, str], about: str) -> list[DropChoice]:
        files = [path for path, kind in kinds.items() if kind != _FOLDER]
        folders = [path for path, kind in kinds.items() if kind == _FOLDER]

        def open_all() -> None:
            for folder in folders:
                self._add_folder(folder)
            self._opening.open(files)

        found = sorted(kinds.values())
        if not files:
            return [DropChoice(tr("Add folders to the library"), about, _FOLDER, open_all)]
        if found == ["keypoints", "photo"]:
            return [DropChoice(tr("Open photo with its keypoints"), about, "photo", open_all)]
        documents = [path for path in files if kinds[path] not in ("camera", "train")]
        if len(documents) > 1:
            about += "\n" + tr("The last one stays open: {name}", name=documents[-1].name)
        return [DropChoice(tr("Open all files"), about, "open", open_all)]

    def _beside(self, kinds: dict[Path, str], about: str) -> list[DropChoice]:
        """What can be done with the files beside what is open."""
        state, found, paths = self._studio.document.state, sorted(kinds.values()), list(kinds)
        choices = []
        if found == ["photo"] and not state.empty and state.picture is None:
            place = partial(self._opening.place_behind, paths[0])
            choices.append(
                DropChoice(tr("Use as background behind these joints"), about, "background", place)
            )
        one_view = found in (["photo"], ["keypoints"], ["keypoints", "photo"])
        if one_view and not state.empty and takes_views(state) and not state.views:
            add = partial(self._views.add, paths)
            choices.append(DropChoice(tr("Add as second view of this moment"), about, "compare", add))
        return choices

    def _training_choices(self, paths: list[Path], about: str) -> list[DropChoice]:
        fitting = all(suffix_of(path) in (".bvh", ".npz") or _kind_of(path) == _FOLDER for path in paths)
        if not fitting or not self._training.shown():
            return []
        return [
            DropChoice(tr("Train on these motions"), about, "train", partial(self._training.takes, paths))
        ]

    # -- what cannot be opened

    def _unknown(self, paths: list[Path]) -> DropChoice:
        names = ", ".join(path.name for path in paths)
        about = tr(
            "PoseStudio opens photos, videos, motions (BVH), keypoints (JSON), 3D poses (NPZ), cameras, "
            "projects and weights (safetensors)."
        )
        if len(paths) == 1:
            return self._refusal(tr("{name} is not a file PoseStudio can open", name=names), about)
        return self._refusal(tr("None of these files can be opened: {names}", names=names), about)

    def _refusal(self, title: str, about: str) -> DropChoice:
        report = partial(self._studio.show_error, f"{title}. {about}")
        return DropChoice(title, about, "error", report, possible=False)


def _kind_of(path: Path) -> str:
    """The kind of a file by its ending, or of a folder; '' for any other."""
    return _KINDS.get(suffix_of(path)) or (_FOLDER if path.is_dir() else "")
