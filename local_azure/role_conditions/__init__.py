"""Azure's condition language for role assignments (ABAC 2.0): parsed when one is written, evaluated per request."""
