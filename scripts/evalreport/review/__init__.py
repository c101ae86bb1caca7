"""What has changed between two builds, shown to a reviewer."""
