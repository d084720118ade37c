"""What being late costs: one file of rules, and nbgrader's plugin that goes by it."""
