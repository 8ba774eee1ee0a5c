"""The content of documents as plain blocks."""
