#!/bin/sh
# What must be done once before a new version serves: the schema, and the rulebooks it ships (loading one twice is harmless).
set -eu
cd "$(dirname "$0")/../.."
python site/manage.py migrate --noinput
for rulebook in ocop_workflow/rulebooks/*/; do
    python site/manage.py load_rulebook "$rulebook"
done
