"""The pages of what institutions sent: home, deposits, refusals. In: requests. Out: pages made from the rooms' doors."""
