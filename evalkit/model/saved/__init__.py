"""The form of what `--format json` prints, and of saved results."""
