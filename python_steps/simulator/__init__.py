"""A simulated shop: the seven input tables, made up, with incidents that leave their traces.

`world` holds every figure. `shop` lets the time pass and calls the others, which draw one thing
each, know only `world`, and take the random generator as an argument. `exports` writes the files,
`preview` draws what they hold.
"""
