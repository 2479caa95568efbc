"""Scene: declarations read and checked, and what is shown of them."""
