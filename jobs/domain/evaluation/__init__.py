"""How good a model's answers are, how sure that is, and whether it is good enough to be deployed."""
