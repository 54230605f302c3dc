"""What tests do with responses that hold a file."""


def let_go(response) -> None:
    """Close the file behind a response; closing the response itself would end the test's connection to the database."""
    for close in response._resource_closers:
        close()
