#!/usr/bin/env bash
# Installs the Sparks that SparkIT runs on, with PySpark, as Python's registry has them: in .spark/ here, or in the folder that
# ISOTHERM_SPARK names. What is there already stays; about a minute and 0.9 GB otherwise.
set -euo pipefail
cd "$(dirname "$0")/../.."
place=${ISOTHERM_SPARK:-.spark}

for version in 3.5.9 4.2.0; do
  if [ ! -e "$place/$version/complete" ]; then
    rm -rf "${place:?}/$version"
    python3 -m venv "$place/$version"
    "$place/$version/bin/pip" install -q --disable-pip-version-check --no-compile "pyspark==$version"
    touch "$place/$version/complete"
  fi
done
