"""What becomes of answers when a form is corrected in the middle of a trip."""
