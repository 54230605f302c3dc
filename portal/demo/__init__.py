"""The demo data: the facts of the cluster, and made-up examples marked as such where nothing is public.

The YAML files hold the data and nothing else; ``load`` writes them, ``synthetic`` multiplies the examples for load tests, and
``remove`` takes every example out again.
"""
