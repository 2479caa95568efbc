"""Genesis: field expressions, event kinds, and the replay of dated events into the ground."""
