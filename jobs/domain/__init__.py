"""What the jobs mean, with no SDK: chat rows, recipes, rules, statistics, states."""
