"""The only SQL: engine, tables, change log, projections, evidence files."""
