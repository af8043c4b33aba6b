#!/usr/bin/env bash
# publish-crl.sh DIR
# Makes a new revocation list, DIR/crl.pem. The issuing part is good for 30
# days, so run this every week. The root part is good for 180 days and is
# made anew only while DIR/root/root.key is there.

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
help_if_asked "$@"
[[ $# -eq 1 && -n $1 && $1 != -* ]] || die 2 "give one directory; try --help."
open_ca "$1"
publish_crl
end=$(openssl crl -in issuing/issuing.crl.pem -noout -nextupdate)
echo "Published $dir/crl.pem, good until ${end#*=}. Next: copy it to the hub; publish again within a week."
