"""The pages of counts, bridges and told figures. In: requests. Out: pages made from the rooms' doors."""
