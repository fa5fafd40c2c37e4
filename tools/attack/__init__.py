"""Attacks on evalkit with a fixed seed; `python tools/attack --help` lists them."""
