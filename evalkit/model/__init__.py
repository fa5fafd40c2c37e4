"""The values that flow through evalkit: frozen attrs classes without behavior that touches files,
plugins or screens.
"""
