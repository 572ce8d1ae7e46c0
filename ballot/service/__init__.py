"""The ballot service: the form, and how a ballot gets from the voter's browser into the box."""
