"""What a build says of itself: its summary, and published numbers beside ours."""
