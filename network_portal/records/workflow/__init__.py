"""The engine of the transition tables, and the refusals that it raises."""
