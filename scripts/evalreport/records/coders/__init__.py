"""What coders decided: their codings, and how they were settled."""
