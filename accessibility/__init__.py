"""Reasonable adjustments: pictures, and later voice and looks; imports nothing else of ours."""
