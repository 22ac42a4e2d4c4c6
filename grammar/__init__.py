"""The rule language's front: text to tree, or to located problems."""
