"""Numbers from places: an integer hash that is the same in any window and any language."""

from __future__ import annotations

import numpy as np

__all__ = ["hashed"]


def hashed(i: np.ndarray, j: np.ndarray, seed: int | np.ndarray) -> np.ndarray:
    """Return a uint32 hash of integer arrays ``i`` and ``j`` and of seeds (all broadcast).

    The finaliser of MurmurHash3 (public domain, A. Appleby).
    """
    with np.errstate(over="ignore"):
        a = np.asarray(i, dtype=np.int64).astype(np.uint32) * np.uint32(0x85EBCA6B)
        b = np.asarray(j, dtype=np.int64).astype(np.uint32) * np.uint32(0xC2B2AE35)
        h = a ^ ((b << np.uint32(13)) | (b >> np.uint32(19)))
        mixed = (seed * 0x27D4EB2F + 0x165667B1) & 0xFFFFFFFF
        h = h ^ (mixed.astype(np.uint32) if isinstance(mixed, np.ndarray) else np.uint32(mixed))
        h ^= h >> np.uint32(16)
        h *= np.uint32(0x85EBCA6B)
        h ^= h >> np.uint32(13)
        h *= np.uint32(0xC2B2AE35)
        h ^= h >> np.uint32(16)
    return np.asarray(h)
