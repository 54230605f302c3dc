"""HAL, the French open archive: asked by its public search interface, and read from files that it exports.

The service itself was never asked while this was written: what is said of it here is said by its documentation, the addresses
of which stand in ``fields``, or by programs of others that use it; what neither says is marked there as not verified.
"""
