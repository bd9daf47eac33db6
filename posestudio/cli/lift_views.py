"""The run of `lift --views`: the keypoints of several views, lifted moment by moment, and written."""

from __future__ import annotations

from dataclasses import replace

from posestudio.cli.lift_runs import LiftRequest, lifter_of, recorded
from posestudio.common.progress import progress_bar


def lift_views(request: LiftRequest) -> None:
    """Lift the views that the file ``request.source`` lists into one file."""
    from posestudio.common.file_kinds import suffix_of
    from posestudio.common.output_extras import check_extra
    from posestudio.export.lifted import save_sequence
    from posestudio.keypoints.frame_times import times_of
    from posestudio.lifting.assumptions import FPS_ASSUMED
    from posestudio.lifting.sequence import FPS, gather
    from posestudio.lifting.views.file import load_views
    from posestudio.lifting.views.recordings import RecordedView, lift_recorded_views

    assert request.out is not None
    check_extra(suffix_of(request.out))
    sources = load_views(request.source)
    recordings = [
        recorded(replace(request, source=source.source, camera=source.camera)) for source in sources
    ]
    views = [
        RecordedView(recording.frames, source.camera, recording.found)
        for recording, source in zip(recordings, sources, strict=True)
    ]
    lifter = lifter_of(request)
    with progress_bar("lifting", request.quiet) as progress:
        lifted = lift_recorded_views(lifter, views, progress, **request.how.of_frames)
    rates = [recording.fps for recording in recordings if recording.fps is not None]
    rate = request.fps or (rates[0] if rates else None)
    sequence = gather(lifted, rate or FPS)
    assumed = [FPS_ASSUMED] if rate is None and len(lifted) > 1 else []
    times = times_of([one.keypoints for one in lifted]) if request.fps is None else None
    sequence = replace(sequence, times=times, assumptions=(*assumed, *sequence.assumptions))
    save_sequence(request.out, sequence, person=request.person or 0, names=request.names)
    request.say(sequence.assumptions)
    people, hypotheses = len(set(sequence.person.tolist())), sequence.joints.shape[1]
    errors = [float(view.reprojection.mean()) for one in lifted[:1] for view in one.views]
    shown = ", ".join(f"{error:.1f}" for error in errors)
    request.say([f"Mean distance from the points of the first frame: {shown} pixels in the views."])
    request.say(
        [
            f"{request.out}: {sequence.frames} frames of {len(views)} views, {people} people, {hypotheses} poses each"
        ]
    )
