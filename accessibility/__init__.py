"""Reasonable adjustments: pictures, listening, speaking. Imports nothing of ours."""
