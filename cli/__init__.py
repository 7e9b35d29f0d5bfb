"""The tunestack command line: thin, one command a file."""
