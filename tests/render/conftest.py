"""Fixtures of the render floor: VTK is loaded only where off-screen OpenGL works."""

import gc

import pytest

from wijkgenese3d.errors import MissingPartError
from wijkgenese3d.render.opengl import use_opengl


@pytest.fixture(scope="session")
def opengl():
    """Off-screen OpenGL, or the test is skipped with the package to install."""
    try:
        return use_opengl()
    except MissingPartError as error:
        pytest.skip(f"{error}; {error.hint}")


@pytest.fixture
def vtk_leaks(opengl):
    """Fail where a test leaves objects of VTK behind."""
    from vtkmodules.vtkCommonCore import vtkObjectBase

    def alive():
        gc.collect()
        return {id(o): o.GetClassName() for o in gc.get_objects() if isinstance(o, vtkObjectBase)}

    before = set(alive())
    yield
    left = {key: name for key, name in alive().items() if key not in before}
    assert not left, sorted(left.values())
