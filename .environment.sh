# Makes .venv from the hashed locks, once for each state of them; sourced by ./run and ./check.
# pip installs a pinned uv, uv installs the lock: 4 s with a warm cache, where pip takes 65.
lock="${INTERTRATA_LOCK:-requirements.lock}"
python="$(command -v python3.11 || command -v python3)"
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' || {
  echo "INTERTRATA necesita Python 3.11 o 3.12; «$python» es otro. En Debian: apt install python3 python3-venv." >&2
  exit 2
}
[ -x .venv/bin/python ] || "$python" -m venv .venv || {
  echo "No se pudo crear .venv. En Debian falta el paquete python3-venv: apt install python3-venv." >&2
  exit 2
}
stamp="$(cat "$lock" pyproject.toml | sha256sum | cut -d' ' -f1)"
if [ "$(cat ".venv/stamp-$lock" 2>/dev/null || true)" != "$stamp" ]; then
  .venv/bin/python -m uv --version >/dev/null 2>&1 || .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==0.13.8"
  rm -f .venv/stamp-*
  .venv/bin/python -m uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock"
  .venv/bin/python -m uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
  printf '%s' "$stamp" > ".venv/stamp-$lock"
  # the development lock holds all of the other
  [ "$lock" = requirements.lock ] || cat requirements.lock pyproject.toml | sha256sum | cut -d' ' -f1 | tr -d '\n' > .venv/stamp-requirements.lock
fi
