"""Sentiment scoring of feedback texts."""
