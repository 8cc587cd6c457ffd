"""Who acts, in which capacity, and what a view asks for."""
