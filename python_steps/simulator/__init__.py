"""A simulated shop: the eight input tables, with injected incidents whose effects are known.

`parameters` has every number. `shop` advances the time and calls the modules that draw one thing
each. These import only `parameters` and `sampling`, never each other, and take the random generator
as an argument. `exports` writes the files. `simulate` is the entry point.
"""
