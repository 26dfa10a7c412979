"""Charts, page and PDFs of the published file."""
