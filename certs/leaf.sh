# shellcheck shell=bash disable=SC2034,SC2154
# What issue.sh and renew.sh share: options, and signing a leaf. Sourced after lib.sh.

parse_leaf_args() {
  local -a words=()
  hosts=() days=90 csr='' not_before=${SVD_CERT_NOT_BEFORE:-} not_after=${SVD_CERT_NOT_AFTER:-}
  while (($#)); do
    case $1 in
      --host | --days | --csr | --not-before | --not-after) (($# > 1)) || die 2 "$1 needs a value." ;;&
      --host) add_host "$2"; shift 2 ;;
      --days) days=$2; shift 2 ;;
      --csr) csr=$2; shift 2 ;;
      --not-before) not_before=$2; shift 2 ;;
      --not-after) not_after=$2; shift 2 ;;
      -*) die 2 "unknown option '$1'; try --help." ;;
      *) words+=("$1"); shift ;;
    esac
  done
  ((${#words[@]} == 3)) || die 2 "give DIR, ROLE and ID; try --help."
  ca_dir=${words[0]} role=${words[1]} id=${words[2]}
  check_identity "$role" "$id"
  [[ $days =~ ^[1-9][0-9]{0,3}$ ]] || die 2 "--days must be a whole number from 1 to 9999, not '$days'."
  local d
  for d in "$not_before" "$not_after"; do
    [[ -z $d || $d =~ ^[0-9]{14}Z$ ]] || die 2 "a test date must look like 20240131120000Z, not '$d'."
  done
  # An end in the past needs a start before it.
  if [[ -n $not_after && -z $not_before && $not_after < $(date -u +%Y%m%d%H%M%SZ) ]]; then
    not_before=20200101000000Z
  fi
  if [[ $role != server && ${#hosts[@]} -gt 0 ]]; then die 2 "--host is only for the role server."; fi
  if [[ -n $csr ]]; then
    [[ -f $csr && -r $csr ]] || die 66 "cannot read the request '$csr'."
    csr=$(realpath -- "$csr")
  fi
}

# The names go into a list split at commas, so only plain names and addresses pass.
add_host() {
  local h=${1,,} label='[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?' octet='(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])'
  if [[ $h =~ ^$octet(\.$octet){3}$ || $h =~ ^[0-9a-f:]*:[0-9a-f:]*$ ]]; then
    hosts+=("IP:$h")
  elif [[ ${#h} -le 253 && $h =~ ^$label(\.$label)*$ && ! $h =~ (^|\.)[0-9]+$ ]]; then
    hosts+=("DNS:$h")
  else
    die 2 "--host '$1' is neither a host name nor an IP address."
  fi
}

# A request gives its public key and nothing else; this checks that key.
# grep without -q reads to the end: a pipe closed early would fail openssl.
take_csr() { # FILE
  cp -- "$1" "$work/csr.pem"
  if grep -q 'PRIVATE KEY' "$work/csr.pem"; then
    die 2 "the file holds a private key; destroy that key and ask for a request made from a new one."
  fi
  openssl req -in "$work/csr.pem" -noout -pubkey >"$work/pub.pem" 2>/dev/null ||
    die 2 "'$1' is not a certificate request in PEM form."
  openssl pkey -pubin -in "$work/pub.pem" -noout -text 2>/dev/null | grep 'ASN1 OID: prime256v1' >/dev/null ||
    die 2 "the key of the request must be an elliptic curve key on P-256."
  # The signature proves that the sender holds the key. openssl tells the
  # outcome in words only: its exit code is 0 either way.
  openssl req -in "$work/csr.pem" -noout -verify 2>&1 | grep 'verify OK' >/dev/null ||
    die 2 "the signature of the request is wrong; ask for a new request."
}

key_id() { openssl pkey -pubin -in "$1" -outform DER | sha256sum | cut -d ' ' -f 1; }

# A key certified once (perhaps revoked since, perhaps another agency's) is not taken as new.
refuse_used_key() {
  if grep -qs "^$(key_id "$work/pub.pem")" issuing/keys.txt; then
    die 73 "the key of this request has had a certificate before; ask for a request made from a new key."
  fi
}

sign_leaf() { # uses role, id, hosts, days, dates and $work/csr.pem; makes $work/cert.pem
  local kind=client IFS=,
  [[ $role != server ]] || kind=server
  local -a san=("URI:urn:svd:$role:$id" "${hosts[@]}") when=(-days "$days")
  if [[ -n $not_before ]]; then when+=(-startdate "$not_before"); fi
  if [[ -n $not_after ]]; then when+=(-enddate "$not_after"); fi
  [[ -n $not_after ]] || openssl x509 -in issuing/issuing.pem -noout -checkend $((days * 86400)) >/dev/null ||
    die 2 "the issuing certificate ends in less than $days days; give fewer --days, or make a new authority."
  new_serial >issuing/serial
  SVD_SAN="${san[*]}" ossl ca -batch -notext -name issuing_ca -extensions "ext_$kind" "${when[@]}" \
    -subj "$subject_base/OU=$role/CN=$id" -in "$work/csr.pem" -out "$work/leaf.pem"
  [[ -s $work/leaf.pem ]] || { cat "$work/log" >&2; die 1 "openssl ca made no certificate."; }
  openssl x509 -in "$work/leaf.pem" -noout -pubkey >"$work/pub.pem"
  printf '%s %s %s\n' "$(key_id "$work/pub.pem")" "$role" "$id" >>issuing/keys.txt
  cat "$work/leaf.pem" issuing/issuing.pem >"$work/cert.pem"
  until=$(openssl x509 -in "$work/leaf.pem" -noout -enddate)
  until=${until#*=}
}
