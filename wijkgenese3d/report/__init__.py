"""Answers and pictures about a scene: virtual core, section, difference between slices, checks."""
