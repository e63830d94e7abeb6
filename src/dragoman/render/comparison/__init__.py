"""A comparison in the forms that people and programs read. It knows comparisons and records alone."""
