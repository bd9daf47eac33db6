"""The command that says which joint of a skeleton is which: match-rig."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from posestudio.cli.options import Quiet, app, ending
from posestudio.errors import printable


@app.command("match-rig")
def match_rig(
    skeleton: Annotated[
        Path,
        typer.Argument(
            metavar="SKELETON",
            help='BVH, or JSON of a skeleton at rest: {"joints": [{"name", "parent", "position"}, ...]}.',
        ),
    ],
    out: Annotated[Path, typer.Option(callback=ending(".json"), help="RIG.json: names of joints by role.")],
    quiet: Quiet = False,
) -> None:
    """Find which joint of a skeleton is the left wrist, the head and so on, by names and shape.

    A skeleton in which some are missing is no error: the file says which.
    """
    import json

    from posestudio.common.atomic_files import atomic_write
    from posestudio.mocap.bvh import load_bvh
    from posestudio.mocap.rig_matching import find_rig
    from posestudio.mocap.skeleton_json import load_skeleton

    read = load_bvh(skeleton).skeleton if skeleton.suffix.lower() == ".bvh" else load_skeleton(skeleton)
    match = find_rig(read)
    names = read.joint_names
    content = {
        "profile": match.profile,
        "joints": {role: names[joint] for role, joint in match.joints.items()},
        "missing": list(match.missing),
        "needed": list(match.needed),
        "doubts": list(match.doubts),
        "skeleton": list(names),
    }
    with atomic_write(out) as temporary:
        temporary.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    if not quiet:
        lost = f"; not found: {', '.join(match.needed)}" if match.needed else ""
        print(printable(f"{out}: {len(match.joints)} roles ({match.profile}){lost}"))
