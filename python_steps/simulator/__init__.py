"""A simulated shop: the seven input tables, with injected incidents whose effects are known.

`parameters` holds every number. `shop` advances the time and calls the modules that draw one thing
each. They know only `parameters` and `sampling` (and never each other), and take the random
generator as an argument. `exports` writes the files, `simulate` is the step.
"""
