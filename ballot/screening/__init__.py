"""From a year's stories to a slate: screeners give scores, an editor decides, and all of it is recorded."""
