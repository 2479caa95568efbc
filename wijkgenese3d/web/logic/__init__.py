"""What the app does: state in, pictures and words out. No widgets, no VTK."""
