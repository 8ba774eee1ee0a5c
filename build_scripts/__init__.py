"""Set-up, checks and builders of the project; ``dev.py`` is the one door."""
