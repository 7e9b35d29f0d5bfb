"""Computes: clusters that hold cores of the quota while they have nodes."""
