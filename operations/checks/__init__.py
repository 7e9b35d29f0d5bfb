"""What would fail in `pulumi up`, looked up before anything is created: one check a file."""
