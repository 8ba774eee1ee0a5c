"""What services need from the rooms and from this computer, as Protocols.

Only frozen values cross: no row, session, path handle or widget. ``bootstrap`` hands the
implementations in; tests hand in small ones of their own.
"""
