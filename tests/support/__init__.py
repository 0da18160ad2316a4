"""What tests share: worlds, fakes and readers, imported by full name."""
