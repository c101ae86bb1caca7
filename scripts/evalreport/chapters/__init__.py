"""From a chapter's template and its exhibits to Markdown."""
