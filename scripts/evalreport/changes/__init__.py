"""What has changed between two editions, told in a chapter."""
