"""What every area stands on: the base model, column types, audit, files and the outbox."""
