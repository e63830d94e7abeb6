"""What can be said of several records: which side tells what, and where the accounts of one contact meet."""
