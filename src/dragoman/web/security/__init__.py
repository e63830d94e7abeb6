"""Who may do what, and what no answer lets happen."""
