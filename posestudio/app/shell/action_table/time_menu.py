"""The actions of the menu Time: denoising steps, and frames."""

from __future__ import annotations

from posestudio.app.shell.action_table.spec import ActionSpec, Entry

TIME: tuple[Entry, ...] = (
    ActionSpec("play", "Play", ("Space",), "Play the steps from noise to poses", icon="play", needs="steps"),
    None,
    ActionSpec(
        "start", "First step", ("Home",), "Go to the first step: pure noise", icon="start", needs="steps"
    ),
    ActionSpec(
        "previous",
        "Previous step",
        (",", "Left"),
        "Go one denoising step back",
        icon="backward",
        needs="steps",
    ),
    ActionSpec(
        "next", "Next step", (".", "Right"), "Go one denoising step forward", icon="forward", needs="steps"
    ),
    ActionSpec("end", "Last step", ("End",), "Go to the finished poses", icon="end", needs="steps"),
    ActionSpec("ten_back", "-10 steps", ("Shift+Left",), "Go ten denoising steps back", needs="steps"),
    ActionSpec("ten_on", "+10 steps", ("Shift+Right",), "Go ten denoising steps forward", needs="steps"),
    ActionSpec("go_to_step", "Go to step...", ("G",), "Go to a denoising step by its number", needs="steps"),
    ActionSpec(
        "loop",
        "Loop steps",
        ("L",),
        "Play the steps from noise again after the end",
        checkable=True,
        icon="loop",
    ),
    None,
    ActionSpec(
        "play_frames",
        "Play frames",
        ("Shift+Space",),
        "Play the frames; the poses follow",
        icon="play",
        needs="frames",
    ),
    ActionSpec(
        "previous_frame", "Previous frame", ("PgUp",), "Go one frame of the clip back", needs="frames"
    ),
    ActionSpec("next_frame", "Next frame", ("PgDown",), "Go one frame of the clip forward", needs="frames"),
    ActionSpec(
        "ten_frames_back", "-10 frames", ("Shift+PgUp",), "Go ten frames of the clip back", needs="frames"
    ),
    ActionSpec(
        "ten_frames_on", "+10 frames", ("Shift+PgDown",), "Go ten frames of the clip forward", needs="frames"
    ),
    ActionSpec(
        "go_to_frame",
        "Go to frame...",
        ("Shift+G",),
        "Go to a frame of the clip by its number",
        needs="frames",
    ),
)
