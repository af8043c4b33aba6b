#!/usr/bin/env bash
# Tests the scripts in certs/ by what openssl itself says of their output.
# Prints one line a case, then the counts; exit code 1 if any case failed.
set -uo pipefail
export LC_ALL=C
unset SVD_CERT_NOT_AFTER SVD_CERT_NOT_BEFORE
certs=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../certs" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf -- "$tmp"' EXIT
ca="$tmp/the ca" # a space, so that missing quotes show
out=$tmp/out     # all that the scripts ever printed
passed=0 failed=0

check() { # NAME COMMAND...
  local name=$1; shift
  if "$@" >"$tmp/log" 2>&1; then
    passed=$((passed + 1)); echo "ok $name"
  else
    failed=$((failed + 1)); echo "not ok $name"
    sed 's/^/#   /' "$tmp/log"
  fi
}
run() { # SCRIPT ARGS...
  local script=$1; shift
  "$certs/$script.sh" "$@" 2>&1 | tee -a "$out"
  return "${PIPESTATUS[0]}"
}
exits() { # CODE WORDS SCRIPT ARGS...: exact exit code, and a message with these words
  local want=$1 words=$2 said code; shift 2
  said=$(run "$@"); code=$?
  echo "$code: $said"
  [[ $code -eq $want && $said == *"$words"* ]]
}
one_line() { # SCRIPT ARGS...: one line that says what to do next
  local said
  said=$(run "$@") || { echo "$said"; return 1; }
  echo "$said"
  [[ $(wc -l <<<"$said") -eq 1 && $said == *"Next: "* ]]
}
not() { ! "$@"; }
same() { echo "<$1> <$2>"; [[ $1 == "$2" ]]; }
differ() { [[ -n $1 && -n $2 && $1 != "$2" ]]; }
has() { echo "want: $2"; echo "in: $1"; [[ $1 == *"$2"* ]]; }

cert() { echo "$ca/issued/$1/cert.pem"; }
text() { openssl x509 -in "$1" -noout -text; }
field() { openssl x509 -in "$1" -noout "-$2" | cut -d = -f 2-; }
pub() { openssl x509 -in "$1" -noout -pubkey; }
# Every name in the SAN, one line each.
san() { openssl x509 -in "$1" -noout -ext subjectAltName | tail -n +2 | tr ',' '\n' | sed 's/^ *//'; }
verifies() { # CERT [OPTIONS]: the leaf alone, as a verifier with ca.pem and crl.pem sees it
  local c=$1; shift
  openssl verify -x509_strict -CAfile "$ca/ca.pem" -crl_check_all -CRLfile "$ca/crl.pem" "$@" "$c"
}
fails_with() { # WORDS CERT: verification fails, and for this reason
  local said
  if said=$(verifies "$2" 2>&1); then return 1; fi
  echo "$said"; [[ $said == *"$1"* ]]
}
days_are() { # DAYS CERT: two seconds are allowed for the clock
  local s
  s=$(($(date -d "$(field "$2" enddate)" +%s) - $(date -d "$(field "$2" startdate)" +%s) - $1 * 86400))
  echo "off by $s s"; ((s >= -2 && s <= 2))
}
crl_days_are() { # DAYS CRL
  local a b
  a=$(openssl crl -in "$2" -noout -lastupdate | cut -d = -f 2) b=$(openssl crl -in "$2" -noout -nextupdate | cut -d = -f 2)
  same "$((($(date -d "$b" +%s) - $(date -d "$a" +%s)) / 86400))" "$1"
}
critical() { # CERT EXTENSION VALUE
  local said
  said=$(text "$1" | grep -A 1 "X509v3 $2: critical") || return 1
  has "$said" "$3"
}
p256_sha256() { local t; t=$(text "$1"); has "$t" 'ASN1 OID: prime256v1' && has "$t" 'Signature Algorithm: ecdsa-with-SHA256'; }
# 128 random bits print as 32 hex digits, or a few fewer with zeros in front.
big_serial() { local s; s=$(field "$1" serial); echo "$s"; ((${#s} >= 26 && ${#s} <= 32)); }
mode() { same "$(stat -c %a "$2")" "$1"; }
in_crl() { openssl crl -in "$ca/issuing/issuing.crl.pem" -noout -text | grep -A 4 "Serial Number: $1"; }
csr() { # FILE ARGS...: a request with a new key beside it
  local f=$1; shift
  openssl req -new -newkey "${alg[@]}" -nodes -keyout "$f.key" -subj /CN=request -out "$f" "$@" 2>/dev/null
}
p256=(ec -pkeyopt ec_paramgen_curve:P-256)
alg=("${p256[@]}")

# --- the authority
check 'make-ca says one line' one_line make-ca "$ca"
check 'make-ca again is refused' exits 73 'nothing was changed' make-ca "$ca"
for f in root/root.pem root/root.key issuing/issuing.pem issuing/issuing.key ca.pem crl.pem; do
  check "there is $f" test -s "$ca/$f"
done
root=$ca/root/root.pem issuing=$ca/issuing/issuing.pem
check 'root key mode 0600' mode 600 "$ca/root/root.key"
check 'issuing key mode 0600' mode 600 "$ca/issuing/issuing.key"
check 'key directories mode 0700' same "$(stat -c %a "$ca/root" "$ca/issuing" "$ca/issued" | sort -u)" 700
check 'ca.pem and crl.pem can be read by all' same "$(stat -c %a "$ca/ca.pem" "$ca/crl.pem" | sort -u)" 644
check 'ca.pem is issuing then root' cmp "$ca/ca.pem" <(cat "$issuing" "$root")
check 'crl.pem is root list then issuing list' cmp "$ca/crl.pem" <(cat "$ca/root/root.crl.pem" "$ca/issuing/issuing.crl.pem")
check 'root is P-256, SHA-256' p256_sha256 "$root"
check 'issuing is P-256, SHA-256' p256_sha256 "$issuing"
check 'root lasts ten years' days_are 3652 "$root"
check 'issuing lasts three years' days_are 1095 "$issuing"
check 'root is a CA, critical' critical "$root" 'Basic Constraints' 'CA:TRUE'
check 'issuing has pathlen 0, critical' critical "$issuing" 'Basic Constraints' 'CA:TRUE, pathlen:0'
check 'root signs certificates and lists only' critical "$root" 'Key Usage' 'Certificate Sign, CRL Sign'
check 'issuing signs certificates and lists only' critical "$issuing" 'Key Usage' 'Certificate Sign, CRL Sign'
check 'root serial is 128 bits' big_serial "$root"
check 'issuing serial is 128 bits' big_serial "$issuing"
check 'issuing verifies' verifies "$issuing"
check 'root list lasts 180 days' crl_days_are 180 "$ca/root/root.crl.pem"
check 'issuing list lasts 30 days' crl_days_are 30 "$ca/issuing/issuing.crl.pem"

# --- leaves
for role in agency analyst auditor operator server; do
  host=() eku='TLS Web Client Authentication' yes=sslclient no=sslserver want="URI:urn:svd:$role:north-1"
  if [[ $role == server ]]; then
    host=(--host Hub.Example --host 127.0.0.1 --host ::1) eku='TLS Web Server Authentication' yes=sslserver no=sslclient
    want+=$'\nDNS:hub.example\nIP Address:127.0.0.1\nIP Address:0:0:0:0:0:0:0:1'
  fi
  check "$role: issue says one line" one_line issue "$ca" "$role" north-1 "${host[@]}"
  c=$(cert "$role-north-1")
  check "$role: verifies as $yes" verifies "$c" -purpose "$yes"
  check "$role: does not verify as $no" not verifies "$c" -purpose "$no"
  check "$role: SAN is exact" same "$(san "$c")" "$want"
  check "$role: extended key usage is one" same "$(openssl x509 -in "$c" -noout -ext extendedKeyUsage | tail -n +2 | sed 's/^ *//')" "$eku"
  check "$role: P-256, SHA-256" p256_sha256 "$c"
  check "$role: 90 days" days_are 90 "$c"
  check "$role: no CA, critical" critical "$c" 'Basic Constraints' 'CA:FALSE'
  check "$role: key usage critical" critical "$c" 'Key Usage' 'Digital Signature'
  check "$role: serial is 128 bits" big_serial "$c"
  check "$role: key mode 0600" mode 600 "$ca/issued/$role-north-1/key.pem"
  check "$role: key fits" same "$(openssl pkey -in "$ca/issued/$role-north-1/key.pem" -pubout)" "$(pub "$c")"
  check "$role: cert.pem ends with issuing" cmp <(tail -n "$(wc -l <"$issuing")" "$c") "$issuing"
  check "$role: cert.pem is two certificates" same "$(grep -c BEGIN "$c")" 2
done
ids=$(text "$(cert agency-north-1)")
check 'leaf has a subject key id' has "$ids" 'Subject Key Identifier'
check 'leaf names the key of issuing' same \
  "$(openssl x509 -in "$(cert agency-north-1)" -noout -ext authorityKeyIdentifier | sed -n '2s/^ *//p')" \
  "$(openssl x509 -in "$issuing" -noout -ext subjectKeyIdentifier | sed -n '2s/^ *//p')"
run issue "$ca" agency short --days 7 >/dev/null
check '--days is obeyed' days_are 7 "$(cert agency-short)"
long=$(printf 'a%.0s' {1..64})
check 'an id of 64 is taken' one_line issue "$ca" operator "$long"
check 'an id of 1 is taken' one_line issue "$ca" agency 7

# --- refusals
before=$(cat "$ca/issuing/index.txt")
check 'bad role' exits 2 'is not one of server' issue "$ca" admin north-1
check 'empty role' exits 2 'is not one of server' issue "$ca" '' north-1
for bad in '' - -a a- A a.b a_b 'a b' ../x a/b 'x,URI:urn:svd:operator:x' $'a\nb' $'a\n' é "${long}a"; do
  check "bad id $(printf %q "$bad")" exits 2 '' issue "$ca" agency "$bad"
done
check 'bad id has a clear sentence' exits 2 'small letters, digits or hyphens' issue "$ca" agency North
check 'server without a host' exits 2 'at least one --host' issue "$ca" server other
check 'host for an agency' exits 2 'only for the role server' issue "$ca" agency other --host x
for bad in '*.example' 'a,URI:urn:svd:operator:x' 'a b' 300.1.1.1 1.2.3 '' a..b -a.b $'a\nb'; do
  check "bad host $(printf %q "$bad")" exits 2 'neither a host name' issue "$ca" server other --host "$bad"
done
for bad in 0 -1 x 1.5 '' 9999; do
  check "bad days '$bad'" exits 2 'days' issue "$ca" agency other --days "$bad"
done
check 'unknown option' exits 2 'unknown option' issue "$ca" agency other --san x
check 'option without a value' exits 2 'needs a value' issue "$ca" agency other --days
check 'too many words' exits 2 '--help' issue "$ca" agency other more
check 'no authority there' exits 66 'make-ca.sh' issue "$tmp" agency other
key=$(cat "$ca/issued/agency-north-1/key.pem")
check 'issue twice' exits 73 'renew.sh' issue "$ca" agency north-1
check 'issue twice leaves the key alone' same "$(cat "$ca/issued/agency-north-1/key.pem")" "$key"
check 'renew what was never issued' exits 66 'issue.sh' renew "$ca" agency other
check 'revoke what was never issued' exits 66 'never' revoke "$ca" agency other
check 'bad reason' exits 2 '--reason must be' revoke "$ca" agency north-1 --reason bored
check 'refusals left no record' same "$(cat "$ca/issuing/index.txt")" "$before"
for s in make-ca issue renew revoke publish-crl; do
  check "$s --help" exits 0 "$s.sh DIR" "$s" --help
done

# --- renewal
cp "$(cert server-north-1)" "$tmp/old.pem"
mv "$ca/issuing/issuing.key" "$tmp/away"; : >"$ca/issuing/issuing.key"
check 'a failed renewal is seen' not run renew "$ca" server north-1
mv -f "$tmp/away" "$ca/issuing/issuing.key"
check 'a failed renewal keeps the old certificate' cmp "$(cert server-north-1)" "$tmp/old.pem"
check 'renew says one line' one_line renew "$ca" server north-1 --days 30
new=$(cert server-north-1)
check 'renewed: same names' same "$(san "$new")" "$(san "$tmp/old.pem")"
check 'renewed: same subject' same "$(field "$new" subject)" "$(field "$tmp/old.pem" subject)"
check 'renewed: new serial' differ "$(field "$new" serial)" "$(field "$tmp/old.pem" serial)"
check 'renewed: same key' same "$(pub "$new")" "$(pub "$tmp/old.pem")"
check 'renewed: days' days_are 30 "$new"
check 'renewed: verifies' verifies "$new" -purpose sslserver
check 'renewed: the old one verifies still' verifies "$tmp/old.pem"
check 'renewed: cert.pem is two certificates' same "$(grep -c BEGIN "$new")" 2

# --- revocation
check 'revoke says one line' one_line revoke "$ca" server north-1 --reason keyCompromise
check 'revoked: in the list with the reason' has "$(in_crl "$(field "$new" serial)")" 'Key Compromise'
check 'revoked: fails' fails_with 'certificate revoked' "$new"
check 'revoked: the one before renewal fails too' fails_with 'certificate revoked' "$tmp/old.pem"
check 'revoked: others verify still' verifies "$(cert agency-north-1)"
check 'revoked: again does no harm' one_line revoke "$ca" server north-1
check 'revoked: is not renewed' exits 1 'is revoked' renew "$ca" server north-1
check 'revoked: can be issued with a new key' one_line issue "$ca" server north-1 --host hub.example
check 'issued again: verifies' verifies "$(cert server-north-1)"
check 'issued again: another key' differ "$(pub "$(cert server-north-1)")" "$(pub "$tmp/old.pem")"
check 'issued again: the old key is kept aside' same "$(find "$ca/revoked" -name key.pem | wc -l)" 1
check 'issued again: the old one still fails' fails_with 'certificate revoked' "$tmp/old.pem"
for r in superseded cessationOfOperation; do
  run issue "$ca" auditor "${r,,}" >/dev/null
  check "reason $r" one_line revoke "$ca" auditor "${r,,}" --reason "$r"
done
check 'reason superseded in the list' has "$(in_crl "$(field "$(cert auditor-superseded)" serial)")" 'Superseded'
check 'reason cessation in the list' has "$(in_crl "$(field "$(cert auditor-cessationofoperation)" serial)")" 'Cessation Of Operation'

# --- expired, for tests only
run issue "$ca" agency late --not-after 20240131120000Z >/dev/null
check 'expired by option' fails_with 'certificate has expired' "$(cert agency-late)"
SVD_CERT_NOT_BEFORE=20230101000000Z SVD_CERT_NOT_AFTER=20230201000000Z run issue "$ca" agency late2 >/dev/null
check 'expired by environment' fails_with 'certificate has expired' "$(cert agency-late2)"
run issue "$ca" agency early --not-before "$(date -u -d '+2 days' +%Y%m%d%H%M%SZ)" >/dev/null
check 'not yet valid' fails_with 'not yet valid' "$(cert agency-early)"
check 'a bad test date' exits 2 'must look like' issue "$ca" agency other --not-after tomorrow
check 'an expired certificate can be renewed' one_line renew "$ca" agency late
check 'and then verifies' verifies "$(cert agency-late)"

# --- the key made at the agency
csr "$tmp/a.csr" -addext 'subjectAltName=URI:urn:svd:operator:boss,DNS:evil.example' \
  -addext 'basicConstraints=critical,CA:TRUE' -addext 'extendedKeyUsage=serverAuth' -addext 'nsComment=boss'
check 'csr: issue says one line' one_line issue "$ca" agency far --csr "$tmp/a.csr"
c=$(cert agency-far)
check 'csr: SAN asked for is ignored' same "$(san "$c")" 'URI:urn:svd:agency:far'
check 'csr: subject asked for is ignored' has "$(field "$c" subject)" 'OU = agency, CN = far'
check 'csr: CA asked for is ignored' critical "$c" 'Basic Constraints' 'CA:FALSE'
check 'csr: no other extension is taken over' same "$(text "$c" | grep -cE '^ {12}(X509v3|Netscape)')" 6
check 'csr: verifies as client only' verifies "$c" -purpose sslclient
check 'csr: does not verify as server' not verifies "$c" -purpose sslserver
check 'csr: it is the agency key' same "$(pub "$c")" "$(openssl pkey -in "$tmp/a.csr.key" -pubout)"
check 'csr: no key is made' test ! -e "$ca/issued/agency-far/key.pem"
check 'csr: one key is not for two' exits 73 'new key' issue "$ca" agency far2 --csr "$tmp/a.csr"
serial=$(field "$c" serial)
check 'csr: renew without the key' one_line renew "$ca" agency far
check 'csr: renewed is same identity' same "$(san "$c")" 'URI:urn:svd:agency:far'
check 'csr: renewed has a new serial' differ "$(field "$c" serial)" "$serial"
csr "$tmp/b.csr" -addext 'subjectAltName=URI:urn:svd:operator:boss'
check 'csr: renew with a new key' one_line renew "$ca" agency far --csr "$tmp/b.csr"
check 'csr: the new key is in' same "$(pub "$c")" "$(openssl pkey -in "$tmp/b.csr.key" -pubout)"
check 'csr: renewed SAN is ours' same "$(san "$c")" 'URI:urn:svd:agency:far'
check 'csr: renewed verifies' verifies "$c"
csr "$tmp/c.csr"
check 'csr: does not replace a key made here' exits 73 'not replaced' renew "$ca" agency north-1 --csr "$tmp/c.csr"
run revoke "$ca" agency far --reason keyCompromise >/dev/null
check 'csr: a revoked key does not come back' exits 73 'new key' issue "$ca" agency far --csr "$tmp/b.csr"
check 'csr: a private key sent by mistake' exits 2 'private key' issue "$ca" agency x1 --csr "$tmp/c.csr.key"
check 'csr: no such file' exits 66 'cannot read' issue "$ca" agency x1 --csr "$tmp/none"
check 'csr: not a request' exits 2 'not a certificate request' issue "$ca" agency x1 --csr "$root"
openssl req -in "$tmp/c.csr" -outform DER -out "$tmp/c.der"
# The last byte belongs to the signature, which proves that the sender has the key.
last=$(tail -c 1 "$tmp/c.der" | od -An -tx1 | tr -d ' ')
printf '%b' "$(printf '\\x%02x' $((0x$last ^ 1)))" >"$tmp/byte"
{ head -c -1 "$tmp/c.der"; cat "$tmp/byte"; } | openssl req -inform DER -out "$tmp/forged.csr"
check 'csr: a forged signature' exits 2 'signature of the request is wrong' issue "$ca" agency x1 --csr "$tmp/forged.csr"
alg=(ec -pkeyopt ec_paramgen_curve:P-384); csr "$tmp/d.csr"
check 'csr: another curve' exits 2 'P-256' issue "$ca" agency x1 --csr "$tmp/d.csr"
alg=(rsa:2048); csr "$tmp/e.csr"
check 'csr: RSA' exits 2 'P-256' issue "$ca" agency x1 --csr "$tmp/e.csr"
check 'csr: refusals left nothing' test ! -e "$ca/issued/agency-x1"

# --- the root key away
rm "$ca/issued/analyst-north-1/key.pem"
check 'renew after the key was handed over' one_line renew "$ca" analyst north-1
mv "$ca/root/root.key" "$tmp/safe"
sum=$(cat "$ca/root/root.crl.pem") old=$(cat "$ca/issuing/issuing.crl.pem")
check 'publish without the root key' one_line publish-crl "$ca"
check 'root list is kept' same "$(cat "$ca/root/root.crl.pem")" "$sum"
check 'issuing list is new' differ "$(cat "$ca/issuing/issuing.crl.pem")" "$old"
check 'lists still verify' verifies "$(cert agency-north-1)"
check 'issue without the root key' one_line issue "$ca" agency offline
check 'revoke without the root key' one_line revoke "$ca" agency offline
check 'and it fails' fails_with 'certificate revoked' "$(cert agency-offline)"
mv "$tmp/safe" "$ca/root/root.key"
run publish-crl "$ca" >/dev/null
check 'root list is new with the root key' differ "$(cat "$ca/root/root.crl.pem")" "$sum"

# --- runs at the same time
for n in 1 2 3 4 5 6; do run issue "$ca" agency "par-$n" >/dev/null & done
for n in 1 2 3; do (run issue "$ca" agency race >/dev/null; echo $? >"$tmp/race.$n") & done
wait
for n in 1 2 3 4 5 6; do check "at once: par-$n verifies" verifies "$(cert "agency-par-$n")"; done
check 'at once: one of the same id wins' same "$(sort -n "$tmp"/race.* | xargs)" '0 73 73'
check 'at once: key fits' same "$(openssl pkey -in "$ca/issued/agency-race/key.pem" -pubout)" "$(pub "$(cert agency-race)")"

# --- over all
check 'no serial twice' same "$(cut -f 4 "$ca/issuing/index.txt" | sort | uniq -d)" ''
check 'no key was printed' not grep -q 'PRIVATE KEY' "$out"
check 'no temporary file is left' same "$(find "$ca" -name '.work*')" ''
check 'every key has mode 0600' same "$(find "$ca" -name '*key*.pem' -o -name '*.key' | tr '\n' '\0' | xargs -0 stat -c %a | sort -u)" 600

echo "$passed passed, $failed failed"
((failed == 0))
