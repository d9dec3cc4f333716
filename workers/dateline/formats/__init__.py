"""The decode stage: bytes of any accepted form become stories with their content and what the form says of them."""
