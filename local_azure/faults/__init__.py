"""Faults on purpose: throttled, refused, slow and lost requests by rule, to try what clients do then."""
