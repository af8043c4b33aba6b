#!/usr/bin/env bash
# make-ca.sh DIR
# Makes a new certificate authority in DIR: a root (10 years), an issuing
# certificate under it (3 years), ca.pem and crl.pem. DIR may be empty or
# not exist yet; an authority that is already there is never touched.

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
[[ $# -eq 1 && -n $1 && $1 != -* ]] || die 2 "give one directory; try --help."

refuse_existing() { # DIR
  local f
  for f in root issuing issued ca.pem crl.pem; do
    [[ ! -e $1/$f ]] || die 73 "$1 already holds $f; nothing was changed. Choose another directory."
  done
}
refuse_existing "$1"
# The hub reads ca.pem and crl.pem here, so DIR is open; the inner directories are not.
[[ -d $1 ]] || (umask 022 && mkdir -p -- "$1")
lock_and_enter "$1"
refuse_existing . # again, now that no other run can be at work

# All is made aside and moved in at the end, so that a failure leaves no half authority.
top=$PWD
mkdir "$work/new"
cd "$work/new"
for ca in root issuing; do
  mkdir -p "$ca/newcerts"
  : >"$ca/index.txt"
  echo 01 >"$ca/crlnumber"
  new_key "$ca/$ca.key"
done

ossl req -new -x509 -sha256 -days 3652 -extensions ext_root -set_serial "0x$(new_serial)" \
  -key root/root.key -subj "$subject_base/CN=svd-hub root" -out root/root.pem

ossl req -new -sha256 -key issuing/issuing.key -subj "$subject_base/CN=svd-hub issuing" -out "$work/issuing.csr"
new_serial >root/serial
ossl ca -batch -notext -name root_ca -extensions ext_issuing -in "$work/issuing.csr" -out issuing/issuing.pem

cat issuing/issuing.pem root/root.pem >ca.pem
chmod 644 ca.pem
publish_crl
mkdir issued

mv -- root issuing issued crl.pem "$top/"
# ca.pem goes last: the other scripts take it as the sign that all is there.
mv -- ca.pem "$top/"
echo "Made the authority in $dir. Next: move $dir/root/root.key to offline storage, then run issue.sh."
