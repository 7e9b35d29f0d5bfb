"""The parts of a scoring process; a package, so that no name of it stands in a scoring script's way."""
