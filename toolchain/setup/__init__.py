"""Makes the tools that the clone needs, from a bare machine: standard library only, since nothing else is there yet."""
