"""Policies about what must outlive a mistake, and about money."""
