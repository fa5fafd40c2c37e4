"""How far a judgment or a comparison depends on weights, levels and method, and what would settle
it; all from report cards alone.
"""
