"""`make secure`: outside scanners over what each stack sends, and a search for secrets in what it leaves behind."""
