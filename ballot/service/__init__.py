"""The ballot service: the form, and the way of a ballot from the voter's browser into the box."""
