"""PAR Inspector: offline inspection of public administration reform (CCHC)."""
