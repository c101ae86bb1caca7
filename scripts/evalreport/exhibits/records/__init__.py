"""Exhibits of documents, coding tables and plans."""
