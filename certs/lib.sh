# shellcheck shell=bash
# Shared by the scripts in this directory; sourced, never run.
# Exit codes: 2 wrong use, 66 something is not there, 73 would overwrite, 1 other.
set -euo pipefail
umask 077
# [a-z] must mean ASCII letters only, whatever the machine's language.
export LC_ALL=C
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
export OPENSSL_CONF="$here/openssl.cnf"
unset SVD_SAN

die() { local code=$1; shift; printf '%s: %s\n' "${0##*/}" "$*" >&2; exit "$code"; }

# The help text is the comment at the top of each script.
help_if_asked() {
  local arg
  for arg in "$@"; do
    case $arg in -h | --help) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
  done
}

check_identity() { # ROLE ID
  case $1 in
    server | agency | analyst | auditor | operator) ;;
    *) die 2 "the role '$1' is not one of server, agency, analyst, auditor, operator." ;;
  esac
  [[ $2 =~ ^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$ ]] ||
    die 2 "the id '$2' must be 1 to 64 small letters, digits or hyphens, with no hyphen first or last."
}

# openssl talks a lot on success; show what it said only when it fails.
ossl() {
  openssl "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; die 1 "openssl $1 failed, see above."; }
}

# The lock stays held until the script ends, so a leftover .work directory
# can only come from a run that was killed: it may hold a key, so it goes.
lock_and_enter() { # DIR
  dir=${1%/}
  cd -- "$1" || exit 66
  exec 9>.lock
  flock -w 60 9 || die 1 "another run has held the lock on $dir for a minute; try again later."
  rm -rf -- .work.*
  work=$(mktemp -d "$PWD/.work.XXXXXX")
  trap 'rm -rf -- "$work"' EXIT
}

open_ca() { # DIR
  [[ -f $1/ca.pem && -f $1/issuing/issuing.pem ]] ||
    die 66 "there is no certificate authority in '$1'; run make-ca.sh first."
  lock_and_enter "$1"
  [[ -f issuing/issuing.key ]] || die 66 "$dir/issuing/issuing.key is not there; nothing can be signed without it."
}

new_key() { # FILE
  [[ ! -e $1 ]] || die 73 "$1 exists and is not overwritten."
  ossl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:named_curve -out "$1"
  chmod 600 "$1"
}

new_serial() { openssl rand -hex 16; }

# Serial numbers of an identity: $3 is V (not revoked) or R (revoked).
serials() { # ROLE ID STATE
  awk -F '\t' -v s="$subject_base/OU=$1/CN=$2" -v t="$3" '$1 == t && $6 == s { print $4 }' issuing/index.txt
}
subject_base='/O=Serious Violence Duty'

make_crl() { # root|issuing
  ossl ca -gencrl -name "$1_ca" -out "$work/$1.crl.pem"
  mv -f -- "$work/$1.crl.pem" "$1/$1.crl.pem"
}

# The root key is normally away, so its last CRL is used again without it.
publish_crl() {
  if [[ -f root/root.key ]]; then make_crl root; fi
  make_crl issuing
  cat root/root.crl.pem issuing/issuing.crl.pem >"$work/crl.pem"
  chmod 644 "$work/crl.pem"
  mv -f -- "$work/crl.pem" crl.pem
  local end
  end=$(openssl crl -in root/root.crl.pem -noout -nextupdate)
  if (($(date -d "${end#*=}" +%s) < $(date +%s) + 30 * 86400)); then
    printf 'WARNING: the root CRL ends on %s; bring root.key back and run publish-crl.sh before then.\n' "${end#*=}" >&2
  fi
}
