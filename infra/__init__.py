"""Pulumi components, one Azure resource family a file; no config reads, no exports, no clients."""
