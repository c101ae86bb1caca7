"""What colleagues change in the Word report, brought back to the templates it was written from."""
