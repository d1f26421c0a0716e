"""The pages of a person's page. In: requests. Out: pages made from the rooms' doors."""
