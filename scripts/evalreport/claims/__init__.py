"""Claims: sentences with the condition that makes them true, and the verdict on each."""
