"""The two markers of hooks: of what evalkit asks for, and of what a plugin gives."""

import pluggy

PROJECT = "evalkit"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a function of a plugin as the implementation of the hook with the same name."""
