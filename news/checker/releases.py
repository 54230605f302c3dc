def check(release):
    raise NotImplementedError
