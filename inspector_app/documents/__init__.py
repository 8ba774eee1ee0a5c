"""Blocks to PDF, PDF signatures and their verification, page images."""
