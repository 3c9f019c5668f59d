"""The points of ability at which the models of `irt.py` are computed, and the weight of the normal population there."""

import numpy as np

# With a third of a standard deviation between nodes the sums are exact to more figures than are ever shown.
NODES = np.linspace(-5, 5, 31)
WEIGHTS = np.exp(-(NODES**2) / 2) / np.exp(-(NODES**2) / 2).sum()
