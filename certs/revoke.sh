#!/usr/bin/env bash
# revoke.sh DIR ROLE ID [--reason keyCompromise|superseded|cessationOfOperation]
# Revokes every certificate of urn:svd:ROLE:ID, those before a renewal too,
# and publishes DIR/crl.pem at once. To let the holder back in, run issue.sh
# again: it makes a new key.

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
words=() reason=()
while (($#)); do
  case $1 in
    --reason)
      case ${2:-} in
        keyCompromise | superseded | cessationOfOperation) reason=(-crl_reason "$2") ;;
        *) die 2 "--reason must be keyCompromise, superseded or cessationOfOperation." ;;
      esac
      shift 2 ;;
    -*) die 2 "unknown option '$1'; try --help." ;;
    *) words+=("$1"); shift ;;
  esac
done
((${#words[@]} == 3)) || die 2 "give DIR, ROLE and ID; try --help."
role=${words[1]} id=${words[2]}
check_identity "$role" "$id"
open_ca "${words[0]}"

mapfile -t live < <(serials "$role" "$id" V)
if ((${#live[@]} == 0)) && [[ -z $(serials "$role" "$id" R) ]]; then
  die 66 "$role $id has never had a certificate here; check the role and id."
fi
for serial in "${live[@]}"; do
  ossl ca -batch -name issuing_ca -revoke "issuing/newcerts/$serial.pem" "${reason[@]}"
done
# Published even when all was revoked before: an earlier run may have been cut off here.
publish_crl
echo "Revoked ${#live[@]} certificate(s) of urn:svd:$role:$id. Next: copy $dir/crl.pem to the hub now."
