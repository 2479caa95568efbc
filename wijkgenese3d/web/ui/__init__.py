"""What the app looks like: widgets over the state. No decisions."""
