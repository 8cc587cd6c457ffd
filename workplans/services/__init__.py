"""Every change of plans and of what is reported. Split into plans and progress."""
