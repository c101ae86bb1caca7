"""Text as pandoc's Markdown: escaped at one place, and tables as grids."""
