"""The evidence gap map as text and as rows."""
