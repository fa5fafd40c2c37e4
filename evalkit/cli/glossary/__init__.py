"""The words that `evalkit explain` knows, and their pages."""
