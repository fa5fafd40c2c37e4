"""From files to values: every fault of every file at once, each with its place."""
