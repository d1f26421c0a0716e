"""What institutions are told at their own address: that something which concerns them has come; never who.

In: what closed deposits told, subscriptions. Out: one signed message for each thing that concerns an institution, sent until it is taken or
somebody must look; what it says is a kind, a time and opaque ids, and who wants to know more comes and looks with a permission of her own.
"""
