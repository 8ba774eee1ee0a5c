"""The running instance of a form: answers in, values, flags and choices out."""
