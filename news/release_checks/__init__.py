"""What ties the check of communiqués to the portal’s records: what it knows, how a release is read, and the page of a check."""
