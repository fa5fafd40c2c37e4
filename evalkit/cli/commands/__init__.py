"""The commands, a module each, which holds its options and is imported when it is called."""
