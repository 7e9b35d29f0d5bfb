"""Snapshots of all that a local Azure holds: saved under a name, listed, restored, deleted."""
