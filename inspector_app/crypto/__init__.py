"""Key slots, age sealing, device signatures, evidence cipher."""
