"""The record: chains of events, what they cover, and whether they are whole."""
