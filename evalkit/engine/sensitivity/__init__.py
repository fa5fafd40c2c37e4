"""How much of a result is weights, levels and method: numerics that know neither cards nor files.

`weight_space` and `epsilon` are exact; `smaa`, `sobol` and `value_of_information` draw, and say how
far their figures may be off.
"""
