"""The rule workbench (规则工作台): drafts, their checks, their effect on learners, and their publication."""
