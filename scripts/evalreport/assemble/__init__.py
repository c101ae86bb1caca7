"""From Markdown chapters to the Word and PDF report."""
