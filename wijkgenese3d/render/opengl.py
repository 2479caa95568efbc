"""Find an off-screen OpenGL that works.

VTK without one ends in a segmentation fault, not in an error: so a child process tries first.
Nothing here imports VTK: it must be called before that happens.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache

from wijkgenese3d.errors import MissingPartError

__all__ = ["HINT", "OpenGL", "find_opengl", "use_opengl"]

HINT = "install it with: sudo apt-get install libegl1 libgl1-mesa-dri"

VARIABLE = "VTK_DEFAULT_OPENGL_WINDOW"
"""Environment variable that tells VTK which window to make; read when VTK is loaded."""

_CANDIDATES = (("vtkEGLRenderWindow", "libEGL.so.1"), ("vtkOSOpenGLRenderWindow", "libOSMesa.so.8"))

_PROBE = """
import vtkmodules.vtkRenderingOpenGL2
from vtkmodules.vtkRenderingCore import vtkRenderer, vtkRenderWindow
window = vtkRenderWindow()
window.SetOffScreenRendering(1)
window.SetSize(8, 8)
window.AddRenderer(vtkRenderer())
window.Render()
lines = [l for l in window.ReportCapabilities().splitlines() if "renderer string" in l]
print("GL", window.GetClassName(), lines[0].split(":", 1)[1].strip() if lines else "")
"""


@dataclass(frozen=True)
class OpenGL:
    """What draws: the class of VTK's window, and what the driver calls itself."""

    window_class: str
    renderer: str


@cache
def find_opengl(timeout: float = 60.0) -> OpenGL:
    """Try each way to draw without a screen in a child process; the answer is kept.

    Parameters
    ----------
    timeout : float
        How long one try may take, s.

    Raises
    ------
    MissingPartError
        None works; the hint names the packages to install.
    """
    for window_class, library in _CANDIDATES:
        if _loads(library):
            found = _probe(window_class, timeout)
            if found is not None:
                return found
    msg = "no off-screen OpenGL on this machine: nothing can be drawn"
    raise MissingPartError(msg, hint=HINT)


def use_opengl() -> OpenGL:
    """Tell VTK what to draw with. Must be called before VTK is loaded; a second call does nothing new.

    Raises
    ------
    MissingPartError
        As :func:`find_opengl`.
    """
    found = find_opengl()
    os.environ[VARIABLE] = found.window_class
    return found


def _loads(library: str) -> bool:
    """Tell whether a system library can be loaded."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _probe(window_class: str, timeout: float) -> OpenGL | None:
    """Draw something small in a child process, which may crash or hang without harm."""
    environment = {**os.environ, VARIABLE: window_class}
    try:
        done = subprocess.run(
            [sys.executable, "-c", _PROBE],
            env=environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    for line in done.stdout.splitlines():
        mark, _, rest = line.partition(" ")
        name, _, renderer = rest.partition(" ")
        if mark == "GL" and name == window_class and done.returncode == 0:
            return OpenGL(window_class, renderer)
    return None
