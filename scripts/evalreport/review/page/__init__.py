"""The review as one page that works offline."""
