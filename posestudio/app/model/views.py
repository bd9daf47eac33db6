"""Further views of the moment that is open: what is edited of each, as a state of its own and put back. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from posestudio.app.common.translation import tr, tr_n
from posestudio.app.model.camera_edits import with_camera
from posestudio.app.model.joint_edits import Change
from posestudio.app.model.picture import Picture
from posestudio.app.model.sources import KeypointsSource, NoSource, Source
from posestudio.app.model.state import NO_PINS, LiftInput, SecondView, State, ViewInput
from posestudio.errors import CameraError, PoseStudioError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import MISSING, Keypoints
from posestudio.lifting.views.matching import people_by_rays

if TYPE_CHECKING:
    from posestudio.lifting.result import Lifted

MOST_VIEWS = 2
"""Views of one moment, the first among them: as many as the window shows."""

Solved = tuple[Camera | None, ...]
"""The cameras of the second and further views as the lifter found them; None where it has not."""


def takes_views(state: State) -> bool:
    """Whether what is open is one moment, a picture or the keypoints of one, to which views can be added."""
    source = state.source
    if isinstance(source, NoSource):
        return state.picture is not None
    return type(source) is KeypointsSource and source.frames == 1


def view_name(state: State, index: int) -> str:
    """The name of a view's picture, or of its keypoint file; index 0 is the first view."""
    view: State | SecondView = state if index == 0 else state.views[index - 1]
    return view.source.name if view.picture is None else view.picture.name


def state_of_view(state: State, index: int, solved: Camera | None = None) -> State:
    """The state with the keypoints, camera and picture of view ``index``, 1 for the second: what functions from state
    to state edit. Where its camera is not known that is the one ``solved`` for, or else an assumed one, which sees no
    pins."""
    view = state.views[index - 1]
    camera = view.camera or solved
    person = view.person_of(state.person)
    pins = NO_PINS
    if camera is not None and state.pinned:
        pins = MappingProxyType({(0, person): state.pinned})
    return State(
        source=view.source,
        person=person,
        keypoint_edits=view.keypoint_edits,
        pins=pins,
        camera=camera or _lens(view) or Camera.default(view.size),
        picture=view.picture,
        settings=state.settings,
    )


def _lens(view: SecondView) -> Camera | None:
    """A camera with the lens that the view's picture or keypoint file states, somewhere; None where none does."""
    stated = None if view.picture is None else view.picture.focal_length
    if stated is None and isinstance(view.source, KeypointsSource):
        stated = view.source.sequence[0].focal_length
    return None if stated is None else Camera.default(view.size, stated)


def with_view_state(state: State, index: int, before: State, after: State) -> State:
    """``state`` with what was edited of view ``index``: ``before`` is what `state_of_view` returned, ``after`` the
    same edited. Somebody who was chosen in the view, or added to it, is from then on the same person as the one being
    edited; the camera stays."""
    view = state.views[index - 1]
    matches, pins = view.matches, state.pins
    same = after.source is before.source
    added = after.source.people == before.source.people + 1 and after.person == before.source.people
    if after.person != before.person and (same or added):
        other = next((one for one, number in matches.items() if number == after.person), after.person)
        now = {other: view.person_of(state.person), state.person: after.person}  # nobody is two people
        matches = _matches({**matches, **now})
    edited = replace(
        view,
        source=after.source,
        keypoint_edits=after.keypoint_edits,
        picture=after.picture,
        matches=matches,
    )
    if after.pins is not before.pins and same:
        pins = state.with_pins(after.pins.get((0, after.person), {}))
    return replace(state, views=_with(state, index, edited), pins=pins)


def pictures_of(state: State) -> set[Picture]:
    """The pictures of all views."""
    pictures = (state.picture, *(view.picture for view in state.views))
    return {picture for picture in pictures if picture is not None}


def with_picture_replaced(state: State, picture: Picture, by: Picture | None) -> State:
    """``state`` whose views that showed ``picture`` show another, or none."""
    views = tuple(replace(view, picture=by) if view.picture is picture else view for view in state.views)
    return replace(state, views=views, picture=by if state.picture is picture else state.picture)


def _with(state: State, index: int, view: SecondView) -> tuple[SecondView, ...]:
    return (*state.views[: index - 1], view, *state.views[index:])


# -- edits


def view_of(content: Source | Picture, size: tuple[int, int]) -> SecondView:
    """A view of a picture, or of the keypoints of one moment, of ``size`` (width, height) where their file does not
    state it. Raises PoseStudioError for anything else."""
    if isinstance(content, Picture):
        return SecondView(size=content.size, picture=content)
    if type(content) is KeypointsSource and content.frames == 1:
        return SecondView(size=content.size or size, source=content)
    what = tr("it has no keypoints of a picture")
    if content.frames > 1:
        what = tr_n("it has %n frame", "it has %n frames", content.frames)
    raise PoseStudioError(
        tr(
            "{name}: {what}; a further view is a picture, or the keypoints of one, of the same moment",
            name=content.name,
            what=what,
        )
    )


def view_added(state: State, view: SecondView, first: Camera | None = None) -> Change:
    """Another view of the moment that is open, with the ``first`` view's camera as well where that is given. Raises
    CameraError as `view_camera_set`."""
    if len(state.views) + 1 >= MOST_VIEWS:
        raise PoseStudioError(
            tr_n(
                "there is %n view already, the most that can be open",
                "there are %n views already, the most that can be open",
                MOST_VIEWS,
            )
        )
    added = replace(state, views=(*state.views, view))
    index = len(added.views)
    text = tr("Add {name} as a view", name=view_name(added, index))
    return Change(text, view_camera_set(added, index, view.camera, first).state)


def view_removed(state: State, index: int) -> Change:
    """Without view ``index``."""
    text = tr("Remove {name} as a view", name=view_name(state, index))
    return Change(text, replace(state, views=(*state.views[: index - 1], *state.views[index:])))


def view_camera_set(state: State, index: int, camera: Camera | None, first: Camera | None = None) -> Change:
    """View ``index`` with another camera, or one that is not known (None); with the ``first`` view's camera as well
    where that is given. Raises CameraError for a camera of another shape, or beside an unknown first camera."""
    view = state.views[index - 1]
    if camera is not None:
        stated = view.picture is not None or (isinstance(view.source, KeypointsSource) and view.source.size)
        view = replace(view, size=view.size if stated else camera.size)
        try:
            camera = camera.for_picture(view.size)
        except CameraError as problem:
            raise CameraError(tr("view {number}: {problem}", number=index + 1, problem=problem)) from problem
    changed = replace(state, views=_with(state, index, replace(view, camera=camera)))
    if first is not None:
        changed = with_camera(changed, first)
    _check(changed, camera)
    return Change(tr("Camera of view {number}", number=index + 1), rematched(changed, index))


def _check(state: State, camera: Camera | None) -> None:
    """Raises CameraError where ``camera`` has a place and the first view's was only assumed."""
    if camera is not None and camera.pose_assumed:
        raise CameraError(
            tr(
                "the file does not say where view 2's camera stands: choose a calibration that does, or let it be"
                " found from the pose"
            )
        )
    if camera is not None and (state.camera.assumed or state.camera.pose_assumed):
        raise CameraError(
            tr(
                "the place of view 1's camera is not known, so that of view 2 says nothing: choose the cameras of"
                " both, or let view 2's be found from the pose"
            )
        )


def views_exchanged(state: State, index: int, solved: Camera | None = None) -> Change:
    """View ``index`` as the first, and the first in its place. A camera that is not known stays so: the new first one
    stands where it was ``solved`` for, or where one is assumed."""
    view = state.views[index - 1]
    back = {view.person_of(person): person for person in range(state.source.people)}
    old = SecondView(
        source=state.source,
        size=state.camera.size,
        camera=None if view.camera is None else state.camera,
        picture=state.picture,
        keypoint_edits=state.keypoint_edits,
        matches=_matches(back),
    )
    pins = {(frame, view.person_of(person)): pins for (frame, person), pins in state.pins.items()}
    after = replace(
        state,
        source=view.source,
        person=view.person_of(state.person),
        keypoint_edits=view.keypoint_edits,
        pins=MappingProxyType(pins) if pins else NO_PINS,
        camera=view.camera or solved or _lens(view) or Camera.default(view.size),
        picture=view.picture,
        views=_with(state, index, old),
    )
    return Change(tr("Make {name} the first view", name=view_name(after, 0)), after)


def views_renumbered(state: State, moved: Callable[[int], int | None]) -> tuple[SecondView, ...]:
    """The views after the people of the first one have other numbers, as ``moved`` returns them; None for somebody
    who was removed."""
    people = range(state.source.people)

    def renumbered(view: SecondView) -> SecondView:
        now = {moved(person): view.person_of(person) for person in people}
        return replace(view, matches=_matches({key: one for key, one in now.items() if key is not None}))

    return tuple(map(renumbered, state.views))


def view_people_renumbered(state: State, index: int, moved: Callable[[int], int | None]) -> State:
    """``state`` after the people of view ``index`` have other numbers, as ``moved`` returns them. Whoever is the same
    as somebody who was removed is nobody in that view: their number is beyond its last person's."""
    view = state.views[index - 1]
    now = {person: moved(view.person_of(person)) for person in range(max(state.source.people, 1))}
    matches = {person: NOBODY if other is None else other for person, other in now.items()}
    return replace(state, views=_with(state, index, replace(view, matches=_matches(matches))))


NOBODY = 10**6
"""The number of a person who is not in a view."""


def _matches(matches: Mapping[int, int]) -> Mapping[int, int]:
    return MappingProxyType({key: one for key, one in matches.items() if key != one})


# -- people


def rematched(state: State, index: int) -> State:
    """``state`` whose people are matched with those of view ``index`` where the rays to them meet best, if the view's
    camera is known; somebody who is not in the view, with nobody."""
    view = state.views[index - 1]
    whole, other = state.source, view.source
    if view.camera is None or not (isinstance(whole, KeypointsSource) and isinstance(other, KeypointsSource)):
        return state
    if whole.people == 0 or other.people == 0 or whole.people == other.people == 1:
        return state
    here, there = everyone_numbered(state), everyone_numbered(state_of_view(state, index))
    found = people_by_rays([here, there], [state.camera, view.camera])[1].tracks
    assert found is not None
    matches = {person: NOBODY if found[person] < 0 else int(found[person]) for person in range(whole.people)}
    return replace(state, views=_with(state, index, replace(view, matches=_matches(matches))))


def everyone_numbered(state: State) -> Keypoints:
    """The keypoints of everybody in the picture, with their numbers as tracks."""
    everyone = state.everyone()
    return replace(everyone, tracks=np.arange(everyone.people))


# -- lifting


def solved_cameras(result: Lifted | None) -> Solved:
    """The cameras of further views that ``result`` was lifted with."""
    if result is None:
        return ()
    return tuple(view.camera for view in getattr(result, "views", ())[1:])


def view_cameras(state: State, solved: Solved) -> Solved:
    """The cameras of further views, given or ``solved`` for; None of one that is not known yet."""
    found = (*solved, *(None for _ in state.views))
    return tuple(view.camera or camera for view, camera in zip(state.views, found, strict=False))


def lift_input_of(state: State, person: int | None = None, solved: Solved = ()) -> LiftInput:
    """What the lifter is given of a person of the first view, by default the one being edited, with the same person
    of every other view in which they are seen. A camera that is not known is the one ``solved`` for, if there is
    one."""
    seen = state.lift_input(person)
    views = []
    for index, view in enumerate(state.views, 1):
        placed = view.camera or (solved[index - 1] if index <= len(solved) else None)
        here = replace(state, person=state.person if person is None else person)
        of_view = state_of_view(here, index, placed)
        if not (of_view.person < of_view.source.people and of_view.observation[1].any()):
            continue
        there = of_view.lift_input()
        views.append(ViewInput(there.keypoints, there.noise, placed or _lens(view)))
    return replace(seen, views=tuple(views))


def misfit(state: State, body_points: np.ndarray) -> float:
    """How far the keypoints of a view's state are on average from ``body_points`` (23, 2) px, the body as that view
    sees it, over the person's extent; nan without keypoints."""
    points, visibility = state.observation
    known = (visibility != MISSING) & np.isfinite(body_points).all(-1)
    extent = float(np.ptp(points[known], axis=0).max()) if known.any() else 0.0
    if extent <= 0:
        return float("nan")
    return float(np.linalg.norm(points[known] - body_points[known], axis=-1).mean()) / extent
