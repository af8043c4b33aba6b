#!/usr/bin/env bash
# issue.sh DIR ROLE ID [--host NAME_OR_IP ...] [--days N] [--csr FILE]
# Issues the first certificate for urn:svd:ROLE:ID, with a new key, in
# DIR/issued/ROLE-ID/{cert.pem,key.pem}.
#   ROLE         server, agency, analyst, auditor or operator
#   ID           small letters, digits and hyphens, 64 at most
#   --host H     a DNS name or IP address of the server; repeat for more.
#                Needed for the role server, refused for the others.
#   --days N     how long it is valid (90 if not given)
#   --csr FILE   certify the key in this request and make none here. Nothing
#                but the public key is taken from the request.
# For tests only: --not-before and --not-after YYYYMMDDHHMMSSZ, or the
# variables SVD_CERT_NOT_BEFORE and SVD_CERT_NOT_AFTER, set the exact dates.

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=leaf.sh
. "$here/leaf.sh"
help_if_asked "$@"
parse_leaf_args "$@"
if [[ $role == server && ${#hosts[@]} -eq 0 ]]; then
  die 2 "a server certificate needs at least one --host: the name or address that agencies connect to."
fi
open_ca "$ca_dir"

to=issued/$role-$id
if [[ -n $(serials "$role" "$id" V) ]]; then
  die 73 "$role $id has a certificate already; use renew.sh, or revoke.sh first if it needs a new key."
fi

if [[ -n $csr ]]; then
  take_csr "$csr"
  refuse_used_key
else
  new_key "$work/key.pem"
  ossl req -new -sha256 -key "$work/key.pem" -subj "/CN=$id" -out "$work/csr.pem"
fi
sign_leaf

mkdir "$work/out"
mv -- "$work/cert.pem" "$work/out/cert.pem"
# The request is kept so that renew.sh can certify the same key again, even
# when the key itself has been handed over and removed here.
mv -- "$work/csr.pem" "$work/out/request.pem"
if [[ -z $csr ]]; then mv -- "$work/key.pem" "$work/out/key.pem"; fi
# Everything under that name is revoked: keep it aside, for nothing is overwritten.
if [[ -e $to ]]; then
  mkdir -p revoked
  mv -T -- "$to" "revoked/$role-$id-$(openssl x509 -in "$to/cert.pem" -noout -serial | cut -d = -f 2)"
fi
mv -T -- "$work/out" "$to"

if [[ -n $csr ]]; then send=cert.pem; else send="cert.pem and key.pem (by a safe route)"; fi
echo "Issued urn:svd:$role:$id until $until in $dir/$to. Next: give its holder $send, and ca.pem."
