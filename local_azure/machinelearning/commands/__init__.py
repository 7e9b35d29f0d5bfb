"""Command jobs: what submitters want run, in their own environment, on a cluster or without one."""
