"""How rerun's viewer opens a recording of a lifted sequence: views, timeline, and what is hidden at first."""

from __future__ import annotations

import rerun as rr
import rerun.blueprint as rrb

from posestudio.export.framing import sphere_around, view_around, yaw_of
from posestudio.export.rerun_log import FRAME, STEP
from posestudio.export.rerun_scene import people_in
from posestudio.lifting.sequence import LiftedSequence

_STEPS_A_SECOND = 4.0
_SIDE_YAW = 38.0  # degrees off the camera's own direction, so that depth is visible
_NEARER = 0.65  # of the distance at which `framing` sees everybody: rerun's eye has a wider angle


def blueprint(sequence: LiftedSequence, heat: bool) -> rrb.Blueprint:
    """3D beside the picture with the bodies over it, plots below; with ``heat`` a tab of the heatmaps.

    Hidden at first, and shown by a click, are the mannequin and, of a sequence, all hypotheses but the best.
    """
    still, people = sequence.frames == 1, people_in(sequence)
    hidden: dict[rr.encodings.EntityPathLike, rrb.EntityBehavior] = {}
    for person in people:
        above = f"world/people/person_{person + 1}"
        names = (
            ["mannequin"]
            if still
            else [f"hypothesis_{n + 1:02d}" for n in range(1, sequence.joints.shape[1])]
        )
        hidden |= {f"{above}/{name}": rrb.EntityBehavior(visible=False) for name in names}
    space = rrb.Spatial3DView(
        origin="/world",
        contents=["+ /world/**", "- /world/camera/heatmaps"],
        name="3D",
        overrides=hidden,
        line_grid=False,
        eye_controls=_beside_the_camera(sequence),
    )
    picture = rrb.Spatial2DView(
        origin="/world/camera",
        contents=["+ /world/camera/**", "- /world/camera/heatmaps", "+ /world/people/**"],
        name="Picture",
        overrides=hidden,
    )
    seen: rrb.View | rrb.Container = picture
    if heat:
        contents = ["+ /world/camera/picture", "+ /world/camera/heatmaps"]
        seen = rrb.Tabs(
            picture,
            rrb.Spatial2DView(origin="/world/camera", contents=contents, name="Heatmaps"),
            active_tab=0,
        )
    unnamed = rrb.PlotLegend(visible=False)
    plots: list[rrb.View] = [
        rrb.TimeSeriesView(
            origin="/plots/reprojection", name="Distance from the keypoints, pixels", plot_legend=unnamed
        ),
        rrb.TextDocumentView(origin="/about", name="About"),
    ]
    if sequence.sigmas is not None:
        plots.insert(
            0, rrb.TimeSeriesView(origin="/plots/noise_level", name="Noise level", plot_legend=unnamed)
        )
    steps = still and sequence.sigmas is not None
    return rrb.Blueprint(
        rrb.Vertical(
            rrb.Horizontal(space, seen, column_shares=[3, 2]), rrb.Horizontal(*plots), row_shares=[3, 1]
        ),
        rrb.TimePanel(
            state="collapsed",
            timeline=STEP if steps else FRAME,
            fps=_STEPS_A_SECOND if steps else sequence.fps,
            loop_mode="all",
        ),
        rrb.SelectionPanel(state="collapsed"),
        collapse_panels=False,
    )


def _beside_the_camera(sequence: LiftedSequence) -> rrb.EyeControls3D:
    """Where the 3D view is seen from at first: all best poses are in it, from beside their camera."""
    centre, radius = sphere_around(sequence.joints[:, 0])
    yaw = yaw_of(sequence.cameras[0], centre) + _SIDE_YAW
    away = view_around(centre, radius, (1, 1), yaw).position - centre
    return rrb.EyeControls3D(position=centre + _NEARER * away, look_target=centre, eye_up=(0, 1, 0))
