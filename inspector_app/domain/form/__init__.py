"""The form engine: definition, expressions, running instance."""
