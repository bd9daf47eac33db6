"""The actions of the menu Help."""

from __future__ import annotations

from posestudio.app.shell.action_table.spec import ActionSpec, Entry

HELP: tuple[Entry, ...] = (
    ActionSpec(
        "palette", "Command palette...", ("Ctrl+Shift+P",), "Search all commands by name", icon="palette"
    ),
    ActionSpec(
        "shortcuts", "Keys and gestures", ("F1",), "List every key and what the mouse does", icon="help"
    ),
    ActionSpec(
        "edit_shortcuts", "Keyboard shortcuts...", (), "Assign other keys to commands", icon="keyboard"
    ),
    ActionSpec(
        "tour",
        "Quick tour",
        (),
        "Show the steps of a first session, on what is open or the example",
        icon="tour",
    ),
    ActionSpec("documentation", "Documentation", (), "Read what PoseStudio does and how", icon="library"),
    None,
    ActionSpec(
        "system_report",
        "System report...",
        (),
        "Show what of this installation works, to paste into a report of a fault",
        icon="messages",
    ),
    ActionSpec("about", "About PoseStudio", (), "Show the version and licence", icon="info"),
)
