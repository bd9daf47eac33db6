"""What is said of a joint under the pointer: how certain the poses are of it, and what is wrong with it."""

from __future__ import annotations

import numpy as np

from posestudio.app.common.translation import tr
from posestudio.app.model.document import Document
from posestudio.app.model.joint_edits import body_title
from posestudio.app.model.single_joint import beyond_limits, degrees_beyond, spread_of
from posestudio.app.viewport.scene import Uncertainty


def spread_words(document: Document, body: int) -> str:
    """'±4 cm, in depth ±12 cm': the spread of a body joint over all hypotheses; empty where it is not known."""
    spread = None if document.result is None else spread_of(document.result, body)
    if spread is None:
        return ""
    return tr(
        "±{across} cm, in depth ±{depth} cm",
        across=f"{100 * spread.across:.0f}",
        depth=f"{100 * spread.depth:.0f}",
    )


def limit_words(document: Document, body: int, *, named: bool = True) -> str:
    """'left wrist 12° beyond its range', where the chosen pose bends it so, or without the name; else empty."""
    pose = document.selected_body()
    if pose is None or not beyond_limits(document.limits, document.selected, body):
        return ""
    degrees, joint = round(degrees_beyond(pose, body)), body_title(body)
    if not degrees:
        return tr("{joint} beyond its range", joint=joint) if named else tr("beyond its range")
    if named:
        return tr("{joint} {degrees}° beyond its range", joint=joint, degrees=degrees)
    return tr("{degrees}° beyond its range", degrees=degrees)


def uncertainty_of(document: Document, body: int) -> Uncertainty | None:
    """The ellipsoid of one standard deviation of a body joint over the hypotheses, at the hips of the chosen
    pose; None without several of them."""
    result, chosen = document.result, document.selected_body()
    spread = None if result is None else spread_of(result, body)
    if result is None or spread is None or chosen is None:
        return None
    about_hips = (result.joints[0, :, body] - result.joints[0, :, 0]).mean(0)
    values, vectors = np.linalg.eigh(spread.covariance)
    axes = (vectors * np.sqrt(values.clip(min=0))).astype(np.float32)
    words = [body_title(body), spread_words(document, body), limit_words(document, body, named=False)]
    return Uncertainty(chosen[0] + about_hips, axes, "\n".join(word for word in words if word))
