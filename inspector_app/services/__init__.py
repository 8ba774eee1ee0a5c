"""What a person can do: one method is one transaction and returns an Outcome."""
