"""Trip, team, unit, inspection, evidence, finding, requirement."""
