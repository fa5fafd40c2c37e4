"""A portfolio on a screen, in tables and in workbooks."""
