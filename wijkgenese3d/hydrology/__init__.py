"""Where a cloudburst goes: into the ground, down the sewer, over the surface, into hollows. Numbers only."""
