"""The policy pack: what no stack may be without, one policy a file, whatever program declared it."""
