"""Records out of a store, in the forms that other programs read: tables, lines, linked data, evidence, event data."""
