#!/bin/sh
# Neo4j 5: run here, in the folder of these files, with the database stopped; then start it again.
neo4j-admin database import full neo4j --overwrite-destination=true \
  --nodes=entities.csv --nodes=reports.csv --nodes=observations.csv \
  --relationships=edges.csv --relationships=links.csv \
  --array-delimiter="|" --quote='"' --multiline-fields=true --legacy-style-quoting=false
