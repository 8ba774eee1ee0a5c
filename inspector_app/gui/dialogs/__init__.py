"""Windows that ask one thing: export, settings, cards, error."""
