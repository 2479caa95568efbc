import os
import subprocess
import sys

import pytest

from wijkgenese3d.errors import MissingPartError
from wijkgenese3d.render import opengl


@pytest.fixture(autouse=True)
def _afresh(monkeypatch):
    """Forget what was found before, and afterwards what was found here."""
    opengl.find_opengl.cache_clear()
    monkeypatch.setenv(opengl.VARIABLE, os.environ.get(opengl.VARIABLE, ""))
    yield
    opengl.find_opengl.cache_clear()


def test_without_libraries_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(opengl, "_CANDIDATES", (("vtkEGLRenderWindow", "libNoSuchThing.so.1"),))
    with pytest.raises(MissingPartError, match="OpenGL") as caught:
        opengl.use_opengl()
    assert caught.value.exit_code == 4
    assert caught.value.hint == "install it with: sudo apt-get install libegl1 libgl1-mesa-dri"


@pytest.mark.parametrize(
    "child",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "raise SystemExit(1)",
        "print('GL vtkXOpenGLRenderWindow some driver')",
        "import time; time.sleep(60)",
    ],
    ids=["crash", "error", "another window", "hang"],
)
def test_a_driver_that_fails_in_the_child_is_not_used(monkeypatch, child):
    monkeypatch.setattr(opengl, "_PROBE", child)
    monkeypatch.setattr(opengl, "_loads", lambda _library: True)
    with pytest.raises(MissingPartError):
        opengl.find_opengl(timeout=1.0)


def test_the_second_way_is_tried_when_the_first_fails(monkeypatch):
    child = (
        "import os; n = os.environ['VTK_DEFAULT_OPENGL_WINDOW']; "
        "print('GL', n, 'soft') if 'OS' in n else exit(1)"
    )
    monkeypatch.setattr(opengl, "_PROBE", child)
    monkeypatch.setattr(opengl, "_loads", lambda _library: True)
    assert opengl.use_opengl() == opengl.OpenGL("vtkOSOpenGLRenderWindow", "soft")
    assert os.environ[opengl.VARIABLE] == "vtkOSOpenGLRenderWindow"


def test_it_is_tried_once(monkeypatch):
    calls = []
    monkeypatch.setattr(opengl, "_loads", lambda _library: True)
    monkeypatch.setattr(opengl, "_probe", lambda c, _t: calls.append(c) or opengl.OpenGL(c, "soft"))
    opengl.use_opengl()
    opengl.use_opengl()
    assert len(calls) == 1


def test_looking_for_opengl_does_not_load_vtk():
    code = (
        "import sys, wijkgenese3d.render.opengl; "
        "print([m for m in sys.modules if m.startswith(('vtk', 'pyvista'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.opengl
def test_what_it_finds_here_draws():
    try:
        found = opengl.find_opengl()
    except MissingPartError as error:
        pytest.skip(str(error.hint))
    assert found.window_class in ("vtkEGLRenderWindow", "vtkOSOpenGLRenderWindow")
    assert found.renderer
