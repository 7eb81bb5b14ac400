"""Write graphs in the formats that people and their programs read; every exporter is a pure function to bytes."""
