"""`torch.nn.functional`: filled from the table files of this folder."""
