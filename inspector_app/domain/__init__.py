"""Pure: values in, values out; no clock, random, file, log, Qt or SQL."""
