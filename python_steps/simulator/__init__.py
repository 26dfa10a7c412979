"""A simulated shop: the seven input tables, made up, with bad times that leave traces.

`world` holds every figure; `shop` lets days pass; the other modules draw one thing each, know only
`world`, and take the random generator as an argument.
"""

from python_steps.simulator.exports import write_csvs
from python_steps.simulator.shop import simulate

__all__ = ["simulate", "write_csvs"]
