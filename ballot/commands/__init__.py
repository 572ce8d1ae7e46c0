"""The commands of the count: each reads its options, calls one function, and says what was done."""
