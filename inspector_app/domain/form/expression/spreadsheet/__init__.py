"""Expressions of a form as formulas of a spreadsheet."""
