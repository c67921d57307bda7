"""Decides whether a reply is an answer or a wish, and spots a cry for help."""
