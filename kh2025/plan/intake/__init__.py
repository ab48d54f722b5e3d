"""From the tables of a Word or Excel file to the tasks of a draft: grids, rows, trees, tasks, sections."""
