"""What changed between two results, for people to read."""
