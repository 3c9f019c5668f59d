"""Scorecards of a person, a team and a programme."""
