"""The parts of a period report, one module each: results, causes, the next period, the appendix."""
