"""Bytes to values and back: change codec, XLSForm reader, bundle container, card."""
