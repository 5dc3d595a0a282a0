"""One page a file, each usable without a browser and in a notebook."""
