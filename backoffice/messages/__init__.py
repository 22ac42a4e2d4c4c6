"""Words and transports of the messages that the credit bank sends."""
