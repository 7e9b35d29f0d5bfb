"""What a pipeline does to a stack, one step a file; each is a make target that runs the same on a laptop."""
