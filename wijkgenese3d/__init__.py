"""wijkgenese3d: the genesis of a neighbourhood, below and above ground.

A neighbourhood is a short list of dated events. Replaying them gives, for every period, the ground, the
landscape on it and the settlement in it; everything that a person sees is a view of that.
"""

__version__ = "0.1.0"
