"""Publish the marts, and export them to other formats."""
