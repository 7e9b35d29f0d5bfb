"""What stands in for Pulumi's own parts where they cannot be had."""
