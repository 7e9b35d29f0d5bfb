"""Azure on loopback: one folder a service, behind a fail-closed proxy."""
