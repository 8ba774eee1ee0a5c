"""The summary tables of a trip, composed as plain values."""
