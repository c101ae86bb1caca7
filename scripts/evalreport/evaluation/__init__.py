"""What is configured: an evaluation, its editions and exhibits as objects, loaded and checked."""
