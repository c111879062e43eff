#!/bin/sh
# Opens the page in your browser, by a double click on macOS.
exec sh "$(dirname -- "$0")/start.sh"
