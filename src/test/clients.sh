#!/usr/bin/env bash
# Installs the clients that ClientsIT asks the server with, Python's and JavaScript's, as they are pinned: in .clients/ here, or in
# the folder that ISOTHERM_CLIENTS names. What is there already stays; about a minute and 0.7 GB otherwise.
set -euo pipefail
cd "$(dirname "$0")/../.."
place=${ISOTHERM_CLIENTS:-.clients}
requirements=src/test/python/clients/requirements.txt
packages=src/test/js/clients

mkdir -p "$place/js"
if ! cmp -s "$requirements" "$place/requirements.txt"; then
  rm -rf "$place/python" "$place/requirements.txt"
  python3 -m venv "$place/python"
  "$place/python/bin/pip" install -q --disable-pip-version-check --no-deps --no-compile -r "$requirements"
  cp "$requirements" "$place/requirements.txt"
fi
if ! cmp -s "$packages/package-lock.json" "$place/package-lock.json"; then
  rm -f "$place/package-lock.json"
  cp "$packages/package.json" "$packages/package-lock.json" "$place/js/"
  npm ci --prefix "$place/js" --ignore-scripts --no-audit --no-fund --loglevel=error
  cp "$packages/package-lock.json" "$place/package-lock.json"
fi
