"""The commands of ``tunestack local``, one a file; ``main`` has them all."""
