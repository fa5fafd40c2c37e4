"""A comparison in a terminal: the answer, plots, one table, caveats, and all pairs when asked."""
