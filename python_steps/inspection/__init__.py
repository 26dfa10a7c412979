"""What the files of a folder are, before a build of everything."""
