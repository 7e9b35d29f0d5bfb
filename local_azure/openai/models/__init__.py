"""Models of Azure OpenAI: those of the catalogue and those that jobs have tuned."""
