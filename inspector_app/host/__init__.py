"""This computer: settings, atomic files, logs, language, single-instance lock."""
