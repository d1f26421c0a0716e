"""The pages of what the State was asked and told. In: requests. Out: campaigns, the matrix of answers, deadlines, captures, documents for who may."""
