"""A year's vote as its published files tell it: read and checked, never counted here."""
