"""The press: prints what changed, keeps what did not, removes what is gone."""
