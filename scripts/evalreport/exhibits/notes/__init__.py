"""What stands below tables and figures: sentences that several kinds have."""
