"""Geometry: arrays in, arrays out. What is drawn, as plain vertices, faces and textures; no VTK."""
