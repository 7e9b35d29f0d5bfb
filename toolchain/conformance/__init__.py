"""`make conformance`: what the suite sends, held against what Azure publishes."""
