"""Clients of Azure that no one here wrote: a folder each, with what it is asked to do and an environment of its own."""
