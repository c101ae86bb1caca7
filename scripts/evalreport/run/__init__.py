"""What a person sees of a run of the workflow."""
