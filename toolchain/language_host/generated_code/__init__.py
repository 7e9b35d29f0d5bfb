"""Python programs for what `pulumi import` took into the state, which the engine tells in a language of its own."""
