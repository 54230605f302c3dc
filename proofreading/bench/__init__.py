"""The bench: how often the check is right on real public releases, that nobody wrote for it.

The texts are others’ and stay outside the repository, in a folder that git ignores; ``sources.yaml`` says where each stands,
so that the folder can be made again. ``judgements.yaml`` holds what was found right or wrong by reading, under a hash of the
sentence. ``measured.toml`` is the last table, from which the guide and the documentation print their figures.
"""
