"""Widgets with own paint; each takes the theme first and repaints when it changes."""
