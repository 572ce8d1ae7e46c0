"""Search: an index of character pairs, cut into small files that a reader's browser fetches as it needs them.

`letters` folds text to what is compared, `block` inverts the stories of one month, `index` keeps the months between
builds and joins them into shards. docs/search.md describes the files.
"""
