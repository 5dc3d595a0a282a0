"""Ways out of the clinic: one file a channel."""
