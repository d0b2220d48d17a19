"""The frontends: each framework's API written with ivy functions. No framework is imported here."""
