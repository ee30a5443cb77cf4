"""Reports: one pure function a format, from `records.Report`s to text."""
