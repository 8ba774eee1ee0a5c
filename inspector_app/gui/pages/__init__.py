"""The pages of the main window; each shows services' views and calls services."""
