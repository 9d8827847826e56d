# A message of several lines.
raise RuntimeError("line one\nline two\n\nline four")
