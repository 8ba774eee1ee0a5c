"""Points of criteria, their sums, the index, bands and ranks. Pure: values in, values out."""
