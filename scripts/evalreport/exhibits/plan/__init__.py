"""What is planned of exhibits: read, checked against codebooks and designs, limited to what an edition knows."""
