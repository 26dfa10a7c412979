"""Write the published file, and export its marts."""
