"""The inspection page: rail, question cards, side panel, finding drawer and session."""
