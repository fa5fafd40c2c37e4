"""The report in a browser on this machine, scored again whenever a file changes."""
