"""From bytes to a tree with the place of every value: YAML, JSON and TOML."""
