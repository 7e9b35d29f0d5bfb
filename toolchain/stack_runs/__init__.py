"""Stacks brought up on a local Azure of their own, for what `make secure` and `make conformance` look at."""
