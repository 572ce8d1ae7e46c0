"""The commands of the count: each reads its options, calls one function, and prints what was done."""
