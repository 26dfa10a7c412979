"""Sentiment scores of feedback texts."""
