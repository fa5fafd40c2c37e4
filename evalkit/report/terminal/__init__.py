"""Cards and comparisons as plain text for terminals."""
