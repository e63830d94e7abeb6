"""The last room: a record in the forms that people and programs read. It knows records alone."""
