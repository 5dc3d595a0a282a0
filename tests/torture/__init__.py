"""The crash machine: it breaks what it can, then holds the file against the peers.

`make torture N=500` plays rounds and prints the figures; docs/promises.md explains them.
"""
