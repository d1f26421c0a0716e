"""The pages of who is who: search a person, pairs in doubt. In: requests. Out: pages made from the rooms' doors."""
