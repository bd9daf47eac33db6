"""The actions of the menu Time: playing and going through the frames, and the denoising of the pose."""

from __future__ import annotations

from posestudio.app.shell.action_table.spec import ActionSpec, Entry, Submenu

_DENOISING: tuple[Entry, ...] = (
    ActionSpec("play", "Play steps", (), "Play the steps from noise to pose", icon="play", needs="steps"),
    ActionSpec("start", "First step", (), "Go to the first step: pure noise", icon="start", needs="steps"),
    ActionSpec("previous", "Previous step", (), "Go one step back", icon="backward", needs="steps"),
    ActionSpec("next", "Next step", (), "Go one step forward", icon="forward", needs="steps"),
    ActionSpec("end", "Last step", (), "Go to the finished pose", icon="end", needs="steps"),
    ActionSpec("ten_back", "-10 steps", (), "Go ten steps back", icon="ten_back", needs="steps"),
    ActionSpec("ten_on", "+10 steps", (), "Go ten steps forward", icon="ten_on", needs="steps"),
    ActionSpec("go_to_step", "Go to step...", (), "Go to a denoising step by its number", needs="steps"),
    ActionSpec("loop", "Loop steps", (), "Play the steps again and again", checkable=True, icon="loop"),
)
TIME: tuple[Entry, ...] = (
    ActionSpec(
        "play_frames",
        "Play",
        ("Space",),
        "Play the frames; where there is one frame, play how the pose formed",
        icon="play",
        needs="frames or steps",
    ),
    ActionSpec(
        "how_it_formed",
        "How it formed",
        ("Shift+Space",),
        "Play the denoising of this pose once, from noise to the pose",
        icon="how_formed",
        needs="steps",
    ),
    Submenu("Denoising", _DENOISING),
    None,
    ActionSpec(
        "first_frame", "First frame", ("Home",), "Go to the first frame", icon="start", needs="frames"
    ),
    ActionSpec(
        "previous_frame",
        "Previous frame",
        ("Left", ","),
        "Go one frame back",
        icon="backward",
        needs="frames",
    ),
    ActionSpec(
        "next_frame", "Next frame", ("Right", "."), "Go one frame forward", icon="forward", needs="frames"
    ),
    ActionSpec("last_frame", "Last frame", ("End",), "Go to the last frame", icon="end", needs="frames"),
    ActionSpec(
        "ten_frames_back",
        "-10 frames",
        ("Shift+Left",),
        "Go ten frames back",
        icon="ten_back",
        needs="frames",
    ),
    ActionSpec(
        "ten_frames_on",
        "+10 frames",
        ("Shift+Right",),
        "Go ten frames forward",
        icon="ten_on",
        needs="frames",
    ),
    ActionSpec(
        "go_to_frame", "Go to frame...", ("G",), "Go to a frame by its number", icon="go_to", needs="frames"
    ),
    ActionSpec(
        "next_unsure",
        "Next unsure frame",
        ("U",),
        "Go to where the next red frames begin: their confidence is below 50 %, or the person is lost there",
        icon="warning",
        needs="frames",
    ),
    None,
    ActionSpec(
        "mark_in",
        "Mark in",
        ("I",),
        "Leave out the frames before this one when playing and exporting",
        icon="range_start",
        needs="frames",
    ),
    ActionSpec(
        "mark_out",
        "Mark out",
        ("O",),
        "Leave out the frames after this one when playing and exporting",
        icon="range_end",
        needs="frames",
    ),
    ActionSpec(
        "keep_all", "Clear in and out", ("Alt+X",), "Keep all frames again", icon="keep_all", needs="trim"
    ),
    ActionSpec(
        "loop_motion",
        "Loop",
        ("L",),
        "Play again from the first frame after the last; in and out count",
        checkable=True,
        icon="loop",
        needs="frames",
    ),
)
