"""Background work, and what is due."""
