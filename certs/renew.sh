#!/usr/bin/env bash
# renew.sh DIR ROLE ID [--days N] [--host NAME_OR_IP ...] [--csr FILE]
# Issues a new certificate for the same identity and puts it in place of
# DIR/issued/ROLE-ID/cert.pem. The key stays the same. The old certificate
# stays valid until its own end, so the holder can change over in peace.
#   --days N     how long it is valid (90 if not given)
#   --host H     new host names of a server (the old ones if not given)
#   --csr FILE   a request from a holder who made the key, for a new key;
#                without it the key of the last request is certified again.
# For tests only: --not-before and --not-after, as in issue.sh.

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=leaf.sh
. "$here/leaf.sh"
help_if_asked "$@"
parse_leaf_args "$@"
open_ca "$ca_dir"

to=issued/$role-$id
[[ -f $to/cert.pem && -f $to/request.pem ]] ||
  die 66 "$dir/$to is not there to renew; use issue.sh (after revoke.sh, if it was issued before)."
# A revoked key may be in the wrong hands, so it never gets a certificate again.
[[ -n $(serials "$role" "$id" V) ]] || die 1 "$role $id is revoked; use issue.sh, which needs a new key."

if [[ -n $csr ]]; then
  [[ ! -e $to/key.pem ]] ||
    die 73 "the key of $role $id was made here and is not replaced; revoke it and issue with --csr."
  take_csr "$csr"
  openssl x509 -in "$to/cert.pem" -noout -pubkey | cmp -s - "$work/pub.pem" || refuse_used_key
else
  take_csr "$to/request.pem"
fi

if [[ $role == server && ${#hosts[@]} -eq 0 ]]; then
  while read -r h; do add_host "$h"; done < <(openssl x509 -in "$to/cert.pem" -noout -ext subjectAltName |
    tr ',' '\n' | sed -nE 's/^ *(DNS|IP Address)://p')
fi
sign_leaf

if [[ -n $csr ]]; then mv -f -- "$work/csr.pem" "$to/request.pem"; fi
mv -fT -- "$work/cert.pem" "$to/cert.pem"
echo "Renewed urn:svd:$role:$id until $until in $dir/$to. Next: give its holder the new cert.pem."
