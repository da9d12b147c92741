#!/bin/sh
# Sets up everything that cardscan needs: system packages, the virtual environment .venv, Python packages.
# Says what it does, asks nothing, and does nothing the second time.
#
#   scripts/bootstrap.sh           what the program and its tests need
#   scripts/bootstrap.sh bench     also what the benchmark needs (fonts, plots)
set -eu

cd "$(dirname "$0")/.."
purpose=${1:-test}
venv=.venv
stamp=$venv/.cardscan-$purpose

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 4; }

# --- the system's package manager, as root or through sudo ---------------------------------------------------------

if command -v apt-get >/dev/null 2>&1; then manager=apt
elif command -v dnf >/dev/null 2>&1; then manager=dnf
elif command -v pacman >/dev/null 2>&1; then manager=pacman
elif command -v brew >/dev/null 2>&1; then manager=brew
else manager=none; fi

if [ "$manager" = brew ] || [ "$(id -u)" = 0 ]; then sudo=
elif command -v sudo >/dev/null 2>&1; then sudo=sudo
else sudo=none; fi

install_command() {
    case $manager in
        apt) echo "apt-get install -y --no-install-recommends $*" ;;
        dnf) echo "dnf install -y $*" ;;
        pacman) echo "pacman -S --needed --noconfirm $*" ;;
        brew) echo "brew install $*" ;;
    esac
}

install_packages() {
    [ "$manager" != none ] || fail "no package manager known here (apt, dnf, pacman, brew); install by hand: $*"
    command=$(install_command "$@")
    [ "$sudo" != none ] || fail "needs root to install system packages; run as root: $command"
    say "installing system packages: $*"
    if [ "$manager" = apt ]; then
        DEBIAN_FRONTEND=noninteractive $sudo apt-get update -qq || say "the package lists could not be refreshed"
        DEBIAN_FRONTEND=noninteractive $sudo $command >/dev/null || fail "failed; run it to see why: sudo $command"
    else
        $sudo $command >/dev/null || fail "failed; run it to see why: $command"
    fi
}

# --- Python ≥ 3.11 with venv ---------------------------------------------------------------------------------------

find_python() {
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null 2>&1 &&
           "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"; return
        fi
    done
}

python=$(find_python)
if [ -z "$python" ]; then
    case $manager in
        apt) install_packages python3 python3-venv ;;
        dnf) install_packages python3 ;;
        pacman) install_packages python ;;
        brew) install_packages python@3.13 ;;
        none) fail "Python 3.11 or later is needed" ;;
    esac
    python=$(find_python)
    [ -n "$python" ] || fail "Python 3.11 or later is needed, and this system's packages have only an older one"
fi
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    [ "$manager" = apt ] || fail "$python has no venv module; install it"
    install_packages "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
fi

# --- Tesseract ≥ 5 and its data ------------------------------------------------------------------------------------

has_tesseract() {
    command -v tesseract >/dev/null 2>&1 || return 1
    languages=$(tesseract --list-langs 2>/dev/null) || return 1
    for language in eng osd Latin; do
        printf '%s\n' "$languages" | grep -qE "(^|/)$language\$" || return 1
    done
}

if ! has_tesseract; then
    case $manager in
        apt) install_packages tesseract-ocr tesseract-ocr-eng tesseract-ocr-osd tesseract-ocr-script-latn ;;
        dnf) install_packages tesseract tesseract-langpack-eng tesseract-osd tesseract-script-latin ;;
        pacman) install_packages tesseract tesseract-data-eng tesseract-data-osd tesseract-data-script-latin ||
                install_packages tesseract tesseract-data-eng tesseract-data-osd ;;
        brew) install_packages tesseract tesseract-lang ;;
        none) fail "Tesseract 5 or later with its eng, osd and Latin data is needed; install it by hand" ;;
    esac
    has_tesseract || say "the Latin-script data is not packaged here: English alone is read ('cardscan doctor' tells)"
fi
major=$(tesseract --version 2>&1 | sed -n 's/^tesseract v\{0,1\}\([0-9][0-9]*\).*/\1/p' | head -n 1)
[ "${major:-0}" -ge 5 ] || fail "Tesseract 5 or later is needed; this system has ${major:-none}"

# --- fonts, for drawing the benchmark's cards ----------------------------------------------------------------------

if [ "$purpose" = bench ] && [ ! -e "$stamp" ]; then
    if [ "$manager" = apt ]; then
        # shellcheck disable=SC2046
        install_packages $(grep -v '^#' scripts/fonts.txt)
    else
        say "the benchmark's cards are drawn with Debian's font packages; install their like: scripts/fonts.txt"
    fi
fi

# --- the virtual environment ---------------------------------------------------------------------------------------

wanted=$(cat pyproject.toml constraints.txt | cksum)
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ]; then
    [ -x $venv/bin/python ] || { say "making the virtual environment $venv"; "$python" -m venv $venv; }
    say "installing Python packages (the first time takes a minute or two)"
    extras=fast,dev
    [ "$purpose" != bench ] || extras=fast,dev,bench,rapid
    $venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[$extras]" ||
        fail "installing Python packages failed; see above"
    if command -v npm >/dev/null 2>&1; then
        # Nextcloud's own vCard parser, for one test; without npm that test is skipped.
        npm install --prefix tests/contract/javascript --no-audit --no-fund --no-package-lock --ignore-scripts --silent ||
            say "the JavaScript parser that one test reads vCards with could not be installed"
    fi
    printf '%s\n' "$wanted" > "$stamp"
    say "done"
fi
