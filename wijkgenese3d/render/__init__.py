"""Drawing with PyVista and VTK, off-screen. The only floor that imports them.

Call :func:`wijkgenese3d.render.opengl.use_opengl` before any other module of this floor is imported.
"""
