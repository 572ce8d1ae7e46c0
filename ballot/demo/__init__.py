"""An invented year, played from shortlist to result in a scratch folder: every name, place and number is made up."""
