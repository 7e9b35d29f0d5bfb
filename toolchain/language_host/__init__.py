"""The language host for Python: what the Pulumi engine asks to run programs, policy packs and plugins."""
