"""The pages of notices. In: requests. Out: how subscriptions stand, for who looks after the house; the way from a notice to what it is about."""
