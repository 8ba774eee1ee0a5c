"""Item models: services' views as rows and columns."""
