#!/bin/sh
# What must be done once before a new version serves: the schema, the rulebooks it ships and the search documents, each
# harmless when it is done already. The worker brings Elasticsearch up to date by itself.
set -eu
cd "$(dirname "$0")/../.."
python site/manage.py migrate --noinput
python site/manage.py load_rulebook ocop_workflow/rulebooks/*/
python site/manage.py search_index sync --only database
