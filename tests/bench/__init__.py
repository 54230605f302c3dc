"""``script/bench``: what an answer of the production stack costs, as a multiple of a bare list of Django in the same run."""
