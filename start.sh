#!/bin/sh
# Opens the page in your browser (Linux; start.command is the macOS one). The first start also
# sets up .venv and fetches the models; whatever is broken off goes on at the next start.

CDPATH='' cd -- "$(dirname -- "$0")" || exit 1
# Without the bytecode that Python keeps, every start would compile every module anew.
unset PYTHONDONTWRITEBYTECODE
studio=.venv/bin/merchant-studio
ready=.venv/.ready
downloads=https://www.python.org/downloads/

find_python() {
  for name in python3.13 python3.12 python3.11 .venv/bin/python; do
    if "$name" -c '' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
}

python=$(find_python)
if [ -z "$python" ]; then
  echo "Python 3.11, 3.12 or 3.13 is needed; install it from $downloads and start again" >&2
  echo "需要 Python 3.11、3.12 或 3.13，请先安装再打开一次：$downloads" >&2
  exit 1
fi
"$python" install.py || exit 1

# Better models are offered once; whoever does not want them gets the small ones.
if [ ! -e "$ready" ]; then
  { "$studio" setup --help >/dev/null 2>&1 && "$studio" setup; } || "$studio" models pull &&
    : >"$ready"
fi

exec "$studio" ui --open
