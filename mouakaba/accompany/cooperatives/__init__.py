"""The inner administration of a cooperative: register of members, assemblies, dates that come round."""
