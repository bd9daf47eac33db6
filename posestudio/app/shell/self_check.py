"""The doctor's check of everything that the window needs: Qt, display, OpenGL, fonts and folders.

It runs in a process of its own: Qt ends a process whose display cannot be used.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication, QOffscreenSurface, QOpenGLContext, QSurfaceFormat
from PySide6.QtWidgets import QApplication

from posestudio.app.common.session import Session
from posestudio.app.common.typeface import FAMILY, install_face
from posestudio.app.common.user_folders import user_folder
from posestudio.app.viewport.drawing.opengl import configure_surface_format, opengl_support
from posestudio.doctor.finding import AGAIN, Finding, note, problem
from posestudio.doctor.machine import place

DRIVER = "update the driver of the graphics card, or try LIBGL_ALWAYS_SOFTWARE=1 posestudio"
_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-randr.so.0": "libxcb-randr0",
}
"""{library that Qt's X11 platform loads: its package on Debian and Ubuntu}"""


def window() -> Iterator[Finding]:
    """What the window finds on this display."""
    yield Finding("Qt", qVersion())
    displays = [name for name in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(name)]
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    shown = not sys.platform.startswith("linux") or bool(displays or platform)
    if not shown:
        yield note("Display", "none: the window cannot be opened", "commands other than studio need none")
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif sys.platform.startswith("linux") and (missing := _missing_libraries()):
        packages = sorted({_PACKAGES.get(name, name) for name in missing})
        yield problem(
            "Display",
            f"libraries are missing: {', '.join(missing)}",
            f"sudo apt install {' '.join(packages)}",
        )
        return
    configure_surface_format()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("PoseStudio")
    if shown:
        yield Finding("Display", _screens())
        yield from _opengl()
    yield from _fonts(application)
    yield from _folders()


def _folders() -> Iterator[Finding]:
    folders = {name: user_folder(name.lower()) for name in ("Recovery", "Pose library")}
    if sys.platform != "win32":  # there, settings are in the registry
        folders["Settings"] = Path(Session().location).parent
    for subject, folder in folders.items():
        yield place(subject, folder, "make this folder writable for your user")


def _missing_libraries() -> list[str]:
    """Libraries that Qt's plug-in for X11 needs and this system does not have, as far as ``ldd`` tells."""
    plugin = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforms", "libqxcb.so")
    if not os.environ.get("DISPLAY") or not plugin.is_file() or not (ldd := shutil.which("ldd")):
        return []
    listed = subprocess.run([ldd, plugin], capture_output=True, text=True, check=False).stdout
    return sorted(set(re.findall(r"^\s*(\S+) => not found", listed, re.MULTILINE)))


def _screens() -> str:
    screens = [
        f"{screen.size().width()}x{screen.size().height()} at {screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    ]
    return f"{QGuiApplication.platformName()}, {', '.join(screens) or 'no screen'}"


def _opengl() -> Iterator[Finding]:
    support = opengl_support()
    if support.problem:
        yield problem("OpenGL", support.problem, DRIVER)
        return
    from OpenGL import GL

    context, surface = QOpenGLContext(), QOffscreenSurface()
    context.setFormat(QSurfaceFormat.defaultFormat())
    context.create()
    surface.setFormat(context.format())
    surface.create()
    context.makeCurrent(surface)
    version, renderer = (
        GL.glGetString(name).decode(errors="replace") for name in (GL.GL_VERSION, GL.GL_RENDERER)
    )
    context.doneCurrent()
    if support.software:
        yield note("OpenGL", f"{version}, {renderer}, in software", "a graphics card draws faster")
    else:
        yield Finding("OpenGL", f"{version}, {renderer}")


def _fonts(application: QApplication) -> Iterator[Finding]:
    install_face(application)
    if QFontDatabase.hasFamily(FAMILY):
        yield Finding("Font", f"{FAMILY}, bundled")
    else:
        yield problem("Font", f"the bundled {FAMILY} cannot be loaded", AGAIN)
    chinese = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    if chinese:
        yield Finding("Chinese characters", f"{chinese[0]}")
    else:
        yield note("Chinese characters", "no font has them", "for the Chinese window install fonts-noto-cjk")
