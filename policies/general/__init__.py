"""Policies about every resource, whatever its type."""
