"""Which operations of Azure are served, and which of them were called, where the options ask for it."""
