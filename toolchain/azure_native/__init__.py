"""A stand-in for Pulumi's azure-native provider, where the official one cannot be had; for the local Azure only."""
